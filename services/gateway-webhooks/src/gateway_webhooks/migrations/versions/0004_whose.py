"""Find what is archived of somebody who asks to be forgotten, however much is archived."""

from typing import Final

from alembic import op

revision: Final = "0004"
down_revision: Final = "0003"

SCHEMA: Final = "gateway_webhooks"


def upgrade() -> None:
    op.execute(f"create index ix_outbox_key on {SCHEMA}.outbox (key) where key is not null")
