"""The statements of the third migration; never edited once released.

An order that `/auth` made is known by the merchant's reference on its intent. Those that ended
unpaid before this version are closed here as they would be now.
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
    """
    update {s}.customer_order o set for_transaction = true, version = o.version + 1
    where exists (select from {s}.payment_intent i
      where i.order_id = o.id and i.merchant_reference is not null)
    """,
    """
    update {s}.customer_order o set payment_status = 'not_owed', version = o.version + 1
    where o.for_transaction and o.payment_status = 'unpaid'
      and not exists (select from {s}.payment_intent i where i.order_id = o.id
        and i.status in ('opening', 'awaiting_code', 'charging', 'unknown', 'paid'))
    """,
)

STATEMENTS: Final = tuple(statement.replace("{s}", SCHEMA) for statement in _STATEMENTS)
