"""Live and ready: ready names each part, so that the operator knows which one to look at."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Response

from common.release import release
from common.web.routes import Access, add_public_route
from common.web.standing import Standing
from common.web.strict import StrictRoute


def health_router(name: str, standing: Standing) -> APIRouter:
    """Return the routes of a service's health."""
    router = APIRouter(route_class=StrictRoute, tags=["health"])

    async def live() -> dict[str, str]:
        """Tell that the process answers."""
        return {"status": "live", "service": name, "release": str(release())}

    async def ready(response: Response) -> dict[str, Any]:
        """Tell whether the service can do its work, part by part."""
        parts = await standing.parts()
        states = {part.state for part in parts.values()}
        status = next((word for word in ("down", "degraded") if word in states), "ready")
        response.status_code = 503 if status == "down" else 200
        shown = {key: asdict(part) for key, part in parts.items()}
        told = {"status": status, "service": name, "release": str(release())}
        return told | {"parts": shown}

    add_public_route(router, "/health/live", live, access=Access.PUBLIC)
    add_public_route(router, "/health/ready", ready, access=Access.PUBLIC)
    return router
