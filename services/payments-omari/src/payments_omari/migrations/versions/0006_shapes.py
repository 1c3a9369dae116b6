"""Which call moves money, what the customer must do, and when an attempt is dead."""

from typing import Final

from alembic import op
from common.payments.schema import create_v5 as create_shapes

revision: Final = "0006"
down_revision: Final = "0005"

SCHEMA: Final = "payments_omari"


def upgrade() -> None:
    create_shapes(op, SCHEMA, provider="omari")
