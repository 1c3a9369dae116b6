"""A service answers the public under its listed names only."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from common.service_tokens import ServiceVerifier
from common.settings import ServiceSettings
from common.testing.identities import PUBLIC_KEYS, TRUST
from common.testing.plugin import BUS_KEY
from common.testing.standing import FixedStanding
from common.web import Access, AppSpec, add_public_route, create_service_app, served_hosts
from common.web.hosts import host_of
from fastapi import APIRouter, FastAPI
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

HOSTS = served_hosts("https://pay.example.com", (), "toy")


@pytest.fixture
async def client() -> AsyncGenerator[httpx.AsyncClient]:
    """Give a client of an app that is served as pay.example.com."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[Mapping[str, Any]]:
        yield {}

    async def page() -> dict[str, str]:
        return {"status": "here"}

    router = APIRouter()
    add_public_route(router, "/api/page", page, access=Access.PUBLIC)
    verifier = ServiceVerifier(TRUST, audience="toy")
    app = create_service_app(
        AppSpec("toy", lifespan, verifier, FixedStanding(), [router], hosts=HOSTS)
    )
    asgi = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=asgi, base_url="http://pay.example.com") as made:
        yield made


@pytest.mark.parametrize(
    "host",
    ["evil.example", "pay.example.com.evil.example", "x@evil.example", "", "[::1", "10.0.0.9"],
)
async def test_a_public_route_refuses_another_name(client: httpx.AsyncClient, host: str) -> None:
    """A forged Host gets a problem and nothing else."""
    answer = await client.get("/api/page", headers={"Host": host})

    assert 400 == answer.status_code
    assert "http:host" == answer.json()["code"]


async def test_a_refused_head_has_no_body(client: httpx.AsyncClient) -> None:
    """HEAD is answered as GET, without its body."""
    answer = await client.head("/api/page", headers={"Host": "evil.example"})

    assert (400, b"") == (answer.status_code, answer.content)


@pytest.mark.parametrize(
    "host", ["pay.example.com", "PAY.example.com:8443", "pay.example.com.", "toy:8000"]
)
async def test_a_public_route_answers_its_own_names(client: httpx.AsyncClient, host: str) -> None:
    """Case, port and the root's dot make no other name; neighbours use the service's own."""
    assert 200 == (await client.get("/api/page", headers={"Host": host})).status_code


@pytest.mark.parametrize(
    ("path", "status"), [("/health/live", 200), ("/health/ready", 200), ("/v1/timeline", 401)]
)
async def test_internal_routes_are_asked_by_address(
    client: httpx.AsyncClient, path: str, status: int
) -> None:
    """Probes come to an address that nobody lists; calls are held by their token instead."""
    assert status == (await client.get(path, headers={"Host": "10.42.0.7:8000"})).status_code


async def test_two_hosts_are_none(client: httpx.AsyncClient) -> None:
    """A request with two Host lines is refused: the proxy and we could read different ones."""
    headers = [("Host", "pay.example.com"), ("Host", "evil.example")]

    assert 400 == (await client.get("/api/page", headers=headers)).status_code


def test_listed_hosts_replace_the_sites() -> None:
    """What ALLOWED_HOSTS lists is all that is answered."""
    assert {"a.example", "b.example", "toy"} == served_hosts(
        "https://pay.example.com", ("A.example", "b.example:443"), "toy"
    )


def test_the_names_of_this_machine_stand_for_one_another() -> None:
    """Who runs it at home may type localhost or 127.0.0.1."""
    assert {"localhost", "127.0.0.1", "::1", "toy"} == served_hosts(
        "http://127.0.0.1:80", (), "toy"
    )


@given(st.text(max_size=40))
def test_any_text_has_a_host_or_none(text: str) -> None:
    """Reading a Host never raises, whatever was sent."""
    assert isinstance(host_of(text), str)


@pytest.mark.parametrize(
    "url", ["", "pay.example.com", "ftp://a.example", "https://", "https://a/b", "https://u@a"]
)
def test_a_site_is_a_bare_origin(url: str) -> None:
    """A SITE_URL on which addresses cannot be built refuses the start."""
    with pytest.raises(ValidationError, match="an origin"):
        ServiceSettings.model_validate(
            {"MARI_BUS_KEYS": BUS_KEY, "MARI_PUBLIC_KEYS": PUBLIC_KEYS, "SITE_URL": url}
        )


def test_the_slash_after_a_site_is_dropped() -> None:
    """Addresses are built by adding a path."""
    found = ServiceSettings.model_validate(
        {
            "MARI_BUS_KEYS": BUS_KEY,
            "MARI_PUBLIC_KEYS": PUBLIC_KEYS,
            "SITE_URL": "https://a.example/",
        }
    )

    assert "https://a.example" == found.site_url
