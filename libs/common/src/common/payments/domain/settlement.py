"""One movement of money that arrived, as the rules see it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from common.money import Money


class Source(StrEnum):
    """Who named the amount.

    PROVIDER: its answer or its record. WISH: nobody; what was asked for was accepted. STAFF: a
    person, from the provider's own portal.
    """

    PROVIDER = "provider"
    WISH = "wish"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What arrived by one movement; written once and never changed.

    `movement` is the fact by which the provider's account knows it: which fact, the shape says.
    """

    id: UUID
    attempt_id: UUID
    movement: str
    amount_minor: int
    currency: str
    provider_reference: str
    settled_at: datetime
    debit_reference: str | None = None
    source: Source = Source.PROVIDER
    named_by: str = ""

    @property
    def money(self) -> Money:
        """Return what arrived."""
        return Money(self.amount_minor, self.currency)
