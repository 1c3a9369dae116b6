"""Tours for the merchant's own program."""

from typing import Any

from common.idempotency import Answer
from common.lanes.api import UnitOfWork
from common.web import Access, add_public_route
from common.web.strict import StrictRoute
from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from flow_engine.api.desk import Desk, Key
from flow_engine.api.keys import ApiKey
from flow_engine.api.views import TourBody, tour_view
from flow_engine.repository.tours import list_tours
from flow_engine.service.merchant import create_tour


def tours_router(desk: Desk, api_key: ApiKey) -> APIRouter:
    """Return the routes of tours."""
    router = APIRouter(
        route_class=StrictRoute,
        prefix="/api/tours",
        dependencies=[Depends(api_key)],
        tags=["tours"],
    )

    async def list_all() -> dict[str, Any]:
        """List the tours that can be booked, with their seasons."""
        async with desk.database.begin() as session:
            found = await list_tours(session)
        return {"tours": [tour_view(tour) for tour in found]}

    async def create(request: Request, body: TourBody, key: Key = None) -> JSONResponse:
        """Add a tour."""

        async def run(uow: UnitOfWork) -> Answer:
            tour = await create_tour(uow, body.wish())
            found = await list_tours(uow.session)
            return Answer(201, next(tour_view(one) for one in found if one.id == tour.id))

        return await desk.post(request, key, run)

    add_public_route(router, "", list_all, access=Access.KEY)
    add_public_route(router, "", create, access=Access.KEY, methods=["POST"], status_code=201)
    return router
