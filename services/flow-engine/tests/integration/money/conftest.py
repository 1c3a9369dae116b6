"""What tests of money share: settlements, what becomes of them, and decisions about them."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import pytest
from common.contracts import (
    PaymentDisputed,
    PaymentHeld,
    PaymentRefunded,
    PaymentRefundFailed,
    PaymentRefundUnknown,
    PaymentSucceeded,
)
from common.ids import new_id
from common.lanes.api import Delivery
from common.testing.clock import NOON
from common.testing.units import RecordingUnit
from flow_engine.domain.tasks import Action
from flow_engine.models import (
    IntentRow,
    LedgerEntryRow,
    OrderRow,
    RefundRow,
    TaskRow,
)
from flow_engine.service.cases import Resolution
from flow_engine.service.house import House
from flow_engine.service.refunds import RefundWish, ask_refund
from flow_engine.service.resolving import resolve_task

Deliver = Callable[..., Awaitable[RecordingUnit]]


@pytest.fixture
def arrived() -> Callable[..., PaymentSucceeded]:
    """Give a maker of settlements of an intent."""

    def make(
        intent: IntentRow, minor: int = 5_000, currency: str = "USD", **more: Any
    ) -> PaymentSucceeded:
        named: dict[str, Any] = {
            "provider_reference": "H5PSK",
            "settlement_id": new_id(),
            "method": "omari",
        }
        return PaymentSucceeded(
            payment_id=intent.payment_id,
            provider="omari",
            at=NOON,
            settled_minor=minor,
            currency=currency,
            **(named | more),
        )

    return make


@pytest.fixture
def held() -> Callable[..., PaymentHeld]:
    """Give a maker of events that an intent's payment is before a person."""

    def make(intent: IntentRow, code: str = "unreadable_amount", **more: Any) -> PaymentHeld:
        return PaymentHeld(
            payment_id=intent.payment_id, provider="omari", at=NOON, code=code, **more
        )

    return make


