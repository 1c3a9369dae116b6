"""Tasks: what a person must look at, and what he may decide."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class TaskKind(StrEnum):
    """Why there is a task."""

    PERSON = "person"
    """The customer asked for a person; the bot is muted until the task is released."""
    OVERPAID = "overpaid"
    """More arrived than was open, or one payment arrived twice; it is on its order."""
    SUSPENSE = "suspense"
    """Money arrived that no order could take."""
    PAYMENT_HELD = "payment_held"
    """Money may have arrived and no amount is known; or it is credited, and a person must look
    whether the provider gave it back."""
    PAYMENT_UNKNOWN = "payment_unknown"
    """The provider told nothing, contradicts itself, or cannot end it: a person must find out."""
    MOVEMENT_CHANGED = "movement_changed"
    """The provider's record of what arrived says another amount than it said before.

    Nothing is given back from it: no amount of it is known to be too much."""
    REFUND_WAITING = "refund_waiting"
    """Above the limit: another person than who asked must agree to it, or take it back."""
    REFUND_BY_HAND = "refund_by_hand"
    """Its provider takes no refund from us: a person gives the money back."""
    REFUND_FAILED = "refund_failed"
    REFUND_UNKNOWN = "refund_unknown"
    """Nobody knows whether the provider gave it back."""
    OVER_REFUNDED = "over_refunded"
    """More went back of a settlement than arrived of it."""
    DISPUTE = "dispute"
    """A payer disputes a payment at his bank; evidence is due at `due_at`."""
    MESSAGE_FAILED = "message_failed"
    CONVERSATION_FAILED = "conversation_failed"
    NUMBER_PASSED_ON = "number_passed_on"
    """The number of a customer is somebody else's now: he can only be reached another way."""


OF_OPEN_REFUNDS: Final = frozenset(
    {TaskKind.REFUND_WAITING, TaskKind.REFUND_BY_HAND, TaskKind.REFUND_UNKNOWN}
)
"""While one of these is open its refund counts against what arrived: it is never only released."""

OF_HIS_MONEY: Final = frozenset(
    {TaskKind.SUSPENSE, TaskKind.OVERPAID, TaskKind.REFUND_FAILED, TaskKind.PAYMENT_HELD}
)
"""While one of these is open we may owe the customer money: he is not forgotten."""


class Action(StrEnum):
    """What a person decides about a task of money."""

    CREDIT_ORDER = "credit_order"
    """Put suspended money on an order of its currency."""
    ENTER_AMOUNT = "enter_amount"
    """Say what arrived, and under which reference, as the provider's portal shows it."""
    REFUND = "refund"
    """Give it back."""
    REFUNDED = "refunded"
    """Say that it was given back by hand, and under which reference."""
    RELEASE_ORDER = "release_order"
    """Nobody can find out: let the order take another payment."""
    KEEP_OVERPAID = "keep_overpaid"
    """Leave more than the total on its order, as agreed with the customer."""
    NOTHING_ARRIVED = "nothing_arrived"
    """Say that the provider's portal shows nothing."""


_UNCLEAR: Final = (Action.ENTER_AMOUNT, Action.NOTHING_ARRIVED, Action.RELEASE_ORDER)
_ACTIONS: Final[Mapping[TaskKind, tuple[Action, ...]]] = {
    TaskKind.OVERPAID: (Action.REFUND, Action.KEEP_OVERPAID),
    TaskKind.SUSPENSE: (Action.CREDIT_ORDER, Action.REFUND),
    TaskKind.PAYMENT_HELD: _UNCLEAR,
    TaskKind.PAYMENT_UNKNOWN: _UNCLEAR,
    TaskKind.REFUND_BY_HAND: (Action.REFUNDED,),
    TaskKind.REFUND_FAILED: (Action.REFUND, Action.REFUNDED, Action.CREDIT_ORDER),
    TaskKind.REFUND_UNKNOWN: (Action.REFUNDED, Action.REFUND),
}
BY_TWO_PEOPLE: Final = frozenset(
    {
        Action.ENTER_AMOUNT,
        Action.RELEASE_ORDER,
        Action.KEEP_OVERPAID,
        Action.NOTHING_ARRIVED,
        Action.REFUND,
        Action.REFUNDED,
    }
)
"""What two people must agree on above the limit of the currency; `refunded` only of a refund on
which no two had agreed, and `enter_amount` always of more than was asked for."""


def actions_of(kind: str, *, is_settled: bool) -> tuple[Action, ...]:
    """Return what may be decided about a task; `is_settled`: it is about money that arrived.

    A failed refund is put on an order only while its money lies in suspense.
    None at all for a task that a person only releases, as that of a customer who wants a person.
    """
    if kind == TaskKind.PAYMENT_HELD and is_settled:
        return (Action.REFUND,)
    return _ACTIONS.get(TaskKind(kind), ()) if kind in set(TaskKind) else ()
