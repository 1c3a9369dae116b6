"""Sending: who is next, what Meta is told, and what is recorded of the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import orjson
from common.lanes.api import Claim, UnitOfWork
from common.log import get_logger
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from notifier.domain.lane import Candidate, next_of
from notifier.domain.outcome import Accepted, NotSent, Outcome, Refused, Unknown
from notifier.domain.pacing import Pace
from notifier.domain.progress import Next, Standing, after_outcome, refusal_before_call
from notifier.domain.state import State
from notifier.domain.verdicts import Action, verdict_of
from notifier.repository import lanes, moving
from notifier.repository.moving import Moving
from notifier.service.advancing import Advance, advance, heard_of, move
from notifier.service.house import House
from notifier.service.statuses import merge_early

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    """One message that is about to be sent, or the reason why it need not be."""

    delivery_id: UUID
    phone_number_id: str
    priority: int
    address: Mapping[str, str]
    content: bytes | None
    pace: Pace
    refusal: str | None

    def message(self, house: House) -> dict[str, Any]:
        """Return the body of the request. Raises SealError."""
        content = house.open(self.delivery_id, self.content or b"")
        return {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            **self.address,
            **orjson.loads(content),
            "biz_opaque_callback_data": str(self.delivery_id),
        }


async def claim_next(
    session: AsyncSession, keys: Sequence[str], token: UUID, now: datetime, *, house: House
) -> list[Claim]:
    """Write down, in the claim's transaction, what is about to be sent; one for each lane."""
    claims: list[Claim] = []
    taken: list[lanes.Taken] = []
    paces: list[tuple[str, datetime]] = []
    for lane, rows in _by_lane(await lanes.list_next(session, keys)):
        pace = _pace(rows[0])
        found = next_of([_candidate(row) for row in rows], pace.free_at(house.limits, now), now)
        if found is None or found[1] > now:
            continue
        row = next(row for row in rows if row.id == found[0].id)
        order = _order(row, pace, now)
        claims.append(Claim(lane, row.id, token, order))
        taken.append(lanes.Taken(row.id, row.wrote_at, 0 if order.refusal else 1))
        if order.refusal is None:
            paces.append((lane, pace.full_after(house.limits, now)))
    if taken:
        await lanes.take(session, token, taken)
        await lanes.set_paces(session, paces)
    return claims


async def next_due(
    session: AsyncSession, keys: Sequence[str], *, house: House
) -> dict[str, tuple[datetime, int] | None]:
    """Return when each lane has somebody to send to next, and how urgent that is."""
    due: dict[str, tuple[datetime, int] | None] = dict.fromkeys(keys)
    for lane, rows in _by_lane(await lanes.list_next(session, keys)):
        now: datetime = rows[0].now
        free_at = _pace(rows[0]).free_at(house.limits, now)
        found = next_of([_candidate(row) for row in rows], free_at, now)
        if found is not None:
            due[lane] = (found[1], found[0].priority)
    return due


async def record_outcomes(
    uow: UnitOfWork, outcomes: Sequence[tuple[Claim, Outcome]], *, house: House
) -> None:
    """Record what became of sends; what came late counts only if it tells of a success."""
    rows = await moving.lock(uow.session, {claim.row_id for claim, _ in outcomes})
    advances: list[Advance] = []
    sent: dict[str, UUID] = {}
    blocks: list[tuple[str, datetime | None, int]] = []
    for claim, outcome in outcomes:
        row = rows.get(claim.row_id)
        if row is None:
            continue
        if isinstance(outcome, Accepted):
            sent[outcome.wamid] = row.id
        if row.token != claim.token:
            _record_late(uow, row, outcome)
            continue
        if isinstance(outcome, Accepted):
            row.wamid = outcome.wamid
        blocks += _blocks(claim, outcome, uow.now)
        advances.append(_advance(uow, row, outcome, house))
    await advance(uow, advances)
    await lanes.set_blocks(uow.session, blocks)
    if sent:
        await merge_early(uow, sent, rows)
    await moving.write(uow.session, rows.values())


async def doubt(uow: UnitOfWork, keys: Sequence[str], *, house: House) -> None:
    """Note of sends whose process is gone that nobody knows what became of them."""
    rows = await moving.lock_sending(uow.session, keys)
    gone = Unknown("notifier:interrupted")
    await advance(uow, [_advance(uow, row, gone, house) for row in rows])
    await moving.write(uow.session, rows)


def _advance(uow: UnitOfWork, row: Moving, outcome: Outcome, house: House) -> Advance:
    heard = heard_of(row)

    def rule(standing: Standing) -> Next:
        wait = house.unknown_wait
        return after_outcome(outcome, standing, heard, uow.now, unknown_wait=wait)

    is_well = isinstance(outcome, Accepted | NotSent) and row.failed_at is None
    return Advance(row, rule, may_fail=not is_well)


def _record_late(uow: UnitOfWork, row: Moving, outcome: Outcome) -> None:
    """Take the success of a send that was given up; it is not sent again."""
    if not isinstance(outcome, Accepted) or row.state in {State.SENDING, State.ACCEPTED}:
        log.info("send.recorded_late", notification_id=str(row.notification_id))
        return
    row.wamid = outcome.wamid
    move(uow, row, Next(State.ACCEPTED, uow.now), None)


def _blocks(
    claim: Claim, outcome: Outcome, now: datetime
) -> list[tuple[str, datetime | None, int]]:
    pace: Pace = claim.payload.pace
    if isinstance(outcome, Accepted) and pace.refusals:
        return [(claim.lane, None, 0)]
    if isinstance(outcome, Refused) and verdict_of(outcome.code).action is Action.PAIR:
        return [(claim.lane, pace.blocked_after(now), pace.refusals + 1)]
    return []


def _by_lane(rows: Sequence[Row[Any]]) -> list[tuple[str, list[Row[Any]]]]:
    return [(lane, list(group)) for lane, group in groupby(rows, key=lambda row: row.lane)]


def _candidate(row: Row[Any]) -> Candidate:
    return Candidate(row.id, State(row.state), row.priority, row.seq, row.next_at)


def _pace(row: Row[Any]) -> Pace:
    return Pace(row.full_at, row.blocked_until, row.pair_refusals)


def _order(row: Row[Any], pace: Pace, now: datetime) -> Order:
    address = {"to": f"+{row.phone}"} if row.phone else {"recipient": row.user_id}
    return Order(
        delivery_id=row.id,
        phone_number_id=row.phone_number_id,
        priority=row.priority,
        address=address,
        content=row.content,
        pace=pace,
        refusal=refusal_before_call(row.doubts, row.give_up_at, row.wrote_at, now),
    )
