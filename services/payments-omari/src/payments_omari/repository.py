"""The kit's repository over this service's tables."""

from typing import Final

from common.payments.repository import PaymentRepository
from common.payments.tables import Tables

from payments_omari.models import (
    AcceptedRequestRow,
    AttemptRow,
    LimitUseRow,
    PaymentRow,
    ProviderCallRow,
)

TABLES: Final = Tables(
    payment=PaymentRow,
    attempt=AttemptRow,
    call=ProviderCallRow,
    accepted_request=AcceptedRequestRow,
    limit_use=LimitUseRow,
)

__all__ = ["TABLES", "PaymentRepository"]
