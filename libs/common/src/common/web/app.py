"""One factory for every service's app, so that knowing one is knowing all."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query

from common.service_tokens import ServiceVerifier
from common.web.health import health_router
from common.web.hosts import HostGuard
from common.web.problems import install
from common.web.routes import Access, mark
from common.web.standing import Standing

DEFAULT_BODY_LIMIT = 64 * 1024

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class AppSpec:
    """What makes a service's app: its name, its routes, and how it opens and closes."""

    name: str
    lifespan: Lifespan
    verifier: ServiceVerifier
    standing: Standing
    routers: Sequence[APIRouter] = ()
    body_limit: int = DEFAULT_BODY_LIMIT
    hosts: frozenset[str] | None = None
    """Names under which public routes answer; None for a service that has none."""


def create_service_app(spec: AppSpec) -> FastAPI:
    """Return the app: routes of the service, health, timeline; no docs pages, no redirects."""
    app = FastAPI(
        title=f"Mari {spec.name}",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=spec.lifespan,
        max_body_size=spec.body_limit,
    )
    install(app)
    if spec.hosts is not None:
        app.add_middleware(HostGuard, hosts=spec.hosts)
    for router in (*spec.routers, health_router(spec.name, spec.standing), _timeline_router(spec)):
        app.include_router(router)
    return app


def _timeline_router(spec: AppSpec) -> APIRouter:
    router = APIRouter(dependencies=[Depends(spec.verifier)])

    @router.get("/v1/timeline", openapi_extra=mark(Access.SERVICE))
    async def timeline(
        after: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
    ) -> dict[str, Any]:
        """Tell what this service did lately: types, keys' hashes and times, never bodies."""
        return {"service": spec.name, "rows": await spec.standing.timeline(after, limit)}

    return router