class Returns:
    """Settlements of orders, and what becomes of refunds and disputes of them."""

    def __init__(
        self,
        shop: Any,
        deliver: Deliver,
        told: Callable[..., Delivery],
        unit: Callable[..., AbstractAsyncContextManager[RecordingUnit]],
        house: House,
    ) -> None:
        self.shop = shop
        self._deliver = deliver
        self._told = told
        self._unit = unit
        self._house = house

    async def settle(
        self,
        order: OrderRow,
        minor: int = 5_000,
        *,
        intent: IntentRow | None = None,
        can_refund: bool = True,
        currency: str = "USD",
        minutes: int = 0,
    ) -> PaymentSucceeded:
        """Let a payment of an order arrive; returns its event, which names the settlement."""
        paid: IntentRow = intent or await self.shop.intent(order, amount=minor)
        changes = {
            "at": NOON + timedelta(minutes=minutes),
            "settled_minor": minor,
            "currency": currency,
            "provider_reference": f"H5-{minutes}",
            "can_refund": can_refund,
        }
        event = self.succeeded(paid).model_copy(update=changes)
        await self._deliver(self._told(event))
        return event

    def succeeded(self, intent: IntentRow) -> PaymentSucceeded:
        """Return the event of a settlement of this payment, which its provider can refund."""
        return PaymentSucceeded(
            payment_id=intent.payment_id,
            provider="omari",
            at=NOON,
            settled_minor=intent.amount_minor,
            currency=intent.currency,
            provider_reference="H5",
            settlement_id=new_id(),
            method="omari",
            can_refund=True,
            test=True,
        )

    async def tell_elsewhere(
        self, settled: PaymentSucceeded, minor: int, *, refund_id: UUID | None = None
    ) -> Any:
        """Tell of a refund that nobody here asked for."""
        event = PaymentRefunded(
            payment_id=settled.payment_id,
            provider="omari",
            at=NOON,
            refund_id=refund_id or new_id(),
            settlement_id=settled.settlement_id or settled.payment_id,
            refunded_minor=minor,
            currency=settled.currency,
            provider_reference="re_9",
        )
        return await self._deliver(self._told(event))

    async def ask(
        self, order: OrderRow, minor: int, *, by: str = "Rudo", settlement_id: UUID | None = None
    ) -> tuple[Sequence[RefundRow], RecordingUnit]:
        """Ask for a refund; returns its parts and the unit of work in which it was asked."""
        wish = RefundWish(minor, "changed his mind", by, settlement_id=settlement_id)
        async with self._unit() as uow:
            return await ask_refund(uow, order.reference, wish, self._house), uow

    async def resolve(
        self, kind: str, action: str, *, by: str = "Rudo", **given: Any
    ) -> tuple[TaskRow, RecordingUnit]:
        """Resolve the one open task of a kind; returns it and the unit of work."""
        found = [t for t in await self.shop.all(TaskRow) if t.kind == kind and not t.released_at]
        resolution = Resolution(Action(action), by, "looked at the portal", **given)
        async with self._unit() as uow:
            return await resolve_task(uow, found[0].id, resolution, self._house), uow

    async def decide(
        self, task_id: UUID, action: str, *, by: str = "Rudo", **given: Any
    ) -> TaskRow:
        """Decide about a task by its id, in a unit of work of its own."""
        resolution = Resolution(Action(action), by, "looked at the portal", **given)
        async with self._unit() as uow:
            return await resolve_task(uow, task_id, resolution, self._house)

    async def tell(self, part: RefundRow, *, minor: int | None = None, **changes: Any) -> Any:
        """Tell that the provider gave a part back; `changes` to the event."""
        event = PaymentRefunded(
            payment_id=part.payment_id,
            provider="omari",
            at=NOON,
            refund_id=part.id,
            settlement_id=part.settlement_id,
            refunded_minor=minor or part.amount_minor,
            currency=part.currency,
            provider_reference="re_1",
        )
        return await self._deliver(self._told(event.model_copy(update=changes)))

    async def tell_failed(self, part: RefundRow, code: str = "declined") -> Any:
        """Tell that the provider will not give a part back."""
        event = PaymentRefundFailed(
            payment_id=part.payment_id, provider="omari", at=NOON, refund_id=part.id, code=code
        )
        return await self._deliver(self._told(event))

    async def tell_unknown(self, part: RefundRow, *, needs_staff: bool = False) -> Any:
        """Tell that nobody knows whether a part went back."""
        event = PaymentRefundUnknown(
            payment_id=part.payment_id,
            provider="omari",
            at=NOON,
            refund_id=part.id,
            needs_staff=needs_staff,
        )
        return await self._deliver(self._told(event))

    async def dispute(self, settled: PaymentSucceeded, state: str, **changes: Any) -> Any:
        """Tell a state of a dispute about a settlement; see `disputed`."""
        return await self._deliver(self._told(self.disputed(settled, state, **changes)))

    def disputed(
        self, settled: PaymentSucceeded, state: str, *, id_: UUID, **changes: Any
    ) -> PaymentDisputed:
        """Return the event of a dispute about a settlement; `changes` to it."""
        event = PaymentDisputed(
            payment_id=settled.payment_id,
            provider="omari",
            at=NOON,
            dispute_id=id_,
            settlement_id=settled.settlement_id or settled.payment_id,
            state=cast("Any", state),
            disputed_minor=settled.settled_minor,
            currency=settled.currency,
            due_at=NOON + timedelta(days=7),
            reason="fraudulent",
        )
        return event.model_copy(update=changes)

    async def open_tasks(self) -> list[tuple[str, str]]:
        """Return kind and reason of each task that is open."""
        return [(t.kind, t.reason) for t in await self.shop.all(TaskRow) if t.released_at is None]

    async def balances(self) -> dict[str, int]:
        """Return what the entries of each account come to; what we owe is negative."""
        found: dict[str, int] = {}
        for entry in await self.shop.all(LedgerEntryRow):
            found[entry.account] = found.get(entry.account, 0) + entry.amount_minor
        return found


@pytest.fixture
def returns(
    shop: Any,
    deliver: Deliver,
    told: Callable[..., Delivery],
    unit: Callable[..., AbstractAsyncContextManager[RecordingUnit]],
    house: House,
) -> Returns:
    """Give a teller of what goes back."""
    return Returns(shop, deliver, told, unit, house)
