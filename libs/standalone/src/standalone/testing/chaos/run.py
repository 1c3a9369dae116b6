"""One run: load, faults one after another, calm, and the books."""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from common.clock import to_z, utc_now
from sqlalchemy.exc import SQLAlchemyError

from standalone.local.plan import SERVICES
from standalone.testing.chaos.books import open_tables
from standalone.testing.chaos.faults import FULL, SHORT, Measure, Striker
from standalone.testing.chaos.house import ChaosHouse, open_house, second
from standalone.testing.chaos.load import Buyers, Talkers, dedupe_of
from standalone.testing.chaos.loops import loops_of
from standalone.testing.chaos.recovery import until_recovered
from standalone.testing.chaos.report import Report, say

_CALM_SECONDS: Final = 180.0
_PAUSE_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Course:
    """How hard a run is."""

    measure: Measure
    rate: float
    buyers: int
    purchases: int
    seed: int = 20261125


FULL_COURSE: Final = Course(FULL, rate=50, buyers=4, purchases=100)
SHORT_COURSE: Final = Course(SHORT, rate=10, buyers=4, purchases=30)


async def run(folder: Path, course: Course) -> Report:
    """Run it all; returns the figures."""
    report, begun = Report(), time.monotonic()
    dice = random.Random(course.seed)  # noqa: S311 - a seed, so that a failure comes again
    async with open_house(folder) as house:
        talkers = Talkers(house, course.rate, dice)
        buyers = Buyers(house, course.buyers, course.purchases)
        stop = asyncio.Event()
        load = asyncio.gather(talkers.run(stop), buyers.run(stop))
        try:
            await _strike_all(house, course, dice, report)
        finally:
            stop.set()
        await load
        await buyers.until_told()
        report.details["unfinished"] = await _until_calm(house)
        await _audit(house, talkers, buyers, report)
    report.seconds = time.monotonic() - begun
    return report


async def _strike_all(
    house: ChaosHouse, course: Course, dice: random.Random, report: Report
) -> None:
    faults = Striker(house, course.measure).faults(dice)
    async with house.phones() as phones:
        await until_recovered(house, phones)
        for nth, fault in enumerate(faults, 1):
            await fault.strike()
            ended = to_z(utc_now())
            recovery = await until_recovered(house, phones)
            report.note(fault.name, recovery.seconds)
            say(f"{ended} {nth:3d}/{len(faults)} {fault.name:40} {recovery}")
            await asyncio.sleep(_PAUSE_SECONDS)


async def _until_calm(house: ChaosHouse) -> int:
    """Wait until nothing is under way; returns what still is."""
    deadline, found = time.monotonic() + _CALM_SECONDS, 1
    while time.monotonic() < deadline and found:
        await asyncio.sleep(1)
        try:
            async with open_tables(house.admin_url) as tables:
                found = await tables.unfinished()
        except (OSError, SQLAlchemyError):
            found = 1
    return found


async def _audit(house: ChaosHouse, talkers: Talkers, buyers: Buyers, report: Report) -> None:
    await _audit_money(house, buyers, report)
    await _audit_lanes(house, talkers, report)
    down, report.restarts = await _loops(house)
    report.details |= {"untold": len(buyers.untold), "loops_down": down}
    report.stuck += down
    for text in buyers.untold:
        say(f"untold: {text}")


async def _audit_money(house: ChaosHouse, buyers: Buyers, report: Report) -> None:
    async with house.phones() as phones:
        charges = (await phones.get("/api/ledgers/omari")).json()["charges"]
        sent = (await phones.get("/api/ledgers/graph")).json()["messages"]
    charged = Counter(charge["msisdn"] for charge in charges)
    report.charges = sum(charged.values())
    async with house.api() as merchant:
        for purchase in buyers.purchases:
            order = (await merchant.get(f"/api/orders/{purchase.reference}")).json()
            credited = len(order["credits"])
            charges_here = charged[purchase.chat.wa_id]
            report.credits += credited
            report.doubled += max(0, credited - 1) + max(0, charges_here - 1)
            report.lost += max(0, charges_here - credited)
            is_paid = order["payment_status"] == "paid"
            is_told = any("Receipt" in text for text in purchase.heard)
            report.purchases += is_paid
            report.stuck += not (is_paid and is_told)
    callbacks = Counter(message["callback_id"] for message in sent)
    sent_again = sum(times - 1 for times in callbacks.values())
    report.doubled += sent_again
    report.details["sent_again"] = sent_again


async def _audit_lanes(house: ChaosHouse, talkers: Talkers, report: Report) -> None:
    async with open_tables(house.admin_url) as tables:
        looked = await tables.look()
        replies = await tables.replies(sorted(talkers.accepted))
        missing = swapped = 0
        for number, last in talkers.accepted.items():
            dedupes = [dedupe_of(number, nth) for nth in range(1, last + 1)]
            taken = await tables.taken(dedupes)
            places = [taken[dedupe] for dedupe in dedupes if dedupe in taken]
            missing += len(dedupes) - len(places)
            swapped += sum(a > b for a, b in pairwise(places))
    report.messages = talkers.accepted.total()
    report.lost += missing + looked.not_arrived + replies.lost
    report.doubled += replies.doubled
    report.order_violations += looked.order_violations + swapped
    report.stuck += looked.waiting + looked.parked + looked.open
    report.details |= {
        "not_accepted": missing,
        "not_arrived": looked.not_arrived,
        "talkers": replies.customers,
        "unanswered": replies.lost,
        "answered_twice": replies.doubled,
        "waiting": looked.waiting,
        "parked": looked.parked,
        "open": looked.open,
    }


async def _loops(house: ChaosHouse) -> tuple[int, float]:
    """Return how many loops of all processes are down, and how often loops were restarted."""
    names = [name for service in SERVICES for name in (service, second(service))]
    found = [await loops_of(house, name) for name in names]
    down = sum(len(loops.down) for loops in found)
    return down, sum(sum(loops.restarts.values()) for loops in found)
