"""A release: services stop in good order, and a rolling restart loses and doubles nothing."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from common.signatures import sign_hub
from standalone.local.plan import SERVICES
from standalone.testing import Chat, Purchase, to_the_code
from standalone.testing.addressed import APP_SECRET
from standalone.testing.parted import PartedHouse
from standalone.testing.webhooks import messages_body

pytestmark = [pytest.mark.broker, pytest.mark.story]

_RATE = 50
_BUYERS = 3


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_that_is_told_to_stop_ends_within_ten_seconds(
    house: PartedHouse, service: str
) -> None:
    """A service is stopped: it ends with status 0 within 10 s."""
    status, seconds = await asyncio.to_thread(house.end, service)

    assert status == 0
    assert seconds < 10


async def test_a_charge_in_hand_is_asked_about_after_a_stop_and_never_repeated(
    house: PartedHouse,
    sandbox: httpx.AsyncClient,
    customer: Chat,
    new_order: Any,
    until_charged: Any,
    charges: Any,
) -> None:
    """A service is stopped with a charge in hand: it ends in time, the next one asks."""
    await new_order(customer)
    await to_the_code(customer, "50")
    fault = {"provider": "omari", "operation": "request", "behaviour": "slow", "times": 1}
    await sandbox.post("/api/faults", json=fault)
    await customer.say(await customer.code())
    await until_charged(customer.wa_id)

    status, seconds = await asyncio.to_thread(house.end, "payments-omari")
    house.begin("payments-omari")
    await customer.hears("Receipt", within=70)

    assert status == 0
    assert seconds < 10
    assert await charges(customer.wa_id) == [5000]


@pytest.mark.timeout(400)
async def test_a_rolling_restart_under_load_loses_and_doubles_nothing(
    house: PartedHouse,
    sandbox: httpx.AsyncClient,
    charges: Any,
    record_property: Callable[[str, object], None],
) -> None:
    """A release under load: each message is answered once, each purchase charged once."""
    load = Load(house)
    buyers = [Purchase(Chat(sandbox, f"26378{n:07d}"), house.origin) for n in range(_BUYERS)]
    sending = asyncio.ensure_future(load.run())
    buying = asyncio.gather(*(buyer.make() for buyer in buyers))
    ends = [await roll(house, service) for service in SERVICES]
    await asyncio.sleep(2)
    load.stopped.set()
    await sending
    paid = await buying
    answered = await until_answered(sandbox, load.numbers)

    assert [status for status, _ in ends] == [0] * len(SERVICES)
    assert max(seconds for _, seconds in ends) < 10
    assert {n for n in load.numbers if answered[n] == 0} == set()
    assert {n: answered[n] for n in load.numbers if answered[n] > 1} == {}
    assert paid == [True] * _BUYERS
    assert [await charges(buyer.chat.wa_id) for buyer in buyers] == [[5000]] * _BUYERS
    record_property("messages", len(load.numbers))
    record_property("rate", round(load.rate))


class Load:
    """Strangers who write once each; what is not taken is repeated, as Meta does."""

    def __init__(self, house: PartedHouse) -> None:
        self._url = f"{house.origin}/webhooks/whatsapp"
        self.stopped = asyncio.Event()
        self.numbers: list[str] = []
        self.rate = 0.0

    async def run(self) -> None:
        """Post fifty messages a second, or as many as this machine takes, until stopped."""
        begun = time.monotonic()
        async with (
            httpx.AsyncClient(timeout=30, trust_env=False) as client,
            asyncio.TaskGroup() as posting,
        ):
            while not self.stopped.is_set():
                number = f"26371{len(self.numbers):07d}"
                self.numbers.append(number)
                posting.create_task(self._post(client, number))
                ahead = len(self.numbers) / _RATE - (time.monotonic() - begun)
                await asyncio.sleep(max(0.0, ahead))
            self.rate = len(self.numbers) / (time.monotonic() - begun)

    async def _post(self, client: httpx.AsyncClient, number: str) -> None:
        body = messages_body([(number, "menu")])
        headers = {"X-Hub-Signature-256": sign_hub(body, APP_SECRET)}
        for _ in range(100):
            try:
                answer = await client.post(self._url, content=body, headers=headers)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.is_success:
                return
            await asyncio.sleep(0.5)
        raise AssertionError(f"the message of {number} was never taken")


async def roll(house: PartedHouse, service: str) -> tuple[int, float]:
    """Stop a service and start it again; returns its exit status and the seconds to its end."""
    ended = await asyncio.to_thread(house.end, service)
    house.begin(service)
    await asyncio.to_thread(house.until_ready)
    return ended


async def until_answered(sandbox: httpx.AsyncClient, numbers: list[str]) -> Counter[str]:
    """Return how many messages each number got, once all have one or nothing more comes."""
    wanted, count, quiet_since = set(numbers), -1, time.monotonic()
    while True:
        ledger = (await sandbox.get("/api/ledgers/graph")).json()
        got = Counter(str(message["to"]).lstrip("+") for message in ledger["messages"])
        found = sum(got[number] for number in wanted)
        if found != count:
            count, quiet_since = found, time.monotonic()
        is_quiet = time.monotonic() - quiet_since > (3 if wanted <= set(got) else 40)
        if is_quiet:
            return got
        await asyncio.sleep(0.5)
