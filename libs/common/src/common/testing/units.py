"""A unit of work that remembers what it was asked to send: for handlers without loops."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts import Message
from common.ids import new_id
from common.lanes.api import Delivery, ServiceCall

M = TypeVar("M", bound=Message)


class RecordingUnit:
    """A UnitOfWork over a real session; nothing it is given leaves it."""

    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self.session = session
        self.now = now
        self.sent: list[tuple[Message, str | None, int | None]] = []
        self.requests: list[ServiceCall] = []
        self.written: list[tuple[str, tuple[object, ...]]] = []
        self.erased: list[Delivery] = []

    def send(self, message: Message, *, key: str | None, priority: int | None = None) -> UUID:
        """Remember a message."""
        self.sent.append((message, key, priority))
        return new_id()

    def request(self, call: ServiceCall) -> UUID:
        """Remember a request."""
        self.requests.append(call)
        return new_id()

    def write(self, statement: str, *values: object) -> None:
        """Remember a row."""
        self.written.append((statement, values))

    def erase(self, delivery: Delivery) -> None:
        """Remember that a delivery's body was erased."""
        self.erased.append(delivery)

    def sent_of(self, kind: type[M]) -> list[M]:
        """Return the messages of one class, in the order sent."""
        return [message for message, _, _ in self.sent if isinstance(message, kind)]
