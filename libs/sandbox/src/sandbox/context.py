"""The parts that every route of the sandbox shares."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

import httpx
from fastapi import Request
from starlette.responses import JSONResponse

from sandbox.misbehaviour import Provider
from sandbox.settings import SandboxSettings
from sandbox.signals import Signals
from sandbox.store import Store
from sandbox.webhooks.dispatcher import Dispatcher


@dataclass(frozen=True, slots=True)
class Sandbox:
    """One running sandbox."""

    settings: SandboxSettings
    store: Store
    signals: Signals
    provider: Provider
    dispatcher: Dispatcher
    client: httpx.AsyncClient

    def now(self) -> float:
        """Return the time in seconds since 1970."""
        return self.settings.clock().timestamp()


class NotAnObjectError(ValueError):
    """The body is no JSON object."""


async def read_object(request: Request) -> dict[str, Any]:
    """Return the body's JSON object; fractions are `Decimal`. Raises NotAnObjectError."""
    try:
        value: object = json.loads(
            await request.body(), parse_float=Decimal, parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError, ArithmeticError):
        raise NotAnObjectError from None
    if not isinstance(value, dict):
        raise NotAnObjectError
    return cast("dict[str, Any]", value)


def unprocessable(detail: str, **more: object) -> JSONResponse:
    """Return the 422 of the sandbox's own surface, which says what would be right."""
    return JSONResponse({"code": "sandbox:invalid", "detail": detail, **more}, 422)


def plain(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return a value that was read with `Decimal` as JSON can hold it again."""
    return json.loads(json.dumps(value, default=float))


def _refuse_constant(_name: str) -> None:
    raise ValueError
