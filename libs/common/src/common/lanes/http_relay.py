"""`http:` rows: the head of each key is sent, side by side across keys, until it is answered."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final

import httpx

from common.crash import crashpoint
from common.crypto import SealError
from common.lanes.answers import EXPIRED, Answer, Outcome, judge, judge_failure, judge_lookup
from common.lanes.doorbell import Record
from common.lanes.failures import is_lost
from common.lanes.grouper import Grouper, do_together
from common.lanes.http_outcomes import Answered, HttpRecorder
from common.lanes.names import HTTP
from common.lanes.store import outbox
from common.lanes.supervisor import code_of
from common.lanes.unit_of_work import Units
from common.log import get_logger

log = get_logger(__name__)

LIMIT_SECONDS: Final = 2.0
SLOTS: Final = 32


class HttpRelay:
    """Sends requests to other services in order within each key; never holds back the bus."""

    def __init__(
        self,
        service: str,
        units: Units,
        client_for: Callable[[str], httpx.AsyncClient],
        stopping: asyncio.Event,
    ) -> None:
        self._units = units
        self._client_for = client_for
        self._clients: dict[str, httpx.AsyncClient] = {}
        self._stopping = stopping
        self._recorder = HttpRecorder(service, units)
        self._outcomes: Grouper[Answered] = Grouper(most=100)
        self._flying: set[str] = set()
        self._landed = asyncio.Event()
        self._since: datetime | None = None

    async def run(self) -> None:
        """Send until stopping; what is under way is finished first."""
        self._flying.clear()
        self._landed.set()
        self._since = None
        async with asyncio.TaskGroup() as tasks:
            recording = tasks.create_task(self._record())
            await self._units.doorbell.serve(HTTP, lambda: self._turn(tasks), self._stopping)
            await self._landed.wait()
            recording.cancel()

    async def _turn(self, tasks: asyncio.TaskGroup) -> bool:
        doorbell = self._units.doorbell
        free = SLOTS - len(self._flying)
        if not doorbell.is_leader or free == 0:
            return False
        if self._since is None:
            self._since = (await doorbell.fetch("select mari_now() as now"))[0]["now"]
        rows = await doorbell.fetch(outbox.HTTP_HEADS, list(self._flying), free)
        for row in rows:
            self._flying.add(row["key"])
            self._landed.clear()
            tasks.create_task(self._fly(row))
        return False

    async def _fly(self, row: Record) -> None:
        try:
            answer = await self._ask(row)
            crashpoint("http.after_call")
            await self._outcomes.put(Answered(row, answer))
        except Exception as error:  # noqa: BLE001 - the row is still there and is tried again
            log.warning("request.not_recorded", seq=row["seq"], error=code_of(error))
            await asyncio.sleep(1.0)
        finally:
            self._flying.discard(row["key"])
            if not self._flying:
                self._landed.set()
            self._units.doorbell.ring(HTTP)

    async def _ask(self, row: Record) -> Answer:
        if row["is_expired"] and not self._may_have_arrived(row):
            return EXPIRED
        try:
            async with asyncio.timeout(LIMIT_SECONDS):
                if row["is_expired"]:
                    return judge_lookup(await self._call(row, "GET", None))
                body = self._units.bus.open(row["body"], f"envelope:{row['id']}")
                return judge(await self._call(row, None, body))
        except SealError:
            return Answer(Outcome.REFUSED, "lanes:not_sealed_for_us")
        except Exception as error:  # noqa: BLE001 - whatever ended the call, the row decides
            return judge_failure(error)

    def _may_have_arrived(self, row: Record) -> bool:
        """Tell whether some try may have arrived: also one of an earlier process, unrecorded."""
        return row["in_doubt"] or self._since is None or row["created_at"] < self._since

    async def _call(self, row: Record, method: str | None, body: bytes | None) -> httpx.Response:
        service = row["target"].removeprefix("http:")
        own_method, path = row["path"].split(" ", 1)
        if service not in self._clients:
            self._clients[service] = self._client_for(service)
        headers = {"Idempotency-Key": str(row["id"])}
        if body is not None:
            headers["Content-Type"] = "application/json"
        crashpoint("http.before_call")
        return await self._clients[service].request(
            method or own_method, path, content=body, headers=headers, timeout=LIMIT_SECONDS
        )

    async def _record(self) -> None:
        while True:
            group = await self._outcomes.take()
            with self._units.doorbell.turns.under_way(HTTP):
                await do_together(group, self._recorder.record, is_lost)
