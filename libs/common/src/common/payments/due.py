"""Which payments something is to be done for, as the sweeper and the callers ask it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
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
from common.payments.domain import QUESTIONS, STARTING, CallKind, CallState, PaymentStatus
from common.payments.tables import Tables

_LANE = TableClause("lane", column("loop"), column("key"), column("due_at"))


class DuePayments:
    """Reads the tables of one service in the session of its edge, and locks nothing."""

    def __init__(self, session: AsyncSession, tables: Tables) -> None:
        self._session = session
        self._tables = tables

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
