"""The statements of the third migration; never edited once released.

None reads or writes rows while it holds a table: `repository.upgrading` does that afterwards.
"""

from typing import Final

from flow_engine.migrations.first import SCHEMA

_STATEMENTS: Final = (
    "alter table {s}.customer add column confirm_since timestamptz",
    "alter table {s}.customer add column separated_from uuid",
    "alter table {s}.customer_order add column customer_name text",
    "alter table {s}.customer_order add column for_transaction boolean not null default false",
    "alter table {s}.customer_order drop constraint customer_order_payment_status_check",
    """
    alter table {s}.customer_order add constraint customer_order_payment_status_check
      check (payment_status in
        ('unpaid', 'part_paid', 'paid', 'overpaid', 'refunded', 'cancelled', 'not_owed'))
    """,
)

STATEMENTS: Final = tuple(statement.replace("{s}", SCHEMA) for statement in _STATEMENTS)
