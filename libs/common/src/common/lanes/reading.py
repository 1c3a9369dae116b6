"""From an inbox row to a delivery: opened, parsed and held against its contract."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import Row

from common.contracts import Message, WhatsAppMessageReceived
from common.crypto import Keyring, SealError
from common.lanes.api import Delivery, HandlerSet
from common.messaging.envelope import REFUSED

TYPED_BY_CUSTOMERS: Final = frozenset({WhatsAppMessageReceived.TYPE})
_DIGITS: Final = re.compile(rb"(?<![0-9A-Za-z.:+-])[0-9]{4,8}(?![0-9A-Za-z:-])(?!\.[0-9])")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that no handler will ever see, and the code that says why."""

    seq: int
    code: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the rows of one service."""

    bus: Keyring
    messages: Mapping[str, type[Message]]
    handlers: HandlerSet

    def read(self, row: Row[Any]) -> Delivery | Unreadable:
        """Return the delivery, or why there is none."""
        kind = self.messages.get(row.type)
        if row.type.startswith(REFUSED):
            return Unreadable(row.seq, "lanes:refused")
        if kind is None or not (row.type in self.handlers.handlers or self.is_bulk(row.type)):
            return Unreadable(row.seq, "lanes:no_handler")
        if not row.body:
            return Unreadable(row.seq, "lanes:emptied")
        try:
            message = kind.model_validate_json(self.bus.open(row.body, f"envelope:{row.id}"))
        except SealError:
            return Unreadable(row.seq, "lanes:not_sealed_for_us")
        except (ValidationError, ValueError, RecursionError):
            return Unreadable(row.seq, "lanes:contract")
        return Delivery(
            row.seq, row.id, row.key, message, row.received_at, row.attempts, row.source
        )

    def is_bulk(self, kind: str) -> bool:
        """Tell whether messages of this type are merged together."""
        return kind in self.handlers.bulk

    def may_carry_code(self, identity: str, body: bytes) -> bool:
        """Tell whether a customer may have typed a code here: 4 to 8 digits by themselves."""
        try:
            return _DIGITS.search(self.bus.open(body, f"envelope:{identity}")) is not None
        except SealError:
            return False
