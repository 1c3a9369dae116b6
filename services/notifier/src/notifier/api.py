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
from pydantic import BaseModel, Field, StringConstraints

from notifier.service import retention

_CALLERS = internal("flow-engine", "operator")
Recipient = Annotated[WaId, Query()]
Person = Annotated[str, StringConstraints(min_length=1, max_length=200)]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where routes read, and where they write."""

    database: Database
    unit_of_work: Callable[[], AbstractAsyncContextManager[UnitOfWork]]


class People(BaseModel):
    """Numbers and user ids of somebody who is to be forgotten."""

    recipients: Annotated[list[Person], Field(max_length=100)]


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

    @router.post("/erase", openapi_extra=internal("flow-engine"))
    async def erase_people(body: People) -> dict[str, int]:
        """Erase contents, windows and who it was, under each number and user id."""
        async with desk.unit_of_work() as uow:
            erased = [await retention.erase(uow.session, one) for one in body.recipients]
        return {"erased": sum(erased)}

    return router
