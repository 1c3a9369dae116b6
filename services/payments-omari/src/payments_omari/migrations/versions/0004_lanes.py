"""Order per service and key, failures that are counted, and the index of the list of payments."""

from typing import Final

from alembic import op
from common.lanes.tables import create_v2 as create_lanes
from common.payments.schema import create_v3 as create_list

revision: Final = "0004"
down_revision: Final = "0003"

SCHEMA: Final = "payments_omari"


def upgrade() -> None:
    create_lanes(op, SCHEMA)
    create_list(op, SCHEMA)
