"""Money, orders and methods as plain data that texts can show."""

from collections.abc import Sequence
from typing import Any, Final

from common.ids import normalise_reference
from common.money import Money, format_money

from flow_engine.domain.receipts import held_note
from flow_engine.domain.world import OpenIntent, Order, World

_BOOKINGS: Final = {
    "noun": "booking",
    "one": "a booking",
    "plural": "bookings",
    "title": "My bookings",
    "typed": "my bookings",
    "did": "booked",
}
_ORDERS: Final = {
    "noun": "order",
    "one": "an order",
    "plural": "orders",
    "title": "My orders",
    "typed": "my orders",
    "did": "ordered",
}
_BOTH: Final = {
    "noun": "booking or order",
    "one": "a booking or order",
    "plural": "bookings and orders",
    "title": "Bookings and orders",
    "typed": "my bookings",
    "did": "booked or ordered",
}


_NO_PAYMENT: Final = {
    "open_payment": "",
    "open_payment_id": "",
    "open_payment_is_held": False,
    "open_payment_note": "",
}


def words_of(orders: Sequence[Order]) -> dict[str, Any]:
    """Return what a customer's own orders are called: by what he has, bookings when nothing.

    And whether a payment of one of them is open.
    """
    is_open = {"has_open_payment": any(order.open_intent is not None for order in orders)}
    kinds = {order.kind for order in orders}
    if kinds <= {"booking"}:
        return _BOOKINGS | is_open
    return (_BOTH if "booking" in kinds else _ORDERS) | is_open


def money_text(minor: int, currency: str) -> str:
    """Write `USD 1,250.00`."""
    return format_money(Money(minor, currency))


def minimum_of(world: World, currency: str) -> int:
    """Return the smallest payment in this currency: 1.00 unless it is set."""
    return (world.minimum_minor or {}).get(currency, 100)


def deposit_of(minor: int) -> int:
    """Return half, rounded up to a whole minor unit: an offer, never a floor."""
    return (minor + 1) // 2


def order_facts(order: Order, world: World) -> dict[str, Any]:
    """Return what texts may say about an order."""
    intent = order.open_intent
    return {
        "reference": order.reference,
        "kind": order.kind,
        "description": order.description,
        "currency": order.currency,
        "total": money_text(order.total_minor, order.currency),
        "paid": _paid(order),
        "open": money_text(order.open_minor, order.currency),
        "open_minor": order.open_minor,
        "is_open": order.is_payable,
        "has_paid_something": order.paid_minor > 0,
        "status": order.payment_status.replace("_", " "),
        "travels_on": order.travels_on.isoformat() if order.travels_on else "",
        "has_open_payment": intent is not None,
        "minimum": money_text(
            min(minimum_of(world, order.currency), order.open_minor), order.currency
        ),
        **_amounts(order, world),
        **(_intent_facts(intent, order) if intent else _NO_PAYMENT),
    }


def _paid(order: Order) -> str:
    """Return what arrived, and what of it was given back."""
    paid = money_text(order.paid_minor, order.currency)
    if not order.refunded_minor:
        return paid
    return f"{paid} ({money_text(order.refunded_minor, order.currency)} given back)"


def _amounts(order: Order, world: World) -> dict[str, Any]:
    """Return the amounts that are offered as buttons."""
    offered = [_button("omari:pay_full", money_text(order.open_minor, order.currency))]
    half = deposit_of(order.total_minor)
    if order.paid_minor == 0 and minimum_of(world, order.currency) <= half < order.open_minor:
        offered.append(_button("omari:pay_deposit", f"50%: {money_text(half, order.currency)}"))
    return {"amount_buttons": offered, "deposit_minor": half}


def _button(button_id: str, title: str) -> dict[str, str]:
    return {"id": button_id, "title": title}


def _intent_facts(intent: OpenIntent, order: Order) -> dict[str, Any]:
    buttons = [_button("omari:check", "Check payment"), _button("omari:cancel", "Cancel it")]
    if intent.status == "awaiting_code":
        buttons.insert(0, _button("omari:enter_code", "Enter code"))
    if intent.status == "awaiting_action":
        buttons.insert(0, _button("omari:show_action", "Show how to pay"))
    is_held, amount = intent.status == "held", Money(intent.amount_minor, order.currency)
    note = held_note(amount, intent.arrived, order.reference) if is_held else ""
    return {
        "open_payment_id": str(intent.payment_id),
        "open_payment": format_money(amount),
        "open_payment_is_held": is_held,
        "open_payment_note": note,
        "open_payment_buttons": buttons,
        "open_payment_awaits_code": intent.status == "awaiting_code",
        "open_payment_awaits_action": intent.status == "awaiting_action",
    }


def find_order(world: World, reference: str) -> Order | None:
    """Return the customer's own order of exactly this stored reference."""
    return next((one for one in world.orders if one.reference == reference), None)


def find_own_order(world: World, typed: str) -> Order | None:
    """Return the customer's own order whose reference was meant, when it can be only one.

    Case does not count; where no reference is exactly that, spaces, dashes and letters that look
    alike do not count either.
    """
    upper, meant = typed.strip().upper(), normalise_reference(typed.strip())
    exact = [one for one in world.orders if one.reference.upper() == upper]
    alike = [one for one in world.orders if meant and normalise_reference(one.reference) == meant]
    found = exact or alike
    return found[0] if len(found) == 1 else None
