"""Customers for the merchant's own program: who asks to be forgotten is forgotten."""

from uuid import UUID

from common import whatsapp_ids
from common.errors import NotFoundError
from common.idempotency import Answer
from common.lanes.api import UnitOfWork
from common.web import Access, add_public_route
from common.web.strict import StrictRoute
from common.whatsapp_numbers import known_number
from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from flow_engine.api.desk import Desk, Key
from flow_engine.api.keys import ApiKey
from flow_engine.domain.identities import BSUID, PARENT, PHONE, Identity
from flow_engine.service.erasure import erase_customer


def customers_router(desk: Desk, api_key: ApiKey) -> APIRouter:
    """Return the routes of customers; `{name}` is an id, a WhatsApp number or a user id."""
    router = APIRouter(
        route_class=StrictRoute,
        prefix="/api/customers",
        dependencies=[Depends(api_key)],
        tags=["customers"],
    )

    async def erase(request: Request, name: str, key: Key = None) -> JSONResponse:
        """Erase who a customer is; refused while a payment of his is open."""
        whom = _named(name)

        async def run(uow: UnitOfWork) -> Answer:
            customer_id, erased = await erase_customer(uow, whom)
            return Answer(200, {"id": str(customer_id), "erased": dict(erased)})

        return await desk.post(request, key, run)

    add_public_route(router, "/{name}/erase", erase, access=Access.KEY, methods=["POST"])
    return router


def _named(name: str) -> UUID | list[Identity]:
    if whatsapp_ids.PHONE.fullmatch(name):
        return [(PHONE, known_number(name))]
    if whatsapp_ids.USER_ID.fullmatch(name):
        return [(BSUID, name), (PARENT, name)]
    try:
        return UUID(name)
    except ValueError:
        raise NotFoundError("There is no such customer.", code="customers:not_found") from None
