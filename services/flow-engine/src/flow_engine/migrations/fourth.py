"""The statements of the fourth migration; never edited once released.

A payment may wait for something that is done outside the chat; what, is sealed beside it.
"""

from typing import Final

from flow_engine.migrations.first import SCHEMA

_STATEMENTS: Final = (
    "alter table {s}.payment_intent add column staff_told boolean not null default false",
    "alter table {s}.payment_intent add column action_sealed bytea",
    "alter table {s}.payment_intent drop constraint payment_intent_status_check",
    """
    alter table {s}.payment_intent add constraint payment_intent_status_check
      check (status in ('opening', 'awaiting_code', 'awaiting_action', 'charging', 'unknown',
        'paid', 'declined', 'cancelled', 'expired', 'refused'))
    """,
    """
    create unique index one_open_intent_of_any_kind on {s}.payment_intent (order_id)
      where status in ('opening', 'awaiting_code', 'awaiting_action', 'charging', 'unknown')
    """,
    "drop index {s}.one_open_intent",
)

STATEMENTS: Final = tuple(statement.replace("{s}", SCHEMA) for statement in _STATEMENTS)
