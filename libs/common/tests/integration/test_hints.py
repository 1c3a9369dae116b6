"""Callbacks at a payments service: over the kit's own tables, with a wallet that pushes prompts."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from common.clock import utc_now
from common.contracts import PaynowIpnReceived
from common.ids import new_id
from common.lanes.api import Delivery, HandlerSet, UnitOfWork
from common.testing.lanes import FIRST, a_row, settled
from common.testing.plugin import MakeDatabase
from common.testing.prompts import PAYMENTS, PromptHouse, prompt_house, said_of
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

pytestmark = pytest.mark.database

SECOND = timedelta(seconds=1)


@pytest.fixture
async def prompts(make_database: MakeDatabase) -> AsyncGenerator[PromptHouse]:
    """Give the payments service on a database of its own."""
    async with prompt_house(await make_database([])) as found:
        yield found


async def test_callbacks_that_come_together_have_the_provider_asked_once(
    prompts: PromptHouse,
) -> None:
    """From the sender's outbox to the question: order-free, merged, one question for five."""
    reference = await prompts.opened()

    async def on_ipns(uow: UnitOfWork, deliveries: Sequence[Delivery]) -> None:
        await prompts.hints.take(uow, deliveries)

    handlers = HandlerSet(handlers={}, bulk={PaynowIpnReceived.TYPE: on_ipns})
    async with (
        prompts.runtime(FIRST) as sender,
        prompts.runtime(PAYMENTS, handlers, callers=[prompts.caller]) as payments,
    ):
        await settled(sender, payments)
        await sender.accept([a_row(said_of(reference), None) for _ in range(5)])
        await settled(sender, payments)

    assert [reference] == prompts.wallet.asked
    assert 5 == prompts.hints.counted["taken"]


@pytest.mark.parametrize(
    ("pinned", "account", "is_taken"),
    [("usd", "usd", True), ("usd", "zwg", False), ("zwg", "zwg", True), ("zwg", "usd", False),
     (None, "usd", True), (None, "zwg", False)],
)  # fmt: skip
async def test_only_the_account_that_an_attempt_was_started_with_has_it_asked_about(
    prompts: PromptHouse, pinned: str | None, account: str, *, is_taken: bool
) -> None:
    """Another's is counted and named in the log; an attempt from before has the default one."""
    reference = await prompts.opened(pinned)
    before = await prompts.states()
    with capture_logs() as lines:
        unit = await prompts.take(utc_now(), said_of(reference, account))
    outcome = "taken" if is_taken else "other_account"
    due = await prompts.rows(
        PAYMENTS, "select id from provider_call where next_at <= now() and state = 'due'"
    )

    assert {"taken": 0, "unknown_reference": 0, "other_account": 0} | {outcome: 1} == dict(
        prompts.hints.counted
    )
    assert (len(due), unit.sent, await prompts.states()) == (int(is_taken), [], before)
    warned = [(line["event"], line["account"]) for line in lines if line["log_level"] == "warning"]
    assert warned == ([] if is_taken else [("hint.other_account", account)])


async def test_an_unknown_reference_is_counted_and_nothing_else(prompts: PromptHouse) -> None:
    """A lie, or a payment that another program of the merchant's made."""
    await prompts.opened()
    before = await prompts.states()
    await prompts.take(utc_now(), said_of(new_id()), said_of(None, provider_reference="?"))

    assert 2 == prompts.hints.counted["unknown_reference"]
    assert before == await prompts.states()


async def test_the_providers_reference_finds_a_payment_that_ours_does_not(
    prompts: PromptHouse,
) -> None:
    """Ours goes first: a callback cannot point at another payment by naming both."""
    first, second = await prompts.opened(), await prompts.opened()
    await prompts.rows(
        PAYMENTS,
        "update payment set provider_reference = 'P-2' where id ="
        " (select payment_id from attempt where id = :id)",
        id=second,
    )
    now = utc_now()
    await prompts.take(now, said_of(first, provider_reference="P-2"))
    both = await prompts.rows(PAYMENTS, "select id from payment where hinted_at is not null")
    await prompts.take(now, said_of(None, provider_reference="P-2"))
    later = await prompts.rows(PAYMENTS, "select id from payment where hinted_at is not null")

    assert (1, 2) == (len(both), len(later))
    assert both[0].id in {row.id for row in later}


async def test_batches_that_meet_wait_for_each_other_and_never_for_ever(
    prompts: PromptHouse,
) -> None:
    """Lanes are locked in order, whatever the order of the callbacks."""
    said = [said_of(await prompts.opened()) for _ in range(8)]
    now = utc_now()
    for _ in range(10):
        await asyncio.gather(prompts.take(now, *said), prompts.take(now, *reversed(said)))

    assert 160 == prompts.hints.counted["taken"]


Step = tuple[str, str] | timedelta | str
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["ours", "lie", "theirs"]), st.sampled_from(["usd", "zwg"])),
        st.integers(0, 25).map(lambda n: n * SECOND),
        st.sampled_from([timedelta(days=6), timedelta(days=8)]),
        st.sampled_from(["cancelled", "succeeded"]),
    ),
    max_size=10,
)


@settings(max_examples=25)
@given(steps=STEPS)
async def test_no_sequence_of_callbacks_changes_a_payment_or_asks_too_often(
    prompts: PromptHouse, steps: list[Step]
) -> None:
    """True, lying, repeated, another account's, after the end, past the watch."""
    prompts.wallet.asked.clear()
    now, asked = datetime(2026, 11, 25, 10, tzinfo=UTC), list[datetime]()
    reference = await prompts.opened(now=now)
    ((payment_id,),) = await prompts.rows(
        PAYMENTS, "select payment_id from attempt where id = :id", id=reference
    )
    for step in steps:
        before = await prompts.states()
        if isinstance(step, tuple):
            whose, account = step
            named = {"ours": reference, "lie": new_id(), "theirs": None}[whose]
            await prompts.take(now, said_of(named, account, provider_reference="P-1"))
            assert before == await prompts.states()
        elif isinstance(step, str):
            await _end(prompts, payment_id, step, now)
        else:
            now += step
        count = len(prompts.wallet.asked)
        await prompts.call(payment_id, now)
        asked += [now] * (len(prompts.wallet.asked) - count)

    gaps = [later - sooner for sooner, later in pairwise(asked)]
    assert all(gap >= 10 * SECOND for gap in gaps)


async def _end(prompts: PromptHouse, payment_id: UUID, status: str, now: datetime) -> None:
    """End a payment as the provider's answers would, with its watch and its reference."""
    await prompts.rows(
        PAYMENTS,
        """with ended as (update payment set status = :status, provider_reference = 'P-1',
             settled_minor = case when :status = 'succeeded' then 5000 end
           where id = :id and status not in ('succeeded', 'cancelled') returning id)
           update attempt set watch_until = :until
           where payment_id in (select id from ended)""",
        status=status, id=payment_id, until=now + timedelta(days=7),
    )  # fmt: skip
