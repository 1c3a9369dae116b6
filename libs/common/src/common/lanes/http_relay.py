"""`http:` rows: the head of each service and key is sent, side by side, until it is answered."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Final

import httpx

from common.crash import crashpoint
from common.crypto import SealError
from common.lanes.answers import (
    EXPIRED,
    Answer,
    Outcome,
    judge,
    judge_failure,
    judge_lookup,
    looked_up,
)
from common.lanes.doorbell import Record
from common.lanes.failures import backoff, is_lost
from common.lanes.grouper import Grouper, do_together
from common.lanes.http_outcomes import Answered, HttpRecorder
from common.lanes.names import HTTP
from common.lanes.store import outbox
from common.lanes.supervisor import code_of
from common.lanes.unit_of_work import Units
from common.log import get_logger

log = get_logger(__name__)

LIMIT_SECONDS: Final = 2.0
_CONFLICT: Final = 409
"""Said by the resource itself, of a body that is not the one it has accepted."""
SLOTS: Final = 32
"""Requests under way at one service: one that does not answer takes no other's."""


class HttpRelay:
    """Sends requests in order within each service and key; never holds back the bus."""

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
        self._flying: set[tuple[str, str]] = set()
        self._unrecorded: Counter[int] = Counter()
        self._doubtful: set[int] = set()
        """Requests that may have arrived, of which the row itself does not know."""
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
        if not doorbell.is_leader:
            return False
        if self._since is None:
            self._since = (await doorbell.fetch("select mari_now() as now"))[0]["now"]
        services, keys = [way[0] for way in self._flying], [way[1] for way in self._flying]
        for row in await doorbell.fetch(outbox.HTTP_HEADS, services, keys, SLOTS):
            self._flying.add((row["target"], row["key"]))
            self._landed.clear()
            tasks.create_task(self._fly(row))
        return False

    async def _fly(self, row: Record) -> None:
        try:
            answer = await self._ask(row)
            if answer.outcome is Outcome.ACCEPTED or answer.may_have_arrived:
                self._doubtful.add(row["seq"])
            crashpoint("http.after_call")
            await self._outcomes.put(Answered(row, answer))
            self._doubtful.discard(row["seq"])
            del self._unrecorded[row["seq"]]
        except Exception as error:  # noqa: BLE001 - the row is still there and is tried again
            await self._wait_out(row["seq"], error)
        finally:
            self._flying.discard((row["target"], row["key"]))
            if not self._flying:
                self._landed.set()
            self._units.doorbell.ring(HTTP)

    async def _wait_out(self, seq: int, error: Exception) -> None:
        """Let a request whose outcome cannot be written wait, each time longer; it may repeat."""
        if not is_lost(error):
            self._unrecorded[seq] += 1
            self._units.failed[HTTP] += 1
        log.warning("request.not_recorded", seq=seq, error=code_of(error))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(backoff(max(1, self._unrecorded[seq])).total_seconds()):
                await self._stopping.wait()

    async def _ask(self, row: Record) -> Answer:
        """Send a request; whether one that may have arrived was accepted is asked, not guessed."""
        answer = EXPIRED if row["is_expired"] else await self._send(row)
        is_open = answer.outcome is not Outcome.REFUSED or answer.status == _CONFLICT
        if is_open or not self._may_have_arrived(row):
            return answer
        return await self._look_up(row, answer)

    async def _send(self, row: Record) -> Answer:
        method, path = row["path"].split(" ", 1)
        try:
            body = self._units.bus.open(row["body"], f"envelope:{row['id']}")
            return judge(await self._call(row, method, path, body))
        except SealError:
            return Answer(Outcome.REFUSED, "lanes:not_sealed_for_us")
        except Exception as error:  # noqa: BLE001 - whatever ended the call, the row decides
            return judge_failure(error)

    async def _look_up(self, row: Record, refusal: Answer) -> Answer:
        path, by_key = looked_up(*row["path"].split(" ", 1))
        try:
            return judge_lookup(await self._call(row, "GET", path, by_key=by_key), refusal)
        except Exception:  # noqa: BLE001 - a question that ended is no answer
            return Answer(Outcome.AGAIN, "lanes:not_known_yet", may_have_arrived=True)

    def _may_have_arrived(self, row: Record) -> bool:
        """Tell whether some try may have arrived: also one that nobody could write down.

        That was in an earlier process, or in this one while storage took no writes.
        """
        is_known = row["in_doubt"] or row["seq"] in self._doubtful
        return is_known or self._since is None or row["created_at"] < self._since

    async def _call(
        self, row: Record, method: str, path: str, body: bytes | None = None, *, by_key: bool = True
    ) -> httpx.Response:
        service = row["target"].removeprefix("http:")
        if service not in self._clients:
            self._clients[service] = self._client_for(service)
        headers = {"Idempotency-Key": str(row["id"])} if by_key else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        crashpoint("http.before_call")
        async with asyncio.timeout(LIMIT_SECONDS):
            return await self._clients[service].request(
                method, path, content=body, headers=headers, timeout=LIMIT_SECONDS
            )

    async def _record(self) -> None:
        while True:
            group = await self._outcomes.take()
            with self._units.doorbell.turns.under_way(HTTP):
                await do_together(group, self._recorder.record)
