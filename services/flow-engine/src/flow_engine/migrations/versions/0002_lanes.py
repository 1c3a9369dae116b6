"""Order per service and key, failures that are counted, and indexes of what was read whole.

Who last wrote in a lane, what hangs on a conversation that is merged, and old apologies.
"""

from typing import Final

from alembic import op
from common.lanes.tables import create_v2 as create_lanes

revision: Final = "0002"
down_revision: Final = "0001"

SCHEMA: Final = "flow_engine"
_INDEXES: Final = (
    "contact (lane_key)",
    "payment_intent (contact_id) where contact_id is not null",
    "task (contact_id)",
    "apology (made_at)",
)


def upgrade() -> None:
    create_lanes(op, SCHEMA)
    for index in _INDEXES:
        op.execute(f"create index on {SCHEMA}.{index}")
