"""Rows in memory with the promises of the database: commit or nothing, compare and set."""

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any
from uuid import UUID

from common.payments.domain import Attempt, Call, CallKind, CallState, Dispute, Payment, Refund


def _cloner(kind: type[Any]) -> Callable[[Any], Any]:
    read = attrgetter(*(f.name for f in fields(kind)))
    return lambda one: kind(*read(one))


_payment, _attempt, _call = _cloner(Payment), _cloner(Attempt), _cloner(Call)
_refund, _dispute = _cloner(Refund), _cloner(Dispute)
_KEPT = (CallKind.START, CallKind.CHARGE, CallKind.CANCEL, CallKind.REFUND)
_OPEN = (CallState.DUE, CallState.CALLING)


class Store:
    """One copy of each payment; whoever holds an older version cannot write."""

    def __init__(self, *, compares: bool) -> None:
        self._rows: dict[UUID, tuple[Payment, int]] = {}
        self._compares = compares

    def ids(self) -> list[UUID]:
        """Return all payments."""
        return list(self._rows)

    def read(self, payment_id: UUID) -> Payment:
        """Return the committed row, not to be changed."""
        return self._rows[payment_id][0]

    def load(self, payment_id: UUID) -> tuple[Payment, int]:
        """Return a copy and its version, with the calls that the rules need."""
        row, version = self._rows[payment_id]
        copy = _payment(row)
        copy.attempts = [_attempt(a) for a in row.attempts]
        copy.settlements = list(row.settlements)
        copy.refunds = [_refund(one) for one in row.refunds]
        copy.disputes = [_dispute(one) for one in row.disputes]
        copy.calls = [_call(c) for c in row.calls if c.kind in _KEPT or c.state in _OPEN]
        return copy, version

    def add(self, payment: Payment) -> bool:
        """Insert a payment; False when it exists."""
        if payment.id in self._rows:
            return False
        self._rows[payment.id] = (payment, 1)
        return True

    def commit(self, payment: Payment, version: int) -> bool:
        """Write a copy back; False when somebody else was faster."""
        if self._compares and self._rows[payment.id][1] != version:
            return False
        self._rows[payment.id] = (payment, version + 1)
        return True
