"""The tours of a new house, so that there is something to book."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from common.ids import derived_id
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.models import SeasonalPriceRow, TourRow
from flow_engine.repository.tours import get_tour_by_code


@dataclass(frozen=True, slots=True)
class _Demo:
    code: str
    name: str
    location: str
    duration: str
    description: str
    adult: int
    child: int | None
    peak: int


_TOURS: Final = (
    _Demo(
        "VICFALLS",
        "Victoria Falls day",
        "Victoria Falls",
        "1 day",
        "The Smoke that Thunders with a guide, the rainforest walk and a sunset cruise.",
        18_500,
        9_500,
        21_500,
    ),
    _Demo(
        "HWANGE",
        "Hwange safari",
        "Hwange National Park",
        "3 days",
        "Game drives among Africa's great elephant herds; two nights in a tented camp.",
        54_000,
        32_000,
        62_000,
    ),
    _Demo(
        "GREATZIM",
        "Great Zimbabwe",
        "Masvingo",
        "2 days",
        "The stone city with an archaeologist, and a night at Lake Mutirikwi.",
        23_000,
        12_000,
        26_000,
    ),
    _Demo(
        "MANA",
        "Mana Pools canoe trail",
        "Mana Pools",
        "4 days",
        "Down the Zambezi by canoe, camping on islands under the stars. From 16 years.",
        89_000,
        None,
        99_000,
    ),
    _Demo(
        "MATOBO",
        "Matobo rhino walk",
        "Matobo Hills",
        "1 day",
        "Track rhino on foot, San rock paintings and the view from Malindidzimu.",
        12_500,
        7_000,
        14_500,
    ),
    _Demo(
        "KARIBA",
        "Kariba houseboat",
        "Lake Kariba",
        "3 days",
        "A houseboat with crew: tiger fishing, hippo at breakfast, Matusadona shores.",
        41_000,
        20_500,
        48_000,
    ),
)
_PEAKS: Final = ((7, 1, 9, 30), (12, 15, 12, 31))
"""Dry season and Christmas, as (month, day) to (month, day)."""


async def add_demo_tours(session: AsyncSession, now: datetime) -> None:
    """Add the demo tours that are not there yet, with seasons for this year and the next two."""
    for demo in _TOURS:
        if await get_tour_by_code(session, demo.code) is None:
            _add(session, demo, now)


def _add(session: AsyncSession, demo: _Demo, now: datetime) -> None:
    tour = TourRow(
        id=derived_id("demo-tour", demo.code),
        code=demo.code,
        name=demo.name,
        description=demo.description,
        location=demo.location,
        duration=demo.duration,
        currency="USD",
        adult_minor=demo.adult,
        child_minor=demo.child,
        active=True,
        created_at=now,
    )
    session.add(tour)
    for year in range(now.year, now.year + 3):
        for month, day, last_month, last_day in _PEAKS:
            session.add(
                SeasonalPriceRow(
                    id=derived_id("demo-season", demo.code, str(year), str(month)),
                    tour_id=tour.id,
                    starts_on=date(year, month, day),
                    ends_on=date(year, last_month, last_day),
                    adult_minor=demo.peak,
                    child_minor=demo.child,
                )
            )
