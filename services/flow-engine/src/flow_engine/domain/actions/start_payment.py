"""start_payment (initiate_omari_payment): open a payment for what was agreed, checked once more."""

from typing import Any, ClassVar, Final

from common.money import Money
from common.phones import mask_msisdn

from flow_engine.domain.actions.action import Action, ActionError, Result, Scene
from flow_engine.domain.actions.agreed import balance_change
from flow_engine.domain.actions.check_amount import judge_amount
from flow_engine.domain.actions.choose_method import METHOD_GONE, find_method
from flow_engine.domain.actions.payment_in_hand import BLANK
from flow_engine.domain.conversation import StartPayment
from flow_engine.domain.wording import find_order
from flow_engine.domain.world import Order

_WHO: Final = "Your WhatsApp number or phone changed just now: type *pay* to say that it is you."


class StartPaymentAction(Action):
    """Sets `payment` and `start_state`: started, or why nothing was started.

    must_confirm (the person may be another by now), open_payment, order_closed, order_changed
    (another balance than was shown), method (switched off), amount; `amount_note` says what
    changed, for a text that asks again.
    """

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"payment", "start_state", "amount_note"})

    def reads(self) -> frozenset[str]:
        """Return what a payment is made of."""
        return frozenset({"order", "amount_minor", "amount", "method", "payment_phone"})

    def run(self, scene: Scene) -> Result:
        """Ask for it; the same message opens the same payment."""
        if scene.world.customer.must_confirm:
            return Result({"start_state": "must_confirm", "amount_note": _WHO})
        order = find_order(scene.world, scene.text("order.reference"))
        if order is None:
            raise ActionError("order_gone")
        amount = scene.number("amount_minor")
        if problem := _problem(scene, order, amount):
            return Result({"start_state": problem[0], "amount_note": problem[1]})
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


def _problem(scene: Scene, order: Order, amount: int) -> tuple[str, str] | None:
    """Return why it cannot be paid as agreed, as a code and a sentence."""
    if order.open_intent is not None:
        return "open_payment", ""
    if not order.is_payable:
        return "order_closed", ""
    if change := balance_change(scene, order):
        return "order_changed", change
    if find_method(scene.world, scene.text("method.provider"), order.currency) is None:
        return "method", METHOD_GONE
    judged = judge_amount(Money(amount, order.currency), scene.world, order)
    return None if judged["amount_ok"] else ("amount", str(judged["amount_note"]))


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
