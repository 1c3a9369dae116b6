"""The lanes' tables, whose outbox is the archive of everything accepted."""

from typing import Final

from alembic import op
from common.db import create_time_function
from common.lanes.tables import create_v1

revision: Final = "0001"
down_revision: Final = None

SCHEMA: Final = "gateway_webhooks"


def upgrade() -> None:
    create_time_function(op, SCHEMA)
    create_v1(op, SCHEMA)
    op.execute(f"create index outbox_created_at on {SCHEMA}.outbox using brin (created_at)")
