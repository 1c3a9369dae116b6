"""Tasks: what a person must look at."""

from enum import StrEnum


class TaskKind(StrEnum):
    """Why there is a task."""

    PERSON = "person"
    """The customer asked for a person; the bot is muted until the task is released."""
    OVERPAID = "overpaid"
    SUSPENSE = "suspense"
    PAYMENT_HELD = "payment_held"
    """Money is credited, and a person must look whether the provider gave it back."""
    PAYMENT_UNKNOWN = "payment_unknown"
    """The provider told nothing, contradicts itself, or cannot end it: a person must find out."""
    MESSAGE_FAILED = "message_failed"
    CONVERSATION_FAILED = "conversation_failed"
    NUMBER_PASSED_ON = "number_passed_on"
    """The number of a customer is somebody else's now: he can only be reached another way."""
    REFUND_BY_HAND = "refund_by_hand"
    """The provider takes no refund from us: a person gives the money back."""
    REFUND_FAILED = "refund_failed"
    REFUND_UNKNOWN = "refund_unknown"
    """Nobody could learn whether the provider gave it back: a person must find out."""
    OVER_REFUNDED = "over_refunded"
    """More went back of a settlement than arrived of it."""
    DISPUTE = "dispute"
    """A payer disputes a payment at his bank; evidence is due at `due_at`."""
