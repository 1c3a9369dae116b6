"""The tables of a payments service, created by its first migration."""

from common.db.migrate import Operations

_PAYMENT = """
create table {s}.payment (
  id uuid primary key,
  provider text not null, status text not null, version int not null,
  amount_minor bigint not null check (amount_minor > 0), currency text not null,
  order_reference text not null, description text not null, partition_key text not null,
  channel text not null, contact_digest bytea not null, payer_digest bytea not null,
  payer_sealed bytea not null, masked_msisdn text not null, merchant_reference uuid,
  test boolean not null, created_at timestamptz not null, updated_at timestamptz,
  expires_at timestamptz not null, start_deadline timestamptz, closing text not null,
  asked text not null, last_checked_at timestamptz, announced_at timestamptz,
  settled_minor bigint, provider_reference text, debit_reference text, code text,
  hold_code text, needs_staff boolean not null, calls_made int not null,
  check ((status = 'succeeded') = (settled_minor is not null)))
"""
_ATTEMPT = """
create table {s}.attempt (
  id uuid primary key,
  payment_id uuid not null references {s}.payment (id) deferrable initially deferred,
  number int not null, created_at timestamptz not null, otp_reference text,
  opened_at timestamptz, tries_left int not null, not_found_at timestamptz,
  watch_until timestamptz, unique (payment_id, number))
"""
_CALL = """
create table {s}.provider_call (
  id uuid primary key, seq bigint generated always as identity,
  payment_id uuid not null references {s}.payment (id) deferrable initially deferred,
  attempt_id uuid not null references {s}.attempt (id) deferrable initially deferred,
  kind text not null, state text not null, priority int not null, next_at timestamptz not null,
  created_at timestamptz not null, token uuid, started_at timestamptz, finished_at timestamptz,
  verdict text, code text, otp_sealed bytea,
  check (otp_sealed is null or state = 'due'))
"""
_ACCEPTED = """
create table {s}.accepted_request (
  key text primary key, payment_id uuid not null, accepted_at timestamptz not null)
"""
_LIMIT_USE = """
create table {s}.limit_use (
  seq bigint generated always as identity primary key,
  rule text not null, subject bytea not null, used_at timestamptz not null)
"""
# one charge at a time: a second one only after a definite no
_ONE_CHARGE = """
create unique index one_charge_in_doubt on {s}.provider_call (payment_id)
where kind = 'charge' and state <> 'dropped'
  and (verdict is null or verdict in ('accepted', 'unknown'))
"""
_INDEXES = (
    "accepted_request (accepted_at)",
    "limit_use (rule, subject, used_at)",
    "limit_use (used_at)",
    "attempt (payment_id)",
    "provider_call (payment_id, seq)",
    "provider_call (payment_id) where state in ('due', 'calling')",
    "provider_call (started_at) where kind = 'charge' and state = 'calling'",
    "payment (expires_at) where status in ('new', 'awaiting_customer')",
    "payment (status, created_at)",
    "payment (provider, provider_reference)",
)


_RETENTION = (
    "payment (created_at) where payer_sealed <> ''",
    "provider_call using brin (created_at)",
)


def create_v1(op: Operations, schema: str) -> None:
    """Create the kit's tables; the states' own checks hold even against our own mistakes."""
    for statement in (_PAYMENT, _ATTEMPT, _CALL, _ACCEPTED, _LIMIT_USE, _ONE_CHARGE):
        op.execute(statement.format(s=schema))
    for index in _INDEXES:
        op.execute(f"create index on {schema}.{index}")


def create_v3(op: Operations, schema: str) -> None:
    """Create the index of the list of payments, the newest first."""
    op.execute(f"create index on {schema}.payment (created_at)")


def create_v2(op: Operations, schema: str) -> None:
    """Create the indexes by which what is old is found and forgotten."""
    for index in _RETENTION:
        op.execute(f"create index on {schema}.{index}")


def create_v4(op: Operations, schema: str) -> None:
    """Add who named the payer's number, and find what is watched without reading all attempts."""
    op.execute(
        f"alter table {schema}.payment add column payer_is text not null default 'owner'"
        " check (payer_is in ('owner', 'other', 'merchant'))"
    )
    op.execute(f"create index on {schema}.attempt (watch_until) where watch_until is not null")


_SHAPES = (
    "alter table {s}.payment add column method text not null default '{provider}'",
    "alter table {s}.payment add column hinted_at timestamptz",
    """alter table {s}.attempt
         add column action_until timestamptz, add column absent_at timestamptz,
         add column unpaid_at timestamptz, add column dead_at timestamptz,
         add column charged_reference text, add column debit_reference text,
         add column facts_sealed bytea check (octet_length(facts_sealed) <= 12288),
         add column account text, add column key_id text""",
    "alter table {s}.provider_call add column moves_money boolean not null default false",
    "update {s}.attempt set unpaid_at = not_found_at where not_found_at is not null",
    "drop index {s}.one_charge_in_doubt",
    # the release before wrote no `moves_money`, nor will its processes: what it calls a charge is
    # one, and no row is written for it while the table is held
    """create unique index one_charge_in_doubt on {s}.provider_call (payment_id)
         where (moves_money or kind = 'charge') and state <> 'dropped'
           and (verdict is null or verdict in ('accepted', 'unknown'))""",
    """create index on {s}.provider_call (started_at)
         where (moves_money or kind = 'charge') and state = 'calling'""",
    """create table {s}.request_budget (
         provider text primary key, starts_at timestamptz not null, used int not null)""",
)


