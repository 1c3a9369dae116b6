"""Callbacks of a provider as hints: each a reason to ask about one payment, never a fact."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select

from common.contracts import CallbackReceived
from common.lanes.api import Delivery, UnitOfWork
from common.lanes.store import lock_lanes
from common.log import get_logger
from common.payments.domain import Attempt, Turn, requests
from common.payments.repository import Opened
from common.payments.service import LOOP, PaymentService

log = get_logger(__name__)


class Hinted(StrEnum):
    """What a callback came to."""

    TAKEN = "taken"
    UNKNOWN_REFERENCE = "unknown_reference"
    OTHER_ACCOUNT = "other_account"
    """Signed with the key of another account than the attempt was started with."""


_NONE_YET: Final = dict.fromkeys(map(str, Hinted), 0)


@dataclass(frozen=True, slots=True)
class Hints:
    """Takes the callbacks that a payments service hears of.

    `default_account`: the account of attempts from before accounts were written down.
    """

    service: PaymentService
    default_account: str
    counted: Counter[str] = field(default_factory=lambda: Counter(_NONE_YET))
    """How often each came out since the start; a batch that is repeated counts again."""

    async def take(self, uow: UnitOfWork, deliveries: Sequence[Delivery]) -> None:
        """Have the provider asked about each payment that is meant, all lanes locked first."""
        said = [d.message for d in deliveries if isinstance(d.message, CallbackReceived)]
        found = await self._find(uow, said)
        ids = set(found.values())
        await lock_lanes(uow.session, [str(payment_id) for payment_id in ids], loop=LOOP)
        opened = await self.service.repository(uow).lock(ids)
        turns = {payment_id: self.service.turn(uow, one) for payment_id, one in opened.items()}
        for place, message in enumerate(said):
            payment_id = found.get(place)
            one = opened.get(payment_id) if payment_id else None
            self.counted[self._hint(message, one, turns)] += 1
        for payment_id, turn in turns.items():
            await self.service.save(uow, opened[payment_id], turn)

    def _hint(
        self, message: CallbackReceived, opened: Opened | None, turns: Mapping[UUID, Turn]
    ) -> Hinted:
        if opened is None:
            log.info("hint.unknown_reference", reference=str(message.reference))
            return Hinted.UNKNOWN_REFERENCE
        attempt = self._attempt(message, opened)
        if attempt is None:
            log.warning(
                "hint.other_account",
                payment_id=str(opened.payment.id),
                reference=str(message.reference),
                account=message.account,
            )
            return Hinted.OTHER_ACCOUNT
        requests.hint(turns[opened.payment.id], attempt)
        return Hinted.TAKEN

    def _attempt(self, message: CallbackReceived, opened: Opened) -> Attempt | None:
        """Return the attempt that is meant, the last that fits; None if its account is another."""
        brought = {
            one.attempt_id
            for one in opened.payment.settlements
            if one.provider_reference == message.provider_reference
        }
        named = {message.reference} if message.reference else brought
        meant = [a for a in opened.payment.attempts if a.id in named]
        for attempt in reversed(meant or opened.payment.attempts):
            account = opened.attempts[attempt.id].account or self.default_account
            if account == message.account:
                return attempt
        return None

    async def _find(self, uow: UnitOfWork, said: Sequence[CallbackReceived]) -> dict[int, UUID]:
        """Return the payment of each that is known, by its place: our reference goes first."""
        ours = await self._by_reference(uow, {m.reference for m in said if m.reference})
        named = {m.provider_reference for m in said if m.provider_reference}
        theirs = await self._by_provider_reference(uow, named)
        found = {
            place: ours.get(m.reference) or theirs.get(m.provider_reference)
            for place, m in enumerate(said)
        }
        return {place: payment_id for place, payment_id in found.items() if payment_id}

    async def _by_reference(
        self, uow: UnitOfWork, references: Collection[UUID]
    ) -> Mapping[UUID | None, UUID]:
        table = self.service.parts.tables.attempt
        query = select(table.id, table.payment_id).where(table.id.in_(references))
        return {row[0]: row[1] for row in await uow.session.execute(query)}

    async def _by_provider_reference(
        self, uow: UnitOfWork, references: Collection[str]
    ) -> Mapping[str | None, UUID]:
        parts = self.service.parts
        found: dict[str | None, UUID] = {}
        for table, owner in (
            (parts.tables.settlement, parts.tables.settlement.payment_id),
            (parts.tables.payment, parts.tables.payment.id),
        ):
            query = (
                select(table.provider_reference, owner)
                .where(table.provider == parts.provider.name)
                .where(table.provider_reference.in_(references))
            )
            found |= {row[0]: row[1] for row in await uow.session.execute(query)}
        return found
