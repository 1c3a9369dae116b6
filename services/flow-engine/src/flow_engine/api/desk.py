"""What the routes need, and the one way in which a POST is answered."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Annotated, Any, Final

import httpx
from common.db import Database
from common.errors import TransientError
from common.idempotency import Answer, fingerprint, remembered
from common.lanes.api import UnitOfWork
from common.lanes.failures import is_deadlock
from fastapi import Header, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, IntegrityError

from flow_engine.service.house import House

_ROUNDS: Final = 3
Key = Annotated[str | None, Header(alias="Idempotency-Key")]


@dataclass(frozen=True, slots=True)
class Desk:
    """A way to open units of work, a way to read, and a way to the other services."""

    house: House
    database: Database
    unit_of_work: Callable[[], AbstractAsyncContextManager[UnitOfWork]]
    client_for: Callable[[str], httpx.AsyncClient]

    async def in_unit(self, run: Callable[[UnitOfWork], Awaitable[Any]]) -> Any:  # noqa: ANN401
        """Run in one unit of work and commit; what another one wrote meanwhile is read anew."""
        for _ in range(_ROUNDS):
            try:
                async with self.unit_of_work() as uow:
                    answer = await run(uow)
                    await uow.session.flush()
            except DBAPIError as error:
                if not isinstance(error, IntegrityError) and not is_deadlock(error):
                    raise
                continue
            return answer
        raise TransientError("Somebody else is at the same thing.", code="api:contended")

    async def post(
        self, request: Request, key: str | None, run: Callable[[UnitOfWork], Awaitable[Answer]]
    ) -> JSONResponse:
        """Answer a POST once per `Idempotency-Key`; the answer leaves after the commit."""
        target = f"{request.method} {request.url.path.rstrip('/')}"
        print_ = fingerprint(target.encode(), await request.body())

        async def once(uow: UnitOfWork) -> Answer:
            return await remembered(
                uow.session, scope="api", key=key, print_=print_, run=lambda: run(uow)
            )

        answer: Answer = await self.in_unit(once)
        return JSONResponse(answer.body, answer.status)
