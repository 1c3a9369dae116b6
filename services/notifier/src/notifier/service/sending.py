"""Sending: who is next, what Meta is told, and what is recorded of the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

import orjson
from common.lanes.api import Claim, UnitOfWork
from common.log import get_logger
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from notifier.domain.lane import Candidate, next_of
from notifier.domain.outcome import Accepted, Outcome, Refused, Unknown
from notifier.domain.pacing import Pace
from notifier.domain.progress import Cause, Next, after_outcome, refusal_before_call
from notifier.domain.state import State
from notifier.domain.verdicts import Action, verdict_of
from notifier.models import DeliveryRow
from notifier.repository import deliveries, lanes
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
    rows = await deliveries.lock(uow.session, {claim.row_id for claim, _ in outcomes})
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


async def doubt(uow: UnitOfWork, keys: Sequence[str], *, house: House) -> None:
    """Note of sends whose process is gone that nobody knows what became of them."""
    rows = await deliveries.lock_sending(uow.session, keys)
    gone = Unknown("notifier:interrupted")
    await advance(uow, [_advance(uow, row, gone, house) for row in rows])


def _advance(uow: UnitOfWork, row: DeliveryRow, outcome: Outcome, house: House) -> Advance:
    heard = heard_of(row)
    rule = partial(_after, outcome, uow=uow, row=row, house=house)
    is_well = isinstance(outcome, Accepted) and row.failed_at is None
    del heard
    return Advance(row, rule, may_fail=not is_well)
