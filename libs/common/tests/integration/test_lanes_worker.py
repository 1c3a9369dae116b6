"""The worker: order in a lane, one failure is one message's, and nothing is done twice."""

import time

import pytest
from common.errors import InvalidError, TransientError
from common.lanes.api import Delivery, HandlerSet, UnitOfWork
from common.testing.lanes import (
    FIRST,
    SECOND,
    FailingHandler,
    LaneHouse,
    Note,
    a_row,
    give,
    read_all,
    settled,
    until,
    write_effect,
)

pytestmark = pytest.mark.database

_NOTES = HandlerSet({Note.TYPE: write_effect})


async def _undone(house: LaneHouse) -> int:
    statement = "select count(*) from inbox where done_at is null and parked_at is null"
    return (await house.rows(SECOND, statement))[0][0]


async def test_messages_of_a_key_are_done_in_the_order_they_were_accepted(house: LaneHouse) -> None:
    """What one customer wrote is handled in order, whatever else comes between."""
    sender, reader = house.runtime(FIRST), house.runtime(SECOND, _NOTES)
    async with sender, reader:
        for number in range(50):
            await sender.accept([a_row(Note(text=str(number)), "k"), a_row(Note(text="-"), "x")])
        await settled(sender, reader)

    expected = [str(n) for n in range(50)]
    assert expected == [t for t in await house.effects() if t != "-"]


async def test_a_message_that_comes_twice_is_one(house: LaneHouse) -> None:
    """The same envelope, received again after it was done, changes nothing."""
    row = a_row(Note(text="once"), "k")
    sender, reader = house.runtime(FIRST), house.runtime(SECOND, _NOTES)
    async with sender, reader:
        await sender.accept([row, row])
        await settled(sender, reader)
        body = (await house.rows(FIRST, "select id, sent_at from outbox"))[0]
        await house.rows(FIRST, "update outbox set sent_at = null")
        await settled(sender, reader)

    assert body.sent_at is not None
    assert await house.effects() == ["once"]


async def test_a_poison_message_is_parked_while_its_neighbours_go_on(house: LaneHouse) -> None:
    """A message that can never succeed is set aside at once; its own lane goes on too."""
    await give(house, ("a", "k1"), ("poison", "k2"), ("after", "k2"), ("b", "k3"))
    handler = FailingHandler({"poison": [InvalidError("no", code="test:poison")] * 9})
    await read_all(house, HandlerSet({Note.TYPE: handler}))

    parked = await house.rows(
        SECOND, "select error, attempts from inbox where parked_at > now() - interval '1 min'"
    )
    assert sorted(await house.effects()) == ["a", "after", "b"]
    assert [tuple(row) for row in parked] == [("test:poison", 1)]


async def test_a_failing_handler_rolls_the_batch_back_and_each_is_done_alone(
    house: LaneHouse,
) -> None:
    """Nothing of a failed batch stays; then every message has transactions of its own."""
    handler = FailingHandler({"bad": [InvalidError("no", code="test:bad")] * 2})
    sender, reader = house.runtime(FIRST), house.runtime(SECOND, HandlerSet({Note.TYPE: handler}))
    async with sender, reader:
        await settled(sender, reader)
        rows = [a_row(Note(text=t), t) for t in ("one", "two", "bad", "three")]
        await sender.accept(rows)
        await settled(sender, reader)

    assert sorted(await house.effects()) == ["one", "three", "two"]
    assert handler.tries.count("bad") == 2


async def test_a_transient_failure_waits_and_delays_its_own_key_only(house: LaneHouse) -> None:
    """What may pass is tried again later, in order; others do not wait for it."""
    await give(house, ("later", "k1"), ("behind", "k1"), ("free", "k2"))
    handler = FailingHandler({"later": [TransientError("not now", code="test:busy")]})
    await read_all(house, HandlerSet({Note.TYPE: handler}))

    assert await house.effects() == ["free", "later", "behind"]


async def test_an_unforeseen_failure_is_tried_three_times_and_then_parked(house: LaneHouse) -> None:
    """A handler's bug does not block its lane for ever, and its message can be seen."""
    await give(house, ("bug", "k1"), ("next", "k1"))
    handler = FailingHandler({"bug": [KeyError("oops")] * 9})
    await read_all(house, HandlerSet({Note.TYPE: handler}))

    assert await house.effects() == ["next"]
    assert handler.tries.count("bug") == 3
    parked = await house.rows(SECOND, "select error from inbox where parked_at is not null")
    assert [tuple(row) for row in parked] == [("KeyError",)]


