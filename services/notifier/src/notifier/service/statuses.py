"""Hearing of statuses: each is kept with its own time, and moves its delivery forward only."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from common.contracts import WhatsAppStatusReceived
from common.lanes.api import UnitOfWork
from common.lanes.store import lock_lanes
from common.lanes.waking import wake_lane

from notifier.domain.progress import Next, Standing, after_statuses
from notifier.domain.state import State
from notifier.repository import deliveries, moving
from notifier.repository import statuses as repository
from notifier.repository.deliveries import Known
from notifier.repository.moving import Moving
from notifier.repository.statuses import Early, StatusItem
from notifier.service.advancing import Advance, advance, heard_of, times_of
from notifier.service.house import LOOP

_FAILED = "failed"


async def merge_statuses(uow: UnitOfWork, heard: Sequence[WhatsAppStatusReceived]) -> None:
    """Keep statuses and merge them into their deliveries, all together.

    Lanes that may get work again are locked before deliveries, as everywhere.
    """
    callbacks = {found for one in heard if (found := _uuid(one.callback_id))}
    wamids = {one.message_id for one in heard}
    known = await deliveries.find_by_callback(uow.session, callbacks, wamids)
    names = {str(one.id): one.id for one in known}
    names |= {one.wamid: one.id for one in known if one.wamid}
    items = [_item(one, names) for one in heard]
    new = await repository.insert(uow.session, items)
    unique = {(one.message_id, one.status): one for one in reversed(items)}
    fresh = [one for key, one in unique.items() if key in new and one.delivery_id]
    await _lock_lanes(uow, fresh, known)
    rows = await moving.lock(uow.session, {one.delivery_id for one in fresh if one.delivery_id})
    await _apply(uow, fresh, rows)
    await moving.write(uow.session, rows.values())


async def merge_early(
    uow: UnitOfWork, sent: Mapping[str, UUID], rows: Mapping[UUID, Moving]
) -> None:
    """Merge what came before these sends were recorded.

    Their rows are locked already, and written by whoever locked them.
    """
    await _apply(uow, await repository.claim_early(uow.session, sent), rows)


async def find_crossed(uow: UnitOfWork, most: int) -> Sequence[Early]:
    """Find statuses that were written at the very moment at which their send was recorded."""
    return await repository.list_early(uow.session, most)


async def merge_crossed(uow: UnitOfWork, found: Sequence[Early]) -> int:
    """Merge such statuses; one that was merged meanwhile is none."""
    await lock_lanes(uow.session, {one.lane for one in found}, loop=LOOP)
    sent = {one.wamid: one.delivery_id for one in found}
    rows = await moving.lock(uow.session, set(sent.values()))
    await merge_early(uow, sent, rows)
    await moving.write(uow.session, rows.values())
    return len(found)


async def _lock_lanes(uow: UnitOfWork, fresh: Sequence[StatusItem], known: Sequence[Known]) -> None:
    failed = {one.delivery_id for one in fresh if one.status == _FAILED}
    lanes = {
        row.lane
        for row in known
        if row.id in failed or row.state not in {State.ACCEPTED, State.SENDING}
    }
    await lock_lanes(uow.session, lanes, loop=LOOP)


async def _apply(uow: UnitOfWork, items: Sequence[StatusItem], rows: Mapping[UUID, Moving]) -> None:
    by_delivery: dict[UUID, list[StatusItem]] = {}
    for one in items:
        if one.delivery_id is not None and one.delivery_id in rows:
            by_delivery.setdefault(one.delivery_id, []).append(one)
    advances = [
        _advance(rows[delivery_id], told, uow.now)
        for delivery_id, told in sorted(by_delivery.items())
    ]
    before = {a.row.id: a.row.state for a in advances}
    await advance(uow, advances)
    for row in (a.row for a in advances):
        if row.state != before[row.id]:
            await wake_lane(
                uow.session, loop=LOOP, key=row.lane, priority=row.priority, due_at=uow.now
            )


def _advance(row: Moving, told: Sequence[StatusItem], now: datetime) -> Advance:
    ours = [one for one in told if one.status != _FAILED or row.wamid in {None, one.message_id}]
    times = times_of(row).merged((one.status, one.at) for one in ours)
    row.sent_at, row.delivered_at = times.sent_at, times.delivered_at
    row.read_at, row.failed_at = times.read_at, times.failed_at
    code = next((one.code for one in ours if one.status == _FAILED and one.code), None)
    row.code = code or row.code
    if row.wamid is None and row.state != State.SENDING:
        row.wamid = told[0].message_id
    return Advance(row, partial(_rule, row, now), may_fail=row.failed_at is not None)


def _rule(row: Moving, now: datetime, standing: Standing) -> Next | None:
    return after_statuses(heard_of(row), standing, now)


def _item(one: WhatsAppStatusReceived, names: Mapping[str, UUID]) -> StatusItem:
    found = names.get(str(_uuid(one.callback_id))) or names.get(one.message_id)
    code = str(one.errors[0].code) if one.errors else None
    return StatusItem(one.message_id, one.status, one.at, code, found)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
