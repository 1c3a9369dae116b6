"""How long a client may take to send a request, and how a connection ends that is refused.

What is measured here is the client's sending only. How long an answer takes is the service's.
"""

import asyncio
from collections.abc import Callable
from enum import Enum
from http import HTTPStatus
from typing import Final

import orjson
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from common.log import get_logger
from common.web.problems import PROBLEM_MEDIA_TYPE, problem_body

log = get_logger(__name__)

HEADER_SECONDS: Final = 10.0
"""From a connection, or the first byte of another request on it, to the end of the headers."""
BODY_SECONDS: Final = 15.0
"""From the end of the headers to the end of the body."""
HEADER_BYTES: Final = 64 * 1024
LINGER_SECONDS: Final = 2.0
"""After an answer to what is still being sent: how long the rest is thrown away before the end."""
_HEAD: Final = (
    "HTTP/1.1 {status} {phrase}\r\ncontent-type: {media}\r\ncontent-length: {length}\r\n"
    "connection: close\r\n\r\n"
)
_DETAILS: Final = {
    HTTPStatus.BAD_REQUEST: "This is no request of HTTP/1.1.",
    HTTPStatus.REQUEST_TIMEOUT: "The request came too slowly: nothing was done.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: f"Headers have at most {HEADER_BYTES} bytes.",
}


class _Part(Enum):
    HEADERS = "headers"
    BODY = "body"


class DeadlineProtocol(HttpToolsProtocol):
    """uvicorn's HTTP on one connection, closed with 408 when a request does not come in time.

    Headers above HEADER_BYTES get 431. A request that comes whole in one piece starts no timer.
    An answer to a request whose body has not come closes the connection.
    """

    header_seconds = HEADER_SECONDS
    body_seconds = BODY_SECONDS
    linger_seconds = LINGER_SECONDS
    _timer: asyncio.TimerHandle | None = None
    _awaited: _Part | None = None
    """What is being received; None between requests."""
    _timed: _Part | None = None
    _header_bytes = 0
    _may_stay = True
    """Whether the connection outlives the answer once the body has come."""
    _is_lingering = False
    _was_paused = False
    """Whether the service let the client wait since the timer began."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # uvicorn's own
        """Wait for the first request."""
        super().connection_made(transport)
        self._awaited = _Part.HEADERS
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._awaited = None
        self._watch()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has come, and wait for what is missing."""
        if self._is_lingering:
            return
        super().data_received(data)
        self._was_paused |= self.flow.read_paused
        self._watch()
        if self._awaited is _Part.HEADERS:
            self._header_bytes += len(data)
            if self._header_bytes > HEADER_BYTES:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_message_begin(self) -> None:
        """Begin with a request's headers."""
        super().on_message_begin()
        self._awaited, self._header_bytes = _Part.HEADERS, 0

    def on_headers_complete(self) -> None:
        """Go on with its body."""
        self._awaited, before = _Part.BODY, self.cycle
        super().on_headers_complete()
        if self.cycle is not before:
            self._may_stay, self.cycle.keep_alive = self.cycle.keep_alive, False
            self.cycle.transport = _Lingering(self.transport, self._linger)

    def on_message_complete(self) -> None:
        """Have the whole of it: the answer may leave the connection open, if none was begun."""
        self._awaited = None
        if self.cycle and not self.cycle.response_started:
            self.cycle.keep_alive = self._may_stay
        super().on_message_complete()

    def shutdown(self) -> None:
        """Close the connection with its present answer."""
        self._may_stay = False
        super().shutdown()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        self._refuse(HTTPStatus.BAD_REQUEST)

    def _linger(self) -> None:
        """Close; what is still being sent is thrown away for a while.

        Closed at once, the system would reset the connection, and the answer might be lost.
        """
        if self._awaited is not _Part.BODY or not self.transport.can_write_eof():
            self.transport.close()
        elif not (self._is_lingering or self.transport.is_closing()):
            self._is_lingering = True
            self.transport.write_eof()
            if self._timer is not None:
                self._timer.cancel()
            self._timer = self.loop.call_later(self.linger_seconds, self.transport.close)

    def _watch(self) -> None:
        """Have a timer for the part that is awaited, begun with that part."""
        if self._awaited is self._timed:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._timed, self._was_paused = None, self._awaited, self.flow.read_paused
        if self._awaited is not None:
            is_body = self._awaited is _Part.BODY
            seconds = self.body_seconds if is_body else self.header_seconds
            self._timer = self.loop.call_later(seconds, self._expire)

    def _expire(self) -> None:
        is_next = self._awaited is _Part.HEADERS and self._is_answering()
        if self._was_paused or is_next:  # it is the service that is not ready for more
            self._timed = None
            self._watch()
            return
        self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _refuse(self, status: HTTPStatus) -> None:
        """Answer, unless an answer was begun to what is being received, and close."""
        if self.transport.is_closing():
            return
        is_body = self._awaited is _Part.BODY
        is_answered = self.cycle.response_started if is_body else self._is_answering()
        if not is_answered:
            self.transport.write(_refusal(status))
        self.transport.close()

    def _is_answering(self) -> bool:
        return bool(self.cycle) and not self.cycle.response_complete


class _Lingering(asyncio.Transport):
    """A connection as its present answer sees it: it closes when the client has its answer."""

    def __init__(self, transport: asyncio.Transport, close: Callable[[], None]) -> None:
        super().__init__()
        self._transport = transport
        self._close = close

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Write a part of the answer."""
        self._transport.write(data)

    def is_closing(self) -> bool:
        """Tell whether the connection ends."""
        return self._transport.is_closing()

    def close(self) -> None:
        """Close when the rest has come, or need not be awaited any longer."""
        self._close()


def _refusal(status: HTTPStatus) -> bytes:
    body = orjson.dumps(problem_body(status, f"http:{int(status)}", _DETAILS[status]))
    head = _HEAD.format(
        status=int(status), phrase=status.phrase, media=PROBLEM_MEDIA_TYPE, length=len(body)
    )
    return head.encode() + body
