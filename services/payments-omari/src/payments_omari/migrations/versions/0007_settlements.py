"""What arrived is a movement of its own."""

from typing import Final

from alembic import op
from common.payments.schema import create_v6 as create_settlements

revision: Final = "0007"
down_revision: Final = "0006"

SCHEMA: Final = "payments_omari"


def upgrade() -> None:
    create_settlements(op, SCHEMA)
