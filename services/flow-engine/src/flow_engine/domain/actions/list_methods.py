"""list_methods: the ways to pay that are switched on for the order's currency."""

from typing import ClassVar

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.actions.choose_method import method_facts


class ListMethods(Action):
    """Sets `method_count` and `method_buttons`; the only one is chosen at once as `method`."""

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"method_count", "method_buttons", "method"})

    def reads(self) -> frozenset[str]:
        """Return the order."""
        return frozenset({"order"})

    def run(self, scene: Scene) -> Result:
        """List them."""
        currency = scene.text("order.currency")
        usable = [one for one in scene.world.methods if currency in one.currencies]
        buttons = [{"id": f"method:{one.provider}", "title": one.title} for one in usable]
        chosen = method_facts(usable[0]) if len(usable) == 1 else {}
        return Result({"method_count": len(usable), "method_buttons": buttons, "method": chosen})
