"""deny_identity: who writes said that he is somebody else."""

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.conversation import IdentityDenied


class DenyIdentity(Action):
    """Reports it, of somebody who was asked."""

    def run(self, scene: Scene) -> Result:
        """Report."""
        return (
            Result(effects=(IdentityDenied(),)) if scene.world.customer.must_confirm else Result()
        )
