"""Intents: which states they have, and when a new one may be opened."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from flow_engine.domain.orders import OrderState


class IntentStatus(StrEnum):
    """Where an intent stands, as far as the payments service has told."""

    OPENING = "opening"
    AWAITING_CODE = "awaiting_code"
    AWAITING_ACTION = "awaiting_action"
    """The customer must act outside the chat, where money may move at any moment."""
    CHARGING = "charging"
    UNKNOWN = "unknown"
    HELD = "held"
    """Money arrived otherwise than was asked for, or nobody knows how much: a person judges it."""
    PAID = "paid"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REFUSED = "refused"


OPEN: Final = frozenset(
    {
        IntentStatus.OPENING,
        IntentStatus.AWAITING_CODE,
        IntentStatus.AWAITING_ACTION,
        IntentStatus.CHARGING,
        IntentStatus.UNKNOWN,
        IntentStatus.HELD,
    }
)
"""Statuses that keep a second intent of the same order away."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A wish to collect an amount."""

    amount_minor: int
    currency: str
    minimum_minor: int


def refusal_to_open(order: OrderState, wish: Opening, *, has_open_intent: bool) -> str | None:
    """Return why no intent may be opened, or None when it may.

    Codes: order_cancelled, open_intent, other_currency, nothing_open, over_balance,
    under_minimum. The whole open balance may always be paid, however small it is.
    """
    if order.is_cancelled:
        return "order_cancelled"
    if has_open_intent:
        return "open_intent"
    if wish.currency != order.currency:
        return "other_currency"
    return _amount_refusal(order.open_minor, wish)


def _amount_refusal(open_minor: int, wish: Opening) -> str | None:
    if open_minor == 0:
        return "nothing_open"
    if wish.amount_minor > open_minor:
        return "over_balance"
    if wish.amount_minor < min(wish.minimum_minor, open_minor):
        return "under_minimum"
    return None


def next_status(present: IntentStatus, told: IntentStatus) -> IntentStatus:
    """Return the status after a fact arrived; facts may come late, twice and out of order.

    Success wins over everything and nothing follows it; of the other ends the first one stays;
    an open status never comes back after an end, nor while a person judges.
    """
    if IntentStatus.PAID in (present, told):
        return IntentStatus.PAID
    if present is IntentStatus.HELD and told in OPEN:
        return present
    return told if present in OPEN else present
