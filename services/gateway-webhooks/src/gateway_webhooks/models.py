"""The archive as the gateway sees it: its own outbox rows, kept after they were sent."""

from typing import Final

from common.db import make_base
from common.lanes.tables import lane_tables
from sqlalchemy import Table

SCHEMA: Final = "gateway_webhooks"
Base = make_base(SCHEMA)

ARCHIVE_TABLE: Final[Table] = lane_tables(Base.metadata).outbox
"""One row per accepted item: the table belongs to the lanes, what stands in it to the gateway.
A body is sealed under the bus key ring, and empty once erased."""
