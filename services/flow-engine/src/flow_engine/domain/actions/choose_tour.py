"""choose_tour: the tour that a row or a typed code, name or row id means."""

from collections.abc import Iterable
from typing import Any, ClassVar

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.part import Name
from flow_engine.domain.typed import plain
from flow_engine.domain.wording import money_text
from flow_engine.domain.world import Tour


class ChooseTour(Action):
    """Sets `tour_found` with `tour`, or with `offer_note` when it is offered no more."""

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"tour_found", "tour", "offer_note"})

    choice_variable: Name = "tour_choice"

    def reads(self) -> frozenset[str]:
        """Return the choice."""
        return frozenset({self.choice_variable})

    def run(self, scene: Scene) -> Result:
        """Find it."""
        choice = scene.text(self.choice_variable)
        found = _named(choice, scene.world.tours)
        if len(found) != 1:
            return Result({"tour_found": False, "offer_note": "That tour is not offered any more."})
        return Result({"tour_found": True, "tour": _facts(found[0]), "offer_note": ""})


def _named(choice: str, tours: Iterable[Tour]) -> list[Tour]:
    """Return the tours that a choice names: a row by its code alone, a text by code or name."""
    meant = plain(choice.removeprefix("tour:"))
    by_code = [tour for tour in tours if meant and plain(tour.code) == meant]
    if by_code or choice.startswith("tour:"):
        return by_code
    return [tour for tour in tours if meant and plain(tour.name) == meant]


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
