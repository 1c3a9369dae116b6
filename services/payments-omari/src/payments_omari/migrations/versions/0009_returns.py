"""What goes back has rows of its own: refunds and disputes."""

from typing import Final

from alembic import op
from common.payments.schema import create_v7 as create_returns

revision: Final = "0009"
down_revision: Final = "0008"

SCHEMA: Final = "payments_omari"


def upgrade() -> None:
    create_returns(op, SCHEMA)
