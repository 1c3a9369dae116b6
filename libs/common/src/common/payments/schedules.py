"""What time does to payments, as data: each schedule looks for rows and lets the rules decide."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from common.lanes.api import Schedule, UnitOfWork
from common.lanes.store import lock_lane
from common.payments.domain import Turn
from common.payments.retention import KEPT, Retention, forget_calls, forget_payers
from common.payments.service import LOOP, PaymentService

_AT_ONCE = 100


def payment_schedules(service: PaymentService, kept: Retention = KEPT) -> list[Schedule]:
    """Return the sweeper's tasks of one payments service."""
    sweeps = _Sweeps(service)
    hour = timedelta(hours=1)
    return [
        Schedule("payments.announce", timedelta(seconds=2), sweeps.announce),
        Schedule("payments.expire", timedelta(seconds=5), sweeps.expire),
        Schedule("payments.forget_codes", timedelta(seconds=10), sweeps.forget_codes),
        Schedule("payments.age_out", hour, sweeps.age_out),
        Schedule("payments.forget_payers", hour, partial(forget_payers, kept=kept)),
        Schedule("payments.forget_calls", hour, partial(forget_calls, kept=kept)),
    ]


class _Sweeps:
    def __init__(self, service: PaymentService) -> None:
        self._service = service

    async def announce(self, uow: UnitOfWork) -> int:
        """Say what hangs since 10 s: a charge that we do not know of, a code that is slow."""
        policy, repository = self._service.parts.policy, self._service.repository(uow)
        before = uow.now - policy.announce_after
        charges = await repository.list_silent(before, _AT_ONCE)
        starts = await repository.list_slow_starts(before + policy.start_window, _AT_ONCE)
        return await self._each(uow, [*charges, *starts], Turn.announce)

    async def expire(self, uow: UnitOfWork) -> int:
        """Close what ran out of time."""
        ids = await self._service.repository(uow).list_expired(uow.now, _AT_ONCE)
        return await self._each(uow, ids, Turn.expire)

    async def forget_codes(self, uow: UnitOfWork) -> int:
        """Erase codes that were not used in time."""
        before = uow.now - self._service.parts.policy.otp_lives
        ids = await self._service.repository(uow).list_stale_codes(before, _AT_ONCE)
        return await self._each(uow, ids, Turn.forget_otp)

    async def age_out(self, uow: UnitOfWork) -> int:
        """Forget keys and uses that no longer count."""
        await self._service.forget_old(uow)
        return 0

    async def _each(
        self, uow: UnitOfWork, ids: Sequence[UUID], rule: Callable[[Turn], None]
    ) -> int:
        for payment_id in sorted(set(ids)):
            await lock_lane(uow.session, key=str(payment_id), loop=LOOP)
        opened = await self._service.repository(uow).lock(ids) if ids else {}
        for one in opened.values():
            turn = self._service.turn(uow, one)
            rule(turn)
            await self._service.save(uow, one, turn)
        return len(opened)
