"""`mari parked`, `mari lanes` and `mari events` against services that run."""

import json
import re
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
from common.contracts import CustomerWrote, PaymentSucceeded
from common.crypto import Keyring
from common.ids import new_id
from standalone.testing.operated import Operated

pytestmark = [pytest.mark.database, pytest.mark.asyncio(loop_scope="module")]

_PARK = """
insert into {schema}.inbox (id, source, key, type, body, parked_at, attempts, error)
values (:id, :source, '263771234567', :type, :body, now() - interval '12 minutes', 8, :error)
returning seq
"""


async def _park(house: Operated, schema: str, message: type[Any], *, body: bytes = b"x") -> int:
    (row,) = await house.sql(
        _PARK.format(schema=schema),
        id=str(new_id()),
        source="payments-omari",
        type=message.TYPE,
        body=body,
        error="flow:no_order",
    )
    return row.seq


@pytest_asyncio.fixture(loop_scope="module")
async def money(house: Operated) -> AsyncGenerator[str]:
    """Give a parked payment in flow-engine that nobody can read."""
    n = await _park(house, "flow_engine", PaymentSucceeded)
    yield f"flow-engine/{n}"
    await house.sql("delete from flow_engine.inbox where seq = :n", n=n)


@pytest_asyncio.fixture(loop_scope="module")
async def note(house: Operated) -> AsyncGenerator[str]:
    """Give a parked note in the notifier that can be handled now."""
    id_ = str(new_id())
    sealed = Keyring([house.place.keys["bus_key"]]).seal(
        CustomerWrote.model_validate(CustomerWrote.EXAMPLE).model_dump_json().encode(),
        f"envelope:{id_}",
    )
    (row,) = await house.sql(
        _PARK.format(schema="notifier"),
        id=id_,
        source="flow-engine",
        type=CustomerWrote.TYPE,
        body=sealed,
        error="database:gone",
    )
    yield f"notifier/{row.seq}"
    await house.sql("delete from notifier.inbox where seq = :n", n=row.seq)


@pytest.mark.parametrize("words", [("show", "flow-engine"), ("replay", "1234"), ("show", "x/1")])
async def test_a_row_that_is_no_row_is_one_line(house: Operated, words: tuple[str, ...]) -> None:
    """Status 2: it could not be asked; the line says how a row is written."""
    result = await house.run("parked", *words)

    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("verb", [["show"], ["replay"], ["discard", "--why", "gone"]])
async def test_an_unknown_number_is_refused(house: Operated, verb: list[str]) -> None:
    """Status 1, and the service's own words."""
    result = await house.run("parked", *verb, "notifier/99999999")

    assert result.exit_code == 1
    assert "No parked row has this number" in result.output


async def test_where_nothing_runs_is_one_line(house: Operated) -> None:
    """Status 2 and what to set."""
    result = await house.run("parked", "list", MARI_DATA_DIR=str(house.place.folder / "none"))

    assert result.exit_code == 2
    assert "MARI_SERVICE_URLS" in result.stderr


async def test_a_service_that_is_silent_is_named_and_the_others_are_shown(house: Operated) -> None:
    """Status 1: half an answer is no all-clear."""
    result = await house.run(
        "lanes",
        MARI_SERVICE_URLS="notifier=http://127.0.0.1:9",
        MARI_OPERATOR_SIGNING_KEY=house.place.keys["signing:operator"],
    )

    assert result.exit_code == 1
    assert "notifier does not answer at http://127.0.0.1:9" in result.output


async def test_money_is_refused_without_yes(house: Operated, money: str) -> None:
    """Nobody lets a payment go by one command too many."""
    result = await house.run("parked", "discard", money, "--why", "old")

    assert result.exit_code == 1
    assert "about a payment" in result.output
    assert (await house.run("parked", "show", money)).exit_code == 0


async def test_what_fails_again_is_told(house: Operated, money: str) -> None:
    """A replay that helps nothing must not look like one that did."""
    result = await house.run("parked", "replay", money)

    assert result.exit_code == 1
    assert "is parked again" in result.output


async def test_what_was_erased_is_not_replayed(house: Operated) -> None:
    """The line says why, the list shows it."""
    n = await _park(house, "notifier", CustomerWrote, body=b"")
    listed = await house.run("parked", "list")
    result = await house.run("parked", "replay", f"notifier/{n}")
    await house.run("parked", "discard", f"notifier/{n}", "--why", "a code")

    assert "erased" in listed.output
    assert result.exit_code == 1
    assert "carried a code" in result.output