def create_v5(op: Operations, schema: str, *, provider: str) -> None:
    """Add what other shapes of providers need; processes of the release before go on working."""
    for statement in _SHAPES:
        op.execute(statement.format(s=schema, provider=provider))


_SETTLEMENTS = (
    """create table {s}.settlement (
         id uuid primary key,
         payment_id uuid not null references {s}.payment (id) deferrable initially deferred,
         attempt_id uuid not null references {s}.attempt (id) deferrable initially deferred,
         provider text not null, account text not null, movement text not null,
         method text not null, amount_minor bigint not null check (amount_minor >= 0),
         currency text not null, provider_reference text not null, debit_reference text,
         source text not null check (source in ('provider', 'wish', 'staff')),
         named_by text not null, settled_at timestamptz not null,
         unique (provider, account, movement))""",
    "create index on {s}.settlement (payment_id)",
    "create index on {s}.settlement (provider, provider_reference)",
    """create function {s}.refuse_settlement_change() returns trigger language plpgsql as $$
       begin
         raise exception 'a settlement is never changed' using errcode = '23514';
       end $$""",
    """create trigger keep_history before update or delete on {s}.settlement
         for each row execute function {s}.refuse_settlement_change()""",
)


def create_v6(op: Operations, schema: str) -> None:
    """Add settlements: what arrived, each movement once, whatever was asked for."""
    for statement in _SETTLEMENTS:
        op.execute(statement.format(s=schema))


_FILL_SETTLEMENTS = """
insert into {s}.settlement (id, payment_id, attempt_id, provider, account, movement, method,
  amount_minor, currency, provider_reference, debit_reference, source, named_by, settled_at)
select distinct on (p.id) p.id, p.id, a.id, p.provider, coalesce(a.account, ''), a.id::text,
  p.method, p.settled_minor, p.currency, coalesce(p.provider_reference, a.id::text),
  p.debit_reference, 'provider', '', coalesce(p.updated_at, p.created_at)
from {s}.payment p
join {s}.attempt a on a.payment_id = p.id
left join {s}.provider_call c on c.attempt_id = a.id and c.state <> 'dropped'
  and (c.moves_money or c.kind = 'charge')
where p.status = 'succeeded'
order by p.id, (c.verdict = 'accepted') desc nulls last, c.seq desc nulls last, a.number desc
on conflict do nothing
"""


def fill_v6(op: Operations, schema: str) -> None:
    """Write down what was settled before, of providers that are known by our own attempt.

    It holds no table against anybody; what a process of the release before settles afterwards is
    written by the rules when it is heard again.
    """
    op.execute(_FILL_SETTLEMENTS.format(s=schema))


_RETURNS = (
    """create table {s}.refund (
         id uuid primary key,
         payment_id uuid not null references {s}.payment (id) deferrable initially deferred,
         settlement_id uuid not null references {s}.settlement (id) deferrable initially deferred,
         amount_minor bigint not null check (amount_minor > 0), currency text not null,
         reason text not null,
         status text not null check (status in ('wished', 'sent', 'unknown', 'done', 'failed')),
         seen_key text, provider_reference text not null, refunded_minor bigint, code text,
         needs_staff boolean not null, is_awaited boolean not null,
         created_at timestamptz not null, tried_at timestamptz, sent_at timestamptz,
         doubted_at timestamptz, absent_at timestamptz, announced_at timestamptz,
         done_at timestamptz,
         check ((status = 'done') = (refunded_minor is not null)))""",
    "create index on {s}.refund (payment_id)",
    # one row for what the provider gave back once
    """create unique index one_row_for_a_refund on {s}.refund (settlement_id, provider_reference)
         where provider_reference <> ''""",
    """create table {s}.dispute (
         id uuid primary key,
         payment_id uuid not null references {s}.payment (id) deferrable initially deferred,
         settlement_id uuid not null references {s}.settlement (id) deferrable initially deferred,
         key text not null, amount_minor bigint not null check (amount_minor > 0),
         currency text not null,
         state text not null check (state in ('opened', 'evidence_due', 'won', 'lost')),
         due_at timestamptz, reason text not null,
         created_at timestamptz not null, updated_at timestamptz not null,
         unique (settlement_id, key))""",
    "create index on {s}.dispute (payment_id)",
    "alter table {s}.provider_call add column refund_id uuid",
    """alter table {s}.provider_call add constraint refund_has_its_id
         check ((kind in ('refund', 'refund_query')) = (refund_id is not null)) not valid""",
    # a refund is sent again only once the one before was said to be absent, or is repeated
    """create unique index one_refund_in_doubt on {s}.provider_call (refund_id)
         where kind = 'refund' and state <> 'dropped'
           and (verdict is null or verdict in ('accepted', 'unknown'))""",
    """create unique index one_refund_in_flight on {s}.provider_call (attempt_id)
         where kind = 'refund' and state = 'calling'""",
    """create function {s}.refuse_refund_change() returns trigger language plpgsql as $$
       begin
         raise exception 'what went back is never changed' using errcode = '23514';
       end $$""",
    """create trigger keep_history before update on {s}.refund for each row
         when (old.status = 'done' and (old.status, old.settlement_id, old.refunded_minor,
           old.currency, old.provider_reference) is distinct from (new.status, new.settlement_id,
           new.refunded_minor, new.currency, new.provider_reference))
         execute function {s}.refuse_refund_change()""",
    """create trigger keep_rows before delete on {s}.refund for each row
         execute function {s}.refuse_refund_change()""",
)


def create_v7(op: Operations, schema: str) -> None:
    """Add what goes back: refunds, each in doubt once at most, and disputes."""
    for statement in _RETURNS:
        op.execute(statement.format(s=schema))
