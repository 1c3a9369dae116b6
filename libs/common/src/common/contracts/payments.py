"""What a payments service reports of one payment. Key: the caller's `partition_key`."""

from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from common.contracts.base import MONEY, Message

PAYMENT_ID = "0f8e5a52-5d0f-5a38-9c0e-6f2f0a1f6f10"
SETTLEMENT_ID = "5b1e0c1a-7f3d-5c55-8d3a-0b7a6f0e4c21"
REFUND_ID = "c7a2b9de-3e44-4f6b-9a57-2f6b0f6f7d11"
DISPUTE_ID = "9d1f3c40-0b5e-5a0c-8d5f-7f8f3b1a2c33"


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
    """The provider says that this arrived: the only thing a credit is made from.

    One for each settlement; a payment can have several. Without `settlement_id` (as releases before
    wrote it) the payment's id is the settlement's. The currency may be another than was asked for.
    """

    TYPE: ClassVar[str] = "payment.succeeded.v1"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "payment_id": PAYMENT_ID, "provider": "omari", "at": "2026-11-25T10:02:00Z",
        "settled_minor": 5000, "currency": "USD",
        "provider_reference": "H5PSKURANNR1LKS7AJ0KV50KZG", "late": False, "test": True,
        "settlement_id": SETTLEMENT_ID, "method": "omari", "can_refund": False,
    }  # fmt: skip

    settled_minor: int
    currency: str
    provider_reference: str
    late: bool = False
    test: bool = False
    settlement_id: UUID | None = None
    method: str = ""
    can_refund: bool = False
    """Whether the provider takes a refund of it from us; if not, a person gives it back."""
    hold_code: str | None = None
    """Why a person must look although it is credited, as after `voided_after_charge`."""


class PaymentFailed(PaymentEvent):
    """The provider said no, definitely, or staff did; nothing was taken, but see `released`."""

    TYPE: ClassVar[str] = "payment.failed.v1"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "payment_id": PAYMENT_ID, "provider": "omari", "at": "2026-11-25T10:02:00Z",
        "code": "insufficient_funds",
    }  # fmt: skip

    code: str
    """One of ours: insufficient_funds, declined, limit_exceeded, wallet_not_found, otp_exhausted,
    provider_unavailable, invalid_request, not_charged; released: staff gave it up, and nobody
    knows whether anything was taken."""


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


class PaymentHeld(PaymentEvent):
    """A person must judge it: money arrived otherwise than was asked for, or nobody knows how much.

    With `settlement_id` it names what arrived, which has its `payment.succeeded.v1` too, unless
    the code is `movement_changed`: then it is what the record says now of what was settled before.
    Without it no amount is known. Until a person has judged, its order takes no other payment.
    """

    TYPE: ClassVar[str] = "payment.held.v1"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "payment_id": PAYMENT_ID, "provider": "omari", "at": "2026-11-25T10:02:00Z",
        "code": "other_currency", "method": "omari", "settlement_id": SETTLEMENT_ID,
        "settled_minor": 130000, "currency": "ZWG", "provider_reference": "H5PSKURANN",
    }  # fmt: skip

    code: str
    """One of: other_currency, partial, unreadable_amount, contradiction, movement_changed,
    return_changed (a refund or dispute of another amount or currency than was written down),
    movement_of_another, voided_after_charge; else the provider's own."""
    method: str = ""
    settlement_id: UUID | None = None
    settled_minor: int | None = None
    currency: str | None = None
    provider_reference: str = ""


class PaymentRefunded(PaymentEvent):
    """The provider gave this back: one for each refund, whoever asked for it.

    `refund_id` is the caller's own, or made from the provider's where nobody here asked for it.
    """

    TYPE: ClassVar[str] = "payment.refunded.v1"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "payment_id": PAYMENT_ID, "provider": "stripe", "at": "2026-11-26T09:00:00Z",
        "refund_id": REFUND_ID, "settlement_id": SETTLEMENT_ID, "refunded_minor": 2000,
        "currency": "USD", "provider_reference": "re_3Ov4",
    }  # fmt: skip

    refund_id: UUID
    settlement_id: UUID
    refunded_minor: int
    currency: str
    provider_reference: str = ""


class PaymentRefundFailed(PaymentEvent):
    """The provider refused to give it back, definitely: nothing went back."""

    TYPE: ClassVar[str] = "payment.refund_failed.v1"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "payment_id": PAYMENT_ID, "provider": "stripe", "at": "2026-11-26T09:00:00Z",
        "refund_id": REFUND_ID, "code": "declined",
    }  # fmt: skip

    refund_id: UUID
    code: str
    """One of ours: declined, not_supported, provider_unavailable, over_settled; already_refunded:
    it is known under another id, and was told under that."""


class PaymentRefundUnknown(PaymentEvent):
    """A refund was asked for and nobody knows whether it was made; never a failure.

    With `needs_staff`: its time is over and nothing could be learnt.
    """

    TYPE: ClassVar[str] = "payment.refund_unknown.v1"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "payment_id": PAYMENT_ID, "provider": "stripe", "at": "2026-11-26T09:00:10Z",
        "refund_id": REFUND_ID,
    }  # fmt: skip

    refund_id: UUID
    needs_staff: bool = False


class PaymentDisputed(PaymentEvent):
    """The payer disputes a settlement at his bank: one for each state of the dispute.

    `opened` and `evidence_due` take the amount away for now, `won` brings it back, `lost` is final.
    """

    TYPE: ClassVar[str] = "payment.disputed.v1"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "payment_id": PAYMENT_ID, "provider": "stripe", "at": "2026-12-01T09:00:00Z",
        "dispute_id": DISPUTE_ID, "settlement_id": SETTLEMENT_ID, "state": "opened",
        "disputed_minor": 5000, "currency": "USD", "due_at": "2026-12-08T09:00:00Z",
        "reason": "fraudulent",
    }  # fmt: skip

    dispute_id: UUID
    settlement_id: UUID
    state: Literal["opened", "evidence_due", "won", "lost"]
    disputed_minor: int
    currency: str
    due_at: datetime | None = None
    reason: str = ""