async def test_the_list_shows_row_reason_and_age_and_no_number(house: Operated, money: str) -> None:
    """All that one needs at three in the morning, and nothing about a customer."""
    result = await house.run("parked", "list")

    assert result.exit_code == 0
    assert re.search(rf"{money}.*payment.succeeded.v1.*MONEY.*flow:no_order.*12 min", result.output)
    assert "2637" not in result.output


async def test_nothing_parked_is_said_in_one_line(house: Operated) -> None:
    """Who was asked is named."""
    result = await house.run("parked", "list")

    assert result.output.startswith("✓ Nothing is parked (flow-engine, ")
    assert result.output.count("\n") == 1


async def test_machines_get_json(house: Operated, money: str) -> None:
    """The same as one value, with nothing around it."""
    told = json.loads((await house.run("parked", "list", "--json")).stdout)
    shown = json.loads((await house.run("parked", "show", money, "--json")).stdout)

    assert [row["row"] for row in told["rows"]] == [money]
    assert shown["is_money"] is True


async def test_a_replayed_row_is_done(house: Operated, note: str) -> None:
    """It goes through its lane, and the list is empty again."""
    result = await house.run("parked", "replay", note)

    assert (result.exit_code, result.output) == (0, f"✓ {note} replayed (customer.wrote.v1)\n")
    assert "Nothing is parked" in (await house.run("parked", "list")).output


async def test_a_discarded_row_keeps_who_and_why(house: Operated, money: str) -> None:
    """With --yes it goes; the note stays with the row, and the body of money too."""
    result = await house.run("parked", "discard", money, "--why", "refunded by hand", "--yes")
    (row,) = await house.sql(
        "select error, length(body) as size from flow_engine.inbox where seq = :n",
        n=int(money.partition("/")[2]),
    )

    assert result.exit_code == 0
    assert re.fullmatch(r"discarded by \S+@\S+: refunded by hand", row.error)
    assert row.size > 0


async def test_lanes_tell_what_waits_and_since_when(house: Operated) -> None:
    """A message that waits for its time is a backlog of one, an hour old."""
    (row,) = await house.sql(
        "insert into notifier.inbox (id, source, type, body, key, received_at, next_at) values"
        " (gen_random_uuid(), 's', 'x', 'x', 'k', now() - interval '61 min',"
        " now() + interval '1 h') returning seq"
    )
    result = await house.run("lanes", "--service", "notifier")
    told = json.loads((await house.run("lanes", "--json")).stdout)
    await house.sql("delete from notifier.inbox where seq = :n", n=row.seq)

    assert result.exit_code == 0
    assert re.search(r"worker.*\b1\b.*1 h 01 min", result.output)
    assert {one["service"] for one in told["services"]} >= {"flow-engine", "notifier"}


@pytest.mark.parametrize(
    "words",
    [(), ("--since", "yesterday"), ("--match", "colour=red"), ("--since", "2026-11-25T10:00:00")],
)
async def test_a_replay_of_events_says_what_it_cannot_read(
    house: Operated, words: tuple[str, ...]
) -> None:
    """Nothing that narrows it, no time, no field, a time without its zone."""
    result = await house.run("events", "replay", *words)

    assert result.exit_code == 2
    assert result.stderr.startswith("mari: ")


async def test_events_are_counted_before_they_are_sent(house: Operated) -> None:
    """Without --yes and without a terminal nothing is sent."""
    (row,) = await house.sql(
        "insert into gateway_webhooks.outbox (id, target, type, body, key, dedupe, sent_at) values"
        " (gen_random_uuid(), 'whatsapp.statuses', 'whatsapp.status_received.v1', 'x', null,"
        " 'wa-st:2278:wamid.R:read', now()) returning seq"
    )
    words = ("events", "replay", "--match", "number=2278", "--since", "1h")
    asked = await house.run(*words)
    counted = await house.run(*words, "--dry-run")
    done = await house.run(*words, "--yes")
    await house.sql("delete from gateway_webhooks.outbox where seq = :n", n=row.seq)
    await house.sql("delete from notifier.inbox where type = 'whatsapp.status_received.v1'")

    assert (asked.exit_code, "Add --yes" in asked.stderr) == (2, True)
    assert (counted.exit_code, "1 event can be sent again" in counted.output) == (0, True)
    assert (done.exit_code, "✓ 1 event sent again" in done.output) == (0, True)


async def test_the_version_names_the_commit(house: Operated) -> None:
    """What one writes into a report."""
    assert re.fullmatch(r"mari \d+\.\d+\.\d+ \(\w+\)\n", (await house.run("--version")).output)
