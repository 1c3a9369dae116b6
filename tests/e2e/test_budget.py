"""Work is counted, not timed: how many commits and statements a turn may cost."""

import statistics
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text
from standalone.run import DATABASE_OPTIONS
from standalone.testing.flood import flood, waiting
from standalone.testing.inside import InsideHouse, open_inside
from standalone.testing.meter import Meter, metered
from standalone.testing.webhooks import STATUSES, Sent, messages_body, statuses_body

pytestmark = [pytest.mark.story, pytest.mark.database, pytest.mark.alone]

RUNS = 5
MANY = 64
FLOOD = 50_000
SLOW_COMMITS = DATABASE_OPTIONS | {"commit_delay": "5000", "commit_siblings": "0"}
"""Microseconds before each flush of a commit, even if nobody else is writing."""
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Measured:
    """A house, and the meter on its connections."""

    house: InsideHouse
    meter: Meter

    async def replies(self, numbers: list[str]) -> list[Sent]:
        """Let customers write in one signed body; returns what the Graph API accepted."""
        self.house.graph.forget()
        await self.house.post(messages_body([(number, "menu") for number in numbers]))
        return list(await self.house.graph.until(len(numbers)))

    async def counted(self) -> tuple[int, int]:
        """Return commits and statements once all is quiet, and count from nothing again."""
        await self.house.idle()
        found = self.meter.commits, self.meter.statements
        self.meter.reset()
        return found


@pytest.fixture
async def measured(server_folder: Path) -> AsyncGenerator[Measured]:
    """Give a warm house, each commit of which is slowed by 5 ms."""
    with metered() as meter:
        async with open_inside(server_folder / "house", SLOW_COMMITS) as house:
            warm = Measured(house, meter)
            await warm.replies(a_crowd(2))
            await warm.counted()
            yield warm


def a_crowd(size: int) -> list[str]:
    """Return numbers of customers whom nobody has met."""
    return [f"26377{next(_numbers):07d}" for _ in range(size)]


async def test_each_commit_that_writes_is_slowed_by_five_milliseconds(measured: Measured) -> None:
    """No commit takes less, and without the delay one does: else the budget is cheap."""
    database = measured.house.database
    await database.execute(text("create table slowed (n int)"))

    async def one_commit() -> float:
        begun = time.perf_counter()
        await database.execute(text("insert into slowed values (1)"))
        return time.perf_counter() - begun

    slowed = [await one_commit() for _ in range(15)]
    await database.execute(text("set commit_delay = 0"))
    quick = [await one_commit() for _ in range(15)]

    assert min(slowed) > 0.005 > min(quick)


async def test_a_turn_alone_costs_nine_commits_and_its_statuses_nine_more(
    measured: Measured,
) -> None:
    """Webhook to accepted reply, then its three statuses in three bodies."""
    turns: list[int] = []
    heard: list[int] = []
    for _ in range(RUNS):
        [sent] = await measured.replies(a_crowd(1))
        turns.append((await measured.counted())[0])
        for status in STATUSES:
            await measured.house.post(statuses_body([(sent, status)]))
            await measured.house.idle()
        heard.append((await measured.counted())[0])

    assert statistics.median(turns) <= 9, f"commits of a turn alone: {turns}"
    assert statistics.median(heard) <= 9, f"commits of its three statuses: {heard}"


async def test_sixty_four_turns_share_forty_commits_and_their_statuses_twelve(
    measured: Measured,
) -> None:
    """64 customers in one body: the whole path takes 40 commits and 250 statements."""
    commits: list[int] = []
    statements: list[int] = []
    heard: list[int] = []
    for _ in range(RUNS):
        sent = await measured.replies(a_crowd(MANY))
        found = await measured.counted()
        commits.append(found[0])
        statements.append(found[1])
        await measured.house.post(statuses_body([(one, s) for s in STATUSES for one in sent]))
        heard.append((await measured.counted())[0])

    assert statistics.median(commits) <= 40, f"commits of 64 turns: {commits}"
    assert statistics.median(statements) <= 250, f"statements of 64 turns: {statements}"
    assert statistics.median(heard) <= 12, f"commits of 192 statuses: {heard}"


async def test_a_customer_is_answered_at_once_while_another_has_fifty_thousand_waiting(
    measured: Measured,
) -> None:
    """One lane's load is its own: five strangers are each answered within a second."""
    [talkative] = a_crowd(1)
    await flood(measured.house, talkative, FLOOD)

    waits = [await answered(measured, number) for number in a_crowd(RUNS)]

    left = await waiting(measured.house, talkative)
    assert left > FLOOD // 2, f"only {left} were left: this proved nothing"
    assert max(waits) < 1.0, f"seconds until strangers were answered: {waits}"


async def answered(measured: Measured, number: str) -> float:
    """Return the seconds from a customer's webhook to the reply."""
    reply = measured.house.graph.reply_to(number)
    begun = time.perf_counter()
    await measured.house.post(messages_body([(number, "menu")]))
    await reply
    return round(time.perf_counter() - begun, 3)
