"""The tables of kept credentials and of who changed them, in the schema of who uses them."""

from common.db.migrate import Operations


def create_v1(op: Operations, schema: str) -> None:
    """Create the tables in a migration, after `create_time_function`.

    Every change rings the service's doorbell; what the audit has is never changed.
    """
    for statement in _V1:
        op.execute(statement.replace("{s}", schema))


_V1 = (
    """
    create table {s}.credential (
      id text primary key check (id = provider || ':' || scope),
      provider text not null,
      scope text not null,
      value bytea not null,
      fingerprints jsonb not null,
      set_at timestamptz not null,
      set_by text not null
    )
    """,
    """
    create table {s}.credential_audit (
      seq bigint primary key generated always as identity,
      at timestamptz not null,
      actor text not null,
      caller text not null,
      action text not null check (action in ('set', 'remove')),
      provider text not null,
      scope text not null,
      before jsonb not null,
      after jsonb not null
    )
    """,
    """
    create function {s}.refuse_audit_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit is never changed' using errcode = '42501';
    end $$
    """,
    """
    create trigger keep_history before update or delete or truncate on {s}.credential_audit
      for each statement execute function {s}.refuse_audit_change()
    """,
    """
    create function {s}.ring_for_credential() returns trigger language plpgsql as $$
    begin
      perform pg_notify('mari_{s}', 'credential');
      return null;
    end $$
    """,
    """
    create trigger ring after insert or update or delete on {s}.credential
      for each statement execute function {s}.ring_for_credential()
    """,
)
