"""Named places where a test may kill the process; nothing happens unless one is armed."""

import os
import signal
from typing import Final

CRASH_POINTS: Final = (
    "accept.before_commit",
    "accept.after_commit",
    "relay.before_commit",
    "relay.after_commit",
    "worker.before_commit",
    "worker.after_commit",
    "http.before_call",
    "http.after_call",
    "caller.after_claim",
    "caller.after_call",
    "caller.after_record",
    "payment.start.before_commit",
    "payment.start.after_commit",
    "provider.auth.before_call",
    "provider.auth.after_call",
    "provider.request.before_call",
    "provider.request.after_call",
    "payment.settle.before_commit",
    "payment.settle.after_commit",
    "flow.intent.opened",
    "flow.movement.before_commit",
    "flow.credit.before_commit",
    "notifier.send.before_call",
    "notifier.send.after_call",
)
"""The places of the durable lanes, of the payments kit and of the services."""
RETURN_POINTS: Final = (
    "payment.refund.before_commit",
    "payment.refund.after_commit",
    "provider.refund.before_call",
    "provider.refund.after_call",
    "payment.return.before_commit",
    "payment.return.after_commit",
)
"""The places of money that goes back, of providers that take refunds from us."""
BROKER_POINTS: Final = ("relay.before_commit", "relay.after_commit", "receiver.before_ack")
"""The places at which a parcel is between the rows and the broker."""
ASIDE_POINTS: Final = ("caller.set_aside.before_commit", "caller.set_aside.after_commit")
"""The places at which a lane that cannot be claimed is set aside."""
DECISION_POINTS: Final = (
    "flow.refund.before_commit",
    "flow.resolution.before_commit",
)
"""The places at which what a person decided about money is written; no purchase comes there."""
ENTERED_POINTS: Final = ("payment.decision.before_commit", "payment.decision.after_commit")
"""The places at which a payments service writes what a person found out of a payment."""
DISPUTE_POINTS: Final = ("flow.dispute.before_commit",)
"""The places at which a payer's dispute is written; no provider of the stand-ins has one yet."""
ALL_POINTS: Final = (
    *CRASH_POINTS,
    *BROKER_POINTS,
    *ASIDE_POINTS,
    *DECISION_POINTS,
    *ENTERED_POINTS,
    *DISPUTE_POINTS,
    *RETURN_POINTS,
)

_armed: dict[str, int] = {}


def arm(name: str, nth: int = 1) -> None:
    """Kill this process with SIGKILL the nth time that it comes to the place."""
    _armed[name] = nth


def crashpoint(name: str) -> None:
    """Pass by a named place."""
    if name not in _armed:
        return
    _armed[name] -= 1
    if _armed[name] <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
