"""The statements of the first migration; never edited once released."""

from typing import Final

SCHEMA: Final = "flow_engine"

_GUARDS = (
    """
    create function {s}.refuse_stale() returns trigger language plpgsql as $$
    begin
      if new.version <> old.version + 1 then
        raise exception 'stale version' using errcode = '40001';
      end if;
      return new;
    end $$
    """,
    """
    create function {s}.refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception '% is never changed', tg_table_name using errcode = '42501';
    end $$
    """,
    """
    create function {s}.refuse_unbalanced() returns trigger language plpgsql as $$
    declare
      entries int;
    begin
      select count(*) into entries from {s}.ledger_entry where txn_id = new.id;
      if entries < 2 or exists (
        select 1 from {s}.ledger_entry where txn_id = new.id
        group by currency having sum(amount_minor) <> 0
      ) then
        raise exception 'a ledger transaction sums to zero' using errcode = '23514';
      end if;
      return null;
    end $$
    """,
    """
    create function {s}.refuse_unbalanced_entry() returns trigger language plpgsql as $$
    begin
      if exists (
        select 1 from {s}.ledger_entry where txn_id = new.txn_id
        group by currency having sum(amount_minor) <> 0
      ) then
        raise exception 'a ledger transaction sums to zero' using errcode = '23514';
      end if;
      return null;
    end $$
    """,
)

_PEOPLE = (
    """
    create table {s}.customer (
      id uuid primary key,
      name text,
      user_id text,
      phone text,
      must_confirm boolean not null,
      merged_into uuid,
      created_at timestamptz not null,
      version int not null
    )
    """,
    """
    create table {s}.customer_identity (
      kind text not null check (kind in ('bsuid', 'parent_bsuid', 'phone')),
      value text not null,
      customer_id uuid not null
        references {s}.customer deferrable initially deferred,
      primary key (kind, value)
    )
    """,
    "create index on {s}.customer_identity (customer_id)",
    """
    create table {s}.contact (
      id uuid primary key,
      phone_number_id text not null,
      customer_id uuid not null references {s}.customer deferrable initially deferred,
      lane_key text not null,
      session bytea,
      flow text,
      flow_version int,
      muted boolean not null,
      menu_offered int not null,
      wrote_at timestamptz,
      secret_until timestamptz,
      created_at timestamptz not null,
      version int not null,
      unique (customer_id, phone_number_id)
    )
    """,
    """
    create table {s}.task (
      id uuid primary key,
      kind text not null,
      reason text not null,
      customer_id uuid references {s}.customer deferrable initially deferred,
      contact_id uuid references {s}.contact deferrable initially deferred,
      order_id uuid,
      payment_id uuid,
      created_at timestamptz not null,
      released_at timestamptz
    )
    """,
    "create index on {s}.task (created_at, id) where released_at is null",
    "create index on {s}.task (order_id) where order_id is not null",
    "create index on {s}.task (contact_id) where released_at is null",
    "create index on {s}.task (customer_id)",
    "create table {s}.apology (inbox_id text primary key, made_at timestamptz not null)",
)

_OFFER = (
    """
    create table {s}.flow_version (
      name text not null,
      version int not null,
      definition jsonb not null,
      sha256 text not null,
      created_at timestamptz not null default {s}.mari_now(),
      primary key (name, version),
      unique (name, sha256)
    )
    """,
    """
    create table {s}.tour (
      id uuid primary key,
      code text not null unique,
      name text not null,
      description text not null,
      location text not null,
      duration text not null,
      currency text not null,
      adult_minor bigint not null check (adult_minor > 0),
      child_minor bigint check (child_minor >= 0),
      active boolean not null,
      created_at timestamptz not null
    )
    """,
    """
    create table {s}.seasonal_price (
      id uuid primary key,
      tour_id uuid not null references {s}.tour deferrable initially deferred,
      starts_on date not null,
      ends_on date not null check (ends_on >= starts_on),
      adult_minor bigint not null check (adult_minor > 0),
      child_minor bigint check (child_minor >= 0),
      unique (tour_id, starts_on)
    )
    """,
)

