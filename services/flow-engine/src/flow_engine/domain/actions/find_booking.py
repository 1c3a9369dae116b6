"""find_booking: one of the customer's own orders by its reference, and never anybody else's."""

from typing import ClassVar

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.part import Name
from flow_engine.domain.wording import find_own_order, order_facts


class FindBooking(Action):
    """Sets `booking_found`, and `order` if there is one. Not found and not yours look the same."""

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"booking_found", "order"})

    reference_variable: Name = "booking_reference"

    def reads(self) -> frozenset[str]:
        """Return the reference."""
        return frozenset({self.reference_variable})

    def run(self, scene: Scene) -> Result:
        """Look among the customer's own."""
        typed = scene.text(self.reference_variable).strip()
        found = find_own_order(scene.world, typed.removeprefix("order:"))
        if found is None:
            return Result({"booking_found": False})
        return Result({"booking_found": True, "order": order_facts(found, scene.world)})
