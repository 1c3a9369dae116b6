"""Under which names a service answers the public; a forged `Host` gets nothing built upon it."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from common.web.problems import send_problem

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_INTERNAL: Final = ("/v1/", "/health/", "/metrics")
"""What the proxy never passes on: probes and scrapes come by address, calls carry a token."""


def host_of(authority: str) -> str:
    """Return the bare, lower-case host of `host[:port]`; empty when it is none."""
    try:
        return (urlsplit(f"//{authority.strip()}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def served_hosts(site_url: str, allowed: Iterable[str], service: str) -> frozenset[str]:
    """Return the names under which a service answers.

    The allowed ones, or the site's own host when none is listed; the three names of this machine
    stand for one another; and the service's own name, by which only its neighbours reach it.
    """
    named = {host_of(text) for text in allowed} or {host_of(site_url.partition("://")[2])}
    here = LOOPBACK if named & LOOPBACK else frozenset[str]()
    return (frozenset(named) | here | {service}) - {""}


class HostGuard:
    """Answers 400 to public requests under a name that is not served."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        if scope["type"] != "http" or self._may_pass(scope):
            await self._app(scope, receive, send)
            return
        await send_problem(scope, send, 400, "This name is not served here.", code="http:host")

    def _may_pass(self, scope: Scope) -> bool:
        if scope["path"].startswith(_INTERNAL):
            return True
        given = Headers(scope=scope).getlist("host")
        return len(given) == 1 and host_of(given[0]) in self._hosts
