"""The operator's routes of every service: what is parked, what waits; for our own services only."""

from collections.abc import Mapping
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field

from common.lanes.desk import Discard
from common.lanes.figures import Figures, Waiting
from common.metrics import Reading
from common.service_tokens import ServiceVerifier
from common.web.routes import internal
from common.web.standing import Standing
from common.web.strict import StrictRoute

_PLAIN = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]+$"
Number = Annotated[int, Path(ge=1, lt=1 << 63)]


class Desk(Protocol):
    """What the routes ask of a service's lanes."""

    async def rates(self) -> Mapping[str, int]:
        """Return how many rows each loop finished in the last minute."""
        ...

    async def parked(self, *, after: int, limit: int) -> list[dict[str, Any]]:
        """Return parked rows beyond number `after`, the oldest first."""
        ...

    async def one(self, n: int) -> dict[str, Any]:
        """Return one parked row. Raises NotFoundError."""
        ...

    async def replay(self, n: int) -> dict[str, Any]:
        """Give a parked row another chance. Raises NotFoundError, ConflictError."""
        ...

    async def discard(self, n: int, order: Discard) -> dict[str, Any]:
        """Let a parked row go, with a record. Raises NotFoundError, RefusedError."""
        ...


class DiscardOrder(BaseModel):
    """Who lets a row go and why; `confirm` is needed for what is about a payment."""

    by: str = Field(min_length=1, max_length=100, pattern=_PLAIN)
    why: str = Field(min_length=3, max_length=300, pattern=_PLAIN)
    confirm: bool = False


def desk_router(name: str, standing: Standing, desk: Desk, verifier: ServiceVerifier) -> APIRouter:
    """Return the operator's routes of one service."""
    router = APIRouter(
        route_class=StrictRoute, tags=["operators"], dependencies=[Depends(verifier)]
    )
    service = internal("operator")

    @router.get("/v1/parked", openapi_extra=service)
    async def parked(
        after: Annotated[int, Query(ge=0, lt=1 << 63)] = 0,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
    ) -> dict[str, Any]:
        """Tell what was set aside, the oldest first: metadata only."""
        return {"service": name, "rows": await desk.parked(after=after, limit=limit)}

    @router.get("/v1/parked/{n}", openapi_extra=service)
    async def one(n: Number) -> dict[str, Any]:
        """Tell about one row that was set aside: metadata only."""
        return {"service": name, **await desk.one(n)}

    @router.post("/v1/parked/{n}/replay", openapi_extra=service)
    async def replay(n: Number) -> dict[str, Any]:
        """Give it another chance, in its lane."""
        return {"service": name, **await desk.replay(n)}

    @router.post("/v1/parked/{n}/discard", openapi_extra=service)
    async def discard(n: Number, order: DiscardOrder) -> dict[str, Any]:
        """Let it go; who and why stays with the row and in the log."""
        wish = Discard(order.by, order.why, is_confirmed=order.confirm)
        return {"service": name, **await desk.discard(n, wish)}

    @router.get("/v1/lanes", openapi_extra=service)
    async def lanes() -> dict[str, Any]:
        """Tell how much waits for each loop, since when, and how fast it goes."""
        reading = await standing.reading()
        is_up = reading.figures is not None
        return {"service": name, **_lanes(reading, await desk.rates() if is_up else None)}

    return router


def _lanes(reading: Reading, rates: Mapping[str, int] | None) -> dict[str, Any]:
    figures = reading.figures or Figures()
    loops = [
        _loop(loop, figures)
        | {
            "is_up": reading.loops.get(loop, False),
            "restarts": reading.restarts.get(loop, 0),
            "per_minute": None if rates is None else rates.get(loop),
        }
        for loop in sorted({*reading.loops, *figures.rows, *figures.due, *figures.failing})
    ]
    parked = {box: waiting.count for box, waiting in figures.parked.items()}
    database = "down" if reading.figures is None else "ok"
    return {"database": database, "loops": loops, "parked": parked}


def _loop(loop: str, figures: Figures) -> dict[str, Any]:
    due = figures.due.get(loop, Waiting())
    waiting = figures.rows.get(loop, due)
    return {
        "loop": loop,
        "waiting": waiting.count,
        "oldest_seconds": round(waiting.oldest_seconds, 1),
        "lanes_due": due.count,
        "lanes_held": figures.held.get(loop, Waiting()).count,
        "lanes_failing": figures.failing.get(loop, Waiting()).count,
    }
