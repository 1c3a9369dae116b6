"""A transport for many calls at once: connections are spread over several small pools.

httpcore's pool looks at every one of its connections, each with a system call, whenever a request
begins or ends. With sixty of them that costs more than the request itself.
"""

from collections.abc import AsyncIterator, Callable
from functools import cache
from ssl import SSLContext
from typing import Final

import httpx

_CONNECTIONS_EACH: Final = 4

MakePool = Callable[[httpx.Limits], httpx.AsyncBaseTransport]


@cache
def shared_trust() -> SSLContext:
    """Return whom TLS trusts: the list is half a megabyte, and takes long to read, for each."""
    return httpx.create_ssl_context(trust_env=False)


def http_pool(limits: httpx.Limits) -> httpx.AsyncBaseTransport:
    """Return one pool that reads no proxy from its surroundings."""
    return httpx.AsyncHTTPTransport(limits=limits, verify=shared_trust(), trust_env=False)


class SpreadTransport(httpx.AsyncBaseTransport):
    """Gives each request to the pool with the fewest under way; all together hold the limit."""

    def __init__(self, limits: httpx.Limits, *, make_pool: MakePool = http_pool) -> None:
        most = limits.max_connections or _CONNECTIONS_EACH
        count = -(-most // _CONNECTIONS_EACH)
        each = -(-most // count)
        own = httpx.Limits(
            max_connections=each,
            max_keepalive_connections=each,
            keepalive_expiry=limits.keepalive_expiry,
        )
        self._pools = [make_pool(own) for _ in range(count)]
        self._busy = [0] * count

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; its pool is free again when the answer was closed."""
        place = min(range(len(self._pools)), key=self._busy.__getitem__)
        self._busy[place] += 1
        try:
            response = await self._pools[place].handle_async_request(request)
        except BaseException:
            self._busy[place] -= 1
            raise
        response.stream = _Watched(response.stream, lambda: self._free(place))
        return response

    def _free(self, place: int) -> None:
        self._busy[place] -= 1

    async def aclose(self) -> None:
        """Close every pool."""
        for pool in self._pools:
            await pool.aclose()


class _Watched(httpx.AsyncByteStream):
    def __init__(self, stream: object, closed: Callable[[], None]) -> None:
        if not isinstance(stream, httpx.AsyncByteStream):
            raise TypeError("an answer is read asynchronously")
        self._stream = stream
        self._closed: Callable[[], None] | None = closed

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            yield chunk

    async def aclose(self) -> None:
        """Close the answer, and say so once."""
        closed, self._closed = self._closed, None
        try:
            await self._stream.aclose()
        finally:
            if closed is not None:
                closed()
