"""What flow-engine asks of the notifier, and what the notifier reports back."""

from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from common.contracts.base import MONEY, Address, Message


class SendMessage(Message):
    """Send this to a customer. Key: the recipient's lane; `id` makes it one notification.

    `content` is Meta's own shape (`{"type": "text", "text": {...}}` or interactive). `money`
    marks what a customer must learn about money: it is never dropped, and goes before chat.
    `customer_wrote_at` is when the customer last wrote to this number: the 24-hour window.
    """

    TYPE: ClassVar[str] = "message.send.v1"
    TOPIC: ClassVar[str] = "messages"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "id": "5b1f0c9e-3a52-4c3a-9a55-1a1f8f3f7a11",
        "phone_number_id": "227841650415338",
        "recipient": {"user_id": "ZW.60218437719530264811", "phone": "263771230045"},
        "content": {"type": "text", "text": {"body": "We received USD 50.00."}},
        "kind": "money",
        "customer_wrote_at": "2026-11-25T10:00:00Z",
        "order_reference": "7K3QX2MB",
    }

    id: UUID
    phone_number_id: str
    recipient: Address
    content: dict[str, Any]
    kind: Literal["money", "chat"] = "chat"
    customer_wrote_at: datetime | None = None
    order_reference: str | None = None
    report_delivery: bool = False


class CustomerWrote(Message):
    """A customer wrote and got no reply (a person answers): the window opened all the same."""

    TYPE: ClassVar[str] = "customer.wrote.v1"
    TOPIC: ClassVar[str] = "messages"
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "phone_number_id": "227841650415338",
        "recipient": {"user_id": "ZW.60218437719530264811"},
        "at": "2026-11-25T10:00:00Z",
    }

    phone_number_id: str
    recipient: Address
    at: datetime


class MessageFailed(Message):
    """A money message failed for good: a person must know. Key: the recipient's lane."""

    TYPE: ClassVar[str] = "message.failed.v1"
    TOPIC: ClassVar[str] = "notifications"
    PRIORITY: ClassVar[int] = MONEY
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "id": "5b1f0c9e-3a52-4c3a-9a55-1a1f8f3f7a11",
        "phone_number_id": "227841650415338",
        "recipient": {"user_id": "ZW.60218437719530264811"},
        "order_reference": "7K3QX2MB",
        "code": "131047",
        "at": "2026-11-25T10:00:05Z",
    }

    id: UUID
    phone_number_id: str
    recipient: Address
    order_reference: str | None = None
    code: str
    at: datetime
