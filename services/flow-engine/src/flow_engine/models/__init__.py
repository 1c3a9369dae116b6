"""The tables of flow-engine as mapped objects."""

from flow_engine.models.base import SCHEMA, Base, Versioned
from flow_engine.models.flows import FlowVersionRow
from flow_engine.models.money import (
    AuditRow,
    DisputeRow,
    IntentRow,
    LedgerEntryRow,
    LedgerTxnRow,
    OrderRow,
    RefundRow,
    TravellerRow,
)
from flow_engine.models.people import SEALED, ContactRow, CustomerRow, IdentityRow, TaskRow
from flow_engine.models.tours import SeasonalPriceRow, TourRow

__all__ = [
    "SCHEMA",
    "SEALED",
    "AuditRow",
    "Base",
    "ContactRow",
    "CustomerRow",
    "DisputeRow",
    "FlowVersionRow",
    "IdentityRow",
    "IntentRow",
    "LedgerEntryRow",
    "LedgerTxnRow",
    "OrderRow",
    "RefundRow",
    "SeasonalPriceRow",
    "TaskRow",
    "TourRow",
    "TravellerRow",
    "Versioned",
]
