"""A way to the broker: every step bounded in time, its state known, its end noticed."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection
from aio_pika.connection import make_url
from aio_pika.exceptions import CONNECTION_EXCEPTIONS, ChannelClosed, ChannelNotFoundEntity

from common.errors import TransientError
from common.lanes.supervisor import code_of
from common.log import get_logger
from common.messaging.amqp.counters import Counters

log = get_logger(__name__)

OK: Final = "ok"
BLOCKED: Final = "blocked"
SECONDS: Final = 5.0
"""How long one step with the broker may take."""
_CLOSE_SECONDS: Final = 2.0
_HEARTBEAT_SECONDS: Final = 10
"""A silent connection is given up after three of these and a little."""
BROKEN: Final = (*CONNECTION_EXCEPTIONS, TimeoutError)
"""What a step with the broker may raise when the way is cut."""


class TopologyError(Exception):
    """The broker does not have what Mari needs; the text is one line that says what to do."""

    code: Final = "broker:topology"


class Link:
    """Opens connections for one purpose and knows how the last one stands."""

    def __init__(self, url: str, purpose: str, counters: Counters) -> None:
        self._url = _with_heartbeat(url)
        self._purpose = purpose
        self.counters = counters
        self._was_open = False
        self._current: AbstractConnection | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self.state = "connecting"
        """`ok`, `blocked`, `connecting`, or `down:` and a code."""

    async def open(self) -> AbstractConnection:
        """Return a new connection. Raises TransientError."""
        try:
            connection = await connect(self._url, self._purpose)
        except BROKEN as error:
            self.failed(error)
            raise TransientError("The broker is not to be had.", code="broker:down") from error
        connection.close_callbacks.add(self._closed)
        self._current = connection
        self.counters.reconnects += self._was_open
        self._was_open = True
        self.became(OK)
        return connection

    def failed(self, error: BaseException) -> None:
        """Note that a step failed."""
        self.became(f"down: {code_of(error)}")

    def became(self, state: str) -> None:
        """Note the state, and say so when it changes."""
        if state != self.state:
            log.info("broker.link_changed", link=self._purpose, state=state)
        self.state = state

    def drop(self, connection: AbstractConnection, error: BaseException | None = None) -> None:
        """Close a connection without waiting for it: its end may be as stuck as it is."""
        if connection is self._current:
            self._current = None
            if error is not None:
                self.failed(error)
        self._keep(_close(connection))

    async def closed(self) -> None:
        """Wait until what was closed has gone."""
        await asyncio.gather(*self._closing, return_exceptions=True)

    def _keep(self, closing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(closing)
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    def _closed(self, connection: AbstractConnection | None, error: BaseException | None) -> None:
        if connection is not None and connection is self._current:
            self.drop(connection, error or ConnectionError())


async def connect(url: str, purpose: str) -> AbstractConnection:
    """Return an open connection. Raises one of BROKEN, within its time."""
    connection = aio_pika.Connection(make_url(url), client_properties={"connection_name": purpose})
    try:
        await connection.connect(timeout=SECONDS)
    except BaseException:
        # One that never stood must be closed too: else the collector does, and says so.
        await connection.close()
        raise
    return connection


async def open_channel(
    connection: AbstractConnection, *, on_return_raises: bool = False, prefetch: int = 0
) -> AbstractChannel:
    """Open a channel that confirms. Raises TransientError."""
    try:
        async with asyncio.timeout(SECONDS):
            channel = connection.channel(on_return_raises=on_return_raises)
            await channel.initialize()
            if prefetch:
                await channel.set_qos(prefetch_count=prefetch)
    except BROKEN as error:
        raise TransientError("The broker opens no channel.", code="broker:channel") from error
    return channel


async def checked(what: str, step: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - the library's
    """Do a passive declare. Raises TopologyError when it is not there, else TransientError."""
    try:
        async with asyncio.timeout(SECONDS):
            return await step
    except ChannelNotFoundEntity:
        raise TopologyError(f"The broker has no {what}: run `mari topology`.") from None
    except ChannelClosed as error:
        raise TopologyError(f"The broker does not let this user see the {what}.") from error
    except BROKEN as error:
        raise TransientError("The broker does not answer.", code="broker:silent") from error


def _with_heartbeat(url: str) -> str:
    if "heartbeat=" in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}heartbeat={_HEARTBEAT_SECONDS}"


async def _close(connection: AbstractConnection) -> None:
    # Closed by hand or by the broker, late or twice: nobody waits for the outcome.
    async def close() -> None:
        async with asyncio.timeout(_CLOSE_SECONDS):
            await connection.close()

    await asyncio.gather(close(), return_exceptions=True)
