"""A TCP proxy that cuts one link the way networks do: reset, refusal, black hole."""

import asyncio
import contextlib
import socket
import struct
from collections import deque
from types import TracebackType
from typing import Final, Self

_CHUNK: Final = 64 * 1024
_BACKLOG: Final = 2048
"""As a service's own: what finds a short queue full waits unanswered for seconds."""
_NO_LINGER: Final = struct.pack("ii", 1, 0)


class TcpProxy:
    """Passes bytes to one address until it is told otherwise; its own port stays the same.

    With several ports, connections go to them in turn, past those that refuse.
    """

    def __init__(self, *ports: int, host: str = "127.0.0.1") -> None:
        self._targets = deque((host, port) for port in ports)
        self._server: asyncio.Server | None = None
        self._passing = asyncio.Event()
        self._passing.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._serving: set[asyncio.Future[None]] = set()
        self.port = 0
        self.connections = 0
        """How many connections have come so far."""

    async def __aenter__(self) -> Self:
        """Listen on a free loopback port."""
        await self._listen()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Cut what is left and stop listening."""
        await self.refuse()

    def reset(self) -> None:
        """Cut every connection at once, with a reset to both sides; new ones pass."""
        for writer in tuple(self._writers):
            sock = writer.get_extra_info("socket")
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
            writer.transport.abort()

    async def refuse(self) -> None:
        """Cut every connection and refuse new ones."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
        self._passing.set()
        self.reset()
        await asyncio.gather(*self._serving, return_exceptions=True)

    def blackhole(self) -> None:
        """Let nothing through, in silence: connections stay open, new ones are accepted."""
        self._passing.clear()

    async def heal(self) -> None:
        """Let everything through again, with what a black hole has kept back."""
        self._passing.set()
        if self._server is None:
            await self._listen()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(
            self._accept, "127.0.0.1", self.port, backlog=_BACKLOG
        )
        self.port = self._server.sockets[0].getsockname()[1]

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving = asyncio.ensure_future(self._serve(reader, writer))
        self._serving.add(serving)
        serving.add_done_callback(self._serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.add(writer)
        try:
            await self._passing.wait()
            there, back = await self._connect()
            self._writers.add(back)
            try:
                await asyncio.gather(self._pump(reader, back), self._pump(there, writer))
            finally:
                self._close(back)
        except (OSError, RuntimeError):
            pass  # one side has gone (uvloop: a closed handle): the other is closed below
        finally:
            self._close(writer)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self._targets.rotate(-1)
        *others, last = self._targets
        for target in others:
            with contextlib.suppress(OSError):
                return await asyncio.open_connection(*target)
        return await asyncio.open_connection(*last)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(_CHUNK):
            await self._passing.wait()
            sink.write(data)
            await sink.drain()
        sink.close()

    def _close(self, writer: asyncio.StreamWriter) -> None:
        writer.close()
        self._writers.discard(writer)
