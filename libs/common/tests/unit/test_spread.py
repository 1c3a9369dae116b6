"""Calls that are spread over several small pools of connections."""

import asyncio
import ssl
from collections.abc import AsyncIterator

import httpx
import pytest
from common import spread
from common.spread import SpreadTransport


class Hello(httpx.AsyncByteStream):
    """A body that has not been read yet."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give it in two pieces."""
        yield b"hel"
        yield b"lo"


class Pool(httpx.AsyncBaseTransport):
    """Notes its limits and its requests; answers when it may."""

    def __init__(self, limits: httpx.Limits) -> None:
        self.limits = limits
        self.got = 0
        self.is_closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer, or be away."""
        self.got += 1
        if request.url.path == "/away":
            raise httpx.ConnectError("away", request=request)
        return httpx.Response(200, stream=Hello())

    async def aclose(self) -> None:
        """Note it."""
        self.is_closed = True


class Spread:
    """A client over pools that are looked at."""

    def __init__(self, most: int | None = 8) -> None:
        self.pools: list[Pool] = []
        limits = httpx.Limits(max_connections=most, keepalive_expiry=4)
        transport = SpreadTransport(limits, make_pool=self._make)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://there")

    def _make(self, limits: httpx.Limits) -> Pool:
        self.pools.append(Pool(limits))
        return self.pools[-1]

    @property
    def got(self) -> list[int]:
        """Return how many requests each pool got."""
        return [pool.got for pool in self.pools]


@pytest.mark.parametrize(("most", "pools", "each"), [(8, 2, 4), (64, 16, 4), (5, 2, 3), (1, 1, 1)])
async def test_pools_together_hold_the_limit(most: int, pools: int, each: int) -> None:
    """No pool has more than four connections, and all together hardly more than allowed."""
    spread = Spread(most)

    assert [pool.limits.max_connections for pool in spread.pools] == [each] * pools
    assert all(pool.limits.keepalive_expiry == 4 for pool in spread.pools)


async def test_a_request_goes_where_the_fewest_are_under_way() -> None:
    """An answer that is not closed yet counts as under way."""
    spread = Spread()
    async with spread.client.stream("GET", "/"), spread.client.stream("GET", "/"):
        assert spread.got == [1, 1]


async def test_an_answer_frees_its_pool_when_it_is_closed() -> None:
    """One after another they use the same pool, and its warm connection."""
    spread = Spread()
    for _ in range(3):
        assert (await spread.client.get("/")).text == "hello"

    assert spread.got == [3, 0]


async def test_a_failed_request_frees_its_pool() -> None:
    """An error is passed on as it is, and leaves nothing counted."""
    spread = Spread()
    for _ in range(2):
        with pytest.raises(httpx.ConnectError):
            await spread.client.get("/away")

    assert spread.got == [2, 0]


async def test_many_at_once_are_spread_evenly() -> None:
    """Each pool has as many as any other."""
    spread = Spread(64)
    held = asyncio.Event()

    async def call() -> None:
        async with spread.client.stream("GET", "/"):
            await held.wait()

    calls = [asyncio.ensure_future(call()) for _ in range(64)]
    await asyncio.sleep(0.01)
    held.set()
    await asyncio.gather(*calls)

    assert spread.got == [4] * 16


async def test_closing_closes_every_pool() -> None:
    """Nothing is left open."""
    spread = Spread()
    await spread.client.aclose()

    assert all(pool.is_closed for pool in spread.pools)


def test_all_pools_trust_by_one_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred connections are no reason to read it twenty-five times."""
    read: list[bool] = []
    made = httpx.create_ssl_context

    def count(*, trust_env: bool) -> ssl.SSLContext:
        read.append(trust_env)
        return made(trust_env=trust_env)

    spread.shared_trust.cache_clear()
    monkeypatch.setattr(httpx, "create_ssl_context", count)
    SpreadTransport(httpx.Limits(max_connections=100))
    spread.shared_trust.cache_clear()

    assert [False] == read
