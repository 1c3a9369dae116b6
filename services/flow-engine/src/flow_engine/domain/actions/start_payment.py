"""start_payment (initiate_omari_payment): open a payment for what was agreed, checked once more."""

from typing import Any, ClassVar

from common.phones import mask_msisdn

from flow_engine.domain.actions.action import Action, ActionError, Result, Scene
from flow_engine.domain.actions.payment_in_hand import BLANK
from flow_engine.domain.conversation import StartPayment
from flow_engine.domain.wording import find_order, minimum_of
from flow_engine.domain.world import Order


class StartPaymentAction(Action):
    """Sets `payment` and `start_state`: started, or open_payment, amount, order_closed."""

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"payment", "start_state"})

    def reads(self) -> frozenset[str]:
        """Return what a payment is made of."""
        return frozenset({"order", "amount_minor", "amount", "method", "payment_phone"})

    def run(self, scene: Scene) -> Result:
        """Ask for it; the same message opens the same payment."""
        order = find_order(scene.world, scene.text("order.reference"))
        if order is None:
            raise ActionError("order_gone")
        amount = scene.number("amount_minor")
        if problem := _problem(
            order, amount, min(minimum_of(scene.world, order.currency), order.open_minor)
        ):
            return Result({"start_state": problem})
        effect = self._effect(scene, order, amount)
        return Result({"start_state": "started", "payment": _facts(scene, effect)}, (effect,))

    def _effect(self, scene: Scene, order: Order, amount: int) -> StartPayment:
        return StartPayment(
            payment_id=scene.id_for("payment"),
            order_reference=order.reference,
            provider=scene.text("method.provider"),
            amount_minor=amount,
            currency=order.currency,
            payer_msisdn=scene.text("payment_phone"),
        )


def _problem(order: Order, amount: int, least: int) -> str:
    if order.open_intent is not None:
        return "open_payment"
    if order.open_minor == 0 or order.payment_status in {"cancelled", "refunded"}:
        return "order_closed"
    return "" if least <= amount <= order.open_minor else "amount"


def _facts(scene: Scene, effect: StartPayment) -> dict[str, Any]:
    return BLANK | {
        "id": str(effect.payment_id),
        "phase": "starting",
        "order_reference": effect.order_reference,
        "amount": scene.text("amount"),
        "method": scene.text("method.title"),
        "masked_msisdn": mask_msisdn(effect.payer_msisdn),
        "otp_reference": "",
        "test": scene.text("method.test") == "True",
    }
