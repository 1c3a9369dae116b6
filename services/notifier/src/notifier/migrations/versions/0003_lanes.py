"""Order of requests per service and key, and failures that are counted."""

from typing import Final

from alembic import op
from common.lanes.tables import create_v2 as create_lanes

revision: Final = "0003"
down_revision: Final = "0002"

SCHEMA: Final = "notifier"


def upgrade() -> None:
    create_lanes(op, SCHEMA)
