"""Refunds: how much may still go back, from which settlement, and what becomes of each part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class RefundStatus(StrEnum):
    """Where one part of a refund stands: a part gives back money of one settlement."""

    WAITING_FOR_SECOND = "waiting_for_second"
    """A second person must agree; nothing has been asked of anybody."""
    WISHED = "wished"
    """On its way to the payments service."""
    SENT = "sent"
    UNKNOWN = "unknown"
    """The provider was asked and nobody knows whether it gave the money back."""
    MANUAL = "manual"
    """The provider takes no refund from us: a person gives it back."""
    DONE = "done"
    FAILED = "failed"


COUNTED: Final = frozenset(RefundStatus) - {RefundStatus.FAILED}
"""What may have gone back or may still go: it counts against what arrived."""
OPEN: Final = COUNTED - {RefundStatus.DONE}
_AT_PROVIDER: Final = frozenset({RefundStatus.WISHED, RefundStatus.SENT, RefundStatus.UNKNOWN})
_SHOWN_FIRST: Final = (
    RefundStatus.WAITING_FOR_SECOND,
    RefundStatus.UNKNOWN,
    RefundStatus.SENT,
    RefundStatus.WISHED,
    RefundStatus.MANUAL,
    RefundStatus.FAILED,
    RefundStatus.DONE,
)


class TooMuchError(ValueError):
    """More is to go back than is left of what arrived; `left_minor` says how much is left."""

    def __init__(self, left_minor: int) -> None:
        super().__init__("more than is left of what arrived")
        self.left_minor = left_minor


@dataclass(frozen=True, slots=True)
class Refundable:
    """A settlement as refunds see it; `gone_minor` counts refunds and what a dispute took."""

    settlement_id: UUID
    arrived_minor: int
    gone_minor: int
    can_refund: bool
    arrived_at: datetime

    @property
    def left_minor(self) -> int:
        """What may still go back; never below zero."""
        return max(0, self.arrived_minor - self.gone_minor)


@dataclass(frozen=True, slots=True)
class Share:
    """What one settlement gives back of a refund; `by_hand`: a person must do it."""

    settlement_id: UUID
    amount_minor: int
    by_hand: bool


def split(
    amount_minor: int, settlements: Iterable[Refundable], settlement_id: UUID | None = None
) -> tuple[Share, ...]:
    """Return the shares of a refund, which sum to it: none gives back more than it has left.

    The newest gives first, those whose provider takes refunds before those that a person gives
    back by hand; with `settlement_id` only that one gives. Raises TooMuchError.
    """
    found = [one for one in settlements if settlement_id in (None, one.settlement_id)]
    left = sum(one.left_minor for one in found)
    if amount_minor > left:
        raise TooMuchError(left)
    found.sort(key=lambda one: (one.can_refund, one.arrived_at, one.settlement_id), reverse=True)
    shares: list[Share] = []
    for one in found:
        part = min(amount_minor, one.left_minor)
        amount_minor -= part
        if part:
            shares.append(Share(one.settlement_id, part, by_hand=not one.can_refund))
    return tuple(shares)


def next_status(present: RefundStatus, told: RefundStatus) -> RefundStatus:
    """Return the status after a fact of the provider's; facts may come late and twice.

    Done wins over whatever was believed before. A part that was done fails when the money came
    back to us. Nothing follows for a part that nobody asked the provider for.
    """
    match told:
        case RefundStatus.DONE:
            return RefundStatus.DONE
        case RefundStatus.FAILED if present in _AT_PROVIDER | {RefundStatus.DONE}:
            return RefundStatus.FAILED
        case RefundStatus.UNKNOWN if present in _AT_PROVIDER:
            return RefundStatus.UNKNOWN
        case _:
            return present


def status_of_request(parts: Sequence[RefundStatus]) -> RefundStatus:
    """Return the status of a whole refund: what is still open of it is told before its ends."""
    return min(parts, key=_SHOWN_FIRST.index)


@dataclass(frozen=True, slots=True)
class KnownPart:
    """A part of the settlement that a provider tells of."""

    part_id: UUID
    amount_minor: int
    status: RefundStatus
    written_reference: str | None
    """The provider's reference that a person wrote down who gave it back by hand."""


def plain_reference(reference: str) -> str:
    """Return a provider's reference as it is compared: case and spaces do not count."""
    return "".join(reference.lower().split())


def part_told(
    refund_id: UUID, reference: str, amount_minor: int, parts: Sequence[KnownPart]
) -> UUID | None:
    """Return the part that a refund told by the provider is; None: nobody here knows of it.

    One that was not asked for under this id is what a person did by hand: it has the reference
    that he wrote down, or it is the first manual part of its amount.
    """
    for part in parts:
        if part.part_id == refund_id:
            return part.part_id
    for part in parts:
        written = plain_reference(part.written_reference or "")
        if written and written == plain_reference(reference):
            return part.part_id
    for part in parts:
        if part.status is RefundStatus.MANUAL and part.amount_minor == amount_minor:
            return part.part_id
    return None
