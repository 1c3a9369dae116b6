"""What time does to payments, as data: each schedule looks for rows and lets the rules decide."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from common.lanes.api import BatchSchedule, UnitOfWork
from common.lanes.store import lock_lanes
from common.payments.domain import Turn, timeouts
from common.payments.due import DuePayments
from common.payments.retention import KEPT, Retention, retention_schedules
from common.payments.service import LOOP, PaymentService

_AT_ONCE = 100
_Find = Callable[[UnitOfWork, int], Awaitable[Sequence[UUID]]]


def payment_schedules(service: PaymentService, kept: Retention = KEPT) -> list[BatchSchedule[Any]]:
    """Return the sweeper's tasks of one payments service."""
    sweeps = _Sweeps(service)

    def each(
        name: str, seconds: int, find: _Find, rule: Callable[[Turn], None]
    ) -> BatchSchedule[UUID]:
        do, every = partial(sweeps.apply, rule), timedelta(seconds=seconds)
        return BatchSchedule(f"payments.{name}", every, find, do, most=_AT_ONCE)

    return [
        each("announce", 2, sweeps.find_silent, timeouts.announce),
        each("expire", 5, sweeps.find_expired, timeouts.expire),
        each("forget_codes", 10, sweeps.find_stale_codes, timeouts.forget_otp),
        each("unasked", 30, sweeps.find_unasked, timeouts.ask_again),
        *retention_schedules(kept, service.parts),
    ]


class _Sweeps:
    def __init__(self, service: PaymentService) -> None:
        self._service = service

    def _due(self, uow: UnitOfWork) -> DuePayments:
        return DuePayments(uow.session, self._service.parts.tables)

    async def find_silent(self, uow: UnitOfWork, most: int) -> Sequence[UUID]:
        """Find what hangs since 10 s: a charge that we do not know of, a code that is slow."""
        policy, due = self._service.parts.policy, self._due(uow)
        before = uow.now - policy.announce_after
        charges = await due.list_silent(before, most)
        starts = await due.list_slow_starts(before + policy.start_window, most)
        return list(dict.fromkeys([*charges, *starts]))

    async def find_expired(self, uow: UnitOfWork, most: int) -> Sequence[UUID]:
        """Find what ran out of time."""
        return await self._due(uow).list_expired(uow.now, most)

    async def find_stale_codes(self, uow: UnitOfWork, most: int) -> Sequence[UUID]:
        """Find codes that were not used in time."""
        before = uow.now - self._service.parts.policy.otp_lives
        return await self._due(uow).list_stale_codes(before, most)

    async def find_unasked(self, uow: UnitOfWork, most: int) -> Sequence[UUID]:
        """Find what was charged and is asked about by nobody."""
        before = uow.now - self._service.parts.policy.announce_after
        return await self._due(uow).list_unasked(before, most)

    async def apply(
        self, rule: Callable[[Turn], None], uow: UnitOfWork, ids: Sequence[UUID]
    ) -> int:
        """Let a rule look at these payments, lanes locked first."""
        await lock_lanes(uow.session, [str(payment_id) for payment_id in ids], loop=LOOP)
        opened = await self._service.repository(uow).lock(ids)
        for one in opened.values():
            turn = self._service.turn(uow, one)
            rule(turn)
            await self._service.save(uow, one, turn)
        return len(opened)
