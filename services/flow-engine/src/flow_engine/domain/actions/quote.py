"""quote: what a tour costs on a day for these people, from its seasons."""

from datetime import date
from typing import ClassVar

from flow_engine.domain.actions.action import Action, ActionError, Result, Scene
from flow_engine.domain.wording import deposit_of, money_text
from flow_engine.domain.world import Tour


class Quote(Action):
    """Prices `tour` on `travel_date` for `adults` and `children`; the shortest season counts."""

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"quote"})

    def reads(self) -> frozenset[str]:
        """Return what a price depends on."""
        return frozenset({"tour", "travel_date", "adults", "children"})

    def run(self, scene: Scene) -> Result:
        """Add it up in minor units."""
        tour = tour_of(scene)
        adults, children = scene.number("adults"), scene.number("children")
        adult, child = prices_on(tour, date_of(scene))
        total = adult * adults + child * children
        if total <= 0:
            raise ActionError("nothing_to_pay")
        facts = {
            "currency": tour.currency,
            "total_minor": total,
            "total": money_text(total, tour.currency),
            "adult": money_text(adult, tour.currency),
            "child": money_text(child, tour.currency),
            "deposit": money_text(deposit_of(total), tour.currency),
        }
        return Result({"quote": facts})


def tour_of(scene: Scene) -> Tour:
    """Return the tour that was chosen. Raises ActionError when it is sold no more."""
    wanted = scene.text("tour.id")
    for tour in scene.world.tours:
        if str(tour.id) == wanted:
            return tour
    raise ActionError("tour_gone")


def date_of(scene: Scene) -> date:
    """Return the day of travel. Raises ActionError when it is none."""
    try:
        return date.fromisoformat(scene.text("travel_date"))
    except ValueError:
        raise ActionError("not_a_date") from None


def prices_on(tour: Tour, day: date) -> tuple[int, int]:
    """Return the price for an adult and a child; a child without a price pays the adult's."""
    seasons = [one for one in tour.seasons if one.starts_on <= day <= one.ends_on]
    season = min(
        seasons, key=lambda one: (one.ends_on - one.starts_on, one.starts_on), default=None
    )
    adult = season.adult_minor if season else tour.adult_minor
    child = season.child_minor if season else tour.child_minor
    return adult, adult if child is None else child
