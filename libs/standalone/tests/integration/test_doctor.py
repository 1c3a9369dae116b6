"""`mari doctor` finds what is wrong and says what to do; it shows no secret."""

import json
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from standalone.environment import ACCOUNT_ID
from standalone.principals import keys_in_folder, listed
from standalone.testing.operated import Operated

pytestmark = [pytest.mark.database, pytest.mark.asyncio(loop_scope="module")]


async def _findings(house: Operated, **variables: str) -> dict[str, dict[str, Any]]:
    """Return what the doctor found by name; the last of a name wins."""
    result = await house.run("doctor", "--json", **variables)
    assert result.stdout, result.output
    told = json.loads(result.stdout)
    found = {one["name"]: one for group in told["checks"].values() for one in group}
    failed = any(one["level"] == "FAIL" for one in found.values())
    assert (told["ok"], result.exit_code) == (not failed, 1 if failed else 0)
    return found


def _in_production(house: Operated, **values: str) -> Mapping[str, str]:
    """Give the variables of a deployment whose services are this house's database's."""
    keys = house.place.keys
    return {
        "MARI_SERVICE_URLS": "notifier=http://127.0.0.1:9",
        "MARI_OPERATOR_SIGNING_KEY": keys["signing:operator"],
        "MARI_PUBLIC_KEYS": listed(keys_in_folder(keys)),
        "MARI_BUS_KEYS": keys["bus_key"],
        "WHATSAPP_ACCESS_TOKEN": keys["access_token"],
        "WHATSAPP_WABA_ID": ACCOUNT_ID,
        "WHATSAPP_PHONE_NUMBER_ID": "227841650415338",
        "NOTIFIER_GRAPH_BASE_URL": f"{house.place.sandbox}/graph",
        "OMARI_API_BASE_URL": "http://127.0.0.1:9/omari",
        "SITE_URL": "http://127.0.0.1:9",
        **values,
    }


async def test_where_nothing_runs_everything_else_is_still_looked_at(house: Operated) -> None:
    """Most of what is wrong before the first start can be seen before it."""
    found = await _findings(house, MARI_DATA_DIR=str(house.place.folder / "none"))

    assert found["services"]["level"] == "FAIL"
    assert ".env is not in git" in found


async def test_what_is_cut_off_fails_by_its_name(house: Operated) -> None:
    """Services, database, broker, provider and origin, each with where it was looked for."""
    cut = {
        "FLOW_ENGINE_DATABASE_URL": "postgresql+asyncpg://flow_engine:secretpw@127.0.0.1:9/mari",
        "NOTIFIER_AMQP_URL": "amqp://notifier:secretpw@127.0.0.1:9/mari",
    }
    result = await house.run("doctor", **_in_production(house, **cut))
    found = await _findings(house, **_in_production(house, **cut))
    names = (
        *("notifier", "database of flow-engine", "broker of notifier"),
        *("O'mari", "public origin", "SITE_URL"),
    )

    assert {name: found[name]["level"] for name in names} == dict.fromkeys(names, "FAIL")
    assert all(found[name]["advice"] for name in names)
    assert "secretpw" not in result.output
    assert "things must be mended" in result.output


async def test_an_old_schema_fails_and_names_the_command(house: Operated) -> None:
    """A service that was updated without its schema breaks later, in front of a customer."""
    await house.sql("update notifier.schema_version set version_num = '0000'")
    found = await _findings(house)
    await house.sql("update notifier.schema_version set version_num = '0003'")

    assert found["database of notifier"]["level"] == "FAIL"
    assert found["database of notifier"]["advice"] == "mari migrate"


async def test_a_wrong_token_fails_and_is_not_shown(house: Operated) -> None:
    """Meta's code is told; the token is nobody's to read."""
    token = "EAAwrongtokenwrongtoken"
    given = _in_production(house, WHATSAPP_ACCESS_TOKEN=token)
    found = await _findings(house, **given)
    result = await house.run("doctor", **given)

    assert "code 190" in found["token"]["detail"]
    assert token not in result.output


async def test_an_app_that_gets_no_webhooks_fails_and_the_command_mends_it(
    house: Operated,
) -> None:
    """The classic: everything is green at Meta and no message ever comes."""
    url = f"{house.place.sandbox}/graph/v25.0/{ACCOUNT_ID}/subscribed_apps"
    headers = {"Authorization": f"Bearer {house.place.keys['access_token']}"}
    async with httpx.AsyncClient(headers=headers, trust_env=False) as client:
        (await client.delete(url)).raise_for_status()
    before = await _findings(house)
    done = await house.run("whatsapp", "subscribe")

    assert before["subscription"]["advice"] == "mari whatsapp subscribe"
    assert (done.exit_code, "✓ The app is subscribed" in done.output) == (0, True)
    assert (await _findings(house))["subscription"]["level"] == "ok"


async def test_subscribing_without_credentials_says_what_to_set(house: Operated) -> None:
    """Status 2, and the variables' names."""
    result = await house.run("whatsapp", "subscribe", **_in_production(house, WHATSAPP_WABA_ID=""))

    assert (result.exit_code, "set WHATSAPP_WABA_ID" in result.stderr) == (2, True)


async def test_a_parked_row_is_a_warning(house: Operated) -> None:
    """It waits for a person, so a person is told."""
    (row,) = await house.sql(
        "insert into flow_engine.inbox (id, source, type, body, parked_at, error)"
        " values (gen_random_uuid(), 's', 'x', 'x', now(), 'x') returning seq"
    )
    found = await _findings(house)
    await house.sql("delete from flow_engine.inbox where seq = :n", n=row.seq)

    assert (found["flow-engine"]["level"], found["flow-engine"]["advice"]) == (
        "warn",
        "mari parked list",
    )


async def test_a_late_row_fails(house: Operated) -> None:
    """Ten minutes are no hiccup any more."""
    (row,) = await house.sql(
        "insert into flow_engine.inbox (id, source, key, type, body, received_at, next_at) values"
        " (gen_random_uuid(), 's', 'k', 'x', 'x', now() - interval '11 min',"
        " now() + interval '1 h') returning seq"
    )
    found = await _findings(house)
    await house.sql("delete from flow_engine.inbox where seq = :n", n=row.seq)

    assert found["flow-engine"]["level"] == "FAIL"
    assert "the oldest for 11 min" in found["flow-engine"]["detail"]


async def test_a_well_house_is_well(house: Operated) -> None:
    """Status 0, one line at the end, and the addresses that are typed in at the providers."""
    result = await house.run("doctor")

    assert result.exit_code == 0, result.output
    assert "FAIL" not in result.output
    assert f"{house.place.origin}/webhooks/whatsapp" in result.output
    assert f"{house.place.origin}/webhooks/stripe" in result.output
    assert not any(key in result.output for key in house.place.keys.values())
