"""Requests by route template: counted and timed at the outermost layer of an app."""

import asyncio
import time
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
UNMATCHED: Final = "unmatched"
"""The route of what no route took: a stranger's paths are no labels."""
_WENT_AWAY: Final = 499
_CRASHED: Final = 500


class RequestFigures:
    """Counts and times of one app's requests; the children are looked up once for each label."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._count = Counter(
            "mari_http_requests",
            "Requests answered, by route template.",
            ("method", "route", "status"),
            registry=registry,
        )
        self._seconds = Histogram(
            "mari_http_request_seconds",
            "Time to the end of an answer, by route template.",
            ("route",),
            buckets=_BUCKETS,
            registry=registry,
        )
        self._counts: dict[tuple[str, str, int], Counter] = {}
        self._times: dict[str, Histogram] = {}

    def note(self, scope: Scope, status: int, seconds: float) -> None:
        """Remember one answer."""
        path = getattr(scope.get("route"), "path", None)
        route = path if isinstance(path, str) else UNMATCHED
        key = (scope["method"], route, status)
        count = self._counts.get(key)
        if count is None:
            method = key[0] if key[0] in _METHODS else "OTHER"
            count = self._count.labels(method, route, str(status))
            if method == key[0]:
                self._counts[key] = count
        timed = self._times.get(route)
        if timed is None:
            timed = self._times[route] = self._seconds.labels(route)
        count.inc()
        timed.observe(seconds)


class HttpMeter:
    """Measures every request of the app that it wraps."""

    def __init__(self, app: ASGIApp, figures: RequestFigures) -> None:
        self._app = app
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request and note how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 0

        async def watched(message: Message) -> None:
            nonlocal status
            if not status:
                status = message.get("status", 0)
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except asyncio.CancelledError:
            status = status or _WENT_AWAY
            raise
        finally:
            self._figures.note(scope, status or _CRASHED, time.perf_counter() - started)
