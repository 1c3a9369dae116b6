"""Movements of their own: settlements, refunds and disputes; tasks that a person resolves."""

from typing import Final

from alembic import op
from flow_engine.migrations.fifth import STATEMENTS

revision: Final = "0005"
down_revision: Final = "0004"


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
