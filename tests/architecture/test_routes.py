"""Every route says who may call it, and refuses everybody else."""

import asyncio
import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from common.service_tokens import ServiceAuth
from common.signing import Identity, SigningKey
from common.web import Access, PlainRoute
from common.web.strict import StrictRoute
from fastapi import APIRouter, FastAPI
from standalone.principals import PRINCIPALS, identities
from standalone.public_routes import PUBLIC_ROUTES
from starlette.routing import BaseRoute

AppOf = Callable[[str], FastAPI]

ROOT = Path(__file__).parents[2]
SERVICES = sorted(folder.name for folder in (ROOT / "services").iterdir() if folder.is_dir())
PUBLIC = {"/health/live", "/health/ready"}
"""The routes that answer everybody. A new one is written here, on purpose."""
INTERNAL = {"/metrics"}
"""The routes that need no token because no public prefix leads to them."""
AN_ID = "0f8e5a52-5d0f-5a38-9c0e-6f2f0a1f6f10"


def _routes(routes: list[BaseRoute]) -> Iterator[BaseRoute]:
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is None:
            yield route
        else:
            yield from _routes(included.routes)


def _accesses(app: FastAPI) -> Iterator[tuple[str, str, str]]:
    """Give method, path and declared access of each documented operation, and of each door."""
    for door in app.routes:
        if isinstance(door, PlainRoute):
            for method in door.methods or ():
                yield method, door.path, _declared(door) or ""
    for path, operations in app.openapi()["paths"].items():
        for method, operation in operations.items():
            yield method.upper(), path, operation.get("x-access", "")


@pytest.mark.parametrize("service", SERVICES)
def test_every_route_declares_its_access(service: str, app_of: AppOf) -> None:
    """Signed, keyed, for our own services, or public: also of what no documentation lists."""
    undeclared = [
        getattr(route, "path", repr(route))
        for route in _routes(app_of(service).routes)
        if _declared(route) not in set(Access)
    ]

    assert undeclared == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_router_reads_bodies_with_the_one_strict_reader(service: str, app_of: AppOf) -> None:
    """A router that forgets `route_class=StrictRoute` would take what two readers differ in.

    A door of its own (PlainRoute) is given bytes, and no reader's guess.
    """
    assert _lax(app_of(service)) == []


def test_the_rule_about_readers_would_notice() -> None:
    """A router as FastAPI makes it is named."""
    app, router = FastAPI(openapi_url=None), APIRouter()
    router.add_api_route("/lax", lambda: None)
    app.include_router(router)

    assert _lax(app) == ["/lax"]


def _lax(app: FastAPI) -> list[str]:
    return [
        getattr(route, "path", repr(route))
        for route in _routes(app.routes)
        if not isinstance(route, StrictRoute | PlainRoute)
    ]


def _declared(route: BaseRoute) -> str | None:
    extra: Mapping[str, str] = getattr(route, "openapi_extra", None) or {}
    return extra.get("x-access")


@pytest.mark.parametrize("service", SERVICES)
def test_public_routes_are_listed(service: str, app_of: AppOf) -> None:
    """Nothing becomes public by being forgotten."""
    public = {path for _, path, access in _accesses(app_of(service)) if access == Access.PUBLIC}

    assert public <= PUBLIC


@pytest.mark.parametrize("service", SERVICES)
def test_what_needs_no_token_inside_is_listed_and_no_public_prefix_leads_there(
    service: str, app_of: AppOf
) -> None:
    """Prometheus scrapes inside the network; from outside there is no such address."""
    inside = {path for _, path, access in _accesses(app_of(service)) if access == Access.INTERNAL}

    assert inside == INTERNAL
    assert [p for p in inside for prefix, _ in PUBLIC_ROUTES if p.startswith(prefix)] == []


@pytest.mark.parametrize("service", SERVICES)
async def test_every_other_route_refuses_who_proves_nothing(service: str, app_of: AppOf) -> None:
    """Without signature, key or token the answer is 401 (403 to a wrong verification)."""
    app = app_of(service)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answers = {
            f"{method} {path}": (
                await client.request(method, re.sub(r"\{[^}]+\}", AN_ID, path), content=b"")
            ).status_code
            for method, path, access in _accesses(app)
            if access not in {Access.PUBLIC, Access.INTERNAL}
        }

    assert {name: status for name, status in answers.items() if status not in {401, 403}} == {}


