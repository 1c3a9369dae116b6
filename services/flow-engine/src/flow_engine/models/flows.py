"""Flow versions: written once, never changed."""

from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from flow_engine.models.base import Base


class FlowVersionRow(Base):
    """One version of one flow; sessions stay on the version that they began with."""

    __tablename__ = "flow_version"

    name: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    definition: Mapped[dict[str, Any]] = mapped_column(JSONB)
    sha256: Mapped[str]
