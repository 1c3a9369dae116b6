"""What the gateway reports of payment providers' callbacks: that one came, not what it said."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from common.contracts.base import MONEY, Message

REFERENCE = "6e1f3d0a-9b7c-5f42-8a54-3c0d7f1b2e90"


class CallbackReceived(Message):
    """A reason to ask the provider now, never a fact. Order-free: it has no key.

    The body stays in the gateway's archive. A callback that names neither reference is archived
    only.
    """

    PRIORITY: ClassVar[int] = MONEY

    reference: UUID | None = None
    """Our own reference, by which the provider knows an attempt."""
    provider_reference: str | None = None
    """The provider's reference of what was paid."""
    account: str
    """The short name of the configured account whose key fitted."""
    received_at: datetime


class PaynowIpnReceived(CallbackReceived):
    """Paynow posted a status update that one of our integrations' keys signed."""

    TYPE: ClassVar[str] = "paynow.ipn_received.v1"
    TOPIC: ClassVar[str] = "paynow.callbacks"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "reference": REFERENCE, "provider_reference": "1082", "account": "usd",
        "received_at": "2026-11-25T10:02:00Z",
    }  # fmt: skip


class StripeEventReceived(CallbackReceived):
    """Stripe posted an event that the secret of one of our endpoints signed."""

    TYPE: ClassVar[str] = "stripe.event_received.v1"
    TOPIC: ClassVar[str] = "stripe.callbacks"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "reference": REFERENCE, "provider_reference": "pi_3PqXyZ2eZvKYlo2C1a2b3c4d",
        "account": "main", "received_at": "2026-11-25T10:02:00Z",
    }  # fmt: skip
