"""The money protocol without I/O: the same code runs in services and in the simulation."""

from common.payments.domain.actions import Action, Approve, EnterCode, OpenLink, ShowCode
from common.payments.domain.budget import Minute, Rank
from common.payments.domain.calls import QUESTIONS, Call, CallKind, CallState, Verdict
from common.payments.domain.outcomes import (
    OTHER_ACCOUNT,
    Charged,
    Declined,
    Done,
    Ended,
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
from common.payments.domain.settlement import Settlement, Source
from common.payments.domain.shape import CODE, LINK, PUSH, MovementKey, Shape, StartAgain
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
    "CODE",
    "FENCE_MARKS",
    "LINK",
    "OTHER_ACCOUNT",
    "PUSH",
    "QUESTIONS",
    "STARTING",
    "TRANSITIONS",
    "Action",
    "Approve",
    "Attempt",
    "Call",
    "CallKind",
    "CallState",
    "Charged",
    "Closing",
    "Declined",
    "Done",
    "Ended",
    "EnterCode",
    "Held",
    "IllegalTransitionError",
    "Minute",
    "MovementKey",
    "NotFound",
    "NotSent",
    "NotSupported",
    "OpenLink",
    "Outcome",
    "Paid",
    "Payment",
    "PaymentStatus",
    "Pending",
    "Policy",
    "Rank",
    "Refunded",
    "Settlement",
    "Shape",
    "ShowCode",
    "Source",
    "StartAgain",
    "Started",
    "Turn",
    "Unknown",
    "Verdict",
    "WrongOtp",
]
