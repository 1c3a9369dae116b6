"""The one voice towards WhatsApp."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from common.crash import crashpoint
from common.crypto import SealError
from common.errors import TooManyError
from common.lanes.api import Claim, Orphan, UnitOfWork
from sqlalchemy.ext.asyncio import AsyncSession

from notifier.domain.outcome import NotSent, Outcome, Refused, Unknown
from notifier.domain.verdicts import UNREADABLE
from notifier.provider import LEAVING_SECONDS, GraphClient
from notifier.repository import lanes
from notifier.service.house import LOOP, House
from notifier.service.sending import Order, claim_next, doubt, next_due, record_outcomes
from notifier.service.throttle import PATIENCE_SECONDS, Throttle

_MARGIN: Final = timedelta(seconds=LEAVING_SECONDS + PATIENCE_SECONDS + 5)
"""The client's own limits end a call; only what they miss is cut off here."""


class GraphCaller:
    """Sends to many recipients at once, to each one message at a time."""

    name = LOOP

    def __init__(
        self,
        house: House,
        client: GraphClient,
        throttle: Throttle,
        *,
        slots: int,
        call_limit: timedelta,
    ) -> None:
        self.slots = slots
        self.patient_from: int | None = None
        self.limit = call_limit + _MARGIN
        self._house = house
        self._client = client
        self._throttle = throttle

    async def claim(
        self, session: AsyncSession, lanes: Sequence[str], token: UUID, now: datetime
    ) -> Sequence[Claim]:
        """Write down what is about to be sent."""
        return await claim_next(session, lanes, token, now, house=self._house)

    async def call(self, claim: Claim) -> Outcome:
        """Send one message, or say why it need not be sent."""
        order: Order = claim.payload
        if order.refusal is not None:
            return Refused(order.refusal)
        try:
            message = order.message(self._house)
            await self._throttle.wait(order.phone_number_id, order.priority)
        except SealError:
            return Refused(UNREADABLE)
        except TooManyError as error:
            return NotSent(error.code)
        crashpoint("notifier.send.before_call")
        outcome = await self._client.send(order.phone_number_id, message)
        crashpoint("notifier.send.after_call")
        return outcome

    async def record(self, uow: UnitOfWork, outcomes: Sequence[tuple[Claim, object]]) -> None:
        """Record what became of each; what went wrong in a call itself leaves it unknown."""
        found = [(claim, outcome_of(outcome)) for claim, outcome in outcomes]
        await record_outcomes(uow, found, house=self._house)

    async def next_due(
        self, session: AsyncSession, lanes: Sequence[str]
    ) -> Mapping[str, tuple[datetime, int] | None]:
        """Return when each recipient is to be written to next."""
        return await next_due(session, lanes, house=self._house)

    async def orphans(self, session: AsyncSession, most: int) -> Sequence[Orphan]:
        """Return recipients with something to be sent, or being sent, that nothing will wake."""
        return await lanes.list_orphans(session, LOOP, most)

    async def in_doubt(self, uow: UnitOfWork, lanes: Sequence[str]) -> None:
        """Let sends whose process is gone wait for a status before they are repeated."""
        await doubt(uow, lanes, house=self._house)


def outcome_of(outcome: object) -> Outcome:
    """Return a call's outcome; an exception tells nothing about what Meta did."""
    if isinstance(outcome, BaseException):
        return Unknown(f"notifier:{type(outcome).__name__}")
    return outcome  # pyright: ignore[reportReturnType] - `call` returns nothing else
