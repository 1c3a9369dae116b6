"""Tasks for the people at the merchant's."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from common.idempotency import Answer
from common.lanes.api import UnitOfWork
from common.web import Access, add_public_route
from common.web.strict import StrictRoute
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.api.desk import Desk, Key
from flow_engine.api.keys import ApiKey
from flow_engine.api.refund_views import money_view
from flow_engine.api.task_views import ResolveBody, first_word, task_view
from flow_engine.api.views import customer_view
from flow_engine.domain.tasks import Action, TaskKind
from flow_engine.models import TaskRow
from flow_engine.repository.orders import get_orders
from flow_engine.repository.people import get_customers
from flow_engine.repository.tasks import get_task, list_open
from flow_engine.service.releasing import release_task
from flow_engine.service.resolving import resolve_task
from flow_engine.service.task_money import read_task_money


def tasks_router(desk: Desk, api_key: ApiKey) -> APIRouter:
    """Return the routes of tasks."""
    router = APIRouter(
        route_class=StrictRoute,
        prefix="/api/tasks",
        dependencies=[Depends(api_key)],
        tags=["tasks"],
    )

    async def list_all(limit: Annotated[int, Query(ge=1, le=500)] = 100) -> dict[str, Any]:
        """List what waits for a person, oldest first."""
        async with desk.database.begin() as session:
            return {"tasks": await _views(session, await list_open(session, limit=limit))}

    async def release(request: Request, task_id: UUID, key: Key = None) -> JSONResponse:
        """Close a task; the bot speaks again where it was muted."""

        async def run(uow: UnitOfWork) -> Answer:
            task = await release_task(uow, task_id, desk.house)
            return Answer(200, (await _views(uow.session, [task]))[0])

        return await desk.post(request, key, run)

    async def resolve(
        request: Request, task_id: UUID, body: ResolveBody, key: Key = None
    ) -> JSONResponse:
        """Decide about a task of money; 202 while a second person must agree."""

        async def run(uow: UnitOfWork) -> Answer:
            seen = await get_task(uow.session, task_id)
            before = None if seen is None else first_word(seen)
            task = await resolve_task(uow, task_id, body.resolution(), desk.house)
            view = (await _views(uow.session, [task]))[0]
            if task.released_at is None:
                replaced = None if before == first_word(task) else before
                more = {"status": "waiting_for_second", "replaced": replaced}
                return Answer(202, view | more)
            return Answer(200, view)

        return await desk.post(request, key, run)

    add_public_route(router, "", list_all, access=Access.KEY)
    add_public_route(router, "/{task_id}/release", release, access=Access.KEY, methods=["POST"])
    add_public_route(router, "/{task_id}/resolve", resolve, access=Access.KEY, methods=["POST"])
    return router


async def _views(session: AsyncSession, found: Sequence[TaskRow]) -> list[dict[str, Any]]:
    people = await get_customers(session, {t.customer_id for t in found if t.customer_id})
    orders = await get_orders(session, {t.order_id for t in found if t.order_id})
    money = await read_task_money(session, found)
    views: list[dict[str, Any]] = []
    for task in found:
        who = people.get(task.customer_id) if task.customer_id else None
        order = orders.get(task.order_id) if task.order_id else None
        shown = who and customer_view(who, order)
        view = task_view(task, customer=shown, reference=order and order.reference)
        if task.kind == TaskKind.REFUND_FAILED and not money[task.id].in_suspense:
            view["actions"] = [one for one in view["actions"] if one != Action.CREDIT_ORDER]
        views.append(view | money_view(money[task.id]))
    return views
