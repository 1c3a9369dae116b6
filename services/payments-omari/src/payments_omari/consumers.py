"""What this service hears, which is nothing yet, and what time does to its payments."""

from typing import Final

from common.lanes.api import HandlerSet
from common.payments.schedules import payment_schedules

HANDLERS: Final = HandlerSet(handlers={})

__all__ = ["HANDLERS", "payment_schedules"]
