"""The access token may be kept in the database, and is asked for at each send."""

import asyncio

import httpx
import pytest
from common.testing.graph import refusing
from common.testing.notifications import NUMBER, NotifierHouse, OpenHouse, a_command
from common.testing.plugin import BUS_KEY, STORAGE_KEY

pytestmark = pytest.mark.database

NEW_STORAGE = "new-storage-key-of-the-tests-T4bRw9Kz"


async def keep(house: NotifierHouse, scope: str = "default", **values: str) -> httpx.Response:
    """Keep values as Tendai."""
    body = {"values": values, "by": "tendai"}
    return await house.client.put(f"/v1/credentials/whatsapp/{scope}", json=body)


async def part(house: NotifierHouse) -> dict[str, str]:
    """Tell how WhatsApp stands."""
    return (await house.client.get("/health/ready")).json()["parts"]["whatsapp"]


async def test_a_kept_token_sends_what_waited_for_one(open_house: OpenHouse) -> None:
    """Without a token nothing leaves and health says so; nothing is started again."""
    async with open_house(WHATSAPP_ACCESS_TOKEN="") as house:
        await house.receive(a_command("menu"))
        await asyncio.sleep(0.5)
        before, off = list(house.graph.sent), await part(house)
        await keep(house, access_token="a-kept-token")
        await house.until_sent(1, seconds=30)

    assert [] == before
    assert ("off", "not configured") == (off["state"], off["detail"])
    assert ["Bearer a-kept-token"] == house.graph.tokens


async def test_a_number_may_have_a_token_of_its_own(house: NotifierHouse) -> None:
    """The others use the default one, and that the environment's when none is kept."""
    await house.receive(a_command("one"))
    await house.until_sent(1)
    await keep(house, NUMBER, access_token="its-own-token")
    await house.receive(a_command("two"))
    await house.until_sent(2)

    assert ["Bearer the-token", "Bearer its-own-token"] == house.graph.tokens


async def test_every_replica_sends_with_a_new_token_within_two_seconds(
    open_house: OpenHouse,
) -> None:
    """Also the one that was not asked to keep it."""
    async with open_house() as one, open_house() as other:
        await asyncio.sleep(0.3)
        await keep(one, access_token="a-kept-token")
        await asyncio.sleep(2)
        shown = (await other.client.get("/v1/credentials/whatsapp/default")).json()

    assert "database" == shown["fields"]["access_token"]["source"]


async def test_a_new_token_ends_the_trouble_with_the_old_one(house: NotifierHouse) -> None:
    """Health names the refused token's error only as long as that token is in force."""
    house.graph.answers = [refusing(190, 401)]
    await house.receive(a_command("one"))
    await house.until_sent(1)
    await house.until_states("failed")
    worse = await part(house)
    await keep(house, access_token="a-kept-token")

    assert "degraded" == worse["state"]
    assert ("test", False) == ((await part(house))["state"], "190" in (await part(house))["detail"])


async def test_what_waits_is_sent_after_a_rotation_dropped_the_old_key(
    open_house: OpenHouse,
) -> None:
    """Contents, and the token that is kept, are under the new key alone."""
    async with open_house(WHATSAPP_ACCESS_TOKEN="") as house:
        await house.receive(a_command("menu"))
        await house.until_states("waiting")
    both = {
        "WHATSAPP_ACCESS_TOKEN": "",
        "NOTIFIER_STORAGE_KEYS": f"{NEW_STORAGE},{STORAGE_KEY}",
        "MARI_BUS_KEYS": BUS_KEY,
    }
    async with open_house(**both) as house:
        answer = await house.client.post("/v1/secrets/rotate", json={})
        await keep(house, access_token="a-kept-token")
        await house.until_sent(1, seconds=30)
        await house.until_states("accepted")
    async with open_house(WHATSAPP_ACCESS_TOKEN="", NOTIFIER_STORAGE_KEYS=NEW_STORAGE) as house:
        await house.receive(a_command("receipt"))
        await house.until_sent(2)

    assert 1 == answer.json()["counts"]["delivery.content"]["resealed"]
    assert ["menu", "receipt"] == house.graph.bodies
