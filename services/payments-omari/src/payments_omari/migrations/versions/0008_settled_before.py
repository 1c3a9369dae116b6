"""What releases before settled gets its settlement, under the payment's own id."""

from typing import Final

from alembic import op
from common.payments.schema import fill_v6 as fill_settlements

revision: Final = "0008"
down_revision: Final = "0007"

SCHEMA: Final = "payments_omari"


def upgrade() -> None:
    fill_settlements(op, SCHEMA)
