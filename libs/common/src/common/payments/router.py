"""The internal HTTP of every payments service; the answer is built after the commit."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query
from pydantic import BaseModel, Field

from common.contracts.requests import NOT_ACCEPTED, NOT_THERE
from common.crash import crashpoint
from common.db import Database
from common.errors import InvalidError, NotFoundError
from common.lanes.api import UnitOfWork
from common.lanes.store import lock_lane
from common.money import AmountError
from common.payments import refunding
from common.payments.domain import Closing, PaymentStatus
from common.payments.repository import PaymentRepository
from common.payments.retention import erase_payers
from common.payments.service import LOOP, PaymentService
from common.payments.tables import PaymentColumns
from common.payments.views import (
    EmptyBody,
    EnteredBody,
    OtpBody,
    PaymentBody,
    PaymentView,
    RefundBody,
    ReleaseBody,
)
from common.service_tokens import ServiceVerifier
from common.web import internal
from common.web.strict import StrictRoute

_LONGEST_WAIT = 8
_WAIT = re.compile(r"(?:^|[,;\s])wait=([0-9]{1,4})(?:$|[,;\s])")
_SHORTEST_LOOK = 0.03
_LONGEST_LOOK = 0.25
_CALLERS = internal("flow-engine")
_MOVING = (PaymentStatus.NEW, PaymentStatus.SENDING)

Key = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=255)]
Prefer = Annotated[str | None, Header(max_length=100)]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the routes need: the use cases, a way to open units of work, and a way to read."""

    service: PaymentService
    database: Database
    unit_of_work: Callable[[], AbstractAsyncContextManager[UnitOfWork]]

    async def view(self, payment_id: UUID, key: str | None = None) -> PaymentView:
        """Return a payment as it stands, for a request under a key if one is named.

        Raises NotFoundError, with a code of its own when only that request is unknown.
        """
        view = (await self._look(payment_id))[1]
        if key is not None and not await self._knows(payment_id, key):
            raise NotFoundError("This request was never accepted.", code=NOT_ACCEPTED)
        return view

    async def answer(self, payment_id: UUID, prefer: str | None) -> PaymentView:
        """Return the payment, after waiting for its state as long as the caller prefers."""
        clock, look = asyncio.get_running_loop().time, _SHORTEST_LOOK
        until = clock() + _seconds(prefer)
        while True:
            row, view = await self._look(payment_id)
            if not _is_moving(row) or clock() + look > until:
                return view
            await asyncio.sleep(look)
            look = min(look * 1.5, _LONGEST_LOOK)

    async def list(self, status: PaymentStatus | None, limit: int) -> list[PaymentView]:
        """Return the newest payments."""
        async with self.database.begin() as session:
            repository = PaymentRepository(session, self.service.parts.tables)
            rows = await repository.list_rows(status, limit)
            return [PaymentView.of(r, await repository.current_attempt(r.id)) for r in rows]

    async def _look(self, payment_id: UUID) -> tuple[PaymentColumns, PaymentView]:
        async with self.database.begin() as session:
            repository = PaymentRepository(session, self.service.parts.tables)
            row = await repository.get(payment_id)
            if row is None:
                raise NotFoundError("There is no such payment.", code=NOT_THERE)
            attempt = await repository.current_attempt(payment_id)
            arrived = await repository.list_settlements(payment_id)
            refunds = await repository.list_refunds(payment_id)
            disputes = await repository.list_disputes(payment_id)
            return row, PaymentView.of(row, attempt, arrived, refunds, disputes)

    async def _knows(self, payment_id: UUID, key: str) -> bool:
        """Tell it once no request about the payment is under way: one may just be accepted."""
        async with self.database.begin() as session:
            await lock_lane(session, key=str(payment_id), loop=LOOP)
            repository = PaymentRepository(session, self.service.parts.tables)
            return await repository.has_accepted(payment_id, key)


Wish = Callable[[UnitOfWork, UUID, str | None], Awaitable[None]]


def payments_router(desk: Desk, verifier: ServiceVerifier) -> APIRouter:
    """Return the routes; each needs a service token."""
    router = APIRouter(
        route_class=StrictRoute,
        prefix="/v1/payments",
        dependencies=[Depends(verifier)],
        tags=["payments"],
    )
    _add_erasure(router, desk)
    _add_start(router, desk)
    _add_readers(router, desk)
    _add_code(router, desk)
    _add_staff(router, desk)
    _add_refund(router, desk)
    service = desk.service
    _add_wish(router, desk, "resend", service.resend)
    _add_wish(router, desk, "cancel", service.cancel)
    _add_wish(router, desk, "check", service.check)
    return router


class ErasureBody(BaseModel):
    """Payments of somebody who is to be forgotten."""

    payments: Annotated[list[UUID], Field(max_length=10_000)]


