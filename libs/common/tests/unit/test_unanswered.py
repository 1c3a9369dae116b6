"""Whatever a peer does to a connection, the request ends in a way that callers know."""

import asyncio
import socket
import struct
from collections.abc import Callable

import httpx
import pytest
import uvloop
from common.unanswered import UNANSWERED

_NO_LINGER = struct.pack("ii", 1, 0)


async def _ask_who_resets(times: int) -> list[BaseException]:
    """Ask a peer that resets each connection at once; returns how each request ended."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        listener.setblocking(False)  # noqa: FBT003 - the socket's own argument
        resetting = asyncio.ensure_future(_reset_all(listener))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
            ends = await asyncio.gather(
                *(client.get(url) for _ in range(times)), return_exceptions=True
            )
        resetting.cancel()
    return [end for end in ends if isinstance(end, BaseException)]


async def _reset_all(listener: socket.socket) -> None:
    while True:
        connection, _ = await asyncio.get_running_loop().sock_accept(listener)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        connection.close()


@pytest.mark.parametrize(
    "factory", [asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"]
)
def test_a_reset_at_the_first_moment_ends_as_unanswered(
    factory: Callable[[], asyncio.AbstractEventLoop],
) -> None:
    """Each request ends, and with one of the exceptions that callers take for no answer."""
    with asyncio.Runner(loop_factory=factory) as runner:
        ends = runner.run(_ask_who_resets(60))

    assert len(ends) == 60
    assert [end for end in ends if not isinstance(end, UNANSWERED)] == []
