"""Payments between their rows and the rules: locked in order of id, saved by compare-and-set."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from common.payments.domain import (
    Attempt,
    Call,
    CallKind,
    CallState,
    Payment,
    PaymentStatus,
    Settlement,
)
from common.payments.tables import (
    AttemptColumns,
    CallColumns,
    PaymentColumns,
    SettlementColumns,
    Tables,
)

_LISTS = frozenset({"attempts", "calls", "settlements"})
_PAYMENT = tuple(f.name for f in dataclasses.fields(Payment) if f.name not in _LISTS)
_ATTEMPT = tuple(f.name for f in dataclasses.fields(Attempt))
_CALL = tuple(f.name for f in dataclasses.fields(Call))
_SETTLEMENT = tuple(f.name for f in dataclasses.fields(Settlement))


@dataclasses.dataclass(slots=True)
class Opened:
    """A payment whose row is locked, with the rows that it is saved to."""

    payment: Payment
    row: PaymentColumns
    attempts: dict[UUID, AttemptColumns]
    calls: dict[UUID, CallColumns]
    settlements: set[UUID] = dataclasses.field(default_factory=set[UUID])
    """Those that are written: a settlement is only ever added."""


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
        await self._load_settlements(opened)
        return opened

    async def find_movements(
        self, provider: str, movements: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], UUID]:
        """Return whose payment's these movements are that are settled, by account and key."""
        table, wanted = self._tables.settlement, set(movements)
        if not wanted:
            return {}
        query = select(table.account, table.movement, table.payment_id).where(
            table.provider == provider, tuple_(table.account, table.movement).in_(wanted)
        )
        return {(row[0], row[1]): row[2] for row in await self._session.execute(query)}

    async def list_settlements(self, payment_id: UUID) -> Sequence[SettlementColumns]:
        """Return what arrived by a payment, oldest first, without a lock."""
        table = self._tables.settlement
        query = select(table).where(table.payment_id == payment_id)
        return (await self._session.scalars(query.order_by(table.settled_at, table.id))).all()

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
        for settlement in payment.settlements:
            if settlement.id not in opened.settlements:
                self._add_settlement(opened, settlement)

    def _add_settlement(self, opened: Opened, settlement: Settlement) -> None:
        payment, attempt = opened.payment, opened.attempts[settlement.attempt_id]
        row = self._new(self._tables.settlement, payment, settlement.id)
        _copy(settlement, row, _SETTLEMENT)
        row.provider, row.method = payment.provider, payment.method
        row.account = attempt.account or ""
        opened.settlements.add(settlement.id)

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

    async def _load_settlements(self, opened: Mapping[UUID, Opened]) -> None:
        table = self._tables.settlement
        query = (
            select(table)
            .where(table.payment_id.in_(list(opened)))
            .order_by(table.settled_at, table.id)
        )
        for row in await self._session.scalars(query):
            one = opened[row.payment_id]
            one.settlements.add(row.id)
            values = {name: getattr(row, name) for name in _SETTLEMENT}
            one.payment.settlements.append(Settlement(**values))


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
