"""choose_method: the way to pay that a button means."""

from typing import Any, ClassVar

from flow_engine.domain.actions.action import Action, ActionError, Result, Scene
from flow_engine.domain.part import Name
from flow_engine.domain.world import PaymentMethod


class ChooseMethod(Action):
    """Sets `method`. Raises ActionError when it is switched on no more."""

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"method"})

    choice_variable: Name = "method_choice"

    def reads(self) -> frozenset[str]:
        """Return the choice and the order."""
        return frozenset({self.choice_variable, "order"})

    def run(self, scene: Scene) -> Result:
        """Find it among those for the order's currency."""
        wanted = scene.text(self.choice_variable).removeprefix("method:")
        for method in scene.world.methods:
            if method.provider == wanted and scene.text("order.currency") in method.currencies:
                return Result({"method": method_facts(method)})
        raise ActionError("method_gone")


def method_facts(method: PaymentMethod) -> dict[str, Any]:
    """Return what texts may say about a way to pay."""
    return {"provider": method.provider, "title": method.title, "test": method.test}
