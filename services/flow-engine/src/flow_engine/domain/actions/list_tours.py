"""list_tours: the tours that can be booked, as rows of a list, page by page."""

from typing import ClassVar

from common.graphemes import clip

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.wording import money_text
from flow_engine.domain.world import Tour

_PAGE = 9
_ALL = 10
_NOTE = 72


class ListTours(Action):
    """Makes at most ten rows; with more tours the last row leads to the next page."""

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"tour_rows", "tour_count", "tours_page"})

    next_page: bool = False

    def run(self, scene: Scene) -> Result:
        """List one page; after the last comes the first again."""
        tours = scene.world.tours
        page = scene.number("tours_page") + 1 if self.next_page else 0
        if len(tours) <= _ALL:
            rows = [_row(tour) for tour in tours]
            return Result({"tour_rows": rows, "tour_count": len(tours), "tours_page": 0})
        page %= -(-len(tours) // _PAGE)
        rows = [_row(tour) for tour in tours[page * _PAGE : (page + 1) * _PAGE]]
        rows.append(
            {"id": "tours:more", "title": "More tours", "description": "Show the next ones"}
        )
        return Result({"tour_rows": rows, "tour_count": len(tours), "tours_page": page})


def _row(tour: Tour) -> dict[str, str]:
    about = f"{money_text(tour.adult_minor, tour.currency)}, {tour.duration}, {tour.location}"
    return {"id": f"tour:{tour.code}", "title": tour.name, "description": clip(about, _NOTE)}
