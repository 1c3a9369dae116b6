"""resume_payment: take the order's one open payment in hand again."""

from typing import Any, ClassVar

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.actions.payment_in_hand import BLANK
from flow_engine.domain.wording import find_order, money_text
from flow_engine.domain.world import OpenIntent, PaymentMethod

_PHASES = {
    "opening": "starting",
    "awaiting_code": "code",
    "awaiting_action": "action",
    "charging": "charging",
}


class ResumePayment(Action):
    """Sets `resume_state`: resumed with `payment`, or changed with `amount_note`.

    Only the payment that was shown as open is taken in hand, never one that came after it.
    """

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"payment", "resume_state", "amount_note"})

    def reads(self) -> frozenset[str]:
        """Return the order."""
        return frozenset({"order"})

    def run(self, scene: Scene) -> Result:
        """Take it."""
        order = find_order(scene.world, scene.text("order.reference"))
        intent = order.open_intent if order else None
        if order is None or intent is None or not _was_shown(scene, intent):
            note = f"The payment of {scene.text('order.open_payment')} is not open any more."
            return Result({"resume_state": "changed", "payment": {}, "amount_note": note})
        methods = [one for one in scene.world.methods if one.provider == intent.provider]
        facts = _facts(intent, methods[0] if methods else None)
        amount = money_text(intent.amount_minor, order.currency)
        named = {"order_reference": order.reference, "amount": amount}
        return Result({"resume_state": "resumed", "payment": facts | named, "amount_note": ""})


def _was_shown(scene: Scene, intent: OpenIntent) -> bool:
    """Say whether this is the payment that was shown; older sessions did not keep its id."""
    return scene.text("order.open_payment_id") in {"", str(intent.payment_id)}


def _facts(intent: OpenIntent, method: PaymentMethod | None) -> dict[str, Any]:
    action = intent.action.facts() if intent.action else {}
    return (
        BLANK
        | action
        | {
            "id": str(intent.payment_id),
            "phase": _PHASES.get(intent.status, "unknown"),
            "method": method.title if method else intent.provider,
            "masked_msisdn": intent.masked_msisdn or "",
            "otp_reference": intent.otp_reference or "",
            "test": bool(method and method.test),
            "is_new": intent.status == "awaiting_action",
        }
    )
