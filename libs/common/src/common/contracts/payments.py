"""What a payments service reports of one payment. Key: the caller's `partition_key`."""

from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from common.contracts.base import MONEY, Message

PAYMENT_ID = "0f8e5a52-5d0f-5a38-9c0e-6f2f0a1f6f10"


class PaymentEvent(Message):
    """A fact about one payment; `provider` names the service that knows it."""

    TOPIC: ClassVar[str] = "payments"
    PRIORITY: ClassVar[int] = MONEY

    payment_id: UUID
    provider: str
    at: datetime


class PaymentOtpRequested(PaymentEvent):
    """The provider sent a code by SMS; the customer must type it in the chat."""

    TYPE: ClassVar[str] = "payment.otp_requested.v1"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "payment_id": PAYMENT_ID, "provider": "omari", "at": "2026-11-25T10:00:00Z",
        "otp_reference": "ETDC", "masked_msisdn": "2637*****187", "tries_left": 3, "test": True,
    }  # fmt: skip

    otp_reference: str
    masked_msisdn: str
    tries_left: int
    test: bool = False


class PaymentActionRequired(PaymentEvent):
    """The customer must act outside the chat; a code that is typed in it has its own event."""

    TYPE: ClassVar[str] = "payment.action_required.v1"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "payment_id": PAYMENT_ID, "provider": "paynow", "at": "2026-11-25T10:00:00Z",
        "method": "paynow_ecocash", "kind": "approve", "text": "Dial *151*2*4# and enter your PIN",
        "url": "", "code": "", "expires_at": "2026-11-25T10:15:00Z", "test": True,
    }  # fmt: skip

    method: str
    kind: Literal["approve", "show_code", "link"]
    text: str = ""
    """The provider's own instruction, of at most 1 000 characters."""
    url: str = ""
    code: str = ""
    expires_at: datetime
    test: bool = False


class PaymentOtpRefused(PaymentEvent):
    """The code was wrong, definitely, and another may be tried for the same payment."""

    TYPE: ClassVar[str] = "payment.otp_refused.v1"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "payment_id": PAYMENT_ID, "provider": "omari", "at": "2026-11-25T10:01:00Z",
        "otp_reference": "ETDC", "tries_left": 2,
    }  # fmt: skip

    otp_reference: str
    tries_left: int


class PaymentSucceeded(PaymentEvent):
    """The provider says that this arrived: the only thing a credit is made from."""

    TYPE: ClassVar[str] = "payment.succeeded.v1"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "payment_id": PAYMENT_ID, "provider": "omari", "at": "2026-11-25T10:02:00Z",
        "settled_minor": 5000, "currency": "USD",
        "provider_reference": "H5PSKURANNR1LKS7AJ0KV50KZG", "late": False, "test": True,
    }  # fmt: skip

    settled_minor: int
    currency: str
    provider_reference: str
    late: bool = False
    test: bool = False
    hold_code: str | None = None
    """Why a person must look although it is credited, as after `voided_after_charge`."""


class PaymentFailed(PaymentEvent):
    """The provider said no, definitely; nothing was taken."""

    TYPE: ClassVar[str] = "payment.failed.v1"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "payment_id": PAYMENT_ID, "provider": "omari", "at": "2026-11-25T10:02:00Z",
        "code": "insufficient_funds",
    }  # fmt: skip

    code: str
    """One of ours: insufficient_funds, declined, limit_exceeded, wallet_not_found, otp_exhausted,
    provider_unavailable, invalid_request, not_charged."""


class PaymentStartDelayed(PaymentEvent):
    """The provider takes long to send a code; no money has moved, and it is still tried."""

    TYPE: ClassVar[str] = "payment.start_delayed.v1"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "payment_id": PAYMENT_ID, "provider": "omari", "at": "2026-11-25T10:00:10Z",
    }  # fmt: skip


class PaymentUnknown(PaymentEvent):
    """We asked for money and do not know the outcome; never a failure. The provider is asked.

    With `needs_staff`: its time is over and nothing could be learnt, so a person must look.
    """

    TYPE: ClassVar[str] = "payment.unknown.v1"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "payment_id": PAYMENT_ID, "provider": "omari", "at": "2026-11-25T10:02:10Z",
    }  # fmt: skip

    needs_staff: bool = False


class PaymentCancelled(PaymentEvent):
    """Cancelled on the customer's wish, after our record or the provider said unpaid."""

    TYPE: ClassVar[str] = "payment.cancelled.v1"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "payment_id": PAYMENT_ID, "provider": "omari", "at": "2026-11-25T10:03:00Z",
    }  # fmt: skip


class PaymentExpired(PaymentEvent):
    """The time to pay ran out, after our record or the provider said unpaid."""

    TYPE: ClassVar[str] = "payment.expired.v1"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "payment_id": PAYMENT_ID, "provider": "omari", "at": "2026-11-25T10:15:00Z",
    }  # fmt: skip


class PaymentStateReported(PaymentEvent):
    """The answer to a check or a cancel that did not change the payment's state.

    `until`: a prompt, code or link that cannot be taken back is open so long.
    """

    TYPE: ClassVar[str] = "payment.state_reported.v1"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "payment_id": PAYMENT_ID, "provider": "omari", "at": "2026-11-25T10:02:30Z",
        "status": "unknown", "asked": "check",
    }  # fmt: skip

    status: str
    asked: Literal["check", "cancel"]
    until: datetime | None = None
