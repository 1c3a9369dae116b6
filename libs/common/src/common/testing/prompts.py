"""A payments service that is nothing but the kit: its wallet pushes prompts, and tells nothing."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from common.clock import utc_now
from common.contracts import CallbackReceived, PaynowIpnReceived
from common.crypto import Keyring
from common.db import make_base
from common.db.migrate import Operations
from common.ids import new_id
from common.lanes.api import Delivery
from common.lanes.tables import create_v1 as lanes_v1
from common.lanes.tables import create_v2 as lanes_v2
from common.messaging.embedded import EmbeddedTransport
from common.money import Money
from common.payments import schema, tables
from common.payments.callers import ProviderCaller
from common.payments.domain import PUSH, Approve, Outcome, Pending, Policy, Started
from common.payments.hints import Hints
from common.payments.limits import Limit, Limits
from common.payments.provider import AccountKey, CallOrder, PaymentProvider, Prepared
from common.payments.service import KitParts, PaymentService
from common.payments.wishes import PaymentWish
from common.testing.identities import ANYTHING
from common.testing.lanes import FIRST, LaneHouse
from common.testing.schemas import create_schema
from common.testing.units import RecordingUnit

_STORAGE_KEY = "storage-key-of-the-prompts-0123456789"
PAYMENTS = "payments-toy"
Base = make_base("payments_toy")
NEVER = timedelta(days=999)
QUIET = Policy(shape=replace(PUSH, poll_marks=()), dead_apart=NEVER, watch_marks=())
"""Nothing but hints has the provider asked."""
MANY = Limit("start", 1000, timedelta(hours=1))
FREE = Limits(starts_by_contact=MANY, starts_for_payer=MANY)


class PaymentRow(tables.PaymentColumns, Base):
    """One payment."""

    __tablename__ = "payment"


class AttemptRow(tables.AttemptColumns, Base):
    """One prompt."""

    __tablename__ = "attempt"


class CallRow(tables.CallColumns, Base):
    """One call."""

    __tablename__ = "provider_call"


class SettlementRow(tables.SettlementColumns, Base):
    """A settlement."""

    __tablename__ = "settlement"


class RefundRow(tables.RefundColumns, Base):
    """A refund."""

    __tablename__ = "refund"


class DisputeRow(tables.DisputeColumns, Base):
    """A dispute."""

    __tablename__ = "dispute"


class AcceptedRequestRow(tables.AcceptedRequestColumns, Base):
    """One accepted request."""

    __tablename__ = "accepted_request"


class LimitUseRow(tables.LimitUseColumns, Base):
    """One use of a limit."""

    __tablename__ = "limit_use"


class BudgetRow(tables.BudgetColumns, Base):
    """The requests of a minute."""

    __tablename__ = "request_budget"


TABLES = tables.Tables(
    payment=PaymentRow,
    attempt=AttemptRow,
    call=CallRow,
    settlement=SettlementRow,
    refund=RefundRow,
    dispute=DisputeRow,
    accepted_request=AcceptedRequestRow,
    limit_use=LimitUseRow,
    budget=BudgetRow,
)


@dataclass
class Prompts:
    """A wallet that pushes prompts, and counts how often it is asked about them."""

    name: str = "toy"
    test: bool = True
    configured: bool = True
    currencies: frozenset[str] = frozenset({"USD"})
    started: list[UUID] = field(default_factory=list[UUID])
    asked: list[UUID] = field(default_factory=list[UUID])
    says: dict[UUID, Outcome] = field(default_factory=dict[UUID, Outcome])
    """What it says of a prompt; of others that they are not paid yet."""

    def prepare(self, order: CallOrder) -> Prepared:
        """Open it under the one account."""
        del order
        return Prepared(AccountKey("usd", "key-1"))

    async def start(self, order: CallOrder) -> Outcome:
        """Push a prompt."""
        self.started.append(order.reference)
        return Started(Approve("Enter your PIN", None))

    async def query(self, order: CallOrder) -> Outcome:
        """Say what became of it."""
        self.asked.append(order.reference)
        return self.says.get(order.reference, Pending("sent"))

    async def submit_otp(self, order: CallOrder) -> Outcome:
        """Take no code."""
        raise LookupError(order.kind)

    async def cancel(self, order: CallOrder) -> Outcome:
        """Take nothing back."""
        raise LookupError(order.kind)

    async def refund(self, order: CallOrder) -> Outcome:
        """Give nothing back."""
        raise LookupError(order.kind)

    async def query_refund(self, order: CallOrder) -> Outcome:
        """Know of nothing that was given back."""
        raise LookupError(order.kind)


def parts_of(provider: PaymentProvider, policy: Policy) -> KitParts:
    """Return what a service over these tables is made of."""
    return KitParts(provider, TABLES, Keyring([_STORAGE_KEY]), policy, FREE)


class PromptHouse(LaneHouse):
    """A payments service that hears of callbacks, and whoever passes them on to it."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.wallet = Prompts()
        parts = parts_of(self.wallet, QUIET)
        self.service = PaymentService(parts)
        self.caller = ProviderCaller(self.service, slots=4, limit=timedelta(seconds=5))
        self.hints = Hints(self.service, default_account="usd")

    async def opened(self, account: str | None = "usd", *, now: datetime | None = None) -> UUID:
        """Open a payment whose prompt stands; returns its reference."""
        payment_id, now = new_id(), now or utc_now()
        wish = PaymentWish(
            payment_id, Money(5000, "USD"), "263774975187", "7K3QX2MB", "A trip", "lane", str(now)
        )
        async with self.database(PAYMENTS).begin() as session:
            await self.service.start(RecordingUnit(session, now), wish, None)
        await self.call(payment_id, now)
        ((reference,),) = await self.rows(
            PAYMENTS,
            "update attempt set account = :account where payment_id = :id returning id",
            account=account, id=payment_id,
        )  # fmt: skip
        return reference

    async def call(self, payment_id: UUID, now: datetime) -> None:
        """Make the call of a payment that is due, if one is."""
        database, token = self.database(PAYMENTS), new_id()
        async with database.begin() as session:
            claims = await self.caller.claim(session, [str(payment_id)], token, now)
        answers = [(claim, await self.caller.call(claim)) for claim in claims]
        async with database.begin() as session:
            await self.caller.record(RecordingUnit(session, now), answers)

    async def take(self, now: datetime, *said: CallbackReceived) -> RecordingUnit:
        """Take callbacks together; returns the unit that they came in."""
        async with self.database(PAYMENTS).begin() as session:
            unit = RecordingUnit(session, now)
            await self.hints.take(unit, [_delivery(message, now) for message in said])
        return unit

    async def states(self) -> Sequence[Any]:
        """Return all of the payments that a hint must not change."""
        return await self.rows(
            PAYMENTS,
            """select p.id, p.status, p.closing, p.asked, p.code, p.settled_minor, p.needs_staff,
                 p.expires_at, a.id, a.watch_until, a.unpaid_at, a.absent_at, a.dead_at,
                 (select count(*) from provider_call c
                  where c.payment_id = p.id and c.kind <> 'query')
               from payment p join attempt a on a.payment_id = p.id order by p.id, a.id""",
        )


