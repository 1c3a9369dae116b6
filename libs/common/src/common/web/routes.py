"""Every route says who may call it; public ones answer with and without a slash, and to HEAD."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from common.web.limits import UNBOUNDED
from common.web.problems import documented


class Access(StrEnum):
    """Who may call a route."""

    PUBLIC = "public"
    INTERNAL = "internal"
    """Holds no secret and needs no token, but no public prefix leads to it."""
    SIGNED = "signed"
    KEY = "key"
    SERVICE = "service"


def mark(access: Access) -> dict[str, Any]:
    """Return the `openapi_extra` that declares a route's access."""
    return {"x-access": str(access)}


def internal(*callers: str) -> dict[str, Any]:
    """Return the `openapi_extra` of a route for our own services: these may call it, no other."""
    return {**mark(Access.SERVICE), "x-callers": sorted(callers)}


class PlainRoute(Route):
    """A busy door: its endpoint reads the request itself, within bounds of its own.

    It is asked before all routers. What FastAPI does for other routes (looking through routers,
    reading parameters, making the answer from a model) takes a third of such a request.
    """

    def __init__(
        self,
        path: str,
        answer: Callable[[Request], Awaitable[Response]],
        *,
        access: Access,
        method: str = "POST",
        takes: str = "application/json",
    ) -> None:
        self._takes = takes
        super().__init__(path, _Unbounded(answer), methods=[method], include_in_schema=False)
        self.openapi_extra = mark(access)
        self.description = " ".join((answer.__doc__ or "").split())

    def described(self) -> dict[str, Any]:
        """Return the route's operations for OpenAPI: any object it takes, and what is answered."""
        answers: dict[str, Any] = {"200": {"description": "It is stored."}}
        answers |= {str(status): each for status, each in documented().items()}
        content = {self._takes: {"schema": {"type": "object"}}}
        operation = {
            **self.openapi_extra,
            "summary": self.description,
            "requestBody": {"content": content},
            "responses": answers,
        }
        return {method.lower(): operation for method in self.methods or ()}

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Tell whether the request is for this route, which then is the one that is measured."""
        match, more = super().matches(scope)
        return match, {**more, "route": self}


class _Unbounded:
    """Lets an endpoint read more than the app's bound: it has one of its own."""

    def __init__(self, answer: Callable[[Request], Awaitable[Response]]) -> None:
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(Request(scope, scope.get(UNBOUNDED, receive), send))
        await response(scope, receive, send)


def add_public_route(
    router: APIRouter,
    path: str,
    endpoint: Callable[..., Any],
    *,
    access: Access,
    methods: Sequence[str] = ("GET",),
    extra: Mapping[str, Any] | None = None,
    **options: Any,  # noqa: ANN401 - FastAPI's own route options pass through
) -> None:
    """Add a route that answers with and without its trailing slash, never by redirect.

    A GET route also answers HEAD. `extra` describes what the endpoint reads by itself (OpenAPI).
    Options are FastAPI's.
    """
    bare, described = path.rstrip("/"), {**mark(access), **(extra or {})}
    for index, variant in enumerate((bare, bare + "/")):
        router.add_api_route(
            variant,
            endpoint,
            methods=list(methods),
            openapi_extra=described,
            include_in_schema=index == 0,
            **options,
        )
        if "GET" in methods:
            router.add_api_route(
                variant,
                endpoint,
                methods=["HEAD"],
                openapi_extra=described,
                include_in_schema=False,
                **options,
            )
