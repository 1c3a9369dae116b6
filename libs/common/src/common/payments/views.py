"""What the payments services take and give over internal HTTP."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from common.money import CURRENCIES, Money
from common.payments.domain import PaymentStatus
from common.payments.limits import PayerIs
from common.payments.service import PaymentWish
from common.payments.tables import AttemptColumns, PaymentColumns

_LARGEST_MINOR = 10**12
Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class PaymentBody(_Body):
    """The wish to collect an amount; `contact` and `partition_key` are opaque to the service."""

    amount_minor: Annotated[int, Field(gt=0, le=_LARGEST_MINOR, strict=True)]
    currency: Annotated[
        str,
        StringConstraints(pattern=r"^[A-Z]{3}$"),
        Field(json_schema_extra={"enum": [*sorted(CURRENCIES)]}),
    ]
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


class EmptyBody(_Body):
    """Nothing."""


class PaymentView(BaseModel):
    """A payment as it stands; `settled_minor` is what the provider says arrived."""

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

    @classmethod
    def of(cls, row: PaymentColumns, attempt: AttemptColumns | None) -> "PaymentView":
        """Return the view of a row and the attempt that a code is for."""
        names = cls.model_fields.keys() - {"payment_id", "otp_reference", "tries_left"}
        return cls(
            payment_id=row.id,
            otp_reference=attempt.otp_reference if attempt else None,
            tries_left=attempt.tries_left if attempt else None,
            **{name: getattr(row, name) for name in names},
        )