def _delivery(message: CallbackReceived, now: datetime) -> Delivery:
    return Delivery(1, "1", None, message, now, 0, "gateway-webhooks")


def said_of(
    reference: UUID | None, account: str = "usd", *, provider_reference: str | None = None
) -> PaynowIpnReceived:
    """Build the news of a callback."""
    return PaynowIpnReceived(
        reference=reference,
        provider_reference=provider_reference,
        account=account,
        received_at=utc_now(),
    )


def _create_v5(op: Operations, name: str) -> None:
    schema.create_v5(op, name, provider="toy")


KIT = (
    schema.create_v1,
    schema.create_v2,
    schema.create_v3,
    schema.create_v4,
    _create_v5,
    schema.create_v6,
    schema.create_v7,
)
"""The kit's tables, migration by migration."""


@asynccontextmanager
async def prompt_house(url: str) -> AsyncGenerator[PromptHouse]:
    """Create the service's schema, and that of one who passes callbacks on to it."""
    house = PromptHouse(url)
    readers = {PaynowIpnReceived.TOPIC: (PAYMENTS,)}
    house.transport = EmbeddedTransport(
        readers=lambda topic: readers.get(topic, ()), admission=ANYTHING
    )
    try:
        await create_schema(house.database(FIRST), lanes_v1, lanes_v2)
        await create_schema(house.database(PAYMENTS), lanes_v1, lanes_v2, *KIT)
        yield house
    finally:
        await house.close()
