"""What a service tells itself about an HTTP request that will never be accepted."""

from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from common.contracts.base import MONEY, Message

NOT_THERE: Final = "payments:not_found"
"""The code of a 404 that says: this payment was never accepted here."""
NOT_ACCEPTED: Final = "payments:request_not_found"
"""The code of a 404 that says: the payment is here, a request under this key never was."""


class RequestRefused(Message):
    """An `http:` row got a definite no, or expired. It comes to the sender's own inbox only."""

    TYPE: ClassVar[str] = "request.refused.v1"
    TOPIC: ClassVar[str] = "requests"
    PRIORITY: ClassVar[int] = MONEY
    EXAMPLE: ClassVar[dict[str, Any]] = {
        "request_id": "5b1f0c9e-3a52-4c3a-9a55-1a1f8f3f7a11",
        "service": "payments-omari",
        "method": "PUT",
        "path": "/v1/payments/0f8e5a52-5d0f-5a38-9c0e-6f2f0a1f6f10",
        "status": 429,
        "code": "payments:too_many_starts",
        "detail": "Too many codes were asked for.",
        "retry_at": "2026-11-25T11:00:00Z",
    }

    request_id: UUID
    service: str
    method: str
    path: str
    status: int | None = None
    """The HTTP status of the answer; none when the request expired unanswered."""
    code: str
    detail: str | None = None
    retry_at: datetime | None = None
