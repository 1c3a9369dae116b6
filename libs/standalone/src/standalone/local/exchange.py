"""One request to a service whose answer is heard while the body is still being sent.

httpx reads an answer only when the whole request is out: a client that is refused for its key would
be told so when its body has come, and hold its request open until then.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Final, cast

import h11
from starlette.types import Receive

ANSWER_SECONDS: Final = 40.0
"""How long a service may say nothing before or within its answer."""
_PIECE: Final = 64 * 1024

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Connect = Callable[[str, int], Awaitable[Stream]]


class GoneError(Exception):
    """The client left before its request had come."""


class TooMuchError(Exception):
    """The body is larger than anybody takes."""


class Exchange:
    """A request and its answer, on a connection of its own.

    Whatever ends it early is raised by `answer` and `parts`: GoneError, TooMuchError, OSError for a
    connection that broke, TimeoutError, h11.RemoteProtocolError for an answer that is none.
    """

    def __init__(self, stream: Stream, request: h11.Request) -> None:
        self._reader, self._writer = stream
        self._wire = h11.Connection(h11.CLIENT)
        self._write(request)

    async def upload(self, receive: Receive, most: int) -> None:
        """Send the body as it comes, `most` bytes of it; a service may stop reading at any time."""
        try:
            await self._upload(receive, most)
        except (GoneError, TooMuchError) as error:
            self._reader.set_exception(error)
        except OSError:
            return  # what the service had answered before it closed is still to be read

    async def answer(self) -> h11.Response:
        """Return the answer's status and headers, as soon as they come."""
        while True:
            event = await self._next()
            if isinstance(event, h11.Response):
                return event

    async def parts(self) -> AsyncGenerator[bytes]:
        """Give the answer's body."""
        while isinstance(event := await self._next(), h11.Data):
            yield bytes(event.data)

    async def _upload(self, receive: Receive, most: int) -> None:
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise GoneError
            body: bytes = message.get("body", b"")
            more, most = bool(message.get("more_body")), most - len(body)
            if most < 0:
                raise TooMuchError
            if body:
                self._write(h11.Data(body))
                await self._writer.drain()
        self._write(h11.EndOfMessage())

    def _write(self, event: Any) -> None:  # noqa: ANN401 - h11 names no type for all its events
        sent = cast("bytes | None", self._wire.send(event))
        if sent:
            self._writer.write(sent)

    async def _next(self) -> Any:  # noqa: ANN401 - as above
        while (event := self._wire.next_event()) is h11.NEED_DATA:
            async with asyncio.timeout(ANSWER_SECONDS):
                self._wire.receive_data(await self._reader.read(_PIECE))
        return event


@asynccontextmanager
async def exchange(
    stream: Stream, request: h11.Request, receive: Receive, most: int
) -> AsyncGenerator[Exchange]:
    """Send a request; at the end of the block its connection closes, whatever is on the way."""
    _, writer = stream
    try:
        begun = Exchange(stream, request)
        uploading = asyncio.ensure_future(begun.upload(receive, most))
        try:
            yield begun
        finally:
            uploading.cancel()
    finally:
        writer.transport.abort()
