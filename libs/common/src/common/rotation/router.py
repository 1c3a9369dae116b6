"""The internal HTTP by which an operator rotates a service's keys."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends

from common.log import get_logger
from common.rotation.run import Rotation
from common.service_tokens import ServiceVerifier
from common.web.routes import internal
from common.web.strict import StrictRoute

log = get_logger(__name__)

Cursor = Annotated[str | None, Body(embed=True, max_length=200)]


def rotation_router(rotation: Rotation, verifier: ServiceVerifier) -> APIRouter:
    """Return `POST /v1/secrets/rotate`: one step a call, until it answers without a cursor."""
    router = APIRouter(route_class=StrictRoute, dependencies=[Depends(verifier)], tags=["secrets"])

    @router.post("/v1/secrets/rotate", openapi_extra=internal("operator"))
    async def rotate(cursor: Cursor = None) -> dict[str, Any]:
        """Seal anew what is not under the newest key; safe to repeat."""
        step = await rotation.step(cursor)
        counts = {name: asdict(one) for name, one in step.counts.items()}
        resealed = sum(one.resealed for one in step.counts.values())
        log.info("keys.rotated", resealed=resealed, is_over=step.cursor is None)
        return {"cursor": step.cursor, "counts": counts}

    return router
