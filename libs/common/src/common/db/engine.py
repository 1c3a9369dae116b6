"""The one way to make an engine: every step with PostgreSQL ends in time, on both sides.

A host that vanishes without a word answers neither yes nor no. The client waits for a statement a
little longer than the server works on it, and gives up the connection then; the server ends a
session whose client is silent within a transaction; and TCP ends what it cannot deliver.
"""

import contextlib
import socket
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import URL, Engine, ExceptionContext, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

CONNECT_SECONDS: Final = 5.0
"""How long a connection may take to stand."""
COMMAND_SECONDS: Final = 12.0
"""How long a statement may stay unanswered: longer than the server's own limit (10 s)."""
LONG_COMMAND_SECONDS: Final = 900.0
"""The same for an operator's statement that changes tables or waits for another operator."""
UNDELIVERED_MS: Final = 10_000
"""How long TCP tries to deliver; a host that is gone is known after so long."""

SERVER_TCP_LIMITS: Final[Mapping[str, str]] = {
    "tcp_user_timeout": str(UNDELIVERED_MS),
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}
"""Of a session over TCP; a Unix socket passes over them."""
_CLIENT_TCP_LIMITS: Final = (
    ("TCP_USER_TIMEOUT", UNDELIVERED_MS),
    ("TCP_KEEPIDLE", 5),
    ("TCP_KEEPINTVL", 2),
    ("TCP_KEEPCNT", 3),
)
"""The same at our end, as far as the platform knows them."""


def bounded_engine(
    url: str | URL,
    *,
    settings: Mapping[str, str] | None = None,
    seconds: float = COMMAND_SECONDS,
    **options: Any,  # noqa: ANN401 - SQLAlchemy's own
) -> AsyncEngine:
    """Return an engine; `settings` are the session's, `seconds` bounds each of its statements.

    A statement that stays unanswered raises TimeoutError and takes its connection with it; what
    the pool holds besides is not used again, for it goes the same way.
    """
    arguments = {
        "timeout": min(CONNECT_SECONDS, seconds),
        "command_timeout": seconds,
        "server_settings": {**SERVER_TCP_LIMITS, **(settings or {})},
    }
    engine = create_async_engine(url, connect_args=arguments, **options)
    _bound_sockets(engine.sync_engine)
    _drop_the_silent(engine.sync_engine)
    return engine


def bound_socket(sock: Any) -> None:  # noqa: ANN401 - a socket, or what the event loop gives for one
    """Let TCP end a connection whose other side is gone, as far as the platform can."""
    if sock is None or sock.family not in {socket.AF_INET, socket.AF_INET6}:
        return
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _CLIENT_TCP_LIMITS:
        option = getattr(socket, name, None)
        if option is not None:
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.IPPROTO_TCP, option, value)


def _bound_sockets(engine: Engine) -> None:
    def connected(connection: Any, _record: object) -> None:  # noqa: ANN401 - the dialect's connection
        # asyncpg takes no socket options and shows no socket; only its transport has it.
        transport = getattr(connection.driver_connection, "_transport", None)
        bound_socket(transport.get_extra_info("socket") if transport is not None else None)

    event.listen(engine, "connect", connected)


def _drop_the_silent(engine: Engine) -> None:
    def failed(context: ExceptionContext) -> None:
        if isinstance(context.original_exception, TimeoutError):
            context.is_disconnect = True

    event.listen(engine, "handle_error", failed)
