"""Who named a payer's number, and an index of the attempts that are watched."""

from typing import Final

from alembic import op
from common.payments.schema import create_v4 as create_payers

revision: Final = "0005"
down_revision: Final = "0004"

SCHEMA: Final = "payments_omari"


def upgrade() -> None:
    create_payers(op, SCHEMA)
