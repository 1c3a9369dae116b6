"""What the payments services take and give over internal HTTP."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from common.money import CURRENCIES, Money
from common.payments.domain import DisputeState, PaymentStatus, RefundStatus, RefundWish, Source
from common.payments.domain.requests import Entered
from common.payments.limits import PayerIs
from common.payments.tables import (
    AttemptColumns,
    DisputeColumns,
    PaymentColumns,
    RefundColumns,
    SettlementColumns,
)
from common.payments.wishes import PaymentWish

_LARGEST_MINOR = 10**12
Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Minor = Annotated[int, Field(gt=0, le=_LARGEST_MINOR, strict=True)]
Currency = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z]{3}$"),
    Field(json_schema_extra={"enum": [*sorted(CURRENCIES)]}),
]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class PaymentBody(_Body):
    """The wish to collect an amount; `contact` and `partition_key` are opaque to the service."""

    amount_minor: Minor
    currency: Currency
    payer_msisdn: Annotated[str, StringConstraints(pattern=r"^2637[0-9]{8}$")]
    order_reference: Text
    description: Annotated[str, StringConstraints(max_length=200)]
    partition_key: Text
    contact: Text
    channel: Literal["WEB", "POS"] = "WEB"
    merchant_reference: UUID | None = None
    own_number: bool = True
    """Whether the payer's number is that of the chat that pays."""

    def wish(self, payment_id: UUID) -> PaymentWish:
        """Return what is asked for. Raises AmountError for a currency that nobody takes."""
        return PaymentWish(
            payment_id=payment_id,
            money=Money(self.amount_minor, self.currency),
            payer_is=self._payer_is(),
            **self.model_dump(exclude={"amount_minor", "currency", "own_number"}),
        )

    def _payer_is(self) -> PayerIs:
        if self.merchant_reference is not None:
            return PayerIs.MERCHANT
        return PayerIs.OWNER if self.own_number else PayerIs.OTHER


class OtpBody(_Body):
    """The customer's code: text, so that its leading zeros stay."""

    otp: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,6}$")] = Field(repr=False)


class EnteredBody(_Body):
    """What a person read in the provider's portal of a payment that nobody knows the amount of."""

    amount_minor: Minor
    currency: Currency
    provider_reference: Annotated[str, StringConstraints(max_length=200)] = ""
    reference: UUID | None = None
    """Ours, of the attempt that it came by: needed where several were charged."""
    by: Text

    def entered(self) -> Entered:
        """Return what was read. Raises AmountError for a currency that nobody takes."""
        money = Money(self.amount_minor, self.currency)
        return Entered(money, self.provider_reference, self.by, self.reference)


class ReleaseBody(_Body):
    """What a person found out of a payment that he was called to."""

    reason: Literal["nothing_arrived", "released"]
    by: Text


class RefundBody(_Body):
    """The wish to give back a part of a settlement, or all of it; the caller names its id."""

    refund_id: UUID
    settlement_id: UUID
    amount_minor: Minor
    currency: Currency
    reason: Text

    def wish(self) -> RefundWish:
        """Return what is asked for. Raises AmountError for a currency that nobody takes."""
        money = Money(self.amount_minor, self.currency)
        return RefundWish(self.refund_id, self.settlement_id, money, self.reason)


class SettlementView(BaseModel):
    """One movement of money that arrived."""

    settlement_id: UUID
    amount_minor: int
    currency: str
    provider_reference: str
    source: Source
    settled_at: datetime

    @classmethod
    def of(cls, row: SettlementColumns) -> "SettlementView":
        """Return the view of a row."""
        names = cls.model_fields.keys() - {"settlement_id"}
        return cls(settlement_id=row.id, **{name: getattr(row, name) for name in names})


class RefundView(BaseModel):
    """What went back of a settlement, or is to; `refunded_minor` is what went back."""

    refund_id: UUID
    settlement_id: UUID
    status: RefundStatus
    amount_minor: int
    refunded_minor: int | None
    currency: str
    provider_reference: str
    code: str | None
    needs_staff: bool
    created_at: datetime
    done_at: datetime | None

    @classmethod
    def of(cls, row: RefundColumns) -> "RefundView":
        """Return the view of a row."""
        names = cls.model_fields.keys() - {"refund_id"}
        return cls(refund_id=row.id, **{name: getattr(row, name) for name in names})


class DisputeView(BaseModel):
    """What its payer disputes of a settlement."""

    dispute_id: UUID
    settlement_id: UUID
    state: DisputeState
    amount_minor: int
    currency: str
    due_at: datetime | None
    reason: str

    @classmethod
    def of(cls, row: DisputeColumns) -> "DisputeView":
        """Return the view of a row."""
        names = cls.model_fields.keys() - {"dispute_id"}
        return cls(dispute_id=row.id, **{name: getattr(row, name) for name in names})


class EmptyBody(_Body):
    """Nothing."""


class PaymentView(BaseModel):
    """A payment as it stands; `settled_minor` is what first arrived of its own currency."""

    payment_id: UUID
    provider: str
    status: PaymentStatus
    amount_minor: int
    currency: str
    settled_minor: int | None
    otp_reference: str | None
    masked_msisdn: str
    tries_left: int | None
    provider_reference: str | None
    debit_reference: str | None
    code: str | None
    needs_staff: bool
    test: bool
    expires_at: datetime
    created_at: datetime
    hold_code: str | None
    settlements: list[SettlementView]
    refunds: list[RefundView]
    disputes: list[DisputeView]

    @classmethod
    def of(
        cls,
        row: PaymentColumns,
        attempt: AttemptColumns | None,
        settlements: Sequence[SettlementColumns] = (),
        refunds: Sequence[RefundColumns] = (),
        disputes: Sequence[DisputeColumns] = (),
    ) -> "PaymentView":
        """Return the view of a row, the attempt that a code is for, what arrived and went back."""
        lists = {"settlements", "refunds", "disputes"}
        others = {"payment_id", "otp_reference", "tries_left"} | lists
        names = cls.model_fields.keys() - others
        return cls(
            payment_id=row.id,
            otp_reference=attempt.otp_reference if attempt else None,
            tries_left=attempt.tries_left if attempt else None,
            settlements=[SettlementView.of(one) for one in settlements],
            refunds=[RefundView.of(one) for one in refunds],
            disputes=[DisputeView.of(one) for one in disputes],
            **{name: getattr(row, name) for name in names},
        )
