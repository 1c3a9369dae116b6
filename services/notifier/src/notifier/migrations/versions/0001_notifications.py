"""The lanes' tables, notifications with their deliveries and statuses, windows and paces."""

from typing import Final

from alembic import op
from common.db import create_time_function
from common.lanes.tables import create_v1

revision: Final = "0001"
down_revision: Final = None

SCHEMA: Final = "notifier"

_TABLES: Final = """
create table {s}.notification (
  id uuid primary key,
  phone_number_id text not null,
  user_id text,
  phone text,
  kind text not null check (kind in ('money', 'chat')),
  order_reference text,
  created_at timestamptz not null,
  reported_at timestamptz,
  check (user_id is not null or phone is not null)
);
create index ix_notification_user_id on {s}.notification (user_id, created_at)
  where user_id is not null;
create index ix_notification_phone on {s}.notification (phone, created_at) where phone is not null;
create index ix_notification_created_at on {s}.notification using brin (created_at);
create table {s}.delivery (
  id uuid primary key,
  seq bigint not null generated always as identity,
  notification_id uuid not null references {s}.notification (id) on delete cascade,
  lane text not null,
  priority smallint not null,
  state text not null
    check (state in ('waiting', 'sending', 'unknown', 'accepted', 'held', 'failed')),
  next_at timestamptz not null,
  give_up_at timestamptz not null,
  content bytea,
  code text,
  wamid text,
  token uuid,
  attempts int not null,
  doubts int not null,
  refusals int not null,
  holds int not null,
  called_at timestamptz,
  window_at timestamptz,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  failed_at timestamptz,
  created_at timestamptz not null,
  check ((state = 'sending') = (token is not null)),
  check (content is not null or state in ('accepted', 'failed'))
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02,
        autovacuum_vacuum_threshold = 1000);
create index ix_delivery_notification on {s}.delivery (notification_id);
create index ix_delivery_waiting on {s}.delivery (lane, priority, seq) where state = 'waiting';
create index ix_delivery_unknown on {s}.delivery (lane, priority, seq) where state = 'unknown';
create index ix_delivery_sending on {s}.delivery (lane) where state = 'sending';
create index ix_delivery_held on {s}.delivery (lane) where state = 'held';
create index ix_delivery_wamid on {s}.delivery (wamid) where wamid is not null;
create index ix_delivery_content on {s}.delivery (created_at) where content is not null;
create table {s}.delivery_status (
  message_id text not null,
  status text not null,
  at timestamptz not null,
  code text,
  delivery_id uuid,
  received_at timestamptz not null,
  primary key (message_id, status)
);
create index ix_delivery_status_delivery on {s}.delivery_status (delivery_id)
  where delivery_id is not null;
create index ix_delivery_status_early on {s}.delivery_status (received_at)
  where delivery_id is null;
create index ix_delivery_status_received_at on {s}.delivery_status using brin (received_at);
create table {s}.recipient_window (
  phone_number_id text not null,
  recipient text not null,
  wrote_at timestamptz not null,
  primary key (phone_number_id, recipient)
) with (fillfactor = 70);
create table {s}.pace (
  lane text primary key,
  full_at timestamptz not null,
  blocked_until timestamptz,
  refusals smallint not null
) with (fillfactor = 70)
"""


def upgrade() -> None:
    create_time_function(op, SCHEMA)
    create_v1(op, SCHEMA)
    for statement in _TABLES.replace("{s}", SCHEMA).split(";\n"):
        op.execute(statement)
