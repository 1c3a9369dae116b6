"""Customers, how they are known, their conversations, and what people must look at."""

from datetime import datetime
from typing import Final
from uuid import UUID

from common.rotation import SealedColumn
from sqlalchemy.orm import Mapped, mapped_column

from flow_engine.models.base import Base, Versioned

_COUNTED: Final = "version = t.version + 1"
SEALED: Final = (
    SealedColumn("contact", "session", and_set=_COUNTED),
    SealedColumn("payment_intent", "action_sealed", key="payment_id", and_set=_COUNTED),
)
"""What is under the storage keys: each conversation's session, and how an open payment is paid.

A change counts the version.
"""


class CustomerRow(Versioned):
    """One person. `merged_into` is set when two rows turned out to be the same person."""

    __tablename__ = "customer"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    """As the person's own WhatsApp profile has it; a merchant's name for him is on the order."""
    user_id: Mapped[str | None]
    phone: Mapped[str | None]
    must_confirm: Mapped[bool] = mapped_column(default=False)
    confirm_since: Mapped[datetime | None]
    """Since when it is not sure who writes; what was ordered from then on is the writer's."""
    merged_into: Mapped[UUID | None]
    separated_from: Mapped[UUID | None]
    """Who had this number before, as its owner said himself: the two are never merged again."""
    created_at: Mapped[datetime]


class IdentityRow(Base):
    """One way to know a customer; each belongs to one person at a time."""

    __tablename__ = "customer_identity"

    kind: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]


class ContactRow(Versioned):
    """A customer on one number of ours: session, window, and whether a person has taken over."""

    __tablename__ = "contact"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    phone_number_id: Mapped[str]
    customer_id: Mapped[UUID]
    lane_key: Mapped[str]
    """The key of the lane in which this customer last wrote."""
    session: Mapped[bytes | None]
    """Sealed under the storage key ring for `contact:session:<id>`."""
    flow: Mapped[str | None]
    flow_version: Mapped[int | None]
    muted: Mapped[bool] = mapped_column(default=False)
    menu_offered: Mapped[int] = mapped_column(default=0)
    """0: not since it was muted; 1: by the last answer; 2: before."""
    wrote_at: Mapped[datetime | None]
    secret_until: Mapped[datetime | None]
    created_at: Mapped[datetime]


class TaskRow(Base):
    """Something that a person must do; kinds are in `flow_engine.domain.tasks`."""

    __tablename__ = "task"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    reason: Mapped[str]
    customer_id: Mapped[UUID | None]
    contact_id: Mapped[UUID | None]
    order_id: Mapped[UUID | None]
    payment_id: Mapped[UUID | None]
    settlement_id: Mapped[UUID | None]
    refund_id: Mapped[UUID | None]
    amount_minor: Mapped[int | None]
    currency: Mapped[str | None]
    due_at: Mapped[datetime | None]
    first_by: Mapped[str | None]
    """The first of the two people that a resolution needs, who chose `first_action`."""
    first_action: Mapped[str | None]
    resolution: Mapped[str | None]
    """What was decided: an action, or `settled` or `ended` when it became clear by itself."""
    resolved_by: Mapped[str | None]
    resolved_with: Mapped[str | None]
    """What the action was given, as one text: the same call again is told from another."""
    created_at: Mapped[datetime]
    released_at: Mapped[datetime | None]

    @property
    def is_settled(self) -> bool:
        """Tell whether it is about money that arrived.

        The release before made tasks of money for nothing else, and wrote no amount.
        """
        return self.settlement_id is not None or self.amount_minor is None
