"""The lanes' tables and the payments kit's."""

from typing import Final

from alembic import op
from common.db import create_time_function
from common.lanes.tables import create_v1 as create_lanes
from common.payments.schema import create_v1 as create_payments

revision: Final = "0001"
down_revision: Final = None

SCHEMA: Final = "payments_omari"


def upgrade() -> None:
    create_time_function(op, SCHEMA)
    create_lanes(op, SCHEMA)
    create_payments(op, SCHEMA)
