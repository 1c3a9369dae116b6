"""submit_code (process_otp): pass the customer's code on; it is kept nowhere."""

from typing import ClassVar

from flow_engine.domain.actions.action import Action, ActionError, Result, Scene
from flow_engine.domain.actions.payment_in_hand import in_phase, payment_id_of
from flow_engine.domain.conversation import SubmitCode


class SubmitCodeAction(Action):
    """Sends the code of this turn for the running payment."""

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"payment"})

    def run(self, scene: Scene) -> Result:
        """Send it."""
        if scene.code is None:
            raise ActionError("no_code")
        effect = SubmitCode(payment_id=payment_id_of(scene), code=scene.code)
        return Result(in_phase(scene, "charging"), (effect,))
