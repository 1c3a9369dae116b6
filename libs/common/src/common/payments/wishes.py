"""What a payments service is asked for, once it was read from a request."""

from dataclasses import dataclass
from uuid import UUID

from common.money import Money
from common.payments.limits import PayerIs


@dataclass(frozen=True, slots=True)
class PaymentWish:
    """What a caller asks for: collect this amount from this payer."""

    payment_id: UUID
    money: Money
    payer_msisdn: str
    order_reference: str
    description: str
    partition_key: str
    contact: str
    channel: str = "WEB"
    merchant_reference: UUID | None = None
    payer_is: PayerIs = PayerIs.OWNER
