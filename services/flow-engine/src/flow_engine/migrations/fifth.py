"""The statements of the fifth migration; never edited once released.

What arrived, what went back and what is disputed are movements of their own, unique by their key;
a writer of the release before names none, and then the payment is the key.
"""

from typing import Final

from flow_engine.migrations.first import SCHEMA

_LEDGER = (
    "alter table {s}.ledger_txn add column movement_id uuid",
    "alter table {s}.ledger_txn add column settlement_id uuid",
    "alter table {s}.ledger_txn add column method text",
    "alter table {s}.ledger_txn add column can_refund boolean not null default false",
    "alter table {s}.ledger_txn add column note text",
    """
    create unique index one_of_each_movement on {s}.ledger_txn
      (kind, coalesce(movement_id, payment_id))
    """,
    "alter table {s}.ledger_txn drop constraint ledger_txn_kind_payment_id_key",
    "create index on {s}.ledger_txn (payment_id)",
    "alter table {s}.customer_order add column refunded_minor bigint not null default 0",
    "alter table {s}.customer_order add column disputed_minor bigint not null default 0",
    "alter table {s}.customer_order add column open_disputes bigint not null default 0",
    "alter table {s}.customer_order drop constraint customer_order_payment_status_check",
    """
    alter table {s}.customer_order add constraint customer_order_payment_status_check
      check (payment_status in ('unpaid', 'part_paid', 'paid', 'overpaid', 'refunded',
        'part_refunded', 'disputed', 'cancelled', 'not_owed'))
    """,
)

_INTENTS = (
    "alter table {s}.payment_intent add column held_minor bigint",
    "alter table {s}.payment_intent add column held_currency text",
    "alter table {s}.payment_intent drop constraint payment_intent_status_check",
    """
    alter table {s}.payment_intent add constraint payment_intent_status_check
      check (status in ('opening', 'awaiting_code', 'awaiting_action', 'charging', 'unknown',
        'held', 'paid', 'declined', 'cancelled', 'expired', 'refused'))
    """,
    """
    create unique index one_open_intent_held_too on {s}.payment_intent (order_id)
      where status in ('opening', 'awaiting_code', 'awaiting_action', 'charging', 'unknown', 'held')
    """,
    "drop index {s}.one_open_intent_of_any_kind",
)

_TASKS = (
    "alter table {s}.task add column amount_minor bigint",
    "alter table {s}.task add column currency text",
    "alter table {s}.task add column settlement_id uuid",
    "alter table {s}.task add column refund_id uuid",
    "alter table {s}.task add column due_at timestamptz",
    "alter table {s}.task add column first_by text",
    "alter table {s}.task add column first_action text",
    "alter table {s}.task add column resolution text",
    "alter table {s}.task add column resolved_by text",
    "alter table {s}.task add column resolved_with text",
    "create index on {s}.task (kind, created_at) where released_at is null",
    "create index on {s}.task (payment_id) where payment_id is not null",
    "create index on {s}.task (refund_id) where refund_id is not null",
    """
    create table {s}.audit (
      id uuid primary key,
      at timestamptz not null,
      by_name text not null,
      action text not null,
      order_id uuid,
      task_id uuid,
      refund_id uuid,
      amount_minor bigint,
      currency text,
      reason text not null
    )
    """,
    "create index on {s}.audit (order_id) where order_id is not null",
    "create index on {s}.audit (task_id) where task_id is not null",
    """
    create function {s}.refuse_other_history() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        old.reason := new.reason;
        if new is not distinct from old and new.reason = '(erased)' then
          return new;
        end if;
      end if;
      raise exception '% is never changed', tg_table_name using errcode = '42501';
    end $$
    """,
    """
    create trigger keep_history before update or delete on {s}.audit
      for each row execute function {s}.refuse_other_history()
    """,
)

_RETURNED = (
    """
    create table {s}.refund (
      id uuid primary key,
      request_id uuid not null,
      order_id uuid,
      payment_id uuid not null,
      settlement_id uuid not null,
      placement text not null check (placement in ('order', 'suspense')),
      amount_minor bigint not null check (amount_minor > 0),
      currency text not null,
      status text not null check (status in
        ('wished', 'waiting_for_second', 'sent', 'unknown', 'done', 'failed', 'manual')),
      reason text not null,
      asked_by text not null,
      confirmed_by text,
      provider_reference text,
      code text,
      task_id uuid,
      call_id uuid,
      created_at timestamptz not null,
      done_at timestamptz,
      version int not null
    )
    """,
    "create index on {s}.refund (order_id) where order_id is not null",
    "create index on {s}.refund (settlement_id)",
    "create index on {s}.refund (request_id)",
    "create index on {s}.refund (payment_id)",
    """
    create index on {s}.refund (lower(regexp_replace(provider_reference, '[[:space:]]', '', 'g')))
      where provider_reference is not null
    """,
    """
    create trigger keep_version before update on {s}.refund
      for each row execute function {s}.refuse_stale()
    """,
    """
    create table {s}.dispute (
      id uuid primary key,
      order_id uuid,
      payment_id uuid not null,
      settlement_id uuid not null,
      state text not null check (state in ('opened', 'evidence_due', 'won', 'lost')),
      amount_minor bigint not null check (amount_minor > 0),
      currency text not null,
      due_at timestamptz,
      reason text not null,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      version int not null
    )
    """,
    "create index on {s}.dispute (order_id) where order_id is not null",
    "create index on {s}.dispute (settlement_id)",
    "create index on {s}.dispute (payment_id)",
    """
    create trigger keep_version before update on {s}.dispute
      for each row execute function {s}.refuse_stale()
    """,
)

STATEMENTS: Final = tuple(
    statement.replace("{s}", SCHEMA) for statement in (*_LEDGER, *_INTENTS, *_TASKS, *_RETURNED)
)
