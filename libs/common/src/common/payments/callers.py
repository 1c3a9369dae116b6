"""The caller: claims the call that is due, makes it outside any transaction, records it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts.payments import PaymentDisputed, PaymentRefunded, PaymentSucceeded
from common.crash import crashpoint
from common.crypto import SealError
from common.lanes.api import Claim, Orphan, UnitOfWork
from common.log import get_logger
from common.payments.budget import RequestBudget
from common.payments.domain import (
    OTHER_ACCOUNT,
    QUESTIONS,
    Call,
    CallKind,
    NotSent,
    Outcome,
    Rank,
    Turn,
    Unknown,
    claims,
    record,
)
from common.payments.domain.budget import rank_of
from common.payments.due import DuePayments
from common.payments.movements import Answered, without_foreign
from common.payments.orders import bounded, code_place, order_of, refund_order_of
from common.payments.provider import CallOrder
from common.payments.repository import Opened, PaymentRepository
from common.payments.service import LOOP, PaymentService

log = get_logger(__name__)

_PLACES: Final = {
    CallKind.START: "provider.auth",
    CallKind.CHARGE: "provider.request",
    CallKind.REFUND: "provider.refund",
}


_RETURNS: Final = frozenset({PaymentRefunded, PaymentDisputed})


@dataclass(frozen=True, slots=True, eq=False)
class _Due:
    """A payment with the call that is its turn."""

    opened: Opened
    turn: Turn
    call: Call

    @property
    def rank(self) -> Rank:
        return rank_of(self.opened.payment, self.call)


class ProviderCaller:
    """Speaks to the provider for one payments service: one call of a payment at a time."""

    name = LOOP

    def __init__(self, service: PaymentService, *, slots: int, limit: timedelta) -> None:
        self.slots = slots
        self.limit = limit
        self.patient_from: int | None = QUESTIONS
        self.put_off = 0
        """Calls that waited for the next minute since the start of the process."""
        self._service = service

    async def claim(
        self, session: AsyncSession, lanes: Sequence[str], token: UUID, now: datetime
    ) -> Sequence[Claim]:
        """Write down that the calls are about to be made; a code is erased by this commit.

        Those beyond the minute's budget are put off until the next, the least urgent first.
        """
        parts = self._service.parts
        repository = PaymentRepository(session, parts.tables)
        opened = (await repository.lock(map(UUID, lanes))).values()
        turns = [(one, Turn(one.payment, now, parts.policy)) for one in opened]
        due = [_Due(one, turn, call) for one, turn in turns if (call := claims.choose(turn))]
        leave = await self._within_budget(session, due, now)
        made = [self._start(one, token) for one in leave]
        for one in opened:
            repository.save(one)
        return made

    async def call(self, claim: Claim) -> Outcome:
        """Make the call; what it means is the provider's to say."""
        order: CallOrder | None = claim.payload
        if order is None:
            return NotSent("sealed_by_another_key")
        place = _PLACES.get(order.kind)
        if place:
            crashpoint(f"{place}.before_call")
        outcome = await self._dispatch(order)
        if place:
            crashpoint(f"{place}.after_call")
        return outcome

    async def record(self, uow: UnitOfWork, outcomes: Sequence[tuple[Claim, object]]) -> None:
        """Record outcomes; one whose claim was given up counts only if it tells of money."""
        repository = self._service.repository(uow)
        opened = await repository.lock({UUID(claim.lane) for claim, _ in outcomes})
        tokens, answered = list[UUID](), list[Answered]()
        for claim, answer in outcomes:
            one = opened.get(UUID(claim.lane))
            call = one.payment.call_by_id(claim.row_id) if one else None
            if one is None or call is None:
                log.warning("provider.outcome_lost", payment_id=claim.lane)
                continue
            tokens.append(claim.token)
            answered.append((one, call, bounded(outcome_of(answer))))
        found = await without_foreign(repository, self._service.parts.policy, answered)
        for token, one in zip(tokens, found, strict=True):
            await self._take(uow, token, *one)

    async def _take(
        self, uow: UnitOfWork, token: UUID, one: Opened, call: Call, outcome: Outcome
    ) -> None:
        turn, payment_id = self._service.turn(uow, one), str(one.payment.id)
        record.record(turn, call, outcome, token)
        log.info("provider.answered", payment_id=payment_id, kind=call.kind, code=call.code)
        if call.code == OTHER_ACCOUNT:
            log.warning("payment.other_account", payment_id=payment_id, kind=call.kind)
        await self._service.save(uow, one, turn)
        _crash_around_money(uow, turn)

    async def next_due(
        self, session: AsyncSession, lanes: Sequence[str]
    ) -> Mapping[str, tuple[datetime, int] | None]:
        """Return when each payment has its next call due."""
        parts = self._service.parts
        ids = {lane: UUID(lane) for lane in lanes}
        due = await DuePayments(session, parts.tables).next_due(
            list(ids.values()), parts.policy.otp_lives
        )
        return {lane: due.get(payment_id) for lane, payment_id in ids.items()}

    async def orphans(self, session: AsyncSession, most: int) -> Sequence[Orphan]:
        """Return payments with a call that is due, or under way, and that nothing will wake."""
        parts = self._service.parts
        return await DuePayments(session, parts.tables).list_orphans(
            LOOP, parts.policy.otp_lives, most
        )

    async def in_doubt(self, uow: UnitOfWork, lanes: Sequence[str]) -> None:
        """Settle claims whose process is gone: the provider is asked, nothing is repeated."""
        opened = await self._service.repository(uow).lock(map(UUID, lanes))
        for one in opened.values():
            turn = self._service.turn(uow, one)
            record.lose(turn)
            await self._service.save(uow, one, turn)

    async def _within_budget(
        self, session: AsyncSession, due: Sequence[_Due], now: datetime
    ) -> Sequence[_Due]:
        """Return the calls that may leave in this minute, and put off the others."""
        parts = self._service.parts
        if not parts.requests_per_minute or not due:
            return due
        name, budget = parts.provider.name, RequestBudget(session, parts.tables.budget)
        minute = await budget.lock(name, parts.requests_per_minute, now)
        ranked = sorted(due, key=lambda one: one.rank)
        leave = [one for one in ranked if minute.take(one.rank)]
        await budget.save(name, minute)
        late = [one for one in ranked if one not in leave]
        for one in late:
            claims.put_off(one.turn, minute.ends_at)
        if late:
            self.put_off += len(late)
            log.warning("provider.put_off", provider=name, calls=len(late))
        return leave

    def _start(self, due: _Due, token: UUID) -> Claim:
        opened, call = due.opened, due.call
        code = opened.calls[call.id].otp_sealed
        claims.start(due.turn, call, token)
        return Claim(str(opened.payment.id), call.id, token, self._order(opened, call, code))

    def _order(self, opened: Opened, call: Call, code: bytes | None) -> CallOrder | None:
        """Return what is to be called; None when no key of ours opens its secrets any more."""
        keyring = self._service.parts.keyring
        try:
            otp = keyring.open(code, code_place(call.id)).decode() if code else None
            refund = refund_order_of(opened.payment, call)
            return order_of(keyring, opened, call.attempt_id, call.kind, otp=otp, refund=refund)
        except SealError:
            log.exception("payment.sealed", payment_id=str(opened.row.id))
            return None

    async def _dispatch(self, order: CallOrder) -> Outcome:
        provider = self._service.parts.provider
        match order.kind:
            case CallKind.START:
                return await provider.start(order)
            case CallKind.CHARGE:
                return await provider.submit_otp(order)
            case CallKind.QUERY:
                return await provider.query(order)
            case CallKind.CANCEL:
                return await provider.cancel(order)
            case CallKind.REFUND:
                return await provider.refund(order)
            case CallKind.REFUND_QUERY:
                return await provider.query_refund(order)


def outcome_of(answer: object) -> Outcome:
    """Return the outcome; whatever went wrong in the call itself leaves it unknown."""
    if isinstance(answer, BaseException):
        return Unknown(type(answer).__name__)
    return answer  # pyright: ignore[reportReturnType] - `call` returns nothing else


def _crash_around_money(uow: UnitOfWork, turn: Turn) -> None:
    """Pass by the places round the commit that writes down what arrived, or went back."""
    said = {type(one) for one in turn.events}
    if PaymentSucceeded in said:
        crashpoint("payment.settle.before_commit")
        event.listen(uow.session.sync_session, "after_commit", _settled, once=True)
    if said & _RETURNS:
        crashpoint("payment.return.before_commit")
        event.listen(uow.session.sync_session, "after_commit", _returned, once=True)


def _settled(_session: object) -> None:
    crashpoint("payment.settle.after_commit")


def _returned(_session: object) -> None:
    crashpoint("payment.return.after_commit")
