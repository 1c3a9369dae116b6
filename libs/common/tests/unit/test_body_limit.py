"""A body that is too large is refused as a problem, unread where its length says so."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from common.errors import UnauthorizedError
from common.service_tokens import ServiceVerifier
from common.testing.identities import TRUST
from common.testing.standing import FixedStanding
from common.web import Access, AppSpec, KeyedRoute, add_public_route, create_service_app
from common.web.strict import StrictRoute
from fastapi import APIRouter, Depends, FastAPI, Request
from pydantic import BaseModel

LIMIT = 1000


class _Body(BaseModel):
    text: str


class _Key:
    def __call__(self, request: Request) -> None:
        self.check_headers(request)

    def check_headers(self, request: Request) -> None:
        if request.headers.get("x-api-key") != "right":
            raise UnauthorizedError("Send the key.", code="test:unauthorized")


@asynccontextmanager
async def _open(_app: FastAPI) -> AsyncGenerator[Mapping[str, Any]]:
    yield {}


async def _take(body: _Body) -> int:
    return len(body.text)


def _app(route: type[KeyedRoute]) -> FastAPI:
    router = APIRouter(route_class=route, dependencies=[Depends(_Key())])
    add_public_route(router, "/take", _take, access=Access.KEY, methods=["POST"])
    verifier = ServiceVerifier(TRUST, audience="toy")
    return create_service_app(
        AppSpec("toy", _open, verifier, FixedStanding(), [router], body_limit=LIMIT)
    )


@pytest.fixture(params=[KeyedRoute, StrictRoute])
def app(request: pytest.FixtureRequest) -> FastAPI:
    """Give an app whose bodies have at most 1000 bytes, for each kind of route."""
    return _app(request.param)


class _Sent:
    """A body in parts, that knows how many were read."""

    def __init__(self, *parts: bytes) -> None:
        self._parts = parts
        self.read = 0

    async def __aiter__(self) -> AsyncGenerator[bytes]:
        for part in self._parts:
            self.read += 1
            yield part


async def _post(app: Any, content: Any, path: str = "/take", **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    named = {"x-api-key": "right", "content-type": "application/json"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.post(path, content=content, headers=named)


def _is_refused(answer: httpx.Response, limit: int) -> bool:
    told = answer.json()
    return (413, "application/problem+json", "http:413", False, True) == (
        answer.status_code,
        answer.headers["content-type"],
        told["code"],
        told["retryable"],
        f" {limit} bytes" in told["detail"],
    )


async def test_a_length_above_the_limit_is_refused_before_a_byte_is_read(app: FastAPI) -> None:
    """As a problem that says how many bytes are taken."""
    sent = _Sent(b"x" * (LIMIT + 1))

    assert _is_refused(await _post(app, sent, content_length=str(LIMIT + 1)), LIMIT)
    assert sent.read == 0


async def test_a_body_without_a_length_is_refused_where_it_grows_too_large(app: FastAPI) -> None:
    """The rest is not read."""
    sent = _Sent(b"x" * LIMIT, b"x", b"x" * LIMIT)

    assert _is_refused(await _post(app, sent), LIMIT)
    assert sent.read == 2


async def test_who_has_no_key_is_told_that_and_not_how_much_is_taken(app: FastAPI) -> None:
    """The key comes first."""
    sent = _Sent(b"x")
    answer = await _post(app, sent, content_length=str(LIMIT * 10), x_api_key="wrong")

    assert (401, 0) == (answer.status_code, sent.read)


@pytest.mark.parametrize("is_chunked", [True, False])
async def test_the_limit_itself_is_taken(app: FastAPI, is_chunked: bool) -> None:  # noqa: FBT001 - a case
    """Up to the last byte."""
    body = b'{"text": "%b"}' % (b"x" * (LIMIT - 12))
    answer = await _post(app, _Sent(body[:600], body[600:]) if is_chunked else body)

    assert (LIMIT, 200, LIMIT - 12) == (len(body), answer.status_code, answer.json())
