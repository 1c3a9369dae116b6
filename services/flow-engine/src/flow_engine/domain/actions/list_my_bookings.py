"""list_my_bookings: the customer's own orders, as rows of a list."""

from typing import ClassVar

from common.graphemes import clip

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.wording import money_text
from flow_engine.domain.world import Order

_ROWS = 9
_NOTE = 72
"""What a row shows; a session that held nine whole descriptions could grow beyond its limit."""


class ListMyBookings(Action):
    """Sets rows of all orders and of the open ones, newest first, and the only open reference."""

    OUTPUTS: ClassVar[frozenset[str]] = frozenset(
        {"booking_count", "booking_rows", "open_count", "open_buttons", "only_open"}
    )

    def run(self, scene: Scene) -> Result:
        """List them."""
        orders = scene.world.orders
        payable = [one for one in orders if one.is_payable]
        only = payable[0] if len(payable) == 1 else None
        return Result(
            {
                "booking_count": len(orders),
                "booking_rows": [_row(one) for one in orders[:_ROWS]],
                "open_count": len(payable),
                "open_buttons": [_row(one) for one in payable[:_ROWS]],
                "only_open": _about(only) if only else {},
            }
        )


def _about(order: Order) -> dict[str, str | bool]:
    known: dict[str, str | bool] = {"is_held": True} if _is_held(order) else {}
    return known | {
        "reference": order.reference,
        "description": order.description,
        "open": money_text(order.open_minor, order.currency),
    }


def _row(order: Order) -> dict[str, str]:
    return {
        "id": f"order:{order.reference}",
        "title": order.reference,
        "description": clip(f"{_state(order)}: {order.description}", _NOTE),
    }


def _is_held(order: Order) -> bool:
    """Tell whether a person must judge a payment before it can be paid."""
    return order.open_intent is not None and order.open_intent.status == "held"


def _state(order: Order) -> str:
    if _is_held(order):
        return "A person looks at it"
    if order.payment_status in {"cancelled", "refunded"}:
        return order.payment_status.capitalize()
    if order.open_minor:
        return f"{money_text(order.open_minor, order.currency)} left"
    status = order.payment_status.replace("_", " ").capitalize()
    return "Paid in full" if order.is_paid_in_full else status
