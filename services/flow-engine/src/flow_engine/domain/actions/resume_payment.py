"""resume_payment: take the order's one open payment in hand again."""

from typing import Any, ClassVar

from flow_engine.domain.actions.action import Action, ActionError, Result, Scene
from flow_engine.domain.actions.payment_in_hand import BLANK
from flow_engine.domain.wording import find_order, money_text
from flow_engine.domain.world import OpenIntent, PaymentMethod

_PHASES = {"opening": "starting", "awaiting_code": "code", "charging": "charging"}


class ResumePayment(Action):
    """Sets `payment` from the open payment of `order`. Raises ActionError when there is none."""

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"payment"})

    def reads(self) -> frozenset[str]:
        """Return the order."""
        return frozenset({"order"})

    def run(self, scene: Scene) -> Result:
        """Take it."""
        order = find_order(scene.world, scene.text("order.reference"))
        if order is None or order.open_intent is None:
            raise ActionError("no_payment")
        methods = [one for one in scene.world.methods if one.provider == order.open_intent.provider]
        method = methods[0] if methods else None
        facts = _facts(order.open_intent, method)
        amount = money_text(order.open_intent.amount_minor, order.currency)
        return Result({"payment": facts | {"order_reference": order.reference, "amount": amount}})


def _facts(intent: OpenIntent, method: PaymentMethod | None) -> dict[str, Any]:
    return BLANK | {
        "id": str(intent.payment_id),
        "phase": _PHASES.get(intent.status, "unknown"),
        "method": method.title if method else intent.provider,
        "masked_msisdn": intent.masked_msisdn or "",
        "otp_reference": intent.otp_reference or "",
        "test": bool(method and method.test),
    }
