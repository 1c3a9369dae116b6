"""The one voice towards Omari."""

from datetime import timedelta
from typing import Final

from common.payments.callers import ProviderCaller
from common.payments.service import PaymentService

_MARGIN: Final = timedelta(seconds=20)
"""The client's own limits end a call; only what they miss is cut off by the lease."""


def omari_caller(service: PaymentService, *, slots: int, call_limit: timedelta) -> ProviderCaller:
    """Return the caller: many payments at once, one call at a time for each."""
    return ProviderCaller(service, slots=slots, limit=call_limit + _MARGIN)
