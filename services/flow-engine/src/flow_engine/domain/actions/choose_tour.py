"""choose_tour: the tour that a row or a typed code, name or row id means."""

from typing import Any, ClassVar

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.part import Name
from flow_engine.domain.typed import plain
from flow_engine.domain.wording import money_text
from flow_engine.domain.world import Tour


class ChooseTour(Action):
    """Sets `tour_found`, and `tour` when there is one."""

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"tour_found", "tour"})

    choice_variable: Name = "tour_choice"

    def reads(self) -> frozenset[str]:
        """Return the choice."""
        return frozenset({self.choice_variable})

    def run(self, scene: Scene) -> Result:
        """Find it."""
        meant = plain(scene.text(self.choice_variable).removeprefix("tour:"))
        for tour in scene.world.tours:
            if meant and meant in {plain(tour.code), plain(tour.name)}:
                return Result({"tour_found": True, "tour": _facts(tour)})
        return Result({"tour_found": False})


def _facts(tour: Tour) -> dict[str, Any]:
    child = tour.adult_minor if tour.child_minor is None else tour.child_minor
    return {
        "id": str(tour.id),
        "code": tour.code,
        "name": tour.name,
        "description": tour.description,
        "location": tour.location,
        "duration": tour.duration,
        "currency": tour.currency,
        "adult": money_text(tour.adult_minor, tour.currency),
        "child": money_text(child, tour.currency),
    }
