"""choose_method: the way to pay that a button means."""

from typing import Any, ClassVar, Final

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.part import Name
from flow_engine.domain.world import PaymentMethod, World

METHOD_GONE: Final = "That way to pay was switched off just now."


class ChooseMethod(Action):
    """Sets `method_ok` and `method`, or `method_note` when it is switched on no more."""

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"method", "method_ok", "method_note"})

    choice_variable: Name = "method_choice"

    def reads(self) -> frozenset[str]:
        """Return the choice and the order."""
        return frozenset({self.choice_variable, "order"})

    def run(self, scene: Scene) -> Result:
        """Find it among those for the order's currency."""
        wanted = scene.text(self.choice_variable).removeprefix("method:")
        method = find_method(scene.world, wanted, scene.text("order.currency"))
        if method is None:
            return Result({"method_ok": False, "method_note": METHOD_GONE})
        return Result({"method_ok": True, "method_note": "", "method": method_facts(method)})


def find_method(world: World, provider: str, currency: str) -> PaymentMethod | None:
    """Return the way to pay while it is switched on for this currency."""
    for method in world.methods:
        if method.provider == provider and currency in method.currencies:
            return method
    return None


def method_facts(method: PaymentMethod) -> dict[str, Any]:
    """Return what texts may say about a way to pay."""
    return {"provider": method.provider, "title": method.title, "test": method.test}
