"""Recording what became of `http:` rows: all outcomes that have gathered, in one commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from common.clock import to_z
from common.contracts import RequestRefused
from common.lanes.answers import Answer, Outcome
from common.lanes.doorbell import Record
from common.lanes.failures import backoff
from common.lanes.names import HTTP, WORKER
from common.lanes.store import inbox, outbox
from common.lanes.unit_of_work import Units
from common.log import get_logger
from common.wiring import Envelope

log = get_logger(__name__)

_FIRST_SECONDS: Final = 0.25
_LONGEST: Final = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Answered:
    """A row and what came of this try."""

    row: Record
    answer: Answer


class HttpRecorder:
    """Closes rows, tells their sender of refusals, and sets the time of the next try."""

    def __init__(self, service: str, units: Units) -> None:
        self._service = service
        self._units = units

    async def record(self, answered: Sequence[Answered]) -> None:
        """Record in one transaction; a refusal reaches our own inbox in that same commit."""
        again = [a for a in answered if a.answer.outcome is Outcome.AGAIN]
        refused = [a for a in answered if a.answer.outcome is Outcome.REFUSED]
        closed = [(a.row["seq"], a.answer.code or None) for a in answered if a not in again]
        async with self._units.database.begin() as session:
            if closed:
                await outbox.close(session, closed)
            if again:
                retries = [_retry(a) for a in again]
                await outbox.retry(session, retries)
                soon = min(retry.wait for retry in retries)
                self._units.doorbell.ring_in(HTTP, soon.total_seconds() + 0.02)
            if refused:
                await inbox.receive(session, [self._refusal(a) for a in refused])
        if refused:
            log.info("requests.refused", count=len(refused), error=refused[0].answer.code)
            self._units.doorbell.ring(WORKER)

    def _refusal(self, refused: Answered) -> Envelope:
        row, answer = refused.row, refused.answer
        method, path = row["path"].split(" ", 1)
        message = RequestRefused(
            request_id=UUID(str(row["id"])),
            service=row["target"].removeprefix("http:"),
            method=method,
            path=path,
            status=answer.status,
            code=answer.code,
            detail=answer.detail,
            retry_at=answer.retry_at,
        )
        identity = f"refused:{row['id']}"
        return Envelope(
            id=identity,
            source=self._service,
            type=message.TYPE,
            time=to_z(row["now"]),
            key=row["key"],
            priority=message.PRIORITY,
            body=self._units.bus.seal(message.model_dump_json().encode(), f"envelope:{identity}"),
        )


def _retry(answered: Answered) -> outbox.Retry:
    row = answered.row
    wait = min(backoff(row["attempts"] + 1, first=_FIRST_SECONDS), _LONGEST)
    if row["expires_at"] is not None and not row["is_expired"]:
        wait = min(wait, row["expires_at"] - row["now"])
    answer = answered.answer
    return outbox.Retry(row["seq"], wait, answer.code, answer.may_have_arrived)
