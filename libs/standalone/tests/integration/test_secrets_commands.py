"""`mari secrets`, as the operator meets it beside a running house."""

import json
from typing import Any

import pytest
from common.strength import weakness
from standalone.testing.operated import Operated

pytestmark = [pytest.mark.database, pytest.mark.asyncio(loop_scope="module")]

CANARY = "c0ffee-merchant-key-canary"


async def shown(house: Operated, provider: str, service: str) -> dict[str, Any]:
    """Return what `show` tells of one provider in one service, for its default account."""
    told = json.loads((await house.run("secrets", "show", provider, "--json")).stdout)
    return next(line for line in told if line["service"] == service and line["scope"] == "default")


async def test_new_makes_a_value_that_is_strong_enough(house: Operated) -> None:
    """Another one at each run."""
    made = [(await house.run("secrets", "new")).stdout.strip() for _ in range(2)]

    assert [None, None] == [weakness(value) for value in made]
    assert made[0] != made[1]


async def test_a_value_is_read_from_standard_input_and_shown_masked(house: Operated) -> None:
    """It is in force at once, and in no output."""
    kept = await house.run("secrets", "set", "omari", answers=f"{CANARY}\n")
    told = await house.run("secrets", "show", "omari")
    field = (await shown(house, "omari", "payments-omari"))["fields"]["merchant_key"]

    assert 0 == kept.exit_code, kept.output
    assert "database" == field["source"]
    assert field["fingerprint"] in kept.stdout
    assert CANARY not in kept.output + told.output
    removed = await house.run("secrets", "remove", "omari")
    assert "environment" in removed.stdout


async def test_each_service_gets_the_fields_that_it_uses(house: Operated) -> None:
    """The token goes to who sends, the app secret to the door; the number to both."""
    lines = "access_token=EAAG-token-canary\napp_secret=9f6a0c3d9e7b4852\nphone_number_id=77\n"
    kept = await house.run("secrets", "set", "whatsapp", answers=lines)
    sender = await shown(house, "whatsapp", "notifier")
    door = await shown(house, "whatsapp", "gateway-webhooks")

    assert 0 == kept.exit_code, kept.output
    assert ["77", "77"] == [one["fields"]["phone_number_id"]["shown"] for one in (sender, door)]
    assert "app_secret" not in sender["fields"]
    assert "access_token" not in door["fields"]
    assert "database" == door["fields"]["app_secret_previous"]["source"]
    one = await house.run("secrets", "remove", "whatsapp", "app_secret_previous")
    rest = await house.run("secrets", "remove", "whatsapp")
    again = await house.run("secrets", "remove", "whatsapp")
    assert [0, 0, 1] == [one.exit_code, rest.exit_code, again.exit_code]
    assert "Nothing of that is kept" in again.output


async def test_an_account_of_its_own_has_a_scope(house: Operated) -> None:
    """A currency at O'mari."""
    await house.run("secrets", "set", "omari", "--scope", "ZWG", answers=CANARY)
    told = json.loads((await house.run("secrets", "show", "--scope", "ZWG", "--json")).stdout)
    wrong = await house.run("secrets", "set", "omari", "--scope", "EUR", answers=CANARY)
    await house.run("secrets", "remove", "omari", "--scope", "ZWG")

    assert [("payments-omari", "ZWG")] == [(line["service"], line["scope"]) for line in told]
    assert 1 == wrong.exit_code
    assert "USD or ZWG" in wrong.output


@pytest.mark.parametrize(
    ("words", "answers", "said"),
    [
        (("set", "bank"), CANARY, "no provider 'bank'"),
        (("set", "omari", "pin"), CANARY, "no field 'pin'"),
        (("set", "omari"), "\n", "No value was given"),
        (("set", "whatsapp"), CANARY, "FIELD=VALUE"),
        (("set", "whatsapp", "app_secret"), "aaaaaaaaaaaaaaaaaaaa", "too few characters"),
        (("remove", "omari", "pin"), "", "no field 'pin'"),
    ],
)
async def test_what_cannot_be_is_one_line_and_changes_nothing(
    house: Operated, words: tuple[str, ...], answers: str, said: str
) -> None:
    """No value is repeated, and no traceback is shown."""
    told = await house.run("secrets", *words, answers=answers)

    assert told.exit_code in {1, 2}
    assert said in told.output
    assert answers.strip() == "" or answers not in told.output


async def test_a_value_is_never_a_word_of_the_command(house: Operated) -> None:
    """Words stay in the shell's history and in the list of processes."""
    told = await house.run("secrets", "set", "omari", "merchant_key", CANARY)

    assert 2 == told.exit_code


async def test_the_audit_names_the_person(house: Operated) -> None:
    """The newest first, with fingerprints and no value."""
    await house.run("secrets", "set", "omari", answers=CANARY)
    await house.run("secrets", "remove", "omari")
    told = await house.run("secrets", "audit", "--json", "--limit", "2")
    removed, kept = json.loads(told.stdout)

    assert ["remove", "set"] == [removed["action"], kept["action"]]
    assert "@" in kept["actor"]
    assert removed["before"] == kept["after"]
    assert CANARY not in told.output


async def test_rotate_goes_through_every_service_and_is_safe_to_repeat(house: Operated) -> None:
    """Everything is under the one key there is: nothing is sealed anew."""
    told = await house.run("secrets", "rotate", "--json")
    again = await house.run("secrets", "rotate")
    counts = json.loads(told.stdout)

    assert (0, 0) == (told.exit_code, again.exit_code), told.output + again.output
    assert {"flow-engine", "gateway-webhooks", "notifier", "payments-omari"} == set(counts)
    assert "contact.session" in counts["flow-engine"]
    assert "credential.value" in counts["notifier"]
    assert {0} == {one["resealed"] for columns in counts.values() for one in columns.values()}
    assert "newest keys" in again.stdout
