"""Indexes by which old payers and calls are found."""

from typing import Final

from alembic import op
from common.payments.schema import create_v2 as create_retention

revision: Final = "0002"
down_revision: Final = "0001"

SCHEMA: Final = "payments_omari"


def upgrade() -> None:
    create_retention(op, SCHEMA)
