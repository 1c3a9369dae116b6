"""Kept credentials, and the audit of their changes."""

from typing import Final

from alembic import op
from common.credentials.schema import create_v1 as create_credentials

revision: Final = "0002"
down_revision: Final = "0001"

SCHEMA: Final = "notifier"


def upgrade() -> None:
    create_credentials(op, SCHEMA)
