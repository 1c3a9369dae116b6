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
    Dispute,
    Payment,
    PaymentStatus,
    Refund,
    Settlement,
)
from common.payments.tables import (
    AttemptColumns,
    CallColumns,
    DisputeColumns,
    PaymentColumns,
    RefundColumns,
    SettlementColumns,
    Tables,
)

_LISTS = frozenset({"attempts", "calls", "settlements", "refunds", "disputes"})
_PAYMENT = tuple(f.name for f in dataclasses.fields(Payment) if f.name not in _LISTS)
_ATTEMPT = tuple(f.name for f in dataclasses.fields(Attempt))
_CALL = tuple(f.name for f in dataclasses.fields(Call))
_QUESTIONS = (CallKind.QUERY, CallKind.REFUND_QUERY)
_OUTCOMES: Sequence[tuple[str, type[Any]]] = (
    ("settlements", Settlement), ("refunds", Refund), ("disputes", Dispute),
)  # fmt: skip
"""What came of a payment: the list of the payment, which is that of its rows, and its class.

Of what never arrived nothing goes back.
"""


@dataclasses.dataclass(slots=True)
class Opened:
    """A payment whose row is locked, with the rows that it is saved to."""

    payment: Payment
    row: PaymentColumns
    attempts: dict[UUID, AttemptColumns]
    calls: dict[UUID, CallColumns]
    settlements: dict[UUID, SettlementColumns] = dataclasses.field(
        default_factory=dict[UUID, SettlementColumns]
    )
    refunds: dict[UUID, RefundColumns] = dataclasses.field(
        default_factory=dict[UUID, RefundColumns]
    )
    disputes: dict[UUID, DisputeColumns] = dataclasses.field(
        default_factory=dict[UUID, DisputeColumns]
    )


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
        for name, kind in _OUTCOMES:
            if kind is Settlement or any(one.settlements for one in opened.values()):
                await self._load_outcomes(opened, name, kind)
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

    async def list_refunds(self, payment_id: UUID) -> Sequence[RefundColumns]:
        """Return what went back of a payment, or is to, oldest first, without a lock."""
        table = self._tables.refund
        query = select(table).where(table.payment_id == payment_id)
        return (await self._session.scalars(query.order_by(table.created_at, table.id))).all()

    async def list_disputes(self, payment_id: UUID) -> Sequence[DisputeColumns]:
        """Return what its payer disputes, oldest first, without a lock."""
        table = self._tables.dispute
        query = select(table).where(table.payment_id == payment_id)
        return (await self._session.scalars(query.order_by(table.created_at, table.id))).all()

    async def owner_of_refund(self, refund_id: UUID) -> UUID | None:
        """Return the payment that a refund is of."""
        row = await self._session.get(self._tables.refund, refund_id)
        return row.payment_id if row is not None else None

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
        for name, kind in _OUTCOMES:
            self._save_outcomes(opened, name, kind)

    def _save_outcomes(self, opened: Opened, name: str, kind: type[Any]) -> None:
        rows, table = getattr(opened, name), self._table_of(kind)
        for one in getattr(opened.payment, name):
            if one.id not in rows:
                rows[one.id] = self._new(table, opened.payment, one.id)
                if isinstance(one, Settlement):
                    _note_account(opened, one)
            _copy(one, rows[one.id], _names(kind))

    def _table_of(self, kind: type[Any]) -> type[Any]:
        return getattr(self._tables, kind.__name__.lower())

    def _new(self, table: type[Any], payment: Payment, row_id: UUID) -> Any:  # noqa: ANN401 - any of the mapped classes
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
        counts = table.kind.not_in(_QUESTIONS)
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

    async def _load_outcomes(
        self, opened: Mapping[UUID, Opened], name: str, kind: type[Any]
    ) -> None:
        table, names = self._table_of(kind), _names(kind)
        order = table.settled_at if kind is Settlement else table.created_at
        query = (
            select(table).where(table.payment_id.in_(list(opened))).order_by(order, table.id)
        ).execution_options(populate_existing=True)
        for row in await self._session.scalars(query):
            one = opened[row.payment_id]
            getattr(one, name)[row.id] = row
            getattr(one.payment, name).append(kind(**{n: getattr(row, n) for n in names}))


def _note_account(opened: Opened, settlement: Settlement) -> None:
    """Write on a new settlement whose account took it."""
    row, payment = opened.settlements[settlement.id], opened.payment
    row.provider, row.method = payment.provider, payment.method
    row.account = opened.attempts[settlement.attempt_id].account or ""


def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


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
