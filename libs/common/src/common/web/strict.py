"""JSON bodies of routes, read by the one strict reader: what two readers could differ in is 422."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import HTTPException, Request, Response

from common.errors import InvalidError, MariError
from common.strict_json import has_nul, parse_json
from common.web.keyed import KeyedRoute


class _RefusedBody(HTTPException):
    """Carries the reader's own error through FastAPI, which lets only its own kind pass."""

    def __init__(self, error: MariError) -> None:
        super().__init__(error.status)
        self.error = error


class _StrictRequest(Request):
    async def json(self) -> Any:  # noqa: ANN401 - any JSON
        """Return the body's value. Raises _RefusedBody."""
        try:
            return _storable(parse_json(await self.body()))
        except MariError as error:
            raise _RefusedBody(error) from error


def _storable(value: object) -> object:
    if has_nul(value):
        raise InvalidError("Texts hold no NUL character.", code="json:nul")
    return value


class StrictRoute(KeyedRoute):
    """A route whose key is checked first, and whose JSON body is then read strictly.

    The body is UTF-8, names no key twice, is no deeper than 64 levels, and holds no NUL.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler; what the reader refuses is its own problem, not FastAPI's."""
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            try:
                return await handle(_StrictRequest(request.scope, request.receive))
            except _RefusedBody as refused:
                raise refused.error from None

        return strictly
