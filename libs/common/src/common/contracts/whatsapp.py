"""What the gateway reports of WhatsApp: facts/whatsapp.md sections 2 and 3."""

from datetime import datetime
from typing import Any, ClassVar

from common.contracts.base import MONEY, Address, Message, ProviderErrorItem


class WhatsAppMessageReceived(Message):
    """A customer wrote. Key: `from_user_id`, else `from`."""

    TYPE: ClassVar[str] = "whatsapp.message_received.v1"
    TOPIC: ClassVar[str] = "whatsapp.messages"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "phone_number_id": "227841650415338",
        "message_id": "wamid.HBgMMjYzNzcxMjMwMDQ1FQIAEhgU",
        "sender": {"user_id": "ZW.60218437719530264811", "phone": "263771230045"},
        "profile_name": "Tendai Moyo",
        "sent_at": "2026-11-25T10:00:00Z",
        "kind": "text",
        "content": {"type": "text", "text": {"body": "menu"}},
    }

    phone_number_id: str
    message_id: str
    sender: Address
    profile_name: str | None = None
    sent_at: datetime
    kind: str
    content: dict[str, Any]
    """Meta's message object as it came, without `from`, `from_user_id`, `id` and `timestamp`.

    `from_parent_user_id` is taken from the sender's contact where the message has none.
    """


class WhatsAppStatusReceived(Message):
    """Meta says what became of a message of ours. Order-free: it has no key.

    To whom it went stays outside: our own message knows, and an archive that forgets people cannot
    find somebody in sealed rows without a lane.
    """

    TYPE: ClassVar[str] = "whatsapp.status_received.v1"
    TOPIC: ClassVar[str] = "whatsapp.statuses"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "phone_number_id": "227841650415338",
        "message_id": "wamid.HBgMMjYzNzcxMjMwMDQ1FQIAERgS",
        "status": "delivered",
        "at": "2026-11-25T10:00:02Z",
        "callback_id": "5b1f0c9e-3a52-4c3a-9a55-1a1f8f3f7a11",
        "errors": [],
    }

    phone_number_id: str | None = None
    message_id: str
    status: str
    at: datetime
    callback_id: str | None = None
    errors: tuple[ProviderErrorItem, ...] = ()


class SecretConsumed(Message):
    """A customer's message carried a secret and was used: its archived copy must be erased."""

    TYPE: ClassVar[str] = "message.secret_consumed.v1"
    TOPIC: ClassVar[str] = "messages.secrets"
    PRIORITY: ClassVar[int] = MONEY
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "phone_number_id": "227841650415338",
        "message_id": "wamid.HBgMMjYzNzcxMjMwMDQ1FQIAEhgU",
    }

    phone_number_id: str
    message_id: str
