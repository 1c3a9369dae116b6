"""What every message between services has: a type, a topic, a priority and a documented example."""

from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

MONEY = 0
CHAT = 5
CAMPAIGN = 9


class Message(BaseModel):
    """A fact (past tense) or a wish (imperative) that travels in an envelope.

    Fields are only ever added; a reader ignores what it does not know.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    TYPE: ClassVar[str]
    TOPIC: ClassVar[str]
    PRIORITY: ClassVar[int] = CHAT
    EXAMPLE: ClassVar[dict[str, Any]]


class Address(BaseModel):
    """A customer on WhatsApp: by business-scoped user id, by number, or by both."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    user_id: str | None = None
    phone: str | None = None

    def key(self) -> str:
        """Return the lane key: the user id, else the number. Raises ValueError for neither."""
        found = self.user_id or self.phone
        if not found:
            raise ValueError("an address has a user id or a number")
        return found


class ProviderErrorItem(BaseModel):
    """One error as Meta reports it: only its code is certain."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    code: int
    title: str | None = None
    details: str | None = None


Moment = datetime
