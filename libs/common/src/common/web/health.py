"""Live and ready: ready names each part, so that the operator knows which one to look at."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from fastapi import APIRouter, Request, Response

from common.web.routes import Access, add_public_route


@dataclass(frozen=True, slots=True)
class Part:
    """The state of one dependency; only `down` makes a service not ready."""

    state: Literal["ok", "down", "off", "test"]
    detail: str = ""


Check = Callable[[Request], Awaitable[Mapping[str, Part]]]


def health_router(name: str, check: Check) -> APIRouter:
    """Return the routes of a service's health."""
    router = APIRouter(tags=["health"])

    async def live() -> dict[str, str]:
        """Tell that the process answers."""
        return {"status": "live", "service": name}

    async def ready(request: Request, response: Response) -> dict[str, Any]:
        """Tell whether the service can do its work, part by part."""
        parts = await check(request)
        down = any(part.state == "down" for part in parts.values())
        response.status_code = 503 if down else 200
        shown = {key: asdict(part) for key, part in parts.items()}
        return {"status": "down" if down else "ready", "service": name, "parts": shown}

    add_public_route(router, "/health/live", live, access=Access.PUBLIC)
    add_public_route(router, "/health/ready", ready, access=Access.PUBLIC)
    return router
