"""A kill at each place where a decision about money is written: it is made once, and whole."""

import asyncio
import contextlib
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import pytest
from common.crash import DECISION_POINTS, ENTERED_POINTS
from standalone.testing import Chat, House, HouseOptions, Purchase, to_the_code

pytestmark = [pytest.mark.crash, pytest.mark.story, pytest.mark.database]
WISH: dict[str, Any] = {"amount_minor": 2_000, "reason": "changed his mind", "by": "Rudo"}
BY_HAND: dict[str, Any] = {
    "action": "refunded",
    "provider_reference": "O-77",
    "reason": "paid out in the portal",
    "by": "Rudo",
}


ENTERED: dict[str, Any] = {
    "action": "enter_amount",
    "amount_minor": 3_000,
    "provider_reference": "O-12",
    "reason": "read in the portal",
    "by": "Rudo",
}


class Decider:
    """Posts each decision until it is taken, with the house killed at the places named."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.died_at: Counter[str] = Counter()

    async def decide(
        self, path: str, body: dict[str, Any], *, key: str, places: tuple[str, ...]
    ) -> dict[str, Any]:
        """Be killed at each place while this is decided; returns the answer of the last try."""
        for place in places:
            self._house.kill()
            await asyncio.to_thread(self._house.start, MARI_CRASH_AT=f"{place}:1")
            with pytest.raises(httpx.TransportError):
                await self.post(path, body, key)
            await self.until_dead()
            self.died_at[place] += 1
        await asyncio.to_thread(self._house.start)
        answer = await self.post(path, body, key)
        assert answer.is_success, answer.text
        return answer.json()

    async def post(self, path: str, body: dict[str, Any], key: str) -> httpx.Response:
        """Post it once."""
        async with self._house.api() as merchant:
            return await merchant.post(path, json=body, headers={"Idempotency-Key": key})

    async def until_dead(self) -> None:
        """Wait until it was killed."""
        for _ in range(100):
            if not self._house.is_running():
                return
            await asyncio.sleep(0.1)
        raise AssertionError("it was not killed")


@pytest.mark.timeout(300)
async def test_a_refund_that_is_killed_at_each_place_is_made_and_told_once(
    server_folder: Path,
) -> None:
    """Asked for and finished by hand under kills: one refund, one movement, one text."""
    house = House(server_folder, HouseOptions(sandbox_inside=False))
    await asyncio.to_thread(house.start)
    try:
        async with httpx.AsyncClient(base_url=house.sandbox, timeout=60, trust_env=False) as client:
            purchase = Purchase(Chat(client, "263781230099"), house.origin)
            assert await purchase.make()
            decider = Decider(house)
            path = f"/api/orders/{purchase.reference}/refunds"
            asked = await decider.decide(path, WISH, key="b", places=DECISION_POINTS[:1])
            async with house.api() as merchant:
                (task,) = (await merchant.get("/api/tasks")).json()["tasks"]
            places = ("flow.movement.before_commit", *DECISION_POINTS[1:])
            path = f"/api/tasks/{task['id']}/resolve"
            await decider.decide(path, BY_HAND, key="t", places=places)
            await purchase.chat.hears("O-77")
            said = [message.text for message in await purchase.chat.everything()]
            async with house.api() as merchant:
                order = (await merchant.get(f"/api/orders/{purchase.reference}")).json()
    finally:
        await asyncio.to_thread(house.stop)

    (refund,) = order["refunds"]
    assert (refund["refund_id"], refund["status"]) == (asked["refund_id"], "done")
    assert (order["refunded_minor"], order["payment_status"]) == (2_000, "part_refunded")
    assert len([text for text in said if "O-77" in text]) == 1
    assert set(DECISION_POINTS) <= decider.died_at.keys()


@pytest.mark.timeout(300)
async def test_an_amount_that_is_entered_under_kills_is_credited_once(
    server_folder: Path,
) -> None:
    """The payments service dies as it writes it, before and after: it is sent again, and is one."""
    house = House(server_folder, HouseOptions(sandbox_inside=False))
    await asyncio.to_thread(house.start)
    try:
        async with httpx.AsyncClient(base_url=house.sandbox, timeout=60, trust_env=False) as client:
            chat, order = await _held(house, client)
            await _enter_under_kills(house)
            await chat.hears("Receipt.*USD 30.00", within=60)
            said = [message.text for message in await chat.everything()]
            async with house.api() as merchant:
                found = (await merchant.get(f"/api/orders/{order}")).json()
    finally:
        await asyncio.to_thread(house.stop)

    assert [(3_000, "O-12")] == [
        (credit["amount_minor"], credit["provider_reference"]) for credit in found["credits"]
    ]
    assert (3_000, "part_paid") == (found["paid_minor"], found["payment_status"])
    assert len([text for text in said if "*Receipt" in text]) == 1


async def _held(house: House, client: httpx.AsyncClient) -> tuple[Chat, str]:
    """Leave a payment of which nobody knows how much arrived."""
    chat = Chat(client, "263781230100")
    wish = {"kind": "order", "customer": {"wa_id": chat.wa_id}, "description": "Solar lamp"}
    async with house.api() as merchant:
        made = await merchant.post(
            "/api/orders", json=wish | {"currency": "USD", "total_minor": 5000}
        )
    for operation, behaviour in (("request", "partial"), ("query", "error_before_charge")):
        fault = {"provider": "omari", "operation": operation, "behaviour": behaviour}
        (await client.post("/api/faults", json=fault)).raise_for_status()
    await to_the_code(chat, "50")
    await chat.asks(await chat.code(), "not how much", within=30)
    return chat, made.json()["reference"]


async def _enter_under_kills(house: House) -> None:
    async with house.api() as merchant:
        (task,) = (await merchant.get("/api/tasks")).json()["tasks"]
    for place in ENTERED_POINTS:
        house.kill()
        await asyncio.to_thread(house.start, MARI_CRASH_AT=f"{place}:1")
        decider = Decider(house)
        with contextlib.suppress(httpx.TransportError):
            await decider.post(f"/api/tasks/{task['id']}/resolve", ENTERED, "e")
        await decider.until_dead()
    await asyncio.to_thread(house.start)
