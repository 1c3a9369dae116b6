"""One factory for every service's app, so that knowing one is knowing all."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query

from common.metrics import HttpMeter, MetricsPage
from common.service_tokens import ServiceVerifier
from common.web.desk import desk_router
from common.web.health import health_router
from common.web.hosts import HostGuard
from common.web.limits import limit_bodies
from common.web.metrics import metrics_router
from common.web.problems import documented, install
from common.web.routes import PlainRoute, internal
from common.web.standing import Standing
from common.web.strict import StrictRoute

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
    doors: Sequence[PlainRoute] = ()
    """Routes that are asked before all routers."""
    body_limit: int = DEFAULT_BODY_LIMIT
    hosts: frozenset[str] | None = None
    """Names under which public routes answer; None for a service that has none."""


class _ServiceApp(FastAPI):
    """An app whose description also has the routes that are asked before all routers."""

    def openapi(self) -> dict[str, Any]:
        """Return the description of every operation."""
        described = super().openapi()
        for route in self.routes:
            if isinstance(route, PlainRoute) and not route.path.endswith("/"):
                described["paths"].setdefault(route.path, {}).update(route.described())
        return described


def create_service_app(spec: AppSpec) -> FastAPI:
    """Return the app: routes of the service and the standard ones; no docs pages, no redirects."""
    page = MetricsPage()
    app = _ServiceApp(
        title=f"Mari {spec.name}",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=spec.lifespan,
    )
    install(app)
    limit_bodies(app, spec.body_limit)
    if spec.hosts is not None:
        app.add_middleware(HostGuard, hosts=spec.hosts)
    app.add_middleware(HttpMeter, figures=page.requests)
    app.router.routes.extend(spec.doors)
    for router in (*spec.routers, *_standard_routers(spec, page)):
        app.include_router(router, responses=documented())
    return app


def _standard_routers(spec: AppSpec, page: MetricsPage) -> list[APIRouter]:
    name, standing, desk = spec.name, spec.standing, spec.standing.desk
    operators = [] if desk is None else [desk_router(name, standing, desk, spec.verifier)]
    return [
        health_router(name, standing),
        metrics_router(page, standing),
        _timeline_router(spec),
        *operators,
    ]


def _timeline_router(spec: AppSpec) -> APIRouter:
    router = APIRouter(route_class=StrictRoute, dependencies=[Depends(spec.verifier)])

    @router.get("/v1/timeline", openapi_extra=internal("operator", "sandbox", "standalone"))
    async def timeline(
        after: Annotated[int, Query(ge=0, lt=1 << 63)] = 0,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
    ) -> dict[str, Any]:
        """Tell what this service did lately: types, keys' hashes and times, never bodies."""
        return {"service": spec.name, "rows": await spec.standing.timeline(after, limit)}

    return router
