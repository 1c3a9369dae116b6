"""What a start is sent with is fixed when its attempt is opened; what comes back is kept."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from common.crypto import Keyring
from common.db import Database
from common.ids import new_id
from common.lanes.api import Claim
from common.lanes.store import driver
from common.money import Money
from common.payments.callers import ProviderCaller
from common.payments.domain import (
    LINK,
    PUSH,
    Approve,
    NotSupported,
    OpenLink,
    Outcome,
    Policy,
    Started,
    Unknown,
)
from common.payments.limits import Limit, Limits
from common.payments.provider import AccountKey, CallOrder, Prepared
from common.payments.service import PaymentService, PaymentWish
from common.testing.plugin import STORAGE_KEY, MakeDatabase
from common.testing.units import RecordingUnit
from payments_omari.main import migrations
from payments_omari.models import SCHEMA
from payments_omari.service import payment_service

pytestmark = pytest.mark.database

PAGE = Started(OpenLink("https://pay.example/1"), facts={"session": "cs_1"})
LOST = Unknown("read_timeout")
_DAY = timedelta(days=1)
_ATTEMPTS = "select account, key_id, facts_sealed from attempt order by number"
_PAYMENT = "select p.status, needs_staff, hold_code from payment p"
_VERDICTS = "select code, state from provider_call where started_at is not null order by seq"


@dataclass
class Scripted:
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


@dataclass
class Kit:
    """The use cases and the caller over a database, run by hand at a time of one's choice."""

    database: Database
    service: PaymentService
    payment_id: UUID
    after: timedelta = timedelta()

    @asynccontextmanager
    async def unit(self) -> AsyncGenerator[RecordingUnit]:
        """Give one transaction."""
        async with self.database.begin() as session:
            yield RecordingUnit(session, await driver.now(session) + self.after)

    async def open(self) -> None:
        """Accept the payment."""
        wish = PaymentWish(
            self.payment_id, Money(350, "USD"), "263774975187", "7K3QX2MB", "", "k", "c"
        )
        async with self.unit() as unit:
            await self.service.start(unit, wish, None)

    async def call(self) -> None:
        """Make the call that is due, and record what came of it."""
        caller = ProviderCaller(self.service, slots=8, limit=timedelta(seconds=35))
        async with self.unit() as unit:
            claims = await caller.claim(unit.session, [str(self.payment_id)], new_id(), unit.now)
        outcomes: Sequence[tuple[Claim, object]] = [(c, await caller.call(c)) for c in claims]
        async with self.unit() as unit:
            await caller.record(unit, outcomes)

    async def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Read the database."""
        async with self.database.begin() as session:
            return [tuple(row) for row in await driver.fetch(session, statement)]


@pytest.fixture
async def database(make_database: MakeDatabase) -> AsyncGenerator[Database]:
    """Give the service's database."""
    found = Database(await make_database([migrations()]), schema=SCHEMA)
    yield found
    await found.close()


def a_kit(database: Database, provider: Scripted, policy: Policy) -> Kit:
    """Build the kit over a provider."""
    limit = Limit("x", 100, _DAY)
    limits = Limits(*(replace(limit, rule=str(n)) for n in range(6)))
    keyring = Keyring([STORAGE_KEY])
    return Kit(database, payment_service(provider, keyring, policy, limits), new_id())


async def test_a_start_that_is_repeated_is_sent_with_exactly_the_same(database: Database) -> None:
    """The provider answers a key once; another body under it is refused, or opens another page."""
    provider = Scripted([LOST, LOST, PAGE, Unknown("open")])
    kit = a_kit(database, provider, Policy(shape=LINK))
    await kit.open()
    (before,) = await kit.rows(_ATTEMPTS)
    for _ in range(4):
        await kit.call()
        kit.after += timedelta(seconds=15)

    first, again, last, query = provider.orders
    assert 1 == provider.prepared
    assert {"text": "350 cents, no. 1"} == first.facts == again.facts == last.facts
    assert AccountKey("a1", "k1") == first.account == query.account
    assert {**first.facts, "session": "cs_1"} == query.facts
    assert ("a1", "k1") == before[:2]
    assert b"cents" not in before[2]


async def test_more_facts_than_can_be_kept_leave_the_payment_to_a_person(
    database: Database,
) -> None:
    """The outcome is recorded all the same: a prompt may stand on the phone."""
    many = Started(Approve(), facts={"poll": "x" * 4096})
    kit = a_kit(database, Scripted([many]), Policy(shape=PUSH))
    await kit.open()
    await kit.call()

    assert [("unknown", True, "facts_too_large")] == await kit.rows(_PAYMENT)
    assert [("facts_too_large", "done")] == await kit.rows(_VERDICTS)


async def test_an_attempt_whose_body_cannot_be_kept_is_nobodys(database: Database) -> None:
    """It is opened, so that nothing before it is lost, and never started."""
    provider = Scripted([], facts={"text": "x" * 4096})
    kit = a_kit(database, provider, Policy(shape=PUSH))
    await kit.open()

    assert [("", "", None)] == await kit.rows(_ATTEMPTS)


async def test_the_most_that_can_be_kept_fits(database: Database) -> None:
    """Four kilobytes of a start's body, and as many of what the provider hands out."""
    most = Started(Approve(), facts={"poll": "x" * 4080})
    provider = Scripted([most], facts={"more": "y" * 4020})
    kit = a_kit(database, provider, Policy(shape=PUSH))
    await kit.open()
    await kit.call()

    assert [("awaiting_customer", False, None)] == await kit.rows(_PAYMENT)
