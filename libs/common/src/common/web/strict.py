"""JSON bodies of routes, read by the one strict reader: what two readers could differ in is 422."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute

from common.errors import MariError
from common.strict_json import parse_json


class _StrictRequest(Request):
    async def json(self) -> Any:  # noqa: ANN401 - any JSON
        """Return the body's value. Raises InvalidError."""
        return parse_json(await self.body())


class StrictRoute(APIRoute):
    """A route whose JSON body is UTF-8, names no key twice, and is no deeper than 64 levels."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler; what the reader refuses is its own problem, not FastAPI's."""
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            try:
                return await handle(_StrictRequest(request.scope, request.receive))
            except HTTPException as error:
                if isinstance(error.__cause__, MariError):
                    raise error.__cause__ from None
                raise

        return strictly
