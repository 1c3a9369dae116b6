"""What the customer must do now so that money moves."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class EnterCode:
    """Type the code that came by SMS, in the chat; `reference` tells it from other codes."""

    reference: str


@dataclass(frozen=True, slots=True)
class Approve:
    """Approve the prompt on the phone; `text` is the provider's instruction."""

    text: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ShowCode:
    """Type or scan this code in the provider's own app."""

    code: str
    text: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenLink:
    """Pay on this page."""

    url: str
    until: datetime | None = None


Action = EnterCode | Approve | ShowCode | OpenLink