def _add_erasure(router: APIRouter, desk: Desk) -> None:
    @router.post("/erase", openapi_extra=_CALLERS)
    async def erase(body: ErasureBody) -> dict[str, int]:
        """Erase who paid and what for; amounts, states and references stay."""
        async with desk.unit_of_work() as uow:
            return {"erased": await erase_payers(uow, body.payments)}


def _add_start(router: APIRouter, desk: Desk) -> None:
    @router.put("/{payment_id}", status_code=202, openapi_extra=_CALLERS)
    async def start(
        payment_id: UUID, body: PaymentBody, key: Key = None, prefer: Prefer = None
    ) -> PaymentView:
        """Accept a payment, once: the provider is called after the commit."""
        wish = _known_currency(lambda: body.wish(payment_id))
        async with desk.unit_of_work() as uow:
            await desk.service.start(uow, wish, key)
            crashpoint("payment.start.before_commit")
        crashpoint("payment.start.after_commit")
        return await desk.answer(payment_id, prefer)


def _add_readers(router: APIRouter, desk: Desk) -> None:
    @router.get("/{payment_id}", openapi_extra=_CALLERS)
    async def read(payment_id: UUID, key: Key = None) -> PaymentView:
        """Tell how a payment stands; with a key, whether a request under it was accepted: 404."""
        return await desk.view(payment_id, key)

    @router.get("", openapi_extra=_CALLERS)
    async def list_payments(
        status: PaymentStatus | None = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
    ) -> list[PaymentView]:
        """List the newest payments."""
        return await desk.list(status, limit)


def _add_code(router: APIRouter, desk: Desk) -> None:
    @router.post("/{payment_id}/otp", status_code=202, openapi_extra=_CALLERS)
    async def submit_otp(
        payment_id: UUID, body: OtpBody, key: Key = None, prefer: Prefer = None
    ) -> PaymentView:
        """Take the customer's code; where none is waited for, it is a check."""
        async with desk.unit_of_work() as uow:
            await desk.service.submit_otp(uow, payment_id, body.otp, key)
        return await desk.answer(payment_id, prefer)


def _add_staff(router: APIRouter, desk: Desk) -> None:
    @router.post("/{payment_id}/settlements", status_code=202, openapi_extra=_CALLERS)
    async def enter_amount(payment_id: UUID, body: EnteredBody, key: Key = None) -> PaymentView:
        """Settle what a person read in the provider's portal; entered again it is the same."""
        entered = _known_currency(body.entered)
        async with desk.unit_of_work() as uow:
            await desk.service.enter_amount(uow, payment_id, entered, key)
            crashpoint("payment.decision.before_commit")
        crashpoint("payment.decision.after_commit")
        return await desk.view(payment_id)

    @router.post("/{payment_id}/release", status_code=202, openapi_extra=_CALLERS)
    async def release(payment_id: UUID, body: ReleaseBody, key: Key = None) -> PaymentView:
        """Close a payment that a person was called to, so that another may be opened."""
        nothing_arrived = body.reason == "nothing_arrived"
        async with desk.unit_of_work() as uow:
            await desk.service.release(uow, payment_id, key, nothing_arrived=nothing_arrived)
            crashpoint("payment.decision.before_commit")
        crashpoint("payment.decision.after_commit")
        return await desk.view(payment_id)


def _add_refund(router: APIRouter, desk: Desk) -> None:
    @router.post("/{payment_id}/refunds", status_code=202, openapi_extra=_CALLERS)
    async def refund(payment_id: UUID, body: RefundBody, key: Key = None) -> PaymentView:
        """Give back what a settlement brought, or a part; what became of it comes as an event.

        Refused where the provider takes no refund: a person gives the money back by hand.
        """
        wish = _known_currency(body.wish)
        async with desk.unit_of_work() as uow:
            await refunding.refund(desk.service, uow, payment_id, wish, key)
            crashpoint("payment.refund.before_commit")
        crashpoint("payment.refund.after_commit")
        return await desk.view(payment_id)


def _add_wish(router: APIRouter, desk: Desk, name: str, do: Wish) -> None:
    @router.post(f"/{{payment_id}}/{name}", status_code=202, name=name, openapi_extra=_CALLERS)
    async def wish(
        payment_id: UUID, _body: EmptyBody | None = None, key: Key = None, prefer: Prefer = None
    ) -> PaymentView:
        """Take a wish about a payment: its outcome comes as an event."""
        async with desk.unit_of_work() as uow:
            await do(uow, payment_id, key)
        return await desk.answer(payment_id, prefer)


T = TypeVar("T")


def _known_currency(read: Callable[[], T]) -> T:
    try:
        return read()
    except AmountError as error:
        raise InvalidError("This currency is not taken.", code="payments:currency") from error


def _seconds(prefer: str | None) -> int:
    found = _WAIT.search(prefer or "")
    return min(int(found.group(1)), _LONGEST_WAIT) if found else 0


def _is_moving(row: PaymentColumns) -> bool:
    asked = bool(row.asked) or row.closing in (Closing.CANCEL, Closing.RESEND)
    return row.status in _MOVING or asked
