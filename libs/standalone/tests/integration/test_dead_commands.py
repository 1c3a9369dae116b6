"""`mari dead` against a broker: what is told, what is asked, what is refused."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import aio_pika
import pytest
from common.clock import to_z, utc_now
from common.contracts import MONEY, PaymentSucceeded
from common.ids import new_id
from common.messaging.envelope import encode
from common.messaging.topology import DEAD_EXCHANGE, dead_queue_of, queue_of
from common.testing.broker import Broker
from common.wiring import Envelope, Parcel
from standalone.main import app
from typer.testing import CliRunner, Result

pytestmark = pytest.mark.broker

_SERVICE = "flow-engine"
_BODY = b"a body of 263771234567"
Mari = Callable[..., Awaitable[Result]]


@pytest.fixture
async def mari(broker: Broker, tmp_path: Path) -> Mari:
    """Give a terminal beside nothing that runs, whose operator knows the broker."""
    await broker.declare()

    async def run(*words: str, answers: str | None = None, **variables: str) -> Result:
        own = {"MARI_DATA_DIR": str(tmp_path), "MARI_ADMIN_AMQP_URL": broker.url, "COLUMNS": "160"}
        runner = CliRunner(env={**own, **variables})
        return await asyncio.to_thread(runner.invoke, app, ["dead", *words], answers)

    return run


async def _bury(broker: Broker, *, days: float = 0.0) -> Envelope:
    """Set a payment's parcel aside that was made so many days ago."""
    made = to_z(utc_now() - timedelta(days=days))
    envelope = Envelope(
        str(new_id()), "payments-omari", PaymentSucceeded.TYPE, made, "k", MONEY, _BODY
    )
    headers, body = encode(Parcel("payments", "payments-omari", 1, None, [envelope]))
    connection = await aio_pika.connect(broker.url)
    async with connection:
        dead = await (await connection.channel()).get_exchange(DEAD_EXCHANGE)
        message = aio_pika.Message(body, headers={**headers, "parcel_id": envelope.id})
        await dead.publish(message, queue_of(_SERVICE))
    return envelope


async def _messages(broker: Broker, name: str) -> int:
    connection = await aio_pika.connect(broker.url)
    async with connection:
        queue = await (await connection.channel()).declare_queue(name, passive=True)
    return queue.declaration_result.message_count or 0


async def _listed(mari: Mari) -> list[dict[str, Any]]:
    result = await mari("list", "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["letters"]


async def test_without_dead_letters_all_is_well(mari: Mari) -> None:
    """Status 0, and every service that reads something was looked at."""
    result = await mari("list")

    assert result.exit_code == 0
    assert "No dead letters" in result.output
    assert "notifier" in result.output


async def test_a_dead_letter_is_shown_without_body_or_number(mari: Mari, broker: Broker) -> None:
    """Ids, topic, types and reason; about money it says so."""
    envelope = await _bury(broker)
    (told,) = await _listed(mari)
    shown = [await mari("list"), await mari("show", told["letter"])]

    assert (told["topic"], told["types"]) == ("payments", [PaymentSucceeded.TYPE])
    assert told["is_money"]
    assert all(result.exit_code == 0 for result in shown)
    assert "MONEY" in shown[0].output
    assert envelope.id in shown[1].output
    for result in shown:
        assert "263771234567" not in result.output
        assert "data_base64" not in result.output
    assert await _messages(broker, dead_queue_of(_SERVICE)) == 1


async def test_a_replay_puts_it_into_its_services_queue(mari: Mari, broker: Broker) -> None:
    """Only that service's: the other readers of the topic have had theirs."""
    await _bury(broker)
    (told,) = await _listed(mari)
    result = await mari("replay", told["letter"])

    assert result.exit_code == 0, result.output
    assert "replayed" in result.output
    assert await _messages(broker, queue_of(_SERVICE)) == 1
    assert await _listed(mari) == []


async def test_what_the_service_may_have_forgotten_is_replayed_only_on_purpose(
    mari: Mari, broker: Broker
) -> None:
    """After 8 days an id may be gone: older than 7 days takes --yes, and says why."""
    await _bury(broker, days=7.5)
    (told,) = await _listed(mari)
    refused = await mari("replay", told["letter"])
    before = await _messages(broker, queue_of(_SERVICE))
    done = await mari("replay", told["letter"], "--yes")

    assert (refused.exit_code, before) == (1, 0)
    assert "older than 7 days" in refused.output
    assert done.exit_code == 0
    assert await _messages(broker, queue_of(_SERVICE)) == 1


async def test_nothing_is_discarded_without_a_word(mari: Mari, broker: Broker) -> None:
    """Where nobody can be asked it takes --yes; money is named; it stays."""
    await _bury(broker)
    (told,) = await _listed(mari)
    result = await mari("discard", told["letter"], "--why", "known")

    assert result.exit_code == 2
    assert "PAYMENT" in result.stderr
    assert len(await _listed(mari)) == 1


async def test_a_discard_is_logged_with_who_and_why(mari: Mari, broker: Broker) -> None:
    """One line on the error stream: which ids and types, by whom; about money it is an error."""
    envelope = await _bury(broker)
    (told,) = await _listed(mari)
    result = await mari("discard", told["letter"], "--why", "credited by hand", "--yes")
    line = json.loads(result.stderr.strip().splitlines()[-1])

    assert result.exit_code == 0, result.output
    assert (line["event"], line["level"], line["why"]) == (
        "dead.discarded",
        "error",
        "credited by hand",
    )
    assert line["by"]
    assert envelope.type in line["types"]
    assert await _listed(mari) == []


@pytest.mark.parametrize("verb", [["show"], ["replay"], ["discard", "--yes", "--why", "gone"]])
async def test_an_unknown_letter_is_refused(mari: Mari, verb: list[str]) -> None:
    """Status 1 and what to look at."""
    result = await mari(*verb, f"{_SERVICE}/0a1b2c3d4e5f")

    assert result.exit_code == 1
    assert "mari dead list" in result.output


@pytest.mark.parametrize("words", [("show", "flow-engine"), ("replay", "x/1"), ("show", "a/b/c")])
async def test_a_letter_that_is_none_is_one_line(mari: Mari, words: tuple[str, ...]) -> None:
    """Status 2: it could not be asked."""
    result = await mari(*words)

    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


async def test_without_the_brokers_address_it_says_what_to_set(mari: Mari) -> None:
    """Status 2, the variable and the rights that it needs."""
    result = await mari("list", MARI_ADMIN_AMQP_URL="")

    assert result.exit_code == 2
    assert "MARI_ADMIN_AMQP_URL" in result.stderr


async def test_a_broker_that_is_away_is_one_line_without_its_password(mari: Mari) -> None:
    """Status 2 and where it was looked for."""
    result = await mari("list", MARI_ADMIN_AMQP_URL="amqp://mari-admin:secretpw@127.0.0.1:9/mari")

    assert result.exit_code == 2
    assert "127.0.0.1:9" in result.stderr
    assert "secretpw" not in result.output + result.stderr
