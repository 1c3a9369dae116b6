"""The tables of durable lanes: one set per service, in its schema."""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
)

from common.db.migrate import Operations

_MOMENT = DateTime(timezone=True)


@dataclass(frozen=True, slots=True)
class LaneTables:
    """The three tables as SQLAlchemy knows them, for a service's own queries."""

    outbox: Table
    inbox: Table
    lane: Table


def lane_tables(metadata: MetaData) -> LaneTables:
    """Describe the tables in a metadata collection of one schema."""
    return LaneTables(_outbox(metadata), _inbox(metadata), _lane(metadata))


def create_v1(op: Operations, schema: str) -> None:
    """Create the tables in a service's first migration, after `create_time_function`.

    Outbox and inbox share one sequence, so that `seq` orders a service's whole history. The
    indexes cover unfinished rows only: what is done costs nothing, however much it is.
    """
    _run(op, schema, _V1)


def create_v2(op: Operations, schema: str) -> None:
    """Let requests be ordered per service and key, and failures of lanes and kills be counted.

    A release before this one goes on beside it: it reads none of the new columns.
    """
    _run(op, schema, _V2)


def _run(op: Operations, schema: str, script: str) -> None:
    for statement in script.replace("{s}", f'"{schema}"').split(";\n"):
        if statement.strip():
            op.execute(statement)


_V1 = """
create sequence {s}.lanes_seq;
create table {s}.outbox (
  seq bigint primary key default nextval('{s}.lanes_seq'),
  id uuid not null unique,
  target text not null,
  path text,
  key text,
  priority smallint not null default 5,
  type text not null,
  body bytea not null,
  secret boolean not null default false,
  dedupe text,
  created_at timestamptz not null default {s}.mari_now(),
  attempts int not null default 0,
  next_at timestamptz not null default {s}.mari_now(),
  expires_at timestamptz,
  in_doubt boolean not null default false,
  sent_at timestamptz,
  parked_at timestamptz,
  error text,
  constraint ck_outbox_http check
    ((target like 'http:%') = (path is not null) and (path is null or key is not null))
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
        autovacuum_analyze_scale_factor = 0.05);
create unique index uq_outbox_dedupe on {s}.outbox (dedupe) where dedupe is not null;
create index ix_outbox_bus on {s}.outbox (target, seq)
  where sent_at is null and parked_at is null and path is null;
create index ix_outbox_http on {s}.outbox (key, seq)
  where sent_at is null and parked_at is null and path is not null;
create index ix_outbox_parked on {s}.outbox (seq) where parked_at is not null;
create table {s}.inbox (
  seq bigint primary key default nextval('{s}.lanes_seq'),
  id text not null unique,
  source text not null,
  key text,
  priority smallint not null default 5,
  type text not null,
  body bytea not null,
  secret boolean,
  received_at timestamptz not null default {s}.mari_now(),
  attempts int not null default 0,
  next_at timestamptz not null default {s}.mari_now(),
  done_at timestamptz,
  parked_at timestamptz,
  error text
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
        autovacuum_analyze_scale_factor = 0.05);
create index ix_inbox_lane on {s}.inbox (key, seq)
  where done_at is null and parked_at is null and key is not null;
create index ix_inbox_free on {s}.inbox (seq)
  where done_at is null and parked_at is null and key is null;
create index ix_inbox_parked on {s}.inbox (seq) where parked_at is not null;
create table {s}.lane (
  loop text not null,
  key text not null,
  priority smallint not null default 5,
  due_at timestamptz,
  token uuid,
  primary key (loop, key)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500,
        autovacuum_vacuum_cost_delay = 0);
create index ix_lane_due on {s}.lane (loop, priority, due_at) where due_at is not null;
create index ix_lane_token on {s}.lane (token) where token is not null;
"""
_V2 = """
create index ix_outbox_request on {s}.outbox (target, key, seq)
  where sent_at is null and parked_at is null and path is not null;
drop index {s}.ix_outbox_http;
alter table {s}.inbox add column kills smallint not null default 0;
update {s}.inbox set kills = attempts
  where attempts > 0 and error is null and done_at is null and parked_at is null;
alter table {s}.lane add column failures smallint not null default 0, add column error text;
create index ix_lane_oldest on {s}.lane (loop, due_at) where due_at is not null;
create index ix_lane_failing on {s}.lane (loop) where failures > 0;
"""


def _outbox(metadata: MetaData) -> Table:
    return Table(
        "outbox",
        metadata,
        Column("seq", BigInteger, primary_key=True),
        Column("id", Uuid, nullable=False, unique=True),
        Column("target", Text, nullable=False),
        Column("path", Text),
        Column("key", Text),
        Column("priority", SmallInteger, nullable=False),
        Column("type", Text, nullable=False),
        Column("body", LargeBinary, nullable=False),
        Column("secret", Boolean, nullable=False),
        Column("dedupe", Text),
        Column("created_at", _MOMENT, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("next_at", _MOMENT, nullable=False),
        Column("expires_at", _MOMENT),
        Column("in_doubt", Boolean, nullable=False),
        Column("sent_at", _MOMENT),
        Column("parked_at", _MOMENT),
        Column("error", Text),
    )


def _inbox(metadata: MetaData) -> Table:
    return Table(
        "inbox",
        metadata,
        Column("seq", BigInteger, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("source", Text, nullable=False),
        Column("key", Text),
        Column("priority", SmallInteger, nullable=False),
        Column("type", Text, nullable=False),
        Column("body", LargeBinary, nullable=False),
        Column("secret", Boolean),
        Column("received_at", _MOMENT, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("kills", SmallInteger, nullable=False),
        Column("next_at", _MOMENT, nullable=False),
        Column("done_at", _MOMENT),
        Column("parked_at", _MOMENT),
        Column("error", Text),
    )


def _lane(metadata: MetaData) -> Table:
    return Table(
        "lane",
        metadata,
        Column("loop", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("priority", SmallInteger, nullable=False),
        Column("due_at", _MOMENT),
        Column("token", Uuid),
        Column("failures", SmallInteger, nullable=False),
        Column("error", Text),
    )
