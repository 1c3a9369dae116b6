"""What lies on an order above its total, after all that has gone back of it since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Arrived:
    """Money that an order received; `is_extra`: all of it is too much, whatever the total."""

    settlement_id: UUID
    amount_minor: int
    at: datetime
    happened_at: datetime
    is_extra: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """Money that left a settlement, may leave it, or that a person decided to keep."""

    settlement_id: UUID
    amount_minor: int
    at: datetime


def over_now(total_minor: int, arrived: Iterable[Arrived], gone: Iterable[Gone]) -> int:
    """Return how much an order still holds that is too much, in minor units; never below zero.

    Each arrival is too much by what it adds above the total. What goes takes from what is too
    much at that moment, and nothing from what arrives later.
    """
    credited = sorted(arrived, key=lambda one: (one.at, one.happened_at))
    places = {one.settlement_id: place for place, one in enumerate(credited)}
    steps = [(one.at, place, 0, _excess(total_minor, credited, place)) for one, place in
             zip(credited, range(len(credited)), strict=True)]  # fmt: skip
    steps += [(one.at, places.get(one.settlement_id, -1), 1, -one.amount_minor) for one in gone]
    over = 0
    for *_, change in sorted(steps):
        over = max(0, over + change)
    return over


def _excess(total_minor: int, credited: list[Arrived], place: int) -> int:
    one = credited[place]
    paid = sum(each.amount_minor for each in credited[: place + 1])
    above = max(0, paid - total_minor)
    return one.amount_minor if one.is_extra else min(one.amount_minor, above)
