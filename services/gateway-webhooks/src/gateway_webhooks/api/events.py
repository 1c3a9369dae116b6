"""Sending archived items to their topic again: for an operator, counted before it is done."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from common.clock import to_z
from common.errors import InvalidError
from common.lanes.api import UnitOfWork
from common.log import get_logger
from common.service_tokens import ServiceVerifier
from common.web import internal
from common.web.strict import StrictRoute
from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from gateway_webhooks.domain import MOST, Fate, Found, Selection
from gateway_webhooks.service import erase_senders, find_events, resend_events

log = get_logger(__name__)

Word = Annotated[
    str, StringConstraints(min_length=1, max_length=600, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")
]

_NARROWING = ("id", "since", "until", "type", "key", "phone_number_id")


@dataclass(frozen=True, slots=True)
class EventDesk:
    """The way to the archive: a transaction, and the bell that wakes the relay after it."""

    unit_of_work: Callable[[], AbstractAsyncContextManager[UnitOfWork]]
    ring: Callable[[], None]


class ReplayOrder(BaseModel):
    """Which items, who asks, and whether they are only counted."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": [name]} for name in _NARROWING]}
    )

    id: Word | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    type: Word | None = None
    key: Word | None = None
    phone_number_id: Word | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 1000
    dry_run: bool = True
    by: Annotated[Word, StringConstraints(max_length=100)]

    def selection(self) -> Selection:
        """Return the items that are meant. Raises InvalidError when nothing narrows them."""
        found = Selection(**self.model_dump(exclude={"dry_run", "by"}))
        if found.is_open():
            raise InvalidError("Name an id, a time or what to match.", code="events:everything")
        return found


class ErasureOrder(BaseModel):
    """Numbers and user ids of somebody who is to be forgotten: the lanes in which they wrote."""

    keys: Annotated[list[Word], Field(max_length=100)]


def events_router(desk: EventDesk, verifier: ServiceVerifier) -> APIRouter:
    """Return the operator's route to the archive."""
    router = APIRouter(
        route_class=StrictRoute, tags=["operators"], dependencies=[Depends(verifier)]
    )

    @router.post("/v1/events/replay", openapi_extra=internal("operator"))
    async def replay(order: ReplayOrder) -> dict[str, Any]:
        """Count what matches and, unless that is all, send what can be sent again."""
        selection = order.selection()
        async with desk.unit_of_work() as uow:
            found = await find_events(uow.session, selection, now=uow.now)
            sent = 0 if order.dry_run else await resend_events(uow.session, selection, now=uow.now)
        if sent:
            log.warning("events.replayed", items=sent, by=order.by)
            desk.ring()
        return {"dry_run": order.dry_run, "replayed": sent, "limit": order.limit, **_told(found)}

    @router.post("/v1/events/erase", openapi_extra=internal("flow-engine"))
    async def erase(order: ErasureOrder) -> dict[str, int]:
        """Empty what is archived of somebody who is to be forgotten."""
        async with desk.unit_of_work() as uow:
            return {"erased": await erase_senders(uow.session, order.keys)}

    return router


def _told(found: list[Found]) -> dict[str, Any]:
    counts = dict.fromkeys(Fate, 0)
    types: dict[str, int] = {}
    for part in found:
        counts[part.fate] += part.count
        if part.fate is Fate.READY:
            types[part.type] = types.get(part.type, 0) + part.count
    ready = [part for part in found if part.fate is Fate.READY]
    return {
        "counts": {str(fate): count for fate, count in counts.items()},
        "types": types,
        "first_at": _moment(min((part.first_at for part in ready), default=None)),
        "last_at": _moment(max((part.last_at for part in ready), default=None)),
    }


def _moment(moment: datetime | None) -> str | None:
    return to_z(moment) if moment else None
