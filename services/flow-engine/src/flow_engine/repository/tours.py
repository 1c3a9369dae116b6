"""Tours with their seasons, as conversations see them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from common.lanes.store import driver
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.domain.world import SeasonalPrice, Tour
from flow_engine.models import TourRow

_LIST = """
select t.id, t.code, t.name, t.description, t.location, t.duration, t.currency,
  t.adult_minor, t.child_minor,
  s.starts_on, s.ends_on, s.adult_minor as season_adult, s.child_minor as season_child
from tour t left join seasonal_price s on s.tour_id = t.id
where t.active order by t.name, t.id, s.starts_on
"""


async def list_tours(session: AsyncSession) -> tuple[Tour, ...]:
    """Return the active tours in order of name, each with its seasons, in one query."""
    found: dict[UUID, tuple[Row[Any], list[SeasonalPrice]]] = {}
    for row in await driver.fetch(session, _LIST):
        _, seasons = found.setdefault(row.id, (row, []))
        if row.starts_on is not None:
            seasons.append(
                SeasonalPrice(row.starts_on, row.ends_on, row.season_adult, row.season_child)
            )
    return tuple(_tour(tour, seasons) for tour, seasons in found.values())


async def get_tour_by_code(session: AsyncSession, code: str) -> TourRow | None:
    """Return a tour by its code."""
    rows = await session.scalars(select(TourRow).where(TourRow.code == code))
    return rows.one_or_none()


def _tour(row: Row[Any], seasons: Sequence[SeasonalPrice]) -> Tour:
    return Tour(
        id=row.id,
        code=row.code,
        name=row.name,
        description=row.description,
        location=row.location,
        duration=row.duration,
        currency=row.currency,
        adult_minor=row.adult_minor,
        child_minor=row.child_minor,
        seasons=tuple(seasons),
    )
