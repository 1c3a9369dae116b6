"""Kills at every named point and at random: nothing is lost, nothing is doubled, all are told."""

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import httpx
import pytest
from common.crash import CRASH_POINTS
from standalone.testing import Books, Chat, House, HouseOptions, Purchase

pytestmark = [pytest.mark.crash, pytest.mark.story, pytest.mark.database]

_numbers = count(1)
_CHUNKS = 4
_AT_ONCE = 20
_MOST = 60
_BY_THE_CLOCK = 0.5
_PATIENT = {
    "MARI_SANDBOX_CODE_SECONDS": "60",
    "NOTIFIER_UNKNOWN_WAIT_SECONDS": "5",
    "PAYMENTS_OMARI_STARTS_PER_CONTACT_HOUR": "50",
    "PAYMENTS_OMARI_STARTS_PER_PAYER_DAY": "50",
    "PAYMENTS_OMARI_VOID_IS_FENCE": "true",
}


class Reaper:
    """Keeps a house running, each time with the next death: a named place, or a moment.

    A death is `place:nth`, or `after:seconds` for a kill that no code of ours knows of.
    """

    def __init__(self, house: House, deaths: Iterator[str]) -> None:
        self._house = house
        self._deaths = deaths
        self.died_at: Counter[str] = Counter()
        self.stopped = asyncio.Event()
        self._stopping = asyncio.Event()
        self._kill_at: float | None = None

    async def run(self) -> None:
        """Start the house again whenever it died, until stopped."""
        death = ""
        while not self._stopping.is_set() or not self._house.is_running():
            if self._kill_at is not None and time.monotonic() > self._kill_at:
                self._house.kill()
            if not self._house.is_running():
                if death:
                    self.died_at[death] += 1
                death = "" if self._stopping.is_set() else next(self._deaths, "")
                await self._start(death)
            await asyncio.sleep(0.05)
        self.stopped.set()

    def stop(self) -> None:
        """Let it live."""
        self._stopping.set()

    async def _start(self, death: str) -> None:
        kind, _, amount = death.partition(":")
        is_timed = kind == "after"
        try:
            await asyncio.to_thread(self._house.start, MARI_CRASH_AT="" if is_timed else death)
        except RuntimeError:
            if self._house.is_running():
                raise
        self._kill_at = time.monotonic() + float(amount) if is_timed else None


@asynccontextmanager
async def reaped(folder: Path, deaths: Iterator[str]) -> AsyncGenerator[tuple[House, Reaper]]:
    """Give a house that dies as listed and is started again; its sandbox lives beside it."""
    house = House(folder, HouseOptions(sandbox_inside=False, variables=_PATIENT))
    await asyncio.to_thread(house.start)
    house.kill()
    reaper = Reaper(house, deaths)
    running = asyncio.ensure_future(reaper.run())
    try:
        yield house, reaper
    finally:
        reaper.stop()
        await running
        await asyncio.to_thread(house.stop)


async def buy(
    client: httpx.AsyncClient, house: House, how_many: int
) -> tuple[list[Purchase], list[Purchase]]:
    """Let so many customers buy at the same time; returns all, and those who must wait."""
    purchases = [
        Purchase(Chat(client, f"26378{next(_numbers):07d}"), house.origin) for _ in range(how_many)
    ]
    done = await asyncio.gather(*(purchase.make() for purchase in purchases))
    return purchases, [p for p, paid in zip(purchases, done, strict=True) if not paid]


async def until_told(told_to_wait: Sequence[Purchase]) -> None:
    """Talk on until everyone who was told to wait has a receipt: minutes, not a quarter of an hour.

    A charge that was cut before it left is known unpaid once the provider has let go of it; then
    the customer hears it and pays anew.
    """
    waiting: list[Purchase] = list(told_to_wait)
    for _ in range(8):
        if not waiting:
            return
        done = await asyncio.gather(*(purchase.go_on() for purchase in waiting))
        waiting = [p for p, paid in zip(waiting, done, strict=True) if not paid]
    assert [purchase.heard for purchase in waiting] == []