@pytest.mark.parametrize("service", SERVICES)
async def test_who_proves_nothing_is_refused_before_a_byte_of_the_body(
    service: str, app_of: AppOf
) -> None:
    """A body that is announced and never comes holds nobody's request open.

    Be it refused for its key, or because the address was refused too often before (429).
    """
    app = app_of(service)
    answers = {
        f"{method} {path}": await _answer_to_a_silent_client(app, method, path)
        for method, path, access in _accesses(app)
        if access not in {Access.PUBLIC, Access.INTERNAL} and method != "GET"
    }

    assert {name: status for name, status in answers.items() if status not in {401, 429}} == {}


async def _answer_to_a_silent_client(app: FastAPI, method: str, path: str) -> int:
    target = re.sub(r"\{[^}]+\}", AN_ID, path)
    headers = [(b"host", b"127.0.0.1"), (b"content-length", b"20")]
    headers.append((b"content-type", b"application/json"))
    scope: dict[str, Any] = {
        "type": "http", "method": method, "path": target, "raw_path": target.encode(),
        "query_string": b"", "root_path": "", "headers": headers,
        "http_version": "1.1", "scheme": "http", "client": ("127.0.0.1", 1), "server": None,
    }  # fmt: skip
    statuses: list[int] = []

    async def nothing_comes() -> Any:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        statuses.append(message.get("status", 0))

    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(2):
            await app(scope, nothing_comes, send)
    return statuses[0] if statuses else 0


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_shows_pages_about_its_inside(service: str, app_of: AppOf) -> None:
    """No documentation, no schema, no redirects to a slash."""
    app = app_of(service)

    assert (app.docs_url, app.redoc_url, app.openapi_url) == (None, None, None)
    assert app.router.redirect_slashes is False


def _internal(app: FastAPI) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Give method, path and declared callers of each route for our own services."""
    for path, operations in app.openapi()["paths"].items():
        for method, operation in operations.items():
            if operation.get("x-access") == Access.SERVICE:
                yield method.upper(), path, frozenset(operation.get("x-callers", ()))


@pytest.mark.parametrize("service", SERVICES)
def test_every_internal_route_lists_callers_that_exist(service: str, app_of: AppOf) -> None:
    """Nobody is let in by a name that nobody has, and no route is for nobody."""
    for method, path, callers in _internal(app_of(service)):
        assert callers, f"{method} {path}"
        assert callers <= set(PRINCIPALS) - {service}, f"{method} {path}"


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("caller", PRINCIPALS)
async def test_only_the_listed_callers_reach_an_internal_route(
    service: str, caller: str, app_of: AppOf, keys: Mapping[str, SigningKey]
) -> None:
    """Every pair of caller and route: 403 to whoever signs well and is not listed."""
    app = app_of(service)
    known = identities(keys)[caller]
    async with _inside(app, ServiceAuth(known, audience=service)) as client:
        for method, path, callers in _internal(app):
            answer = await client.request(method, re.sub(r"\{[^}]+\}", AN_ID, path), content=b"")
            is_refused = answer.status_code == 403
            assert is_refused == (caller not in callers), f"{method} {path}: {answer.status_code}"
            assert not is_refused or answer.json()["code"] == "service:not_a_caller"


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("thief", PRINCIPALS)
async def test_no_key_opens_a_route_in_anothers_name_or_for_another_service(
    service: str, thief: str, app_of: AppOf, keys: Mapping[str, SigningKey]
) -> None:
    """Every pair of key and name, and of audience and service: 401 unless it is its own."""
    app = app_of(service)
    known = identities(keys)
    stolen = [
        (Identity(name, keys[thief], known[name].trust), service)
        for name in PRINCIPALS
        if name != thief
    ]
    led_astray = [(known[thief], other) for other in SERVICES if other != service]
    for identity, audience in (*stolen, *led_astray):
        async with _inside(app, ServiceAuth(identity, audience=audience)) as client:
            for method, path, _ in _internal(app):
                url = re.sub(r"\{[^}]+\}", AN_ID, path)
                assert (await client.request(method, url, content=b"")).status_code == 401


def _inside(app: FastAPI, auth: ServiceAuth) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", auth=auth)
