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
from flow_engine.api.keys import ApiKey
from flow_engine.api.refund_views import refund_answer
from flow_engine.api.views import Body, Line, Minor
from flow_engine.service.refunds import RefundWish, ask_refund, confirm_refund

_TAKEN: Final = 202


class RefundBody(Body):
    """What is to go back; `settlement_id` names one of the order's credits."""

    amount_minor: Minor
    reason: Line
    by: Line
    settlement_id: UUID | None = None

    def wish(self) -> RefundWish:
        """Return what is asked for."""
        return RefundWish(**self.model_dump())


class ConfirmBody(Body):
    """Who agrees to a refund."""

    by: Line


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
        request: Request, name: str, refund_id: UUID, body: ConfirmBody, key: Key = None
    ) -> JSONResponse:
        """Agree to a refund as its second person."""

        async def run(uow: UnitOfWork) -> Answer:
            parts = await confirm_refund(uow, name, refund_id, body.by)
            return Answer(_TAKEN, refund_answer(parts))

        return await desk.post(request, key, run)

    add_public_route(router, "", ask, access=Access.KEY, methods=["POST"], status_code=_TAKEN)
    add_public_route(
        router,
        "/{refund_id}/confirm",
        confirm,
        access=Access.KEY,
        methods=["POST"],
        status_code=_TAKEN,
    )
    return router
