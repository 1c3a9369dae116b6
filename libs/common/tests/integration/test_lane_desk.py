"""What an operator does with what was set aside; nothing is lost in silence."""

from collections.abc import AsyncGenerator

import pytest
from common.contracts import CHAT, MONEY, PaymentSucceeded
from common.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from common.lanes.api import Delivery, HandlerSet, UnitOfWork
from common.lanes.desk import Discard, is_about_money
from common.lanes.runtime import LaneRuntime
from common.messaging.amqp.counters import Counters
from common.testing.lanes import FIRST, SECOND, LaneHouse, Note, a_row, settled, write_effect

pytestmark = pytest.mark.database
WISH = Discard("ops@host", "seen by hand")


class Moody:
    """A handler that refuses until it is told otherwise."""

    def __init__(self) -> None:
        self.is_well = False

    async def handle(self, uow: UnitOfWork, delivery: Delivery) -> None:
        """Refuse for good, or write the effect."""
        if not self.is_well:
            raise InvalidError("No.", code="moody:no")
        await write_effect(uow, delivery)


@pytest.fixture
def mood() -> Moody:
    """Give the handler."""
    return Moody()


@pytest.fixture
async def second(house: LaneHouse, mood: Moody) -> AsyncGenerator[LaneRuntime]:
    """Give a running reader in which one note has been parked."""
    reader = house.runtime(SECOND, HandlerSet({Note.TYPE: mood.handle}))
    async with house.runtime(FIRST) as writer, reader:
        await writer.accept([a_row(Note(text="code 482913"), "263771234567")])
        await settled(writer, reader)
        yield reader


async def _n(runtime: LaneRuntime) -> int:
    (row,) = await runtime.desk.parked(after=0, limit=10)
    return row["n"]


async def test_an_unknown_number_is_refused(second: LaneRuntime) -> None:
    """A typo touches nothing."""
    for call in (second.desk.one(999), second.desk.replay(999), second.desk.discard(999, WISH)):
        with pytest.raises(NotFoundError):
            await call


async def test_a_parked_row_is_shown_without_body_key_or_number(second: LaneRuntime) -> None:
    """Type, place, age and why; the lane is a digest."""
    (row,) = await second.desk.parked(after=0, limit=10)

    assert (row["box"], row["type"], row["error"]) == ("inbox", "note.v1", "moody:no")
    assert row == await second.desk.one(row["n"])
    assert "2637" not in str(row)
    assert "482913" not in str(row)


async def test_the_page_goes_on_after_a_number(second: LaneRuntime) -> None:
    """Ten thousand parked rows are read in parts."""
    assert await second.desk.parked(after=await _n(second), limit=10) == []


async def test_a_replayed_row_is_done_once_what_it_lacked_is_there(
    second: LaneRuntime, house: LaneHouse, mood: Moody
) -> None:
    """It goes through its lane as if it had just come."""
    mood.is_well = True
    await second.desk.replay(await _n(second))
    await settled(second)

    assert await house.effects() == ["code 482913"]
    assert await second.desk.parked(after=0, limit=10) == []


async def test_what_was_erased_cannot_be_replayed(second: LaneRuntime, house: LaneHouse) -> None:
    """A code is emptied after ten minutes: a replay would do something else than was asked."""
    await house.rows(SECOND, "update inbox set body = '' where parked_at is not null")

    with pytest.raises(ConflictError):
        await second.desk.replay(await _n(second))


async def test_a_parked_outbox_row_is_sent_again(house: LaneHouse) -> None:
    """What the relay set aside leaves once it is replayed."""
    async with house.runtime(FIRST) as writer, house.runtime(SECOND) as reader:
        await house.rows(
            FIRST,
            "insert into outbox (id, target, type, body, key, parked_at, error)"
            " values (gen_random_uuid(), 'notes', 'note.v1', 'x', 'k', now(), 'relay:no')",
        )
        (row,) = await writer.desk.parked(after=0, limit=10)
        assert (row["box"], row["peer"]) == ("outbox", "notes")

        await writer.desk.replay(row["n"])
        await settled(writer, reader)

        assert [r.state for r in await house.rows(FIRST, _SENT)] == ["sent"]


_PARKED_MONEY = """
insert into inbox (id, source, type, body, key, parked_at, error)
values ('e', 'payments-omari', :type, 'sealed', 'k', now(), 'x')
"""
_SENT = "select case when sent_at is null then 'waiting' else 'sent' end as state from outbox"
_NOTE = "select error, done_at is not null as is_done, length(body) as size from inbox"


