"""cancel_payment: end the attempt, after the provider was asked."""

from typing import ClassVar

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.actions.payment_in_hand import in_phase, payment_id_of
from flow_engine.domain.conversation import CancelPayment


class CancelPaymentAction(Action):
    """Asks for the end of the running payment; nothing is cancelled before the answer."""

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"payment"})

    def run(self, scene: Scene) -> Result:
        """Ask."""
        return Result(in_phase(scene, "cancelling"), (CancelPayment(payment_id_of(scene)),))
