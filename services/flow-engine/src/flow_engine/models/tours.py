"""What can be booked, and what it costs when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from flow_engine.models.base import Base


class TourRow(Base):
    """A tour; inactive ones are kept for their bookings."""

    __tablename__ = "tour"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    description: Mapped[str]
    location: Mapped[str]
    duration: Mapped[str]
    currency: Mapped[str]
    adult_minor: Mapped[int]
    child_minor: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class SeasonalPriceRow(Base):
    """A tour's price between two dates, both included."""

    __tablename__ = "seasonal_price"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tour_id: Mapped[UUID]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    adult_minor: Mapped[int]
    child_minor: Mapped[int | None]
