"""The states of a payment and the only ways between them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from common.errors import ConflictError


class PaymentStatus(StrEnum):
    """Where a payment stands; UNKNOWN is never a failure."""

    NEW = "new"
    SENDING = "sending"
    AWAITING_CUSTOMER = "awaiting_customer"
    UNKNOWN = "unknown"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


_S = PaymentStatus
_LATE: Final = frozenset({_S.SUCCEEDED})

TRANSITIONS: Final[Mapping[PaymentStatus, frozenset[PaymentStatus]]] = {
    _S.NEW: frozenset({_S.SENDING, _S.FAILED, _S.EXPIRED, _S.CANCELLED}),
    _S.SENDING: frozenset(
        {_S.AWAITING_CUSTOMER, _S.UNKNOWN, _S.SUCCEEDED, _S.FAILED, _S.CANCELLED}
    ),
    _S.AWAITING_CUSTOMER: frozenset(
        {_S.SENDING, _S.UNKNOWN, _S.SUCCEEDED, _S.FAILED, _S.EXPIRED, _S.CANCELLED}
    ),
    _S.UNKNOWN: frozenset({_S.AWAITING_CUSTOMER, _S.SUCCEEDED, _S.FAILED, _S.CANCELLED}),
    _S.FAILED: _LATE,
    _S.EXPIRED: _LATE,
    _S.CANCELLED: _LATE,
    _S.SUCCEEDED: frozenset(),
}

UNPAID_CLOSED: Final = frozenset({_S.FAILED, _S.EXPIRED, _S.CANCELLED})
STARTING: Final = frozenset({_S.NEW, _S.SENDING})
"""The states in which a payment's customer may be waiting for a code."""
CLOSED: Final = UNPAID_CLOSED | {_S.SUCCEEDED}


class IllegalTransitionError(ConflictError):
    """The payment's state does not lead there."""

    def __init__(self, before: PaymentStatus, after: PaymentStatus) -> None:
        super().__init__(
            f"A payment that is {before} cannot become {after}.",
            code="payments:illegal_transition",
        )
        self.before = before
        self.after = after


def checked(before: PaymentStatus, after: PaymentStatus) -> PaymentStatus:
    """Return `after` if `before` leads there. Raises IllegalTransitionError."""
    if after not in TRANSITIONS[before]:
        raise IllegalTransitionError(before, after)
    return after
