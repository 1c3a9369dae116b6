"""Parcels are counted, not timed: how much a turn may cost of what travels over RabbitMQ."""

import statistics
from collections import Counter
from collections.abc import AsyncGenerator
from itertools import count
from pathlib import Path

import pytest
from standalone.testing.beside import BesideHouse, open_beside
from standalone.testing.webhooks import STATUSES, Sent, messages_body, statuses_body

pytestmark = [pytest.mark.story, pytest.mark.broker, pytest.mark.alone]

RUNS = 5
MANY = 64
BUDGET = 30
_numbers = count(1)


class Carried:
    """A warm house, and how much it had carried when somebody last looked."""

    def __init__(self, house: BesideHouse) -> None:
        self.house = house
        self._before: Counter[str] = Counter()

    async def turns(self, numbers: list[str]) -> list[Sent]:
        """Let customers write in one signed body; returns what the Graph API accepted."""
        self.house.graph.forget()
        await self.house.post(messages_body([(number, "menu") for number in numbers]))
        return list(await self.house.graph.until(len(numbers)))

    async def since(self) -> Counter[str]:
        """Return what all services have sent and received since the last look."""
        await self.house.idle()
        found = Counter[str]()
        for one in (await self.house.carried()).values():
            found.update(one)
        since = Counter(found)
        since.subtract(self._before)
        self._before = found
        return since


@pytest.fixture
async def carried(server_folder: Path) -> AsyncGenerator[Carried]:
    """Give a house whose customers have been answered once."""
    async with open_beside(server_folder / "house") as house:
        warm = Carried(house)
        await warm.turns(a_crowd(2))
        await warm.since()
        yield warm


def a_crowd(size: int) -> list[str]:
    """Return numbers of customers whom nobody has met."""
    return [f"26377{next(_numbers):07d}" for _ in range(size)]


def parcels_of(since: Counter[str]) -> int:
    """Return how many parcels were sent; each of them arrived once, in one queue."""
    assert since["parcels_sent"] == since["parcels_received"]
    assert since["envelopes_sent"] == since["envelopes_received"]
    assert since["repeats"] == since["gaps"] == since["returns"] == since["failures"] == 0
    return since["parcels_sent"]


async def test_sixty_four_messages_and_their_replies_travel_in_thirty_parcels(
    carried: Carried,
) -> None:
    """64 customers in one signed body: whatever any service publishes until all is quiet."""
    turns: list[int] = []
    heard: list[int] = []
    for _ in range(RUNS):
        sent = await carried.turns(a_crowd(MANY))
        since = await carried.since()
        assert since["envelopes_sent"] >= 2 * MANY
        turns.append(parcels_of(since))
        await carried.house.post(statuses_body([(one, s) for s in STATUSES for one in sent]))
        heard.append(parcels_of(await carried.since()))

    assert statistics.median(turns) <= BUDGET, f"parcels of 64 turns: {turns}"
    assert statistics.median(heard) <= BUDGET, f"parcels of 192 statuses: {heard}"


async def test_a_turn_alone_is_two_parcels_and_each_of_its_statuses_one(carried: Carried) -> None:
    """What the customer wrote, and the reply; nothing is told that nobody acts on."""
    turns: list[int] = []
    heard: list[int] = []
    for _ in range(RUNS):
        [sent] = await carried.turns(a_crowd(1))
        turns.append(parcels_of(await carried.since()))
        for status in STATUSES:
            await carried.house.post(statuses_body([(sent, status)]))
            await carried.house.idle()
        heard.append(parcels_of(await carried.since()))

    assert statistics.median(turns) <= 2, f"parcels of a turn alone: {turns}"
    assert statistics.median(heard) <= 3, f"parcels of its three statuses: {heard}"
