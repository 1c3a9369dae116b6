"""Every message that services exchange: one class each, with a documented example."""

from typing import Final

from common.contracts.base import CAMPAIGN, CHAT, MONEY, Address, Message, ProviderErrorItem
from common.contracts.callbacks import CallbackReceived, PaynowIpnReceived, StripeEventReceived
from common.contracts.messages import CustomerWrote, MessageFailed, SendMessage
from common.contracts.payments import (
    PaymentActionRequired,
    PaymentCancelled,
    PaymentDisputed,
    PaymentEvent,
    PaymentExpired,
    PaymentFailed,
    PaymentHeld,
    PaymentOtpRefused,
    PaymentOtpRequested,
    PaymentRefunded,
    PaymentRefundFailed,
    PaymentRefundUnknown,
    PaymentStartDelayed,
    PaymentStateReported,
    PaymentSucceeded,
    PaymentUnknown,
)
from common.contracts.requests import RequestRefused
from common.contracts.whatsapp import (
    SecretConsumed,
    WhatsAppMessageReceived,
    WhatsAppStatusReceived,
)

_ALL: Final[tuple[type[Message], ...]] = (
    WhatsAppMessageReceived,
    WhatsAppStatusReceived,
    SecretConsumed,
    SendMessage,
    CustomerWrote,
    MessageFailed,
    PaymentOtpRequested,
    PaymentActionRequired,
    PaymentOtpRefused,
    PaymentSucceeded,
    PaymentFailed,
    PaymentUnknown,
    PaymentCancelled,
    PaymentExpired,
    PaymentStartDelayed,
    PaymentStateReported,
    PaymentHeld,
    PaymentRefunded,
    PaymentRefundFailed,
    PaymentRefundUnknown,
    PaymentDisputed,
    PaynowIpnReceived,
    StripeEventReceived,
    RequestRefused,
)
MESSAGES: Final[dict[str, type[Message]]] = {kind.TYPE: kind for kind in _ALL}

__all__ = [
    "CAMPAIGN",
    "CHAT",
    "MESSAGES",
    "MONEY",
    "Address",
    "CallbackReceived",
    "CustomerWrote",
    "Message",
    "MessageFailed",
    "PaymentActionRequired",
    "PaymentCancelled",
    "PaymentDisputed",
    "PaymentEvent",
    "PaymentExpired",
    "PaymentFailed",
    "PaymentHeld",
    "PaymentOtpRefused",
    "PaymentOtpRequested",
    "PaymentRefundFailed",
    "PaymentRefundUnknown",
    "PaymentRefunded",
    "PaymentStartDelayed",
    "PaymentStateReported",
    "PaymentSucceeded",
    "PaymentUnknown",
    "PaynowIpnReceived",
    "ProviderErrorItem",
    "RequestRefused",
    "SecretConsumed",
    "SendMessage",
    "StripeEventReceived",
    "WhatsAppMessageReceived",
    "WhatsAppStatusReceived",
]
