"""The merchant's key: refused before it is compared while an address is over its limit."""

from datetime import timedelta

import httpx
import pytest
from common.testing.clock import FakeClock
from common.web.problems import install
from common.web.refusals import RefusalLimiter
from fastapi import Depends, FastAPI
from flow_engine.api import ApiKey

KEY = "the-key-of-the-merchant-0123456789"


@pytest.fixture
def client(clock: FakeClock) -> httpx.AsyncClient:
    """Give a client of one route behind the key, with three wrong ones at once."""
    api_key = ApiKey(KEY, RefusalLimiter(clock, 3, 6, "api:too_many_refusals"))
    app = FastAPI()
    install(app)

    @app.get("/api/orders", dependencies=[Depends(api_key)])
    async def orders() -> None: ...

    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x")


async def test_after_too_many_wrong_keys_the_right_one_does_not_show(
    client: httpx.AsyncClient, clock: FakeClock
) -> None:
    """Whoever guesses learns nothing once he is limited; later the right key is taken again."""
    wrong = [await client.get("/api/orders", headers={"X-Api-Key": f"n{n}"}) for n in range(4)]
    right = await client.get("/api/orders", headers={"X-Api-Key": KEY})
    clock.advance(timedelta(minutes=1))
    later = await client.get("/api/orders", headers={"X-Api-Key": KEY})

    assert [401, 401, 401, 429] == [answer.status_code for answer in wrong]
    assert (429, "api:too_many_refusals") == (right.status_code, right.json()["code"])
    assert "retry-after" in right.headers
    assert 200 == later.status_code


async def test_the_right_key_is_never_counted(client: httpx.AsyncClient) -> None:
    """A busy program of the merchant's is no guesser."""
    answers = [await client.get("/api/orders", headers={"X-Api-Key": KEY}) for _ in range(50)]

    assert {200} == {answer.status_code for answer in answers}