async def test_a_discarded_row_keeps_who_and_why(second: LaneRuntime, house: LaneHouse) -> None:
    """It is done, not gone: the note stays in the timeline."""
    await second.desk.discard(await _n(second), WISH)
    (row,) = await house.rows(SECOND, _NOTE)

    assert (row.error, row.is_done, row.size) == ("discarded by ops@host: seen by hand", True, 0)
    assert await second.desk.parked(after=0, limit=10) == []


async def test_money_is_not_discarded_without_confirmation(house: LaneHouse) -> None:
    """A settled payment that nobody could read is still a customer's money."""
    async with house.runtime(SECOND) as reader:
        await house.rows(SECOND, _PARKED_MONEY, type=PaymentSucceeded.TYPE)
        n = await _n(reader)

        with pytest.raises(RefusedError):
            await reader.desk.discard(n, WISH)
        assert await _n(reader) == n


async def test_discarded_money_keeps_its_body(house: LaneHouse) -> None:
    """Even a confirmed discard destroys nothing of a payment."""
    async with house.runtime(SECOND) as reader:
        await house.rows(SECOND, _PARKED_MONEY, type=PaymentSucceeded.TYPE)
        await reader.desk.discard(await _n(reader), Discard("ops", "refunded", is_confirmed=True))
        (row,) = await house.rows(SECOND, _NOTE)

        assert (row.is_done, row.size) == (True, len("sealed"))


@pytest.mark.parametrize(
    ("kind", "peer", "path", "priority", "expected"),
    [
        ("payment.succeeded.v1", "payments-omari", None, CHAT, True),
        ("payment.invented.v9", "somebody", None, CHAT, True),
        ("http.request", "http:payments-omari", "PUT /v1/payments/1", CHAT, True),
        ("stripe.event_received.v1", "stripe", None, CHAT, True),
        ("message.send.v1", "flow-engine", None, MONEY, True),
        ("message.send.v1", "flow-engine", None, CHAT, False),
        ("whatsapp.message_received.v1", "gateway-webhooks", None, CHAT, False),
    ],
)
def test_what_is_about_money_is_known_by_type_topic_path_or_priority(
    kind: str, peer: str, path: str | None, priority: int, *, expected: bool
) -> None:
    """An unknown type that calls itself a payment is one; a receipt is about money too."""
    assert is_about_money(kind, peer, path, priority) == expected


async def test_figures_are_one_look_at_all_lanes(second: LaneRuntime, house: LaneHouse) -> None:
    """Waiting rows by loop with the age of the oldest, parked ones by box."""
    await house.rows(
        SECOND,
        "insert into inbox (id, source, type, body, key, received_at, next_at) values"
        " ('late', 's', 'note.v1', 'x', 'k', now() - interval '90 s', now() + interval '1 h')",
    )
    figures = await second.desk.figures()

    assert figures.is_writable
    assert figures.parked["inbox"].count == 1
    assert figures.rows["worker"].count == 1
    assert 89 < figures.rows["worker"].oldest_seconds < 120
    assert figures.rows["relay"].count == 0


async def test_rates_count_the_last_minute(second: LaneRuntime, mood: Moody) -> None:
    """How fast a backlog goes is what decides whether to wait or to wake somebody."""
    before = await second.desk.rates()
    mood.is_well = True
    await second.desk.replay(await _n(second))
    await settled(second)

    assert (before["worker"], (await second.desk.rates())["worker"]) == (0, 1)


async def test_rates_are_seen_behind_a_long_backlog(second: LaneRuntime, house: LaneHouse) -> None:
    """What was done stands where the work is, not among the newest rows."""
    await house.rows(
        SECOND,
        "insert into inbox (id, source, type, body, key, done_at, next_at)"
        " select 'b' || g, 's', 'note.v1', 'x', 'k' || g,"
        " case when g < 8 then now() end, now() + interval '1 h' from generate_series(1, 21000) g",
    )

    assert (await second.desk.rates())["worker"] == 7
    await house.rows(SECOND, "delete from inbox where id like 'b%'")


async def test_what_the_transport_counts_is_told(house: LaneHouse) -> None:
    """Plain numbers by name; the embedded transport has none."""
    runtime = house.runtime(SECOND)
    before = runtime.counters()
    house.transport.__dict__["counters"] = Counters(gaps=2)

    assert (before, runtime.counters()["gaps"]) == ({}, 2)


async def test_a_restarted_loop_is_counted(second: LaneRuntime) -> None:
    """A loop that dies once an hour looks well in health; its counter does not."""
    before = second.restarts()["worker"]
    second.kill_loop("worker")
    await settled(second)

    assert (before, second.restarts()["worker"]) == (0, 1)
