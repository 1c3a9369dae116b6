"""The proxy of the fault tests stands for a balancer when it has several ends."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

from common.local.process import free_port
from common.testing.tcp_proxy import TcpProxy


@asynccontextmanager
async def _says(word: bytes) -> AsyncGenerator[int]:
    """Run a peer that says one word to whoever connects; gives its port."""

    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(word)
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def _heard(port: int, times: int) -> Counter[bytes]:
    words: list[bytes] = []
    for _ in range(times):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        words.append(await reader.read())
        writer.close()
    return Counter(words)


async def test_connections_go_to_the_ends_in_turn() -> None:
    """Two ends share what comes."""
    async with AsyncExitStack() as stack:
        ports = [await stack.enter_async_context(_says(word)) for word in (b"one", b"two")]
        proxy = await stack.enter_async_context(TcpProxy(*ports))

        assert await _heard(proxy.port, 6) == {b"one": 3, b"two": 3}


async def test_an_end_that_refuses_is_passed_by() -> None:
    """While one end is away, the other has everything."""
    async with _says(b"one") as port, TcpProxy(free_port(), port) as proxy:
        assert await _heard(proxy.port, 4) == {b"one": 4}
