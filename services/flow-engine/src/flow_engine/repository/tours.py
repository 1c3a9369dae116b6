"""Tours with their seasons, as conversations see them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.domain.world import SeasonalPrice, Tour
from flow_engine.models import SeasonalPriceRow, TourRow


async def list_tours(session: AsyncSession) -> tuple[Tour, ...]:
    """Return the active tours in order of name, each with its seasons, in one query."""
    rows = await session.execute(
        select(TourRow)
        .add_columns(SeasonalPriceRow)
        .outerjoin(SeasonalPriceRow, SeasonalPriceRow.tour_id == TourRow.id)
        .where(TourRow.active)
        .order_by(TourRow.name, TourRow.id, SeasonalPriceRow.starts_on)
    )
    found: dict[TourRow, list[SeasonalPrice]] = {}
    for tour, season in rows.all():
        seasons = found.setdefault(tour, [])
        if isinstance(season, SeasonalPriceRow):
            seasons.append(_season(season))
    return tuple(_tour(tour, seasons) for tour, seasons in found.items())


async def get_tour_by_code(session: AsyncSession, code: str) -> TourRow | None:
    """Return a tour by its code."""
    rows = await session.scalars(select(TourRow).where(TourRow.code == code))
    return rows.one_or_none()


def _season(row: SeasonalPriceRow) -> SeasonalPrice:
    return SeasonalPrice(row.starts_on, row.ends_on, row.adult_minor, row.child_minor)


def _tour(row: TourRow, seasons: Sequence[SeasonalPrice]) -> Tour:
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
