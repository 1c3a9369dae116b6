"""Refunds of an order for the merchant's own program."""

from typing import Final
from uuid import UUID

from common.idempotency import Answer
from common.lanes.api import UnitOfWork
from common.web import Access, add_public_route
from common.web.strict import StrictRoute
from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from flow_engine.api.desk import Desk, Key
from flow_engine.api.fields import Line, Minor, PersonName
from flow_engine.api.keys import ApiKey
from flow_engine.api.refund_views import refund_answer
from flow_engine.api.views import Body
from flow_engine.service.refund_approval import confirm_refund, withdraw_refund
from flow_engine.service.refunds import RefundWish, ask_refund

_TAKEN: Final = 202


class RefundBody(Body):
    """What is to go back; `settlement_id` names one of the order's credits."""

    amount_minor: Minor
    reason: Line
    by: PersonName
    settlement_id: UUID | None = None

    def wish(self) -> RefundWish:
        """Return what is asked for."""
        return RefundWish(**self.model_dump())


class PersonBody(Body):
    """Who agrees to a refund, or takes it back."""

    by: PersonName


def refunds_router(desk: Desk, api_key: ApiKey) -> APIRouter:
    """Return the routes of refunds; `{name}` is an order's id or its reference."""
    router = APIRouter(
        route_class=StrictRoute,
        prefix="/api/orders/{name}/refunds",
        dependencies=[Depends(api_key)],
        tags=["refunds"],
    )

    async def ask(request: Request, name: str, body: RefundBody, key: Key = None) -> JSONResponse:
        """Give money back that an order received; above a limit a second person must agree."""

        async def run(uow: UnitOfWork) -> Answer:
            parts = await ask_refund(uow, name, body.wish(), desk.house)
            return Answer(_TAKEN, refund_answer(parts))

        return await desk.post(request, key, run)

    async def confirm(
        request: Request, name: str, refund_id: UUID, body: PersonBody, key: Key = None
    ) -> JSONResponse:
        """Agree to a refund as its second person."""

        async def run(uow: UnitOfWork) -> Answer:
            parts = await confirm_refund(uow, name, refund_id, body.by)
            return Answer(_TAKEN, refund_answer(parts))

        return await desk.post(request, key, run)

    async def withdraw(
        request: Request, name: str, refund_id: UUID, body: PersonBody, key: Key = None
    ) -> JSONResponse:
        """Take a refund back that waits for a second person, or to be given by hand."""

        async def run(uow: UnitOfWork) -> Answer:
            parts = await withdraw_refund(uow, name, refund_id, body.by)
            return Answer(200, refund_answer(parts))

        return await desk.post(request, key, run)

    add_public_route(router, "", ask, access=Access.KEY, methods=["POST"], status_code=_TAKEN)
    one = "/{refund_id}"
    add_public_route(
        router,
        f"{one}/confirm",
        confirm,
        access=Access.KEY,
        methods=["POST"],
        status_code=_TAKEN,
    )
    add_public_route(router, f"{one}/withdraw", withdraw, access=Access.KEY, methods=["POST"])
    return router
