"""The money protocol without I/O: the same code runs in services and in the simulation."""

from common.payments.domain.calls import QUESTIONS, Call, CallKind, CallState, Verdict
from common.payments.domain.outcomes import (
    Charged,
    Declined,
    Done,
    Held,
    NotFound,
    NotSent,
    NotSupported,
    Outcome,
    Paid,
    Pending,
    Refunded,
    Started,
    Unknown,
    WrongOtp,
)
from common.payments.domain.payment import Attempt, Closing, Payment
from common.payments.domain.policy import FENCE_MARKS, Policy
from common.payments.domain.status import (
    CLOSED,
    STARTING,
    TRANSITIONS,
    IllegalTransitionError,
    PaymentStatus,
)
from common.payments.domain.turn import Turn

__all__ = [
    "CLOSED",
    "FENCE_MARKS",
    "QUESTIONS",
    "STARTING",
    "TRANSITIONS",
    "Attempt",
    "Call",
    "CallKind",
    "CallState",
    "Charged",
    "Closing",
    "Declined",
    "Done",
    "Held",
    "IllegalTransitionError",
    "NotFound",
    "NotSent",
    "NotSupported",
    "Outcome",
    "Paid",
    "Payment",
    "PaymentStatus",
    "Pending",
    "Policy",
    "Refunded",
    "Started",
    "Turn",
    "Unknown",
    "Verdict",
    "WrongOtp",
]