async def check_the_promise(house: House, purchases: Sequence[Purchase]) -> None:
    """Charges equal credits, each order credited exactly once, everyone told, no code left."""
    async with httpx.AsyncClient(base_url=house.sandbox, timeout=30, trust_env=False) as client:
        charges = (await client.get("/api/ledgers/omari")).json()["charges"]
    charged = Counter(charge["msisdn"] for charge in charges)
    async with house.api() as merchant:
        for purchase in purchases:
            order = (await merchant.get(f"/api/orders/{purchase.reference}")).json()
            assert charged[purchase.chat.wa_id] == 1, purchase.heard
            assert [c["amount_minor"] for c in order["credits"]] == [purchase.total_minor]
            assert order["payment_status"] == "paid"
    codes = [code for purchase in purchases for code in purchase.codes]
    left = await until_erased(Books(house.folder / "data"), codes)
    assert left == []
    log = re.sub(r'"timestamp": "[^"]*"', "", house.log())
    assert [code for code in codes if re.search(rf"\b{code}\b", log)] == []


async def until_erased(books: Books, codes: Sequence[str]) -> list[str]:
    """Return where a code is left once what was on its way has arrived."""
    left: list[str] = []
    for _ in range(15):
        dump = await books.dump()
        assert dump.opened > 0
        left = dump.places_of(codes)
        if not left:
            break
        await asyncio.sleep(2)
    return left


def _some_death(dice: random.Random) -> str:
    if dice.random() < _BY_THE_CLOCK:
        return f"after:{dice.uniform(0.2, 6):.2f}"
    return f"{dice.choice(CRASH_POINTS)}:{dice.randint(1, 25)}"


async def settle(house: House, reaper: Reaper, waiting: Sequence[Purchase]) -> None:
    """Stop killing, begin anew with no death ahead, and hear what those are told who wait."""
    reaper.stop()
    await reaper.stopped.wait()
    house.kill()
    await asyncio.to_thread(house.start)
    await until_told(waiting)


def phones(house: House) -> httpx.AsyncClient:
    """Return a client towards the sandbox, which lives through every kill."""
    return httpx.AsyncClient(base_url=house.sandbox, timeout=60, trust_env=False)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("chunk", range(_CHUNKS))
async def test_a_kill_at_each_named_point_loses_and_doubles_nothing(
    server_folder: Path, chunk: int
) -> None:
    """Each place is died at while customers buy; all their books are right in the end."""
    points = CRASH_POINTS[chunk::_CHUNKS]
    deaths = iter(f"{point}:{nth}" for nth in (1, 3) for point in points)
    async with reaped(server_folder, deaths) as (house, reaper), phones(house) as client:
        purchases: list[Purchase] = []
        waiting: list[Purchase] = []
        while sum(reaper.died_at.values()) < len(points) and len(purchases) < _MOST:
            bought, not_yet = await buy(client, house, 4)
            purchases, waiting = purchases + bought, waiting + not_yet
        await settle(house, reaper, waiting)
        await check_the_promise(house, purchases)

    assert sum(reaper.died_at.values()) >= len(points)


@pytest.mark.timeout(1500)
async def test_kills_at_random_lose_and_double_nothing(
    server_folder: Path,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    """Hundreds of purchases under kills at random places and times keep the promise."""
    wanted: int = request.config.getoption("--killed-purchases") or 10
    dice = random.Random(20261125)  # noqa: S311 - a seed, so that a failure comes again
    deaths = (_some_death(dice) for _ in range(max(6, wanted // 4)))
    async with reaped(server_folder, deaths) as (house, reaper), phones(house) as client:
        purchases: list[Purchase] = []
        waiting: list[Purchase] = []
        while len(purchases) < wanted:
            bought, not_yet = await buy(client, house, min(_AT_ONCE, wanted - len(purchases)))
            purchases, waiting = purchases + bought, waiting + not_yet
        await settle(house, reaper, waiting)
        await check_the_promise(house, purchases)
        record_property("purchases", len(purchases))
        record_property("kills", sum(reaper.died_at.values()))
