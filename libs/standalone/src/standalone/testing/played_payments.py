"""O'mari payments of a database, driven by a test's clock: a week passes in a second."""

from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import httpx
from common.contracts.payments import PaymentSucceeded
from common.crypto import Keyring
from common.db import Database
from common.ids import derived_id
from common.payments.callers import ProviderCaller
from common.payments.domain import Policy
from common.payments.limits import Limits
from common.payments.schedules import payment_schedules
from common.testing.units import RecordingUnit
from payments_omari.domain import Account
from payments_omari.models import SCHEMA
from payments_omari.provider import OmariClient
from payments_omari.service import payment_service
from sqlalchemy import text

from standalone.testing.release_before import MERCHANT_KEY, STORAGE_KEY

_TOKEN: Final = UUID(int=0xA11E)
_TICK: Final = timedelta(seconds=30)
_SWEEPS: Final = (
    "payments.announce",
    "payments.expire",
    "payments.forget_codes",
    "payments.unasked",
)
_NEXT: Final = text("select min(next_at) from provider_call where state = 'due'")
_DUE: Final = text("""
select distinct payment_id from provider_call where state = 'due' and next_at <= :now
""")
_OPEN: Final = text("""
select kind from provider_call where payment_id = :id and state in ('due', 'calling')
""")
_UNDER_WAY: Final = text("select distinct payment_id from provider_call where state = 'calling'")
Handler = Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]


class PlayedPayments:
    """This release's rules over the rows, without loops: each step when its time has come."""

    def __init__(self, url: str, handler: Handler, now: datetime) -> None:
        self.database = Database(url, schema=SCHEMA)
        self.now = now
        self.credited: Counter[UUID] = Counter()
        """What was said to have arrived, in minor units, by payment."""
        self.successes: Counter[UUID] = Counter()
        client = OmariClient(
            Account("http://127.0.0.1:9/omari", MERCHANT_KEY),
            call_limit=timedelta(seconds=30),
            make_client=lambda: httpx.AsyncClient(transport=httpx.MockTransport(handler)),
        )
        self.service = payment_service(client, Keyring([STORAGE_KEY]), Policy(), Limits())
        self.caller = ProviderCaller(self.service, slots=9, limit=timedelta(minutes=1))
        self._sweeps = [s for s in payment_schedules(self.service) if s.name in _SWEEPS]

    async def ask(self, state: str, what: str, *values: object) -> None:
        """Ask something of the payment in a state, as a route does."""
        async with self.database.begin() as session:
            unit = RecordingUnit(session, self.now)
            await getattr(self.service, what)(unit, derived_id("state", state), *values, None)
            self._hear(unit)

    async def take_over(self) -> None:
        """Put the calls of processes that are gone in doubt, as the loops do."""
        async with self.database.begin() as session:
            lanes = [str(row[0]) for row in await session.execute(_UNDER_WAY)]
            unit = RecordingUnit(session, self.now)
            await self.caller.in_doubt(unit, lanes)
            self._hear(unit)

    async def pass_time(self, span: timedelta) -> None:
        """Let so much time pass, with everything that is due in it."""
        until = self.now + span
        while self.now < until:
            await self.sweep()
            while await self.step():
                pass
            async with self.database.begin() as session:
                at = await session.scalar(_NEXT)
            self.now = min(until, max(at or until, self.now + _TICK))

    async def step(self, *states: str) -> bool:
        """Make each payment's call that is due, of these states or all; tells if there was one."""
        async with self.database.begin() as session:
            found = await session.execute(_DUE, {"now": self.now})
            only = {str(derived_id("state", state)) for state in states}
            lanes = [str(row[0]) for row in found if not only or str(row[0]) in only]
            claims = await self.caller.claim(session, lanes, _TOKEN, self.now)
        if not claims:
            return False
        outcomes = [(claim, await self.caller.call(claim)) for claim in claims]
        async with self.database.begin() as session:
            unit = RecordingUnit(session, self.now)
            await self.caller.record(unit, outcomes)
            self._hear(unit)
        return True

    async def sweep(self) -> None:
        """Let the sweeper look."""
        async with self.database.begin() as session:
            unit = RecordingUnit(session, self.now)
            for task in self._sweeps:
                found = await task.find(unit, 100)
                if found:
                    await task.do(unit, found)
                    await session.flush()
            self._hear(unit)

    async def due(self, state: str) -> list[str]:
        """Return the kinds of calls that the payment in a state is to make or is making."""
        async with self.database.begin() as session:
            rows = await session.execute(_OPEN, {"id": derived_id("state", state)})
            return [row[0] for row in rows]

    async def states(self) -> dict[str, str]:
        """Return the status of each payment, by its order's reference."""
        async with self.database.begin() as session:
            rows = await session.execute(text("select order_reference, status from payment"))
            return {row.order_reference: row.status for row in rows}

    def _hear(self, unit: RecordingUnit) -> None:
        for event in unit.sent_of(PaymentSucceeded):
            self.credited[event.payment_id] += event.settled_minor
            self.successes[event.payment_id] += 1
