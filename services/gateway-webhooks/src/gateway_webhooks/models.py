"""The archive as the gateway sees it: its own outbox rows, kept after they were sent."""

from datetime import datetime
from typing import Final

from common.db import make_base
from sqlalchemy.orm import Mapped, mapped_column

SCHEMA: Final = "gateway_webhooks"
Base = make_base(SCHEMA)


class ArchivedItem(Base):
    """One item as it was accepted; the table belongs to the lanes, the rows to the gateway."""

    __tablename__ = "outbox"

    seq: Mapped[int] = mapped_column(primary_key=True)
    target: Mapped[str]
    body: Mapped[bytes]
    """Sealed under the bus key ring; empty once erased."""
    dedupe: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
