"""What every service's HTTP side promises."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from common.errors import TooManyError
from common.service_tokens import ServiceVerifier
from common.testing.identities import TRUST
from common.testing.standing import FixedStanding
from common.web import Access, AppSpec, Part, add_public_route, create_service_app
from common.web.health import health_router
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel


class _Body(BaseModel):
    amount: int


@pytest.fixture
async def client() -> AsyncGenerator[httpx.AsyncClient]:
    """Give a client of an app made by the factory."""
    parts = {"database": Part("down", "connection refused"), "omari": Part("off", "not configured")}

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[Mapping[str, Any]]:
        yield {}

    router = APIRouter()

    async def page() -> dict[str, str]:
        return {"status": "here"}

    async def limited() -> None:
        raise TooManyError("Later.", code="x:many", retry_at=datetime(2026, 1, 1, tzinfo=UTC))

    async def take(body: _Body) -> dict[str, int]:
        return {"amount": body.amount}

    async def lost() -> None:
        raise ConnectionRefusedError

    add_public_route(router, "/lost", lost, access=Access.PUBLIC)
    add_public_route(router, "/page", page, access=Access.PUBLIC)
    add_public_route(router, "/limited", limited, access=Access.PUBLIC)
    add_public_route(router, "/take", take, access=Access.PUBLIC, methods=["POST"])
    verifier = ServiceVerifier(TRUST, audience="toy")
    spec = AppSpec("toy", lifespan, verifier, FixedStanding(parts), [router])
    transport = httpx.ASGITransport(app=create_service_app(spec), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://toy") as made:
        yield made


@pytest.mark.parametrize("path", ["/page", "/page/"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_public_route_answers_by_itself(
    client: httpx.AsyncClient, path: str, method: str
) -> None:
    """With and without its slash, to GET and HEAD, never by redirect."""
    assert (await client.request(method, path)).status_code == 200


async def test_ready_names_the_part_that_is_down(client: httpx.AsyncClient) -> None:
    """A part that is merely off does not make the service unready; one that is down does."""
    answer = await client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] == {"state": "down", "detail": "connection refused"}


async def test_a_degraded_part_is_named_and_leaves_the_service_ready() -> None:
    """What only a person can mend is shared by all replicas: work is not sent elsewhere."""
    app = FastAPI()
    app.include_router(
        health_router("toy", FixedStanding({"whatsapp": Part("degraded", "last error 190")}))
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://toy"
    ) as client:
        answer = await client.get("/health/ready")

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["parts"]["whatsapp"]["detail"] == "last error 190"


async def test_live_answers_while_a_part_is_down(client: httpx.AsyncClient) -> None:
    """A restart would not mend the database."""
    assert (await client.get("/health/live")).status_code == 200


async def test_a_refusal_says_when_to_try_again(client: httpx.AsyncClient) -> None:
    """A limit answers with its time, in the body and as Retry-After."""
    answer = await client.get("/limited")

    assert answer.json()["retry_at"] == "2026-01-01T00:00:00Z"
    assert answer.headers["retry-after"] == "1"


async def test_a_database_that_is_away_is_no_crash(client: httpx.AsyncClient) -> None:
    """The caller may send it again: 503, retryable, and nothing about where the database is."""
    answer = await client.get("/lost")

    assert (answer.status_code, answer.json()["retryable"]) == (503, True)
    assert answer.json()["code"] == "database:lost"


async def test_an_invalid_body_is_not_repeated(client: httpx.AsyncClient) -> None:
    """The problem names the field and never what was sent."""
    answer = await client.post("/take", json={"amount": "042917"[:-1] + "x"})

    assert answer.json()["errors"] == [{"field": "body.amount", "problem": "int_parsing"}]
    assert "04291" not in answer.text


@pytest.mark.parametrize("path", ["/docs", "/openapi.json", "/redoc"])
async def test_nothing_describes_the_service_to_strangers(
    client: httpx.AsyncClient, path: str
) -> None:
    """No pages of documentation are served."""
    assert (await client.get(path)).json()["code"] == "http:404"


async def test_the_timeline_is_for_services_only(client: httpx.AsyncClient) -> None:
    """An unsigned call does not read it."""
    assert (await client.get("/v1/timeline")).status_code == 401
