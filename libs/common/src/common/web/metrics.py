"""The page for Prometheus: inside the network only, without a token, since it holds no secret."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from common.metrics import MetricsPage
from common.metrics.page import CONTENT_TYPE
from common.web.routes import Access, mark
from common.web.standing import Standing
from common.web.strict import StrictRoute


def metrics_router(page: MetricsPage, standing: Standing) -> APIRouter:
    """Return the route that Prometheus scrapes."""
    router = APIRouter(route_class=StrictRoute, tags=["metrics"])

    @router.get(
        "/metrics",
        response_class=PlainTextResponse,
        openapi_extra=mark(Access.INTERNAL),
    )
    async def metrics() -> PlainTextResponse:
        """Tell the figures of this process; a database that is down is a figure too."""
        text = page.text(await standing.reading())
        return PlainTextResponse(text, media_type=CONTENT_TYPE)

    return router
