"""Routes that know who asks before they read what is asked."""

from typing import Any, Protocol, runtime_checkable

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response


@runtime_checkable
class HeaderCheck(Protocol):
    """A dependency that can refuse a request by its headers."""

    def check_headers(self, request: Request) -> None:
        """Return if the body is worth reading. Raises MariError."""
        ...


class KeyedRoute(APIRoute):
    """A route whose HeaderChecks are asked before a byte of the body is read.

    FastAPI reads and parses the body first and asks dependencies then.
    """

    def get_route_handler(self) -> Any:  # noqa: ANN401 - FastAPI's own
        """Return what answers a request."""
        answer = super().get_route_handler()
        asked = [depends.dependency for depends in self.dependencies]
        checks = [check for check in asked if isinstance(check, HeaderCheck)]

        async def checked(request: Request) -> Response:
            for check in checks:
                check.check_headers(request)
            return await answer(request)

        return checked
