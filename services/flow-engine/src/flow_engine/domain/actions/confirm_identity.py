"""confirm_identity: the customer said that it is still the same person."""

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.conversation import IdentityConfirmed


class ConfirmIdentity(Action):
    """Reports it."""

    def run(self, scene: Scene) -> Result:
        """Report."""
        return (
            Result(effects=(IdentityConfirmed(),))
            if scene.world.customer.must_confirm
            else Result()
        )
