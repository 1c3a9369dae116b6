"""Orders that end with their transaction, the merchant's names, and since when to confirm."""

from typing import Final

from alembic import op
from flow_engine.migrations.third import STATEMENTS

revision: Final = "0003"
down_revision: Final = "0002"


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
