"""The kit's tables in this service's schema."""

from typing import Final

from common.db import make_base
from common.payments.tables import (
    AcceptedRequestColumns,
    AttemptColumns,
    BudgetColumns,
    CallColumns,
    DisputeColumns,
    LimitUseColumns,
    PaymentColumns,
    RefundColumns,
    SettlementColumns,
)
from common.rotation import SealedColumn

SCHEMA: Final = "payments_omari"
Base = make_base(SCHEMA)


class PaymentRow(PaymentColumns, Base):
    """One payment through Omari."""

    __tablename__ = "payment"


class AttemptRow(AttemptColumns, Base):
    """One `/auth` with its own UUID."""

    __tablename__ = "attempt"


class ProviderCallRow(CallColumns, Base):
    """One call to Omari."""

    __tablename__ = "provider_call"


class SettlementRow(SettlementColumns, Base):
    """One movement into the merchant's wallet."""

    __tablename__ = "settlement"


class RefundRow(RefundColumns, Base):
    """One refund; Omari takes none from us."""

    __tablename__ = "refund"


class DisputeRow(DisputeColumns, Base):
    """One dispute; Omari knows of none."""

    __tablename__ = "dispute"


class AcceptedRequestRow(AcceptedRequestColumns, Base):
    """One accepted `Idempotency-Key`."""

    __tablename__ = "accepted_request"


class LimitUseRow(LimitUseColumns, Base):
    """One use of a limit."""

    __tablename__ = "limit_use"


class BudgetRow(BudgetColumns, Base):
    """The requests of a minute."""

    __tablename__ = "request_budget"


SEALED: Final = (
    SealedColumn("payment", "payer_sealed"),
    SealedColumn("provider_call", "otp_sealed"),
    SealedColumn("attempt", "facts_sealed"),
)
"""What is under the storage keys: payers' numbers, codes that wait for their calls, and facts."""
