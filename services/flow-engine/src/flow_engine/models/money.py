"""Orders, intents and the ledger."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from flow_engine.models.base import Base, Versioned


class OrderRow(Versioned):
    """What a customer owes for."""

    __tablename__ = "customer_order"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reference: Mapped[str]
    kind: Mapped[str]
    customer_id: Mapped[UUID]
    description: Mapped[str]
    currency: Mapped[str]
    total_minor: Mapped[int]
    paid_minor: Mapped[int] = mapped_column(default=0)
    """What arrived; it never falls, whatever goes back."""
    refunded_minor: Mapped[int] = mapped_column(default=0)
    disputed_minor: Mapped[int] = mapped_column(default=0)
    """What the payers' banks took away by disputes that are open or lost."""
    open_disputes: Mapped[int] = mapped_column(default=0)
    payment_status: Mapped[str] = mapped_column(default="unpaid")
    tour_id: Mapped[UUID | None]
    travels_on: Mapped[date | None]
    adults: Mapped[int | None]
    children: Mapped[int | None]
    customer_name: Mapped[str | None]
    """Whom the merchant made it for, in the merchant's own words."""
    for_transaction: Mapped[bool] = mapped_column(default=False)
    """Made for a transaction of the merchant's program: it ends with it, and no chat pays it."""
    created_at: Mapped[datetime]


class TravellerRow(Base):
    """One person of a booking."""

    __tablename__ = "traveller"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID]
    position: Mapped[int]
    name: Mapped[str]


class IntentRow(Versioned):
    """The wish to collect an amount for an order; the same id as the payment."""

    __tablename__ = "payment_intent"

    payment_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID]
    customer_id: Mapped[UUID]
    contact_id: Mapped[UUID | None]
    """None: opened by the merchant's own program, which shows the outcome itself."""
    lane_key: Mapped[str]
    provider: Mapped[str]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    status: Mapped[str]
    code: Mapped[str | None]
    otp_reference: Mapped[str | None]
    masked_msisdn: Mapped[str | None]
    merchant_reference: Mapped[UUID | None]
    channel: Mapped[str | None]
    fingerprint: Mapped[bytes | None]
    unknown_told: Mapped[bool] = mapped_column(default=False)
    staff_told: Mapped[bool] = mapped_column(default=False)
    """A person was asked to find out what became of it, and the customer knows."""
    action_sealed: Mapped[bytes | None]
    """What the customer must do outside the chat, while it is open. Sealed under the storage keys
    for `payment_intent:action_sealed:<payment_id>`."""
    held_minor: Mapped[int | None]
    held_currency: Mapped[str | None]
    """What arrived otherwise than was asked for, while a person judges it."""
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class LedgerTxnRow(Base):
    """One movement of money, unique by its kind and key; never changed."""

    __tablename__ = "ledger_txn"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """A `flow_engine.domain.ledger.MovementKind`."""
    movement_id: Mapped[UUID | None]
    """The key; None: a release before wrote it, and the payment is the key."""
    payment_id: Mapped[UUID]
    settlement_id: Mapped[UUID | None]
    order_id: Mapped[UUID | None]
    """The order that it is about, also while the money is in suspense."""
    provider: Mapped[str]
    provider_reference: Mapped[str]
    method: Mapped[str | None]
    can_refund: Mapped[bool] = mapped_column(default=False)
    """Whether the provider takes a refund of it from us."""
    placement: Mapped[str]
    """`order`, or `suspense` when no open order could take it."""
    note: Mapped[str | None]
    """A code of ours, never what somebody wrote."""
    amount_minor: Mapped[int]
    currency: Mapped[str]
    happened_at: Mapped[datetime]
    created_at: Mapped[datetime]

    @property
    def key(self) -> UUID:
        """Return the movement's key."""
        return self.movement_id or self.payment_id

    @property
    def settlement(self) -> UUID:
        """Return the settlement that it moves money of."""
        return self.settlement_id or self.payment_id


class LedgerEntryRow(Base):
    """One side of a movement; the entries of a movement sum to zero in each currency."""

    __tablename__ = "ledger_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    txn_id: Mapped[UUID]
    account: Mapped[str]
    amount_minor: Mapped[int]
    currency: Mapped[str]


class RefundRow(Versioned):
    """One part of a refund: what goes back of one settlement."""

    __tablename__ = "refund"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    request_id: Mapped[UUID]
    """What the API calls `refund_id`: one wish may be split over settlements."""
    order_id: Mapped[UUID | None]
    payment_id: Mapped[UUID]
    settlement_id: Mapped[UUID]
    placement: Mapped[str]
    """Where the money lay when it was asked for: on its order, or in suspense."""
    amount_minor: Mapped[int]
    currency: Mapped[str]
    status: Mapped[str]
    """A `flow_engine.domain.refunds.RefundStatus`."""
    reason: Mapped[str]
    asked_by: Mapped[str]
    confirmed_by: Mapped[str | None]
    provider_reference: Mapped[str | None]
    code: Mapped[str | None]
    """Why it failed."""
    task_id: Mapped[UUID | None]
    """The task from which it was asked for."""
    call_id: Mapped[UUID | None]
    """The request to the payments service: what a refusal names."""
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class DisputeRow(Versioned):
    """A payer's dispute of one settlement at his bank."""

    __tablename__ = "dispute"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID | None]
    payment_id: Mapped[UUID]
    settlement_id: Mapped[UUID]
    state: Mapped[str]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    due_at: Mapped[datetime | None]
    reason: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class AuditRow(Base):
    """Who decided what about money; never changed, save that an erasure empties the reason."""

    __tablename__ = "audit"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_name: Mapped[str]
    """What the holder of the API key said who it is."""
    action: Mapped[str]
    order_id: Mapped[UUID | None]
    task_id: Mapped[UUID | None]
    refund_id: Mapped[UUID | None]
    amount_minor: Mapped[int | None]
    currency: Mapped[str | None]
    reason: Mapped[str]
