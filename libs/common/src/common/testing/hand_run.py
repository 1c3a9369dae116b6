"""The payments kit run by hand over a database: no loops, and a provider that is told its words."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from common.db import Database
from common.ids import new_id
from common.lanes.api import Claim
from common.lanes.store import driver
from common.money import Money
from common.payments.callers import ProviderCaller
from common.payments.domain import NotSupported, Outcome
from common.payments.limits import Limit, Limits
from common.payments.provider import AccountKey, CallOrder, Prepared
from common.payments.service import PaymentService
from common.payments.wishes import PaymentWish
from common.testing.units import RecordingUnit

_MANY = 1000


def generous_limits() -> Limits:
    """Return limits that no test reaches."""
    return Limits(*(Limit(f"rule{n}", _MANY, timedelta(days=1)) for n in range(6)))


@dataclass
class ScriptedProvider:
    """A provider that counts what it prepares, and answers as it is told."""

    answers: list[Outcome]
    facts: dict[str, str] = field(default_factory=dict[str, str])
    orders: list[CallOrder] = field(default_factory=list[CallOrder])
    prepared: int = 0
    name: str = "omari"
    test: bool = True
    configured: bool = True
    currencies: frozenset[str] = frozenset({"USD"})

    def prepare(self, order: CallOrder) -> Prepared:
        """Fix a text that is another one each time."""
        self.prepared += 1
        facts = {"text": f"{order.money.minor} cents, no. {self.prepared}"} | self.facts
        return Prepared(AccountKey("a1", f"k{self.prepared}"), facts)

    async def start(self, order: CallOrder) -> Outcome:
        """Answer the next call."""
        self.orders.append(order)
        return self.answers.pop(0)

    async def query(self, order: CallOrder) -> Outcome:
        """Answer the next call."""
        return await self.start(order)

    async def submit_otp(self, order: CallOrder) -> Outcome:
        """Answer the next call."""
        return await self.start(order)

    async def cancel(self, order: CallOrder) -> Outcome:
        """Answer the next call."""
        return await self.start(order)

    async def refund(self, order: CallOrder) -> Outcome:
        """Refuse."""
        self.orders.append(order)
        return NotSupported()

    async def query_refund(self, order: CallOrder) -> Outcome:
        """Refuse."""
        return await self.refund(order)


@dataclass
class HandRun:
    """The use cases and one replica's caller, at a time of one's choice."""

    database: Database
    service: PaymentService
    after: timedelta = timedelta()
    seen: list[UUID] = field(default_factory=list[UUID])
    """The payments that were opened."""

    def __post_init__(self) -> None:
        self.caller = ProviderCaller(self.service, slots=64, limit=timedelta(seconds=35))

    @asynccontextmanager
    async def unit(self) -> AsyncGenerator[RecordingUnit]:
        """Give one transaction."""
        async with self.database.begin() as session:
            yield RecordingUnit(session, await driver.now(session) + self.after)

    async def open(self) -> UUID:
        """Accept a payment."""
        payment_id = new_id()
        wish = PaymentWish(payment_id, Money(350, "USD"), "263774975187", "7K3QX2MB", "", "k", "c")
        async with self.unit() as unit:
            await self.service.start(unit, wish, None)
        self.seen.append(payment_id)
        return payment_id

    async def claim(self, *payment_ids: UUID) -> Sequence[Claim]:
        """Claim what is due of these payments, or of all."""
        lanes = [str(one) for one in payment_ids or self.seen]
        async with self.unit() as unit:
            return await self.caller.claim(unit.session, lanes, new_id(), unit.now)

    async def call(self, *payment_ids: UUID) -> int:
        """Make the calls that may leave now, record what came of them, and count them."""
        claims = await self.claim(*payment_ids)
        outcomes = [(one, await self.caller.call(one)) for one in claims]
        async with self.unit() as unit:
            await self.caller.record(unit, outcomes)
        return len(claims)

    async def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Read the database."""
        async with self.database.begin() as session:
            return [tuple(row) for row in await driver.fetch(session, statement)]
