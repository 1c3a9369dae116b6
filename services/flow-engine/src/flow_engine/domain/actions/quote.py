"""quote: what a tour costs on a day for these people, from its seasons."""

from datetime import date
from typing import Any, ClassVar

from flow_engine.domain.actions.action import Action, ActionError, Result, Scene
from flow_engine.domain.actions.agreed import day_that_is_over
from flow_engine.domain.wording import deposit_of, money_text
from flow_engine.domain.world import Tour


class NoOfferError(Exception):
    """What was chosen cannot be booked any more; `note` says why to the customer."""

    def __init__(self, code: str, note: str) -> None:
        super().__init__(code)
        self.code = code
        self.note = note


class Quote(Action):
    """Prices `tour` on `travel_date` for `adults` and `children`; the shortest season counts.

    Sets `quote_state`: quoted with `quote`, or tour_gone, day_over, with `offer_note` that says so.
    """

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"quote", "quote_state", "offer_note"})

    def reads(self) -> frozenset[str]:
        """Return what a price depends on."""
        return frozenset({"tour", "travel_date", "adults", "children"})

    def run(self, scene: Scene) -> Result:
        """Add it up in minor units."""
        try:
            tour, day = offered(scene)
        except NoOfferError as error:
            return Result({"quote_state": error.code, "offer_note": error.note})
        return Result(quote_facts(scene, tour, day) | {"quote_state": "quoted", "offer_note": ""})


def quote_facts(scene: Scene, tour: Tour, day: date) -> dict[str, Any]:
    """Return `quote` for these people. Raises ActionError when nothing is to be paid."""
    adult, child = prices_on(tour, day)
    total = adult * scene.number("adults") + child * scene.number("children")
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
    return {"quote": facts}


def offered(scene: Scene) -> tuple[Tour, date]:
    """Return the tour and the day that were chosen. Raises NoOfferError and ActionError."""
    wanted = scene.text("tour.id")
    tour = next((tour for tour in scene.world.tours if str(tour.id) == wanted), None)
    if tour is None:
        raise NoOfferError("tour_gone", f"{scene.text('tour.name')} is not offered any more.")
    day = date_of(scene)
    if over := day_that_is_over(scene, day):
        raise NoOfferError("day_over", over)
    return tour, day


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
