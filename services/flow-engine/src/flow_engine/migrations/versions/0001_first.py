"""Customers, contacts, flows, tours, orders, intents, the ledger and tasks."""

from alembic import op
from common import idempotency
from common.db import create_time_function
from common.lanes import tables
from flow_engine.migrations import first

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_time_function(op, first.SCHEMA)
    tables.create_v1(op, first.SCHEMA)
    idempotency.create_v1(op, first.SCHEMA)
    for statement in first.STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute(f"drop schema {first.SCHEMA} cascade")
