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
BROKER_POINTS: Final = ("relay.before_commit", "relay.after_commit", "receiver.before_ack")
"""The places at which a parcel is between the rows and the broker."""
ASIDE_POINTS: Final = ("caller.set_aside.before_commit", "caller.set_aside.after_commit")
"""The places at which a lane that cannot be claimed is set aside."""
DECISION_POINTS: Final = (
    "flow.refund.before_commit",
    "flow.resolution.before_commit",
    "payment.decision.before_commit",
    "payment.decision.after_commit",
)
"""The places at which what a person decided about money is written; no purchase comes there."""
DISPUTE_POINTS: Final = ("flow.dispute.before_commit",)
"""The places at which a payer's dispute is written; no provider of the stand-ins has one yet."""

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
