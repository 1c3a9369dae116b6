"""check_payment: ask the provider now."""

from typing import ClassVar

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.actions.payment_in_hand import payment_id_of
from flow_engine.domain.conversation import CheckPayment


class CheckPaymentAction(Action):
    """Asks for the state of the running payment."""

    OUTPUTS: ClassVar[frozenset[str]] = frozenset()

    def run(self, scene: Scene) -> Result:
        """Ask."""
        return Result(effects=(CheckPayment(payment_id_of(scene)),))
