"""A plain route: asked before all routers, with everything that holds for other routes."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from common.errors import TooLargeError
from common.service_tokens import ServiceVerifier
from common.testing.identities import TRUST
from common.testing.standing import FixedStanding
from common.web import Access, AppSpec, PlainRoute, create_service_app
from fastapi import APIRouter, FastAPI, Request, Response

_LARGEST = 1000


async def _count(request: Request) -> Response:
    body = await request.body()
    if len(body) > _LARGEST:
        raise TooLargeError("A body has at most 1000 bytes.", code="test:too_large")
    return Response(str(len(body)))


@asynccontextmanager
async def _open(_app: FastAPI) -> AsyncGenerator[Mapping[str, Any]]:
    yield {}


@pytest.fixture
def app() -> FastAPI:
    """Give an app with one door, and a router that has another method at its address."""
    router = APIRouter()
    router.add_api_route("/door", lambda: "seen", methods=["GET"])
    return create_service_app(
        AppSpec(
            name="notifier",
            lifespan=_open,
            verifier=ServiceVerifier(TRUST, audience="notifier"),
            standing=FixedStanding(),
            routers=[router],
            doors=[PlainRoute("/door", _count, access=Access.SIGNED)],
            body_limit=100,
        )
    )


async def _ask(
    app: FastAPI, method: str, content: bytes = b"", path: str = "/door"
) -> httpx.Response:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://mari") as client:
        return await client.request(method, path, content=content)


@pytest.mark.parametrize("size", [0, 100, 101, _LARGEST])
async def test_its_own_bound_of_the_body_counts_and_not_the_apps(app: FastAPI, size: int) -> None:
    """A door knows what it may be sent."""
    answer = await _ask(app, "POST", b"x" * size)

    assert (200, str(size)) == (answer.status_code, answer.text)


async def test_what_it_refuses_is_a_problem_like_any_other(app: FastAPI) -> None:
    """Errors go through the same handlers."""
    answer = await _ask(app, "POST", b"x" * (_LARGEST + 1))

    assert (413, "test:too_large") == (answer.status_code, answer.json()["code"])
    assert "application/problem+json" == answer.headers["content-type"]


async def test_other_methods_of_its_address_are_the_routers(app: FastAPI) -> None:
    """Meta verifies by GET where it posts."""
    assert '"seen"' == (await _ask(app, "GET")).text
    assert 405 == (await _ask(app, "DELETE")).status_code


async def test_it_is_counted_under_its_own_path(app: FastAPI) -> None:
    """Its requests are seen in the metrics, by route."""
    await _ask(app, "POST")
    lines = (await _ask(app, "GET", path="/metrics")).text.splitlines()

    assert 'mari_http_requests_total{method="POST",route="/door",status="200"} 1.0' in lines