_MONEY = (
    """
    create table {s}.customer_order (
      id uuid primary key,
      reference text not null unique,
      kind text not null check (kind in ('booking', 'order')),
      customer_id uuid not null references {s}.customer deferrable initially deferred,
      description text not null,
      currency text not null,
      total_minor bigint not null check (total_minor > 0),
      paid_minor bigint not null check (paid_minor >= 0),
      payment_status text not null check (payment_status in
        ('unpaid', 'part_paid', 'paid', 'overpaid', 'refunded', 'cancelled')),
      tour_id uuid references {s}.tour,
      travels_on date,
      adults int,
      children int,
      created_at timestamptz not null,
      version int not null
    )
    """,
    "create index on {s}.customer_order (customer_id, created_at desc)",
    "create index on {s}.customer_order (created_at desc, id)",
    """
    create table {s}.traveller (
      id uuid primary key,
      order_id uuid not null references {s}.customer_order deferrable initially deferred,
      position int not null,
      name text not null,
      unique (order_id, position)
    )
    """,
    """
    create table {s}.payment_intent (
      payment_id uuid primary key,
      order_id uuid not null references {s}.customer_order deferrable initially deferred,
      customer_id uuid not null references {s}.customer deferrable initially deferred,
      contact_id uuid references {s}.contact deferrable initially deferred,
      lane_key text not null,
      provider text not null,
      amount_minor bigint not null check (amount_minor > 0),
      currency text not null,
      status text not null check (status in ('opening', 'awaiting_code', 'charging', 'unknown',
        'paid', 'declined', 'cancelled', 'expired', 'refused')),
      code text,
      otp_reference text,
      masked_msisdn text,
      merchant_reference uuid unique,
      channel text,
      fingerprint bytea,
      unknown_told boolean not null,
      opened_at timestamptz not null,
      closed_at timestamptz,
      version int not null
    )
    """,
    """
    create unique index one_open_intent on {s}.payment_intent (order_id)
      where status in ('opening', 'awaiting_code', 'charging', 'unknown')
    """,
    "create index on {s}.payment_intent (order_id)",
    "create index on {s}.payment_intent (customer_id)",
    """
    create table {s}.ledger_txn (
      id uuid primary key,
      kind text not null,
      payment_id uuid not null,
      order_id uuid,
      provider text not null,
      provider_reference text not null,
      placement text not null,
      amount_minor bigint not null check (amount_minor > 0),
      currency text not null,
      happened_at timestamptz not null,
      created_at timestamptz not null,
      unique (kind, payment_id)
    )
    """,
    "create index on {s}.ledger_txn (order_id)",
    """
    create table {s}.ledger_entry (
      id uuid primary key,
      txn_id uuid not null references {s}.ledger_txn deferrable initially deferred,
      account text not null,
      amount_minor bigint not null check (amount_minor <> 0),
      currency text not null
    )
    """,
    "create index on {s}.ledger_entry (txn_id)",
    "create index on {s}.ledger_entry (account)",
)

_TRIGGERS = (
    *(
        """
        create trigger keep_version before update on {s}.{table}
          for each row execute function {s}.refuse_stale()
        """.replace("{table}", table)
        for table in ("customer", "contact", "customer_order", "payment_intent")
    ),
    *(
        """
        create trigger keep_history before update or delete on {s}.{table}
          for each row execute function {s}.refuse_change()
        """.replace("{table}", table)
        for table in ("ledger_txn", "ledger_entry")
    ),
    """
    create trigger keep_history before update on {s}.flow_version
      for each row execute function {s}.refuse_change()
    """,
    """
    create constraint trigger keep_balance after insert on {s}.ledger_txn
      deferrable initially deferred
      for each row execute function {s}.refuse_unbalanced()
    """,
    """
    create constraint trigger keep_balance after insert on {s}.ledger_entry
      deferrable initially deferred
      for each row execute function {s}.refuse_unbalanced_entry()
    """,
)

STATEMENTS: Final = tuple(
    statement.replace("{s}", SCHEMA)
    for statement in (*_GUARDS, *_PEOPLE, *_OFFER, *_MONEY, *_TRIGGERS)
)
