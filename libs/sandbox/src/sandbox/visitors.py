"""Whom the sandbox answers: its own page and programs, not a page of somebody else's."""

from collections.abc import Iterable
from typing import Final

from common.addresses import is_loopback
from common.log import get_logger
from common.web.hosts import LOOPBACK, host_of
from common.web.problems import send_problem
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

log = get_logger(__name__)
_OWN: Final = "sandbox"
"""Its name in a network of containers."""
_READING: Final = frozenset({"GET", "HEAD"})
_REFUSAL: Final = "Only the sandbox's own page may ask for that."


def answered_hosts(more: Iterable[str]) -> frozenset[str]:
    """Return the names under which the sandbox answers: this machine's, its own, and `more`.

    Another name that leads here is a stranger's: his page would read our chats as his own.
    """
    return LOOPBACK | {_OWN} | {host_of(name) for name in more} - {""}


def warn_if_wide(host: str) -> None:
    """Say so when others than this machine can reach the sandbox: it asks nobody who he is."""
    if not is_loopback(host):
        log.warning(
            "sandbox.wide",
            host=host,
            advice="Whoever reaches this port reads every chat and code: keep it on loopback.",
        )


class OriginGuard:
    """Refuses what another site's page sends: a browser says whose page it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        if scope["type"] != "http" or scope["method"] in _READING or _is_own(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        await send_problem(scope, send, 403, _REFUSAL, code="sandbox:origin")


def _is_own(headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
    return origin.partition("://")[2] == headers.get("host", "")
