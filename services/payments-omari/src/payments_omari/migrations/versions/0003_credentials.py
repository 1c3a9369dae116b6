"""Kept credentials, and the audit of their changes."""

from typing import Final

from alembic import op
from common.credentials.schema import create_v1 as create_credentials

revision: Final = "0003"
down_revision: Final = "0002"

SCHEMA: Final = "payments_omari"


def upgrade() -> None:
    create_credentials(op, SCHEMA)
