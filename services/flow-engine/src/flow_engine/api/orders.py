"""Orders for the merchant's own program."""

from typing import Annotated, Any

from common.idempotency import Answer
from common.lanes.api import UnitOfWork
from common.web import Access, add_public_route
from common.web.strict import StrictRoute
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse

from flow_engine.api.desk import Desk, Key
from flow_engine.api.keys import ApiKey
from flow_engine.api.views import OrderBody, order_view
from flow_engine.repository.orders import list_orders
from flow_engine.service.merchant import cancel_order, create_order, find_order, read_books


def orders_router(desk: Desk, api_key: ApiKey) -> APIRouter:
    """Return the routes of orders; `{name}` is an order's id or its reference."""
    router = APIRouter(
        route_class=StrictRoute,
        prefix="/api/orders",
        dependencies=[Depends(api_key)],
        tags=["orders"],
    )

    async def create(request: Request, body: OrderBody, key: Key = None) -> JSONResponse:
        """Write an order that its customer can pay in the chat."""

        async def run(uow: UnitOfWork) -> Answer:
            order = await create_order(uow, body.wish())
            books = await read_books(uow.session, [order])
            return Answer(201, order_view(books[0]))

        return await desk.post(request, key, run)

    async def read(name: str) -> dict[str, Any]:
        """Tell an order's state and what was credited to it."""
        async with desk.database.begin() as session:
            books = await read_books(session, [await find_order(session, name)])
        return order_view(books[0])

    async def cancel(request: Request, name: str, key: Key = None) -> JSONResponse:
        """Cancel an order; refused while a payment is open or once money has come."""

        async def run(uow: UnitOfWork) -> Answer:
            order = await cancel_order(uow, name)
            books = await read_books(uow.session, [order])
            return Answer(200, order_view(books[0]))

        return await desk.post(request, key, run)

    add_public_route(router, "", create, access=Access.KEY, methods=["POST"], status_code=201)
    add_public_route(router, "", _list_route(desk), access=Access.KEY)
    add_public_route(router, "/{name}", read, access=Access.KEY)
    add_public_route(router, "/{name}/cancel", cancel, access=Access.KEY, methods=["POST"])
    return router


def _list_route(desk: Desk) -> Any:  # noqa: ANN401 - an endpoint
    async def list_all(
        limit: Annotated[int, Query(ge=1, le=100)] = 50, after: str | None = None
    ) -> dict[str, Any]:
        """List orders, newest first; `after` is the reference of the last one seen."""
        async with desk.database.begin() as session:
            last = await find_order(session, after) if after else None
            books = await read_books(session, await list_orders(session, after=last, limit=limit))
        found = [order_view(book) for book in books]
        return {"orders": found, "next": found[-1]["reference"] if len(found) == limit else None}

    return list_all
