"""resend_code: ask the wallet for a fresh code."""

from typing import ClassVar

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.actions.payment_in_hand import in_phase, payment_id_of
from flow_engine.domain.conversation import ResendCode


class ResendCodeAction(Action):
    """Asks again for the running payment; until the answer comes no code is taken."""

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"payment"})

    def run(self, scene: Scene) -> Result:
        """Ask."""
        return Result(in_phase(scene, "starting"), (ResendCode(payment_id_of(scene)),))
