"""Payments between their rows and the rules: locked in order of id, saved by compare-and-set."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    TableClause,
    Text,
    and_,
    case,
    cast,
    column,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from common.lanes.api import Orphan
from common.payments.domain import (
    QUESTIONS,
    STARTING,
    Attempt,
    Call,
    CallKind,
    CallState,
    Payment,
    PaymentStatus,
)
from common.payments.tables import AttemptColumns, CallColumns, PaymentColumns, Tables

_LANE = TableClause("lane", column("loop"), column("key"), column("due_at"))
_LISTS = frozenset({"attempts", "calls"})
_PAYMENT = tuple(f.name for f in dataclasses.fields(Payment) if f.name not in _LISTS)
_ATTEMPT = tuple(f.name for f in dataclasses.fields(Attempt))
_CALL = tuple(f.name for f in dataclasses.fields(Call))


@dataclasses.dataclass(slots=True)
class Opened:
    """A payment whose row is locked, with the rows that it is saved to."""

    payment: Payment
    row: PaymentColumns
    attempts: dict[UUID, AttemptColumns]
    calls: dict[UUID, CallColumns]


class PaymentRepository:
    """Reads and writes the tables of one service in the session of its edge."""

    def __init__(self, session: AsyncSession, tables: Tables) -> None:
        self._session = session
        self._tables = tables

    async def get(self, payment_id: UUID) -> PaymentColumns | None:
        """Return a payment's row, without a lock."""
        return await self._session.get(self._tables.payment, payment_id)

    async def has_accepted(self, payment_id: UUID, key: str) -> bool:
        """Tell whether a request under this key was accepted for the payment, in its 8 days."""
        found = await self._session.get(self._tables.accepted_request, key)
        return found is not None and found.payment_id == payment_id

    async def attempt_exists(self, reference: UUID) -> bool:
        """Tell whether a reference was used for an attempt before."""
        return await self._session.get(self._tables.attempt, reference) is not None

    async def current_attempt(self, payment_id: UUID) -> AttemptColumns | None:
        """Return the attempt that a code is for, without a lock."""
        table = self._tables.attempt
        query = (
            select(table)
            .where(table.payment_id == payment_id, table.opened_at.is_not(None))
            .order_by(table.number.desc())
            .limit(1)
        )
        return (await self._session.scalars(query)).first()

    async def list_rows(self, status: PaymentStatus | None, limit: int) -> Sequence[PaymentColumns]:
        """Return the newest payments, of one status if given."""
        table = self._tables.payment
        query = select(table).order_by(table.created_at.desc()).limit(limit)
        if status is not None:
            query = query.where(table.status == status)
        return (await self._session.scalars(query)).all()

    async def lock(self, payment_ids: Iterable[UUID]) -> dict[UUID, Opened]:
        """Lock payments in order of id and return those that exist, with what the rules need."""
        table, ids = self._tables.payment, list(payment_ids)
        query = (
            select(table)
            .where(table.id.in_(ids))
            .order_by(table.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        opened = {
            row.id: Opened(_payment(row), row, {}, {}) for row in await self._session.scalars(query)
        }
        await self._load_attempts(opened)
        await self._load_calls(opened)
        return opened

    def add(self, payment: Payment, more: Mapping[str, Any]) -> Opened:
        """Add a new payment with the columns that the rules do not see; `save` adds the rest."""
        values = {name: getattr(payment, name) for name in _PAYMENT}
        row = self._tables.payment(**values, **more)
        self._session.add(row)
        return Opened(payment, row, {}, {})

    def save(self, opened: Opened) -> None:
        """Write what the rules changed; the flush compares the version."""
        payment = opened.payment
        _copy(payment, opened.row, _PAYMENT)
        for attempt in payment.attempts:
            if attempt.id not in opened.attempts:
                opened.attempts[attempt.id] = self._new(self._tables.attempt, payment, attempt.id)
            _copy(attempt, opened.attempts[attempt.id], _ATTEMPT)
        for call in payment.calls:
            if call.id not in opened.calls:
                opened.calls[call.id] = self._new(self._tables.call, payment, call.id)
            row = opened.calls[call.id]
            _copy(call, row, _CALL)
            if call.state is not CallState.DUE:
                row.otp_sealed = None

    async def next_due(
        self, payment_ids: Sequence[UUID], codes_live: timedelta
    ) -> dict[UUID, tuple[datetime, int]]:
        """Return when each payment has its next call due; codes that are too old never are."""
        call = self._tables.call
        query = (
            select(call.payment_id, func.min(call.next_at), func.min(self._urgency()))
            .where(call.payment_id.in_(payment_ids), self._may_be_called(codes_live))
            .group_by(call.payment_id)
        )
        return {row[0]: (row[1], row[2]) for row in await self._session.execute(query)}

    async def list_orphans(self, loop: str, codes_live: timedelta, limit: int) -> list[Orphan]:
        """Return payments with a call that is due or under way, and a lane that never is.

        A call under way comes with its claim.
        """
        call = self._tables.call
        is_calling = call.state == CallState.CALLING
        token = case((is_calling, call.token), else_=None)
        query = (
            select(call.payment_id, self._urgency(), call.next_at, token)
            .outerjoin(
                _LANE, and_(_LANE.c.loop == loop, _LANE.c.key == cast(call.payment_id, Text))
            )
            .where(or_(is_calling, self._may_be_called(codes_live)), _LANE.c.due_at.is_(None))
            .where(call.state.in_((CallState.DUE, CallState.CALLING)))
            .ext(distinct_on(call.payment_id))
            .order_by(call.payment_id, is_calling.desc(), call.next_at)
            .limit(limit)
        )
        found = await self._session.execute(query)
        return [Orphan(str(row[0]), row[1], row[2], row[3]) for row in found]

    def _may_be_called(self, codes_live: timedelta) -> ColumnElement[bool]:
        call, now = self._tables.call, func.mari_now(type_=DateTime(timezone=True))
        is_usable = or_(call.kind != CallKind.CHARGE, call.created_at > now - codes_live)
        return and_(call.state == CallState.DUE, is_usable)

    def _urgency(self) -> ColumnElement[int]:
        """Return `Call.urgency` as the database computes it."""
        call = self._tables.call
        return case(
            (call.kind == CallKind.CHARGE, 0),
            (call.kind == CallKind.START, 1),
            else_=func.greatest(call.priority, QUESTIONS),
        )

    async def list_expired(self, now: datetime, limit: int) -> Sequence[UUID]:
        """Return payments whose time to pay ran out."""
        table = self._tables.payment
        waiting = (PaymentStatus.NEW, PaymentStatus.AWAITING_CUSTOMER)
        query = (
            select(table.id)
            .where(table.status.in_(waiting), table.expires_at <= now, table.closing == "")
            .order_by(table.id)
            .limit(limit)
        )
        return (await self._session.scalars(query)).all()

    async def list_silent(self, before: datetime, limit: int) -> Sequence[UUID]:
        """Return payments with a charge call that was sent before then and still hangs."""
        call, table = self._tables.call, self._tables.payment
        query = (
            select(call.payment_id)
            .join(table, table.id == call.payment_id)
            .where(or_(call.moves_money, call.kind == CallKind.CHARGE))
            .where(call.state == CallState.CALLING)
            .where(call.started_at <= before, table.status == PaymentStatus.SENDING)
            .order_by(call.payment_id)
            .limit(limit)
        )
        return (await self._session.scalars(query)).all()

    async def list_unasked(self, before: datetime, limit: int) -> Sequence[UUID]:
        """Return payments that are being sent, unchanged since then, with no call to be made."""
        call, table = self._tables.call, self._tables.payment
        is_open = call.state.in_((CallState.DUE, CallState.CALLING))
        has_call = select(call.id).where(call.payment_id == table.id, is_open).exists()
        is_left = and_(table.status == PaymentStatus.SENDING, ~has_call)
        query = select(table.id).where(is_left, table.updated_at <= before)
        return (await self._session.scalars(query.order_by(table.id).limit(limit))).all()

    async def list_slow_starts(self, deadline: datetime, limit: int) -> Sequence[UUID]:
        """Return payments to be started, by that deadline or before, unannounced.

        Those whose start waits for a free call, behind others that hang, are among them.
        """
        call, table = self._tables.call, self._tables.payment
        query = (
            select(call.payment_id)
            .join(table, table.id == call.payment_id)
            .where(call.kind == CallKind.START, call.state.in_((CallState.DUE, CallState.CALLING)))
            .where(table.status.in_(STARTING), table.announced_at.is_(None))
            .where(table.start_deadline <= deadline)
            .order_by(call.payment_id)
            .limit(limit)
        )
        return (await self._session.scalars(query)).all()

    async def list_stale_codes(self, before: datetime, limit: int) -> Sequence[UUID]:
        """Return payments with a code that waits since before then."""
        call = self._tables.call
        query = (
            select(call.payment_id)
            .where(call.state == CallState.DUE, call.kind == CallKind.CHARGE)
            .where(call.created_at <= before)
            .order_by(call.payment_id)
            .limit(limit)
        )
        return (await self._session.scalars(query)).all()

    def _new(self, table: type[Any], payment: Payment, row_id: UUID) -> Any:  # noqa: ANN401 - either of two mapped classes
        row = table(id=row_id, payment_id=payment.id)
        self._session.add(row)
        return row

    async def _load_attempts(self, opened: Mapping[UUID, Opened]) -> None:
        table = self._tables.attempt
        query = (
            select(table).where(table.payment_id.in_(list(opened))).order_by(table.number)
        ).execution_options(populate_existing=True)
        for row in await self._session.scalars(query):
            one = opened[row.payment_id]
            one.attempts[row.id] = row
            one.payment.attempts.append(Attempt(**{n: getattr(row, n) for n in _ATTEMPT}))

    async def _load_calls(self, opened: Mapping[UUID, Opened]) -> None:
        """Load all but finished queries, which decide nothing."""
        table = self._tables.call
        counts = table.kind != CallKind.QUERY
        is_open = table.state.in_((CallState.DUE, CallState.CALLING))
        query = (
            select(table)
            .where(table.payment_id.in_(list(opened)), or_(counts, is_open))
            .order_by(table.seq)
        ).execution_options(populate_existing=True)
        for row in await self._session.scalars(query):
            one = opened[row.payment_id]
            one.calls[row.id] = row
            one.payment.calls.append(_call(row))


def _call(row: CallColumns) -> Call:
    """Return a call; what the release before wrote as a charge moves money."""
    call = Call(**{name: getattr(row, name) for name in _CALL})
    call.moves_money = call.moves_money or call.kind is CallKind.CHARGE
    return call


def _payment(row: PaymentColumns) -> Payment:
    return Payment(**{name: getattr(row, name) for name in _PAYMENT})


def _copy(source: object, target: object, names: Sequence[str]) -> None:
    for name in names:
        value = getattr(source, name)
        if getattr(target, name) != value:
            setattr(target, name, value)
