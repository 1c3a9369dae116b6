"""Another service for the relay of requests: it answers as the test says."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import httpx

from common.contracts import RequestRefused
from common.lanes.api import Delivery, HandlerSet, ServiceCall, UnitOfWork
from common.lanes.runtime import LaneRuntime
from common.testing.lanes import FIRST, LaneHouse, settled, until

MINUTE: Final = timedelta(seconds=60)


class OtherService:
    """Another service: answers as the test says and remembers what it was asked."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self._answer = answer
        self.requests: list[httpx.Request] = []
        self.client = httpx.AsyncClient(
            transport=httpx.MockTransport(self._handle), base_url="http://other"
        )

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        await asyncio.sleep(0)
        return self._answer(request)

    @property
    def paths(self) -> list[str]:
        """Method and path of each request, in order."""
        return [f"{r.method} {r.url.path}" for r in self.requests]


class Refusals:
    """Collects the refusals that come back to the sender's inbox."""

    def __init__(self) -> None:
        self.all: list[RequestRefused] = []
        self.keys: list[str | None] = []

    async def __call__(self, _uow: UnitOfWork, delivery: Delivery) -> None:
        """Take one."""
        if not isinstance(delivery.message, RequestRefused):
            raise TypeError(delivery.message.TYPE)
        self.all.append(delivery.message)
        self.keys.append(delivery.key)


def a_runtime(house: LaneHouse, other: OtherService, refusals: Refusals) -> LaneRuntime:
    """Return a service whose requests to any other go to this one."""
    handlers = HandlerSet({RequestRefused.TYPE: refusals})
    return house.runtime(FIRST, handlers, client_for=lambda _: other.client)


async def request(runtime: LaneRuntime, path: str, **more: Any) -> None:  # noqa: ANN401 - any field
    """Send a request: a PUT in one lane, good for a minute, unless told otherwise."""
    call: dict[str, Any] = {"service": "other", "method": "PUT", "key": "k"}
    call |= {"expires_after": MINUTE} | more
    async with runtime.unit_of_work() as uow:
        uow.request(ServiceCall(path=path, body={"amount": 5000}, **call))


async def warm_up(house: LaneHouse, runtime: LaneRuntime) -> None:
    """Let the relay hold its lock before anything is written."""

    async def leads() -> bool:
        rows = await house.rows(FIRST, "select 1 from pg_locks where locktype = 'advisory'")
        return len(rows) > 1

    await until(leads)
    await settled(runtime)
    await asyncio.sleep(0.1)


async def has_sent(house: LaneHouse, count: int) -> bool:
    """Tell whether so many rows have been sent."""
    statement = "select count(*) from outbox where sent_at is not null"
    return count == (await house.rows(FIRST, statement))[0][0]
