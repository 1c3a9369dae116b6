"""What Meta says became of messages."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from common.contracts import WhatsAppStatusReceived
from common.testing.graph import accepted
from common.testing.notifications import NotifierHouse, a_command, a_status

pytestmark = pytest.mark.database

SENT = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
DELIVERED, READ = SENT + timedelta(seconds=1), SENT + timedelta(seconds=2)
_TIMES = "select sent_at, delivered_at, read_at, failed_at from delivery"


def _three(message_id: str, **more: Any) -> list[WhatsAppStatusReceived]:
    times = {"sent": SENT, "delivered": DELIVERED, "read": READ}
    return [a_status(name, message_id, at=at, **more) for name, at in times.items()]


async def _times(house: NotifierHouse) -> tuple[Any, ...]:
    return tuple((await house.rows(_TIMES))[0])


async def test_each_status_keeps_its_own_time(house: NotifierHouse) -> None:
    """W-E6: sent, delivered and read are three facts, in whatever order they come."""
    command = a_command()
    await house.receive(command)
    await house.until_states("accepted")

    sent, delivered, read = _three("wamid.0")
    await house.receive(read)
    await house.until_done()
    await house.receive(delivered, sent, read)
    await house.until_done()

    assert await _times(house) == (SENT, DELIVERED, READ, None)
    answer = await house.client.get(f"/v1/notifications/{command.id}")
    assert answer.json()["deliveries"][0]["status"] == "read"


async def test_a_status_never_goes_backwards(house: NotifierHouse) -> None:
    """W-E6: failed after delivered changes nothing but the record; its reason is stored."""
    command = a_command("receipt", kind="money")
    await house.receive(command)
    await house.until_states("accepted")
    await house.receive(*_three("wamid.0"))
    await house.until_done()

    await house.receive(a_status("failed", "wamid.0", at=READ, errors=131000))
    await house.until_done()

    answer = await house.client.get(f"/v1/notifications/{command.id}")
    (delivery,) = answer.json()["deliveries"]
    assert (delivery["state"], delivery["status"]) == ("accepted", "read")
    assert {"status": "failed", "at": "2026-11-25T10:00:02Z", "code": "131000"} in (
        delivery["statuses"]
    )
    assert house.recorder.failures() == []


async def test_statuses_that_come_before_the_answer_are_merged_with_it(
    house: NotifierHouse,
) -> None:
    """Meta may be quicker with its webhook than with its answer; by wamid alone, too."""
    free = asyncio.Event()

    async def slow(_message: Mapping[str, Any]) -> httpx.Response:
        await free.wait()
        return accepted("wamid.early")

    house.graph.answers.append(slow)
    await house.receive(a_command())
    await house.until_sent(1)
    await house.receive(*_three("wamid.early"))
    await house.until_done()
    assert await _times(house) == (None, None, None, None)
    free.set()
    await house.until_states("accepted")

    assert await _times(house) == (SENT, DELIVERED, READ, None)


async def test_a_failure_that_comes_before_the_answer_is_not_lost(house: NotifierHouse) -> None:
    """The answer says accepted, the status said failed: it failed."""
    free = asyncio.Event()

    async def slow(_message: Mapping[str, Any]) -> httpx.Response:
        await free.wait()
        return accepted("wamid.early")

    command = a_command("receipt", kind="money")
    house.graph.answers.append(slow)
    await house.receive(command)
    await house.until_sent(1)
    failed = a_status("failed", "wamid.early", callback_id=str(command.id), errors=131026)
    await house.receive(failed)
    await house.until_done()
    free.set()
    await house.until_states("held")

    rows = await house.rows("select code from delivery")
    assert rows[0][0] == "131026"


async def test_statuses_of_messages_that_are_not_ours_are_kept_and_harm_nothing(
    house: NotifierHouse,
) -> None:
    """Another system may send from the same number; words that nobody knows are kept too."""
    await house.receive(a_command())
    await house.until_states("accepted")

    await house.receive(
        a_status("sent", "wamid.strange", callback_id="their-own-7"),
        a_status("warning", "wamid.0"),
        a_status("delivered", "wamid.0", at=DELIVERED),
    )
    await house.until_done()

    kept = await house.rows("select message_id, status from delivery_status order by 1, 2")
    assert [tuple(row) for row in kept] == [
        ("wamid.0", "delivered"),
        ("wamid.0", "warning"),
        ("wamid.strange", "sent"),
    ]
    assert (await _times(house))[1] == DELIVERED


async def test_a_failure_of_the_first_send_does_not_count_for_the_second(
    house: NotifierHouse,
) -> None:
    """After a resend only the message that is on its way counts; the other's reason is kept."""
    command = a_command("receipt", kind="money")
    await house.receive(command)
    await house.until_states("accepted")

    late = a_status("failed", "wamid.older", callback_id=str(command.id), errors=131026)
    await house.receive(late)
    await house.until_done()

    assert await house.states() == ["accepted"]
    assert await _times(house) == (None, None, None, None)


async def test_a_status_written_beside_its_answer_is_found_by_the_sweeper(
    house: NotifierHouse,
) -> None:
    """Neither saw the other's commit: seconds later they are brought together."""
    await house.receive(a_command())
    await house.until_states("accepted")
    await house.rows(
        "insert into delivery_status values"
        " ('wamid.0', 'delivered', '2026-11-25T10:00:01Z', null, null, mari_now())"
    )

    async def is_merged() -> bool:
        return (await _times(house))[1] == DELIVERED

    await house.until(is_merged, seconds=15)