async def test_a_message_without_handler_or_contract_is_parked_within_the_batch(
    house: LaneHouse,
) -> None:
    """What no handler can be given is set aside, and the batch goes on."""
    sender, reader = house.runtime(FIRST), house.runtime(SECOND, _NOTES)
    async with sender, reader:
        await settled(sender, reader)
        odd = a_row(Note(text="x"), "k", type="odd.v1")
        broken = a_row(Note(text="x"), "k", body=b'{"text": 5}')
        await sender.accept([odd, broken, a_row(Note(text="fine"), "k")])
        await settled(sender, reader)

    rows = await house.rows(
        SECOND, "select error from inbox where parked_at is not null order by seq"
    )
    assert [row.error for row in rows] == ["lanes:no_handler", "lanes:contract"]
    assert await house.effects() == ["fine"]


async def test_a_parked_message_can_be_replayed(house: LaneHouse) -> None:
    """A person can give a parked message another chance."""
    await give(house, ("again", "k"))
    handler = FailingHandler({"again": [InvalidError("no", code="test:no")]})
    await read_all(house, HandlerSet({Note.TYPE: handler}))

    async with house.runtime(SECOND, HandlerSet({Note.TYPE: handler})) as reader:
        parked = await reader.desk.parked(after=0, limit=10)
        await reader.desk.replay(parked[0]["n"])
        await settled(reader)

    assert [row["error"] for row in parked] == ["test:no"]
    assert await house.effects() == ["again"]


async def test_money_goes_before_chat_and_chat_before_campaigns(house: LaneHouse) -> None:
    """A lane's priority is that of the most urgent message in it."""
    async with house.runtime(FIRST) as sender:
        await sender.accept(
            [
                a_row(Note(text=text), text, priority=priority)
                for text, priority in (("campaign", 9), ("chat", 5), ("money", 0))
            ]
        )
        await settled(sender)
    await read_all(house, _NOTES)

    assert await house.effects() == ["money", "chat", "campaign"]


async def test_a_lane_with_50_000_waiting_does_not_delay_another(house: LaneHouse) -> None:
    """One flooding customer is one lane: another one is answered at once."""
    reader = house.runtime(SECOND, _NOTES)
    body = house.bus.seal(b'{"text": "flood"}', "envelope:flood")
    await house.rows(
        SECOND,
        "insert into inbox (id, source, key, type, body)"
        " select 'f' || n, 'x', 'flood', 'note.v1', :body from generate_series(1, 50000) n",
        body=body,
    )
    await house.rows(SECOND, "insert into lane values ('worker', 'flood', 5, now(), null)")
    async with house.runtime(FIRST) as sender, reader:
        await until(lambda: _has_parked(house))
        started = time.monotonic()
        await sender.accept([a_row(Note(text="hello"), "other")])
        await until(lambda: _has_effect(house))
        took = time.monotonic() - started

    assert took < 1.0
    assert await _undone(house) > 40_000


async def _has_parked(house: LaneHouse) -> bool:
    return bool(await house.rows(SECOND, "select 1 from inbox where parked_at is not null limit 1"))


async def _has_effect(house: LaneHouse) -> bool:
    return "hello" in await house.effects()


async def test_what_a_handler_sends_leaves_only_with_its_transaction(house: LaneHouse) -> None:
    """A message sent by a handler that then fails was never sent."""

    async def send_and_fail(uow: UnitOfWork, delivery: Delivery) -> None:
        assert isinstance(delivery.message, Note)
        if delivery.message.text in {"good", "bad"}:
            uow.send(Note(text="reply to " + delivery.message.text), key="k")
        if delivery.message.text == "bad":
            raise InvalidError("no", code="test:no")
        await write_effect(uow, delivery)

    await give(house, ("good", "k1"), ("bad", "k2"))
    await read_all(house, HandlerSet({Note.TYPE: send_and_fail}))

    assert await house.effects() == ["good", "reply to good"]


async def test_a_finished_message_keeps_its_id_and_not_its_body(house: LaneHouse) -> None:
    """Ids outlive bodies: a secret is gone in the commit that acts on it."""
    await give(house, ("secret 123456", "k"))
    await read_all(house, _NOTES)

    rows = await house.rows(SECOND, "select id, body from inbox")
    assert [row.body for row in rows] == [b""]
    assert [row.body for row in await house.rows(FIRST, "select body from outbox")] == [b""]


async def test_what_handlers_write_is_one_statement_in_their_order(house: LaneHouse) -> None:
    """Rows that are queued for one statement leave with the batch, each column as an array."""
    statement = """
        insert into effect (text, key)
        select r.text, r.key from unnest($1::text[], $2::text[]) with ordinality
          as r (text, key, place) order by r.place
    """
    async with house.runtime(FIRST) as runtime:
        async with runtime.unit_of_work() as uow:
            for number in range(3):
                uow.write(statement, str(number), None)
            assert await house.effects(FIRST) == []

        assert await house.effects(FIRST) == ["0", "1", "2"]
