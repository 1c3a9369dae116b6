"""The internal HTTP of this service: what became of notifications, and erasing them."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from common.db import Database
from common.lanes.api import UnitOfWork
from common.service_tokens import ServiceVerifier
from common.web import internal
from common.web.strict import StrictRoute
from common.whatsapp_ids import WaId
from fastapi import APIRouter, Depends, Query

from notifier.service import retention

_CALLERS = internal("flow-engine", "operator")
Recipient = Annotated[WaId, Query()]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where routes read, and where they write."""

    database: Database
    unit_of_work: Callable[[], AbstractAsyncContextManager[UnitOfWork]]


def notifications_router(desk: Desk, verifier: ServiceVerifier) -> APIRouter:
    """Return the routes under `/v1/notifications`, for Mari's own services."""
    router = APIRouter(
        route_class=StrictRoute, prefix="/v1/notifications", dependencies=[Depends(verifier)]
    )

    @router.get("", openapi_extra=_CALLERS)
    async def list_notifications(
        recipient: Recipient, limit: Annotated[int, Query(ge=1, le=200)] = 50
    ) -> dict[str, Any]:
        """Tell what a customer was sent and what became of it; never what it said."""
        async with desk.database.begin() as session:
            found = await retention.list_notifications(session, recipient, limit=limit)
        return {"notifications": found}

    @router.get("/{notification_id}", openapi_extra=_CALLERS)
    async def get_notification(notification_id: UUID) -> dict[str, Any]:
        """Tell what became of one notification, with each status and its time."""
        async with desk.database.begin() as session:
            return await retention.get_notification(session, notification_id)

    @router.delete("", openapi_extra=_CALLERS)
    async def erase_notifications(recipient: Recipient) -> dict[str, int]:
        """Erase the contents of what a customer was sent."""
        async with desk.unit_of_work() as uow:
            erased = await retention.erase(uow.session, recipient)
        return {"erased": erased}

    return router
