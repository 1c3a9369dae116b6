"""What a conversation may know: read by the host once for a batch, then plain data."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from common.money import Money

from flow_engine.domain.required_action import RequiredAction

_NOT_OWED: Final = frozenset({"cancelled", "refunded", "not_owed"})


@dataclass(frozen=True, slots=True)
class Customer:
    """One person, known by a business-scoped user id, by a number, or by both."""

    id: UUID
    name: str | None
    user_id: str | None
    phone: str | None
    """Digits with country code, as WhatsApp gives them; the payer's wallet may be another."""
    must_confirm: bool = False
    """It is not sure who writes: confirm before anything is shown of, or paid for, an order."""
    is_admin: bool = False
    """One of the merchant's own people."""


@dataclass(frozen=True, slots=True)
class SeasonalPrice:
    """What a tour costs between two dates, both included."""

    starts_on: date
    ends_on: date
    adult_minor: int
    child_minor: int | None


@dataclass(frozen=True, slots=True)
class Tour:
    """Something that can be booked."""

    id: UUID
    code: str
    name: str
    description: str
    location: str
    duration: str
    currency: str
    adult_minor: int
    child_minor: int | None
    seasons: tuple[SeasonalPrice, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenIntent:
    """The one payment of an order that is not resolved yet."""

    payment_id: UUID
    provider: str
    amount_minor: int
    status: str
    """opening | awaiting_code | awaiting_action | charging | unknown | held"""
    otp_reference: str | None = None
    masked_msisdn: str | None = None
    action: RequiredAction | None = None
    arrived: Money | None = None
    """What came otherwise than was asked for, while a person judges it."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the customer owes for: a booking or a shop order. Only his own are ever here."""

    id: UUID
    reference: str
    kind: str
    """booking | order"""
    description: str
    currency: str
    total_minor: int
    paid_minor: int
    payment_status: str
    """unpaid | part_paid | paid | overpaid | part_refunded | refunded | disputed | cancelled |
    not_owed"""
    created_at: datetime
    travels_on: date | None = None
    open_intent: OpenIntent | None = None
    for_transaction: bool = False
    """Made for a transaction of the merchant's program, which alone asks for its money."""
    refunded_minor: int = 0

    @property
    def open_minor(self) -> int:
        """What is left to pay."""
        return max(0, self.total_minor - self.paid_minor)

    @property
    def is_paid_in_full(self) -> bool:
        """Tell whether all of it arrived, and none of it went back or is disputed."""
        is_whole = not self.refunded_minor and self.payment_status != "disputed"
        return is_whole and self.open_minor == 0

    @property
    def is_payable(self) -> bool:
        """Tell whether a conversation may offer to pay it."""
        is_owed = self.payment_status not in _NOT_OWED and not self.for_transaction
        return is_owed and self.open_minor > 0


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A way to pay that is switched on."""

    provider: str
    """omari"""
    title: str
    currencies: frozenset[str]
    test: bool = False


@dataclass(frozen=True, slots=True)
class Merchant:
    """Who sells, as customers see it."""

    name: str
    support_contact: str
    zone: str
    """IANA name; times are shown in it."""


@dataclass(frozen=True, slots=True)
class World:
    """Everything a step may read. `now` is the database's time of this unit of work."""

    now: datetime
    today: date
    """In the merchant's zone."""
    merchant: Merchant
    customer: Customer
    orders: tuple[Order, ...] = ()
    """Newest first, open and settled."""
    tours: tuple[Tour, ...] = ()
    methods: tuple[PaymentMethod, ...] = ()
    minimum_minor: dict[str, int] | None = None
    """The smallest payment by currency; USD 1.00 unless set."""
    withheld: tuple[Order, ...] = ()
    """Orders that no step may see before the customer confirmed who he is."""

    def guarded(self) -> "World":
        """Return what a step may know: no order while it is not sure who writes."""
        if not self.customer.must_confirm:
            return self
        return replace(self, orders=(), withheld=self.orders)

    def confirmed(self) -> "World":
        """Return it as it is once the customer said that it is him."""
        customer = replace(self.customer, must_confirm=False)
        orders = (*self.orders, *self.withheld)
        return replace(self, customer=customer, orders=orders, withheld=())

    def denied(self) -> "World":
        """Return it as it is for somebody new, who has nothing yet."""
        return replace(self.confirmed(), orders=())
