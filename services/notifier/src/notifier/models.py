"""What was asked, each try to send it, what became of it, and when customers last wrote."""

from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from common.rotation import SealedColumn
from sqlalchemy import BigInteger, DateTime, ForeignKey, Identity, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SCHEMA: Final = "notifier"
SEALED: Final = (SealedColumn("delivery", "content"),)
"""What is under the storage keys: what is to be said, until it ages out."""


class Base(DeclarativeBase):
    """Every table of this service; the migrations own its names and constraints."""

    metadata = MetaData(schema=SCHEMA)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: DateTime(timezone=True)}


class NotificationRow(Base):
    """One command: somebody is to be told something. Its id is the command's."""

    __tablename__ = "notification"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    phone_number_id: Mapped[str]
    user_id: Mapped[str | None]
    phone: Mapped[str | None]
    kind: Mapped[str]
    order_reference: Mapped[str | None]
    created_at: Mapped[datetime]
    reported_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it was told, once, that it failed."""


class DeliveryRow(Base):
    """One message to be sent; its id goes to Meta as the callback data of all its sends.

    The first part of a notification has the notification's own id.
    """

    __tablename__ = "delivery"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    notification_id: Mapped[UUID] = mapped_column(ForeignKey(NotificationRow.id))
    lane: Mapped[str]
    """`<phone_number_id>:<user id, else number>`."""
    priority: Mapped[int]
    state: Mapped[str]
    next_at: Mapped[datetime]
    give_up_at: Mapped[datetime]
    content: Mapped[bytes | None]
    """Sealed under the storage key ring for `delivery:content:<id>`; aged out before the row."""
    code: Mapped[str | None] = mapped_column(default=None)
    """Why it is where it is: Meta's code or ours."""
    wamid: Mapped[str | None] = mapped_column(default=None)
    token: Mapped[UUID | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    doubts: Mapped[int] = mapped_column(default=0)
    refusals: Mapped[int] = mapped_column(default=0)
    holds: Mapped[int] = mapped_column(default=0)
    called_at: Mapped[datetime | None] = mapped_column(default=None)
    window_at: Mapped[datetime | None] = mapped_column(default=None)
    """When the customer had last written, as known when it was last sent."""
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    delivered_at: Mapped[datetime | None] = mapped_column(default=None)
    read_at: Mapped[datetime | None] = mapped_column(default=None)
    failed_at: Mapped[datetime | None] = mapped_column(default=None)
    created_at: Mapped[datetime]


class DeliveryStatusRow(Base):
    """One status as it came. Without `delivery_id` it is of a message that we do not know yet."""

    __tablename__ = "delivery_status"

    message_id: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    code: Mapped[str | None]
    delivery_id: Mapped[UUID | None]
    received_at: Mapped[datetime]


class RecipientWindowRow(Base):
    """When a customer last wrote to a number of ours, by each way that he is known."""

    __tablename__ = "recipient_window"

    phone_number_id: Mapped[str] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(primary_key=True)
    wrote_at: Mapped[datetime]


class PaceRow(Base):
    """A recipient's bucket, written by the caller alone; see `notifier.domain.pacing`."""

    __tablename__ = "pace"

    lane: Mapped[str] = mapped_column(primary_key=True)
    full_at: Mapped[datetime]
    blocked_until: Mapped[datetime | None]
    refusals: Mapped[int] = mapped_column(default=0)
