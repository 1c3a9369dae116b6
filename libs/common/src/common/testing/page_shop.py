"""A payments service that is nothing but the kit: its provider gives a page, and gives back.

The provider counts each refund that it gets, the same one twice as two unless it is idempotent, and
keeps its ledger in the database of another service: it outlives a process of ours that is killed.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from common.clock import utc_now
from common.ids import new_id
from common.lanes.tables import create_v1 as lanes_v1
from common.lanes.tables import create_v2 as lanes_v2
from common.money import Money
from common.payments import refunding
from common.payments.callers import ProviderCaller
from common.payments.domain import (
    LINK,
    Declined,
    NotFound,
    NotSupported,
    OpenLink,
    Outcome,
    Paid,
    Policy,
    Refunded,
    RefundWish,
    SeenDispute,
    SeenRefund,
    Started,
)
from common.payments.hints import Hints
from common.payments.provider import AccountKey, CallOrder, Prepared
from common.payments.service import PaymentService
from common.payments.wishes import PaymentWish
from common.testing.lanes import FIRST, LaneHouse
from common.testing.prompts import KIT, PAYMENTS, parts_of
from common.testing.schemas import create_schema
from common.testing.units import RecordingUnit

_LEDGER = """
create table {s}.given (seq bigint generated always as identity, reference uuid, ours uuid,
  minor bigint)
"""
ARRIVED: Final = Money(5000, "USD")
ONCE: Final = Policy(
    shape=replace(LINK, refund_key_lives=timedelta()),
    refund_marks=tuple(timedelta(seconds=n / 4) for n in range(1, 400)),
    dead_after=timedelta(seconds=2),
    dead_apart=timedelta(seconds=0.5),
)
"""Its provider makes each refund that it gets; what is in doubt is asked about all the time."""


@dataclass
class Pages:
    """A provider whose pages are paid at once; `by_hand` is what somebody gave back there."""

    house: LaneHouse
    name: str = "toy"
    test: bool = True
    configured: bool = True
    currencies: frozenset[str] = frozenset({"USD"})
    is_idempotent: bool = False
    by_hand: tuple[SeenRefund, ...] = ()
    disputes: tuple[SeenDispute, ...] = ()
    fails: list[Exception] = field(default_factory=list[Exception])
    """What the connection does after the next refunds were made."""

    def prepare(self, order: CallOrder) -> Prepared:
        """Open it under the one account."""
        del order
        return Prepared(AccountKey("usd", "key-1"))

    async def start(self, order: CallOrder) -> Outcome:
        """Give the page."""
        return Started(OpenLink(f"https://pay.example/{order.reference}"))

    async def submit_otp(self, order: CallOrder) -> Outcome:
        """Take no code."""
        del order
        return NotSupported()

    async def query(self, order: CallOrder) -> Outcome:
        """Say that it was paid, and what went back."""
        rows = await self.house.rows(
            FIRST, "select * from given where reference = :id order by seq", id=order.reference
        )
        mine = [
            SeenRefund(f"re_{r.seq}", Money(r.minor, "USD"), f"re_{r.seq}", r.ours) for r in rows
        ]
        name = f"pi_{order.reference}"
        return Paid(ARRIVED, name, refunds=(*mine, *self.by_hand), disputes=self.disputes)

    async def cancel(self, order: CallOrder) -> Outcome:
        """Close nothing: it is paid."""
        del order
        return Declined("already_complete", "400")

    async def refund(self, order: CallOrder) -> Outcome:
        """Give back, and perhaps say nothing of it."""
        if order.refund is None:
            raise LookupError(order.kind)
        if self.is_idempotent:
            known = await self.query_refund(order)
            if isinstance(known, Refunded):
                return known
        ((number,),) = await self.house.rows(
            FIRST,
            "insert into given (reference, ours, minor) values (:of, :ours, :minor) returning seq",
            of=order.reference, ours=order.refund.id, minor=order.refund.money.minor,
        )  # fmt: skip
        if self.fails:
            raise self.fails.pop(0)
        return Refunded(order.refund.money, f"re_{number}")

    async def query_refund(self, order: CallOrder) -> Outcome:
        """Tell what became of one."""
        if order.refund is None:
            raise LookupError(order.kind)
        rows = await self.house.rows(
            FIRST, "select seq from given where ours = :id", id=order.refund.id
        )
        found = next(iter(rows), None)
        return Refunded(order.refund.money, f"re_{found.seq}") if found else NotFound("404")


class PageHouse(LaneHouse):
    """A payments service whose payments arrive, and may go back."""

    def __init__(self, url: str, policy: Policy = ONCE) -> None:
        super().__init__(url)
        self.pages = Pages(self)
        self.service = PaymentService(parts_of(self.pages, policy))
        self.caller = ProviderCaller(self.service, slots=4, limit=timedelta(seconds=5))
        self.hints = Hints(self.service, default_account="usd")

    async def paid(self) -> tuple[UUID, UUID]:
        """Open a payment that arrives at once; returns it and its settlement."""
        payment_id, now = new_id(), utc_now()
        wish = PaymentWish(
            payment_id, ARRIVED, "263774975187", "7K3QX2MB", "A trip", "lane", str(now)
        )
        async with self.database(PAYMENTS).begin() as session:
            await self.service.start(RecordingUnit(session, now), wish, None)
        await self.call(payment_id, now)
        await self.call(payment_id, now + timedelta(seconds=10))
        ((settlement_id,),) = await self.rows(
            PAYMENTS, "select id from settlement where payment_id = :id", id=payment_id
        )
        return payment_id, settlement_id

    async def call(self, payment_id: UUID, now: datetime | None = None) -> RecordingUnit:
        """Make the call of a payment that is due, if one is; returns the unit of its record."""
        database, token, now = self.database(PAYMENTS), new_id(), now or utc_now()
        async with database.begin() as session:
            claims = await self.caller.claim(session, [str(payment_id)], token, now)
        answers = list[tuple[object, object]]()
        for claim in claims:
            try:
                answers.append((claim, await self.caller.call(claim)))
            except ConnectionError as error:
                answers.append((claim, error))
        async with database.begin() as session:
            unit = RecordingUnit(session, now)
            await self.caller.record(unit, answers)  # pyright: ignore[reportArgumentType] - each is a claim
        return unit

    async def refund(
        self, payment_id: UUID, settlement_id: UUID, minor: int, refund_id: UUID | None = None
    ) -> UUID:
        """Wish a refund; returns its id. Raises what the use case does."""
        wish = RefundWish(refund_id or new_id(), settlement_id, Money(minor, "USD"), "ill")
        async with self.database(PAYMENTS).begin() as session:
            unit = RecordingUnit(session, utc_now())
            await refunding.refund(self.service, unit, payment_id, wish, None)
        return wish.refund_id

    async def given(self) -> int:
        """Return what the provider gave back of all payments."""
        ((given,),) = await self.rows(FIRST, "select coalesce(sum(minor), 0) from given")
        return int(given)


@asynccontextmanager
async def page_house(url: str, policy: Policy = ONCE) -> AsyncGenerator[PageHouse]:
    """Create the service's schema, and that of the provider's ledger."""
    house = PageHouse(url, policy)
    try:
        await create_schema(house.database(FIRST), lanes_v1, lanes_v2, more=[_LEDGER])
        await create_schema(house.database(PAYMENTS), lanes_v1, lanes_v2, *KIT)
        yield house
    finally:
        await house.close()
