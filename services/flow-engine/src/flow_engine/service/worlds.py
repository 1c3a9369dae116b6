"""The world that a turn may read, from the rows of its unit of work."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from common.money import Money

from flow_engine.domain.names import person_name
from flow_engine.domain.orders import OrderState
from flow_engine.domain.world import Customer, OpenIntent, Order, World
from flow_engine.models import CustomerRow, IntentRow, OrderRow
from flow_engine.service.house import House
from flow_engine.service.kept_actions import open_action
from flow_engine.service.loading import Loaded


def build_world(house: House, rows: Loaded, customer: CustomerRow, now: datetime) -> World:
    """Return what this customer's conversation may know: his own orders and no one else's."""
    return World(
        now=now,
        today=today(house, now),
        merchant=house.merchant,
        customer=Customer(
            id=customer.id,
            name=person_name(customer.name),
            user_id=customer.user_id,
            phone=customer.phone,
            must_confirm=customer.must_confirm,
        ),
        orders=tuple(
            _order(row, rows.open_intent(row.id), house)
            for row in rows.orders_of(customer.id)
            if _is_shown(row)
        ),
        tours=rows.tours,
        methods=house.methods,
        minimum_minor=dict(house.minimum_minor),
    )


def today(house: House, now: datetime) -> date:
    """Return the day in the merchant's zone."""
    return now.astimezone(ZoneInfo(house.merchant.zone)).date()


def balance_of(row: OrderRow) -> Money:
    """Return what is left to pay of an order; never below zero."""
    return Money(state_of(row).open_minor, row.currency)


def state_of(row: OrderRow) -> OrderState:
    """Return the part of an order that decides about money."""
    return OrderState(
        row.currency,
        row.total_minor,
        row.paid_minor,
        row.payment_status,
        row.refunded_minor,
        row.open_disputes,
    )


def restate(row: OrderRow) -> None:
    """Set an order's payment status anew, after one of its amounts or disputes changed."""
    row.payment_status = state_of(row).status_now()


def _is_shown(row: OrderRow) -> bool:
    """Tell whether a chat may know it: of a merchant's own transactions what was paid."""
    return not row.for_transaction or row.paid_minor > 0


def _order(row: OrderRow, intent: IntentRow | None, house: House) -> Order:
    return Order(
        id=row.id,
        reference=row.reference,
        kind=row.kind,
        description=row.description,
        currency=row.currency,
        total_minor=row.total_minor,
        paid_minor=row.paid_minor,
        payment_status=row.payment_status,
        created_at=row.created_at,
        travels_on=row.travels_on,
        open_intent=None if intent is None else _intent(intent, house),
        for_transaction=row.for_transaction,
        refunded_minor=row.refunded_minor,
    )


def _intent(row: IntentRow, house: House) -> OpenIntent:
    return OpenIntent(
        payment_id=row.payment_id,
        provider=row.provider,
        amount_minor=row.amount_minor,
        status=row.status,
        otp_reference=row.otp_reference,
        masked_msisdn=row.masked_msisdn,
        action=open_action(row, house.storage),
        arrived=_arrived(row),
    )


def _arrived(row: IntentRow) -> Money | None:
    if row.held_minor is None or row.held_currency is None:
        return None
    return Money(row.held_minor, row.held_currency)
