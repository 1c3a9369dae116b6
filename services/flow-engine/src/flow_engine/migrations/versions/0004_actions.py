"""Payments that wait for something outside the chat, and those that a person looks at."""

from typing import Final

from alembic import op
from flow_engine.migrations.fourth import STATEMENTS

revision: Final = "0004"
down_revision: Final = "0003"


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
