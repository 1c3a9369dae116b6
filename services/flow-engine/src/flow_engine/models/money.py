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
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class LedgerTxnRow(Base):
    """One movement of money, made from one settled payment; never changed."""

    __tablename__ = "ledger_txn"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    payment_id: Mapped[UUID]
    order_id: Mapped[UUID | None]
    provider: Mapped[str]
    provider_reference: Mapped[str]
    placement: Mapped[str]
    """`order`, or `suspense` when no open order could take it."""
    amount_minor: Mapped[int]
    currency: Mapped[str]
    happened_at: Mapped[datetime]
    created_at: Mapped[datetime]


class LedgerEntryRow(Base):
    """One side of a movement; the entries of a movement sum to zero in each currency."""

    __tablename__ = "ledger_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    txn_id: Mapped[UUID]
    account: Mapped[str]
    amount_minor: Mapped[int]
    currency: Mapped[str]
