set check_function_bodies = off;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE SCHEMA flow_engine;
CREATE SCHEMA gateway_webhooks;
CREATE SCHEMA notifier;
CREATE SCHEMA payments_omari;
CREATE FUNCTION flow_engine.mari_now() RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$
          select now()
            + coalesce(nullif(current_setting('mari.clock_offset', true), ''), '0')::interval
        $$;
CREATE FUNCTION flow_engine.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    begin
      raise exception '% is never changed', tg_table_name using errcode = '42501';
    end $$;
CREATE FUNCTION flow_engine.refuse_stale() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    begin
      if new.version <> old.version + 1 then
        raise exception 'stale version' using errcode = '40001';
      end if;
      return new;
    end $$;
CREATE FUNCTION flow_engine.refuse_unbalanced() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    declare
      entries int;
    begin
      select count(*) into entries from flow_engine.ledger_entry where txn_id = new.id;
      if entries < 2 or exists (
        select 1 from flow_engine.ledger_entry where txn_id = new.id
        group by currency having sum(amount_minor) <> 0
      ) then
        raise exception 'a ledger transaction sums to zero' using errcode = '23514';
      end if;
      return null;
    end $$;
CREATE FUNCTION flow_engine.refuse_unbalanced_entry() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    begin
      if exists (
        select 1 from flow_engine.ledger_entry where txn_id = new.txn_id
        group by currency having sum(amount_minor) <> 0
      ) then
        raise exception 'a ledger transaction sums to zero' using errcode = '23514';
      end if;
      return null;
    end $$;
CREATE FUNCTION gateway_webhooks.mari_now() RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$
          select now()
            + coalesce(nullif(current_setting('mari.clock_offset', true), ''), '0')::interval
        $$;
CREATE FUNCTION gateway_webhooks.refuse_audit_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    begin
      raise exception 'the audit is never changed' using errcode = '42501';
    end $$;
CREATE FUNCTION gateway_webhooks.ring_for_credential() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    begin
      perform pg_notify('mari_gateway_webhooks', 'credential');
      return null;
    end $$;
CREATE FUNCTION notifier.mari_now() RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$
          select now()
            + coalesce(nullif(current_setting('mari.clock_offset', true), ''), '0')::interval
        $$;
CREATE FUNCTION notifier.refuse_audit_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    begin
      raise exception 'the audit is never changed' using errcode = '42501';
    end $$;
CREATE FUNCTION notifier.ring_for_credential() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    begin
      perform pg_notify('mari_notifier', 'credential');
      return null;
    end $$;
CREATE FUNCTION payments_omari.mari_now() RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$
          select now()
            + coalesce(nullif(current_setting('mari.clock_offset', true), ''), '0')::interval
        $$;
CREATE FUNCTION payments_omari.refuse_audit_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    begin
      raise exception 'the audit is never changed' using errcode = '42501';
    end $$;
CREATE FUNCTION payments_omari.ring_for_credential() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    begin
      perform pg_notify('mari_payments_omari', 'credential');
      return null;
    end $$;
CREATE TABLE flow_engine.apology (
    inbox_id text NOT NULL,
    made_at timestamp with time zone NOT NULL
);
CREATE TABLE flow_engine.contact (
    id uuid NOT NULL,
    phone_number_id text NOT NULL,
    customer_id uuid NOT NULL,
    lane_key text NOT NULL,
    session bytea,
    flow text,
    flow_version integer,
    muted boolean NOT NULL,
    menu_offered integer NOT NULL,
    wrote_at timestamp with time zone,
    secret_until timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    version integer NOT NULL
);
CREATE TABLE flow_engine.customer (
    id uuid NOT NULL,
    name text,
    user_id text,
    phone text,
    must_confirm boolean NOT NULL,
    merged_into uuid,
    created_at timestamp with time zone NOT NULL,
    version integer NOT NULL
);
CREATE TABLE flow_engine.customer_identity (
    kind text NOT NULL,
    value text NOT NULL,
    customer_id uuid NOT NULL,
    CONSTRAINT customer_identity_kind_check CHECK ((kind = ANY (ARRAY['bsuid'::text, 'parent_bsuid'::text, 'phone'::text])))
);
CREATE TABLE flow_engine.customer_order (
    id uuid NOT NULL,
    reference text NOT NULL,
    kind text NOT NULL,
    customer_id uuid NOT NULL,
    description text NOT NULL,
    currency text NOT NULL,
    total_minor bigint NOT NULL,
    paid_minor bigint NOT NULL,
    payment_status text NOT NULL,
    tour_id uuid,
    travels_on date,
    adults integer,
    children integer,
    created_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    CONSTRAINT customer_order_kind_check CHECK ((kind = ANY (ARRAY['booking'::text, 'order'::text]))),
    CONSTRAINT customer_order_paid_minor_check CHECK ((paid_minor >= 0)),
    CONSTRAINT customer_order_payment_status_check CHECK ((payment_status = ANY (ARRAY['unpaid'::text, 'part_paid'::text, 'paid'::text, 'overpaid'::text, 'refunded'::text, 'cancelled'::text]))),
    CONSTRAINT customer_order_total_minor_check CHECK ((total_minor > 0))
);
CREATE TABLE flow_engine.flow_version (
    name text NOT NULL,
    version integer NOT NULL,
    definition jsonb NOT NULL,
    sha256 text NOT NULL,
    created_at timestamp with time zone DEFAULT flow_engine.mari_now() NOT NULL
);
CREATE TABLE flow_engine.idempotency_key (
    scope text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    status integer NOT NULL,
    body bytea NOT NULL,
    created_at timestamp with time zone DEFAULT flow_engine.mari_now() NOT NULL
);
CREATE SEQUENCE flow_engine.lanes_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE flow_engine.inbox (
    seq bigint DEFAULT nextval('flow_engine.lanes_seq'::regclass) NOT NULL,
    id text NOT NULL,
    source text NOT NULL,
    key text,
    priority smallint DEFAULT 5 NOT NULL,
    type text NOT NULL,
    body bytea NOT NULL,
    secret boolean,
    received_at timestamp with time zone DEFAULT flow_engine.mari_now() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT flow_engine.mari_now() NOT NULL,
    done_at timestamp with time zone,
    parked_at timestamp with time zone,
    error text
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='1000', autovacuum_analyze_scale_factor='0.05');
CREATE TABLE flow_engine.lane (
    loop text NOT NULL,
    key text NOT NULL,
    priority smallint DEFAULT 5 NOT NULL,
    due_at timestamp with time zone,
    token uuid
)
WITH (fillfactor='50', autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='500', autovacuum_vacuum_cost_delay='0');
CREATE TABLE flow_engine.ledger_entry (
    id uuid NOT NULL,
    txn_id uuid NOT NULL,
    account text NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    CONSTRAINT ledger_entry_amount_minor_check CHECK ((amount_minor <> 0))
);
CREATE TABLE flow_engine.ledger_txn (
    id uuid NOT NULL,
    kind text NOT NULL,
    payment_id uuid NOT NULL,
    order_id uuid,
    provider text NOT NULL,
    provider_reference text NOT NULL,
    placement text NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT ledger_txn_amount_minor_check CHECK ((amount_minor > 0))
);
CREATE TABLE flow_engine.outbox (
    seq bigint DEFAULT nextval('flow_engine.lanes_seq'::regclass) NOT NULL,
    id uuid NOT NULL,
    target text NOT NULL,
    path text,
    key text,
    priority smallint DEFAULT 5 NOT NULL,
    type text NOT NULL,
    body bytea NOT NULL,
    secret boolean DEFAULT false NOT NULL,
    dedupe text,
    created_at timestamp with time zone DEFAULT flow_engine.mari_now() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT flow_engine.mari_now() NOT NULL,
    expires_at timestamp with time zone,
    in_doubt boolean DEFAULT false NOT NULL,
    sent_at timestamp with time zone,
    parked_at timestamp with time zone,
    error text,
    CONSTRAINT ck_outbox_http CHECK ((((target ~~ 'http:%'::text) = (path IS NOT NULL)) AND ((path IS NULL) OR (key IS NOT NULL))))
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='1000', autovacuum_analyze_scale_factor='0.05');
CREATE TABLE flow_engine.payment_intent (
    payment_id uuid NOT NULL,
    order_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    contact_id uuid,
    lane_key text NOT NULL,
    provider text NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    status text NOT NULL,
    code text,
    otp_reference text,
    masked_msisdn text,
    merchant_reference uuid,
    channel text,
    fingerprint bytea,
    unknown_told boolean NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT payment_intent_amount_minor_check CHECK ((amount_minor > 0)),
    CONSTRAINT payment_intent_status_check CHECK ((status = ANY (ARRAY['opening'::text, 'awaiting_code'::text, 'charging'::text, 'unknown'::text, 'paid'::text, 'declined'::text, 'cancelled'::text, 'expired'::text, 'refused'::text])))
);
CREATE TABLE flow_engine.schema_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE flow_engine.seasonal_price (
    id uuid NOT NULL,
    tour_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    adult_minor bigint NOT NULL,
    child_minor bigint,
    CONSTRAINT seasonal_price_adult_minor_check CHECK ((adult_minor > 0)),
    CONSTRAINT seasonal_price_check CHECK ((ends_on >= starts_on)),
    CONSTRAINT seasonal_price_child_minor_check CHECK ((child_minor >= 0))
);
CREATE TABLE flow_engine.task (
    id uuid NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL,
    customer_id uuid,
    contact_id uuid,
    order_id uuid,
    payment_id uuid,
    created_at timestamp with time zone NOT NULL,
    released_at timestamp with time zone
);
CREATE TABLE flow_engine.tour (
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    location text NOT NULL,
    duration text NOT NULL,
    currency text NOT NULL,
    adult_minor bigint NOT NULL,
    child_minor bigint,
    active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT tour_adult_minor_check CHECK ((adult_minor > 0)),
    CONSTRAINT tour_child_minor_check CHECK ((child_minor >= 0))
);
CREATE TABLE flow_engine.traveller (
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    "position" integer NOT NULL,
    name text NOT NULL
);
CREATE TABLE gateway_webhooks.credential (
    id text NOT NULL,
    provider text NOT NULL,
    scope text NOT NULL,
    value bytea NOT NULL,
    fingerprints jsonb NOT NULL,
    set_at timestamp with time zone NOT NULL,
    set_by text NOT NULL,
    CONSTRAINT credential_check CHECK ((id = ((provider || ':'::text) || scope)))
);
CREATE TABLE gateway_webhooks.credential_audit (
    seq bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    caller text NOT NULL,
    action text NOT NULL,
    provider text NOT NULL,
    scope text NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    CONSTRAINT credential_audit_action_check CHECK ((action = ANY (ARRAY['set'::text, 'remove'::text])))
);
ALTER TABLE gateway_webhooks.credential_audit ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME gateway_webhooks.credential_audit_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE SEQUENCE gateway_webhooks.lanes_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE gateway_webhooks.inbox (
    seq bigint DEFAULT nextval('gateway_webhooks.lanes_seq'::regclass) NOT NULL,
    id text NOT NULL,
    source text NOT NULL,
    key text,
    priority smallint DEFAULT 5 NOT NULL,
    type text NOT NULL,
    body bytea NOT NULL,
    secret boolean,
    received_at timestamp with time zone DEFAULT gateway_webhooks.mari_now() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT gateway_webhooks.mari_now() NOT NULL,
    done_at timestamp with time zone,
    parked_at timestamp with time zone,
    error text
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='1000', autovacuum_analyze_scale_factor='0.05');
CREATE TABLE gateway_webhooks.lane (
    loop text NOT NULL,
    key text NOT NULL,
    priority smallint DEFAULT 5 NOT NULL,
    due_at timestamp with time zone,
    token uuid
)
WITH (fillfactor='50', autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='500', autovacuum_vacuum_cost_delay='0');
CREATE TABLE gateway_webhooks.outbox (
    seq bigint DEFAULT nextval('gateway_webhooks.lanes_seq'::regclass) NOT NULL,
    id uuid NOT NULL,
    target text NOT NULL,
    path text,
    key text,
    priority smallint DEFAULT 5 NOT NULL,
    type text NOT NULL,
    body bytea NOT NULL,
    secret boolean DEFAULT false NOT NULL,
    dedupe text,
    created_at timestamp with time zone DEFAULT gateway_webhooks.mari_now() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT gateway_webhooks.mari_now() NOT NULL,
    expires_at timestamp with time zone,
    in_doubt boolean DEFAULT false NOT NULL,
    sent_at timestamp with time zone,
    parked_at timestamp with time zone,
    error text,
    CONSTRAINT ck_outbox_http CHECK ((((target ~~ 'http:%'::text) = (path IS NOT NULL)) AND ((path IS NULL) OR (key IS NOT NULL))))
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='1000', autovacuum_analyze_scale_factor='0.05');
CREATE TABLE gateway_webhooks.schema_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE notifier.credential (
    id text NOT NULL,
    provider text NOT NULL,
    scope text NOT NULL,
    value bytea NOT NULL,
    fingerprints jsonb NOT NULL,
    set_at timestamp with time zone NOT NULL,
    set_by text NOT NULL,
    CONSTRAINT credential_check CHECK ((id = ((provider || ':'::text) || scope)))
);
CREATE TABLE notifier.credential_audit (
    seq bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    caller text NOT NULL,
    action text NOT NULL,
    provider text NOT NULL,
    scope text NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    CONSTRAINT credential_audit_action_check CHECK ((action = ANY (ARRAY['set'::text, 'remove'::text])))
);
ALTER TABLE notifier.credential_audit ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME notifier.credential_audit_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE notifier.delivery (
    id uuid NOT NULL,
    seq bigint NOT NULL,
    notification_id uuid NOT NULL,
    lane text NOT NULL,
    priority smallint NOT NULL,
    state text NOT NULL,
    next_at timestamp with time zone NOT NULL,
    give_up_at timestamp with time zone NOT NULL,
    content bytea,
    code text,
    wamid text,
    token uuid,
    attempts integer NOT NULL,
    doubts integer NOT NULL,
    refusals integer NOT NULL,
    holds integer NOT NULL,
    called_at timestamp with time zone,
    window_at timestamp with time zone,
    sent_at timestamp with time zone,
    delivered_at timestamp with time zone,
    read_at timestamp with time zone,
    failed_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT delivery_check CHECK (((state = 'sending'::text) = (token IS NOT NULL))),
    CONSTRAINT delivery_check1 CHECK (((content IS NOT NULL) OR (state = ANY (ARRAY['accepted'::text, 'failed'::text])))),
    CONSTRAINT delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'unknown'::text, 'accepted'::text, 'held'::text, 'failed'::text])))
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='1000');
ALTER TABLE notifier.delivery ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME notifier.delivery_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE notifier.delivery_status (
    message_id text NOT NULL,
    status text NOT NULL,
    at timestamp with time zone NOT NULL,
    code text,
    delivery_id uuid,
    received_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE notifier.lanes_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE notifier.inbox (
    seq bigint DEFAULT nextval('notifier.lanes_seq'::regclass) NOT NULL,
    id text NOT NULL,
    source text NOT NULL,
    key text,
    priority smallint DEFAULT 5 NOT NULL,
    type text NOT NULL,
    body bytea NOT NULL,
    secret boolean,
    received_at timestamp with time zone DEFAULT notifier.mari_now() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT notifier.mari_now() NOT NULL,
    done_at timestamp with time zone,
    parked_at timestamp with time zone,
    error text
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='1000', autovacuum_analyze_scale_factor='0.05');
CREATE TABLE notifier.lane (
    loop text NOT NULL,
    key text NOT NULL,
    priority smallint DEFAULT 5 NOT NULL,
    due_at timestamp with time zone,
    token uuid
)
WITH (fillfactor='50', autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='500', autovacuum_vacuum_cost_delay='0');
CREATE TABLE notifier.notification (
    id uuid NOT NULL,
    phone_number_id text NOT NULL,
    user_id text,
    phone text,
    kind text NOT NULL,
    order_reference text,
    created_at timestamp with time zone NOT NULL,
    reported_at timestamp with time zone,
    CONSTRAINT notification_check CHECK (((user_id IS NOT NULL) OR (phone IS NOT NULL))),
    CONSTRAINT notification_kind_check CHECK ((kind = ANY (ARRAY['money'::text, 'chat'::text])))
);
CREATE TABLE notifier.outbox (
    seq bigint DEFAULT nextval('notifier.lanes_seq'::regclass) NOT NULL,
    id uuid NOT NULL,
    target text NOT NULL,
    path text,
    key text,
    priority smallint DEFAULT 5 NOT NULL,
    type text NOT NULL,
    body bytea NOT NULL,
    secret boolean DEFAULT false NOT NULL,
    dedupe text,
    created_at timestamp with time zone DEFAULT notifier.mari_now() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT notifier.mari_now() NOT NULL,
    expires_at timestamp with time zone,
    in_doubt boolean DEFAULT false NOT NULL,
    sent_at timestamp with time zone,
    parked_at timestamp with time zone,
    error text,
    CONSTRAINT ck_outbox_http CHECK ((((target ~~ 'http:%'::text) = (path IS NOT NULL)) AND ((path IS NULL) OR (key IS NOT NULL))))
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='1000', autovacuum_analyze_scale_factor='0.05');
CREATE TABLE notifier.pace (
    lane text NOT NULL,
    full_at timestamp with time zone NOT NULL,
    blocked_until timestamp with time zone,
    refusals smallint NOT NULL
)
WITH (fillfactor='70');
CREATE TABLE notifier.recipient_window (
    phone_number_id text NOT NULL,
    recipient text NOT NULL,
    wrote_at timestamp with time zone NOT NULL
)
WITH (fillfactor='70');
CREATE TABLE notifier.schema_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE payments_omari.accepted_request (
    key text NOT NULL,
    payment_id uuid NOT NULL,
    accepted_at timestamp with time zone NOT NULL
);
CREATE TABLE payments_omari.attempt (
    id uuid NOT NULL,
    payment_id uuid NOT NULL,
    number integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    otp_reference text,
    opened_at timestamp with time zone,
    tries_left integer NOT NULL,
    not_found_at timestamp with time zone,
    watch_until timestamp with time zone
);
CREATE TABLE payments_omari.credential (
    id text NOT NULL,
    provider text NOT NULL,
    scope text NOT NULL,
    value bytea NOT NULL,
    fingerprints jsonb NOT NULL,
    set_at timestamp with time zone NOT NULL,
    set_by text NOT NULL,
    CONSTRAINT credential_check CHECK ((id = ((provider || ':'::text) || scope)))
);
CREATE TABLE payments_omari.credential_audit (
    seq bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    caller text NOT NULL,
    action text NOT NULL,
    provider text NOT NULL,
    scope text NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    CONSTRAINT credential_audit_action_check CHECK ((action = ANY (ARRAY['set'::text, 'remove'::text])))
);
ALTER TABLE payments_omari.credential_audit ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME payments_omari.credential_audit_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE SEQUENCE payments_omari.lanes_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE payments_omari.inbox (
    seq bigint DEFAULT nextval('payments_omari.lanes_seq'::regclass) NOT NULL,
    id text NOT NULL,
    source text NOT NULL,
    key text,
    priority smallint DEFAULT 5 NOT NULL,
    type text NOT NULL,
    body bytea NOT NULL,
    secret boolean,
    received_at timestamp with time zone DEFAULT payments_omari.mari_now() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT payments_omari.mari_now() NOT NULL,
    done_at timestamp with time zone,
    parked_at timestamp with time zone,
    error text
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='1000', autovacuum_analyze_scale_factor='0.05');
CREATE TABLE payments_omari.lane (
    loop text NOT NULL,
    key text NOT NULL,
    priority smallint DEFAULT 5 NOT NULL,
    due_at timestamp with time zone,
    token uuid
)
WITH (fillfactor='50', autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='500', autovacuum_vacuum_cost_delay='0');
CREATE TABLE payments_omari.limit_use (
    seq bigint NOT NULL,
    rule text NOT NULL,
    subject bytea NOT NULL,
    used_at timestamp with time zone NOT NULL
);
ALTER TABLE payments_omari.limit_use ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME payments_omari.limit_use_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE payments_omari.outbox (
    seq bigint DEFAULT nextval('payments_omari.lanes_seq'::regclass) NOT NULL,
    id uuid NOT NULL,
    target text NOT NULL,
    path text,
    key text,
    priority smallint DEFAULT 5 NOT NULL,
    type text NOT NULL,
    body bytea NOT NULL,
    secret boolean DEFAULT false NOT NULL,
    dedupe text,
    created_at timestamp with time zone DEFAULT payments_omari.mari_now() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT payments_omari.mari_now() NOT NULL,
    expires_at timestamp with time zone,
    in_doubt boolean DEFAULT false NOT NULL,
    sent_at timestamp with time zone,
    parked_at timestamp with time zone,
    error text,
    CONSTRAINT ck_outbox_http CHECK ((((target ~~ 'http:%'::text) = (path IS NOT NULL)) AND ((path IS NULL) OR (key IS NOT NULL))))
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='1000', autovacuum_analyze_scale_factor='0.05');
CREATE TABLE payments_omari.payment (
    id uuid NOT NULL,
    provider text NOT NULL,
    status text NOT NULL,
    version integer NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    order_reference text NOT NULL,
    description text NOT NULL,
    partition_key text NOT NULL,
    channel text NOT NULL,
    contact_digest bytea NOT NULL,
    payer_digest bytea NOT NULL,
    payer_sealed bytea NOT NULL,
    masked_msisdn text NOT NULL,
    merchant_reference uuid,
    test boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone,
    expires_at timestamp with time zone NOT NULL,
    start_deadline timestamp with time zone,
    closing text NOT NULL,
    asked text NOT NULL,
    last_checked_at timestamp with time zone,
    announced_at timestamp with time zone,
    settled_minor bigint,
    provider_reference text,
    debit_reference text,
    code text,
    hold_code text,
    needs_staff boolean NOT NULL,
    calls_made integer NOT NULL,
    CONSTRAINT payment_amount_minor_check CHECK ((amount_minor > 0)),
    CONSTRAINT payment_check CHECK (((status = 'succeeded'::text) = (settled_minor IS NOT NULL)))
);
CREATE TABLE payments_omari.provider_call (
    id uuid NOT NULL,
    seq bigint NOT NULL,
    payment_id uuid NOT NULL,
    attempt_id uuid NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    priority integer NOT NULL,
    next_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    token uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    verdict text,
    code text,
    otp_sealed bytea,
    CONSTRAINT provider_call_check CHECK (((otp_sealed IS NULL) OR (state = 'due'::text)))
);
ALTER TABLE payments_omari.provider_call ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME payments_omari.provider_call_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE payments_omari.schema_version (
    version_num character varying(32) NOT NULL
);
INSERT INTO flow_engine.contact VALUES
	('509a0e63-754f-4cd8-acee-7c119c61b661', '227841650415338', '7372b6f4-85dd-4f2c-b758-2b0fa249f9c8', 'ZW.10495462346408552804', NULL, NULL, NULL, true, 1, '2026-11-30 12:43:35+00', NULL, '2026-11-30 12:43:32.143939+00', 3),
	('14a744d4-b150-4393-8fd3-566a819a94b3', '227841650415338', 'fdd0fe1c-f5ed-4c5d-ac2e-51a31593d774', 'ZW.85008181935894990085', '\x67414141414142724457397936554a2d64765535524e5776736246586c3345345a3075537842574a5032564e49547074713256396766783979566a7777346178703541615f695a6a4232386d397453324658464254566a584e6b3748553145653052477533796d6353523737596d372d426445754c6458524f64344470346c6b754338594c655a77715a72714a754e5a4d66647a5a3953554d393258387a474a75657863504e563948562d356c52486d68454876465a634368537873364e555171692d394869756571716a34766678576b434e6c7146716b314d54326a7a39705a45496a64356e66354c42644278367165616f55797961576d61354250327859714371714c387a5f756f343542437042755972485a6138675257654854706937736a63736c7366704e4e4551436e6e34624d76703477513553654a4c3564754341453376615276587265384b464a44556b717954553947656c6256615534433958453670335474524f556459717949304b725f594e43493d', 'omari_payment', 1, false, 0, '2026-11-30 12:43:30+00', '2026-11-30 13:43:30.754248+00', '2026-11-30 12:43:29.092153+00', 7),
	('4fd98b1c-008e-4ebf-8e44-a5b6552a3fa9', '227841650415338', '7f964506-1ee6-4e33-b6ac-105df483a5d0', 'ZW.34425726912597989371', '\x6741414141414272445739784f3376427a32366762316b414b67535f724475677a56546254784b3951776972796636736a75686a756658467235716946734149694f622d6c5a6a4a63594e535a516d734130506b466b68454643583338634d7943326a766f7a507365416e3458694750634d714d5939306c646644465952726f7a7a434e45756f674161307a4a3341646c3374566331375a6b4e65434f666b78303673367052575857586851796150723461786b495742596453415f625434424d41666948536764383558574875695643495554313567786c2d4f6249665436375556485a6a53364b4d4a4779307572684d55692d34706748524e5f394c5941712d6f61545a345a4553787a6f4a684649364d6239594c5f39624a5134585334674e594b376e514274554142794c4558517650485f33633076566779564370527a423072364d4e5843464b782d5565616742376470357a4f717256413778714457595a31585f7746716e5049556f644f61477a336a6a303d', 'omari_payment', 1, false, 0, '2026-11-30 12:43:28+00', '2026-11-30 13:43:28.967227+00', '2026-11-30 12:43:27.24501+00', 7),
	('1f98f54e-f513-430e-92fb-e03ad9c20adb', '227841650415338', 'e22e7ca0-0e33-43de-a249-64a624a28a40', 'ZW.18951024799441629053', '\x6741414141414272445739757a6f397166302d436b56454739786e71304439614b4c55615a6957456c75613657434658455a794849734e4e5a652d31567236474c5362547974456e5a32415a474d36347770393568414b507167703643334d735f467257416148354d52796a6c4c7852454967374b4d693135714c594478736e636166514b364b4852485f42734251546c775974777254767456456a4844704f555656465f4d4c2d56444e5a743258447462416e396c3073624e793065304e5f652d4d5169785462305357433337515235696e4236716d5543334764415252794d516c7751364352663738737630547973373035722d4d517a77455964746441436c44685a657778386f5978643649516a746735655f6b5772706e4963745570487437464e364f554c5273317936596a74634b4d6a64436446395134515f424c6d596570305445656c7a526c4e59685f4e6a4530397a396264325a3543796c4635673d3d', 'omari_payment', 1, false, 0, '2026-11-30 12:43:26+00', '2026-11-30 13:43:26.918293+00', '2026-11-30 12:43:23.948102+00', 7),
	('da1ab26f-5368-4fd9-bcd6-4c6434607b6c', '227841650415338', 'cfa1dfd8-104d-47fe-81a9-9877e25d5eea', 'ZW.07744935417327610378', '\x67414141414142724457397a6c316e57723678637552372d7a653451354d4b3237506f39725541707238646631554e7935572d686e5537785067335931557430306b70684c36434548463656704b48636e5a3878572d532d746d6a7a466f745335395f5969354a346d36384356767150384d5172634476385f5f50784b625948635f59497850315558747439646542674a42386e74745a6e7646564d306a3537335055494d5545726d2d4c58795f71436f3332704f6b49315871374a655738377a5679326a6e31716a32464171762d583857524d3542553276386d44434d512d5571466a36614b36714565612d3553666d49544e75686d6c763457737879504d74414a3046474d744c54546c4f343867766734304c304e6d36555268347234464e6834664e756f4d6d33345a7332384a536e317075566a5174347834304d625433434f7039666b50305530736654536842667261556e4c6b48762d557438395f4b2d4f6546676f2d73636262434664373935775a504359712d48415f6a5f45624136757341672d6c6f2d69614d7a7348626d3753316a5274616135416b4c7869663952514d495776576d364a356672526f632d76724d4d49356b45517a6d64374654466d6378586a4c68304630687778627266694c6e6365787747666135744841516c5f5f584c71744b785f76473263417277785a5746576862594a61554e4a776e6b4b7265446b4776706872497a2d424e373739734d304d7735705a7152516c54634e62777854627232577a683947573632692d67337a77435853386e706863516467302d7735784a796e594e5161395330795069533157724c4e32554f355645776c545868725558455534733369326474564e6f73424f73777264517a5039706f556f54574e59527342396c743974306c43714d775479784b4b78483350414c39655a42555f44574a31345a67565a6b30374a484c4f71423144424d5262442d30566b586e37375f324c5744565363446a432d4f6643354f487143615f57394f57356f5552646c4138517a414656396e4e365a7a6532534555445047663431377842615f7470436e577756305a32325437533558314b597934684737394777547961524548423352344f414b4f62645963323774356643494763654747427537347a2d556c5a62744c39772d7373767550434a6e43596c2d7147712d797043676c77694f6d335975485f4a346243506b575174717357666b65794b68796532516b626953395f7954524a65624652612d70725f61455f74627032613450494633415f544a497345434959526a5147494f794a6370754347425a6d7368717a377978553674633653413630516238575855784a673352645947616d4f367a3178566f66466a482d5f754641774f384e5354444d6d683479634242496647394c3173337746594c6970564835695765364c484d79304441366d583049507662324a7133434f346533554444706955793355476b4941356770364f3734514e546556523653564d5745336f4a456663694847475362737a744f364862616f6639666d7849764e315a36714e7636336e76426c6c6c555765466a58696a4233634b70776a4b594c63745a6e334d634b3963454a4f325f587173664e763061647a4c444e546474572d447a5471596f433557723664544a77565168574d7839416e4861346c484e634833356a2d50746a72386f32477871414c4b477366775a5a393232755a4e426244566f76695a66706d6561535542473977355533336a66616d4348796d42723458745352617934496f575377577246546d72567562366a5347543950527535684c4b6e694d7a69446543335547526b49354c7254536a6c54635f5f59307776335a766a4b4e69796459684b3031646254385a654339367354484e78627a4f61466e674a6144745765647256436b523664503061646f335465444a676136356f554164576b39445168386f6a69437535744454626e43756348717a784149696b5742705763466b4e76455a584552753962635f4c596b524b4f7855456f646159756b307732395f5758376d515f624e446261525866703731305974375a4173747151674a56475f5059704974524b346a726d6d65707265744a6b2d56346979664943675a7271514364744755464e384467677966615457336a494f696c625275352d484d526d726c466f79415862645241505175386e3756492d51586e4a7265384938575363755a6e61765a625a6456464f52517043304c30385155794b563757473448787a7a54733837376d4531434f62724f364a4a39315361456238746e4a5238494a41515f65587756576e48637264575a375170394b5661444d364a4e6c7046694f4d42534f49326e644f48664b6c336c2d37442d796d2d64426f5a494351594b6f6e7375754c6877504d795749776f3076356b3533706b62397036624742346f4c36764a71374934764769705978576e50544e61396353543037714d3559454e5a636f51526f7376764f3868354158694d616c4d6d6f445f6149447851316d39556b797744384b6531337737684c31317349544d304343663331696d374437533041565f64575545527a796d6477614463744b51626d75586b3143514b79506c4746567a664d4d6759667856745574332d504b61384a45397a506d76457270484669534b72543262304a6f486c7976574878745a477738384e4970465253625a5350623846705363784d626b427361326a326f6652367156577661585a5f6b6b6c6e484639716168594d76375a64787a6a69786d30744a71533338594c4979676673464c7544755436337a4c4b5943416854424f616f7764554b753068657a55765849416d546759544f5531633746415f70664156333466614a58366a6275336254356747313044616a58732d755547416a6a6d36557850475275673559593741576a496c764d4d6a614e6865306b5a38732d514e70594a56364c493232734747674d535462716266613549524b63675f416548515271487032327358715a326578424b38465f382d386832543378745a4f737a49756c704443586e77327a59465f4e764e797751726c487555746a4f72545635737265536d465045345a5873546458455f4d334873616c536d51717466744b4d6c3239413663476f32486d73332d743765584a4a455630526663636746754d3765637663372d5f4c496a473235773857306879346f5143694f3358764149706d373479517969787776524a514c584774305a65504e536e4268697552576e3171322d6d516f786333612d3872525830304f544765476b734e61364a43355339356754455332584e43744845735276436339754843565a66465f6f4a75652d2d306330347a4b3657334c5930426d3238506636304f583674674a737072724c6c62313566556839784e7245776868713865533751387164445f347930453247646e34777641416348334b635469754b65683678326677713877354e49744166326f5133353475344449756834626e4a705134786d4a3862525676765650562d525966704972647241496d32374f484a7958', 'omari_payment', 1, false, 0, '2026-11-30 12:43:31+00', NULL, '2026-11-30 12:43:30.836098+00', 5),
	('6f3325d4-4c18-4b95-892e-2f68d0988792', '227841650415338', '30250700-ee7d-486e-ac31-3c4f58c60a34', 'ZW.47532524924096055833', '\x67414141414142724457393138577074615869303575566a4241446145593076656a547a7a39396266356c6477624b37706e38774a334a54792d6954556a52746837574453325175547366566c57624357774b6b57584a576d656e616a757474354e624f315543354a366479664f6a5f5a7932454843534959573239595045784c4938733466586c2d784b454a514a536b7457786a52713457442d724330754b496d563062356935775546557952527a4f4e3965656c4e344e4146366251464c4648785759436d67584f6f64776c4938487a753750324c454e437446326f4b77735372704c526c6b783276714f6e744c75754e6d34324d3257394177426d3774545f377931326b2d756559756c506b7834664c6e6775746a4473554b7a574156743367565256557567357478682d394b465f45356778616d666d55593759497a5530446b774b41637650317031763657505a675a6b3658396a3378304257692d646e4d727162436737574e6536436a4c69434a774933726c6b52673243766f49514971303753582d4b516f374273784d786757414355354d6f4b36396e5a6c574a345475644b6e4d5636666d385731586c2d62496b626b7a653349305a5131663433626f6f634c4f41336d78654c525a48376d6143635f5f4e6b793131674f4e4d55686f63566b336f56795672326633516e72453570684f314e663939364b506f663057625751626f3352344a31435342764c6141706a3668792d5974736c4b39745946366955575958634c75786251635f4136504a7a4f68344f355a3938506e4d4f66756f45657141496f4951736e547542736859535a56483473666b397752794d5943645777794a554876647950316c5f6368362d79454d626b673475664d545577477531636d45517045307a664f6739305f4d692d744446593538634a45544e63763566566a6b384b36703234795f4b6a7a495a54414d546f5053684235584959542d4567335455544a74787a6a75637773497043546368545078777a786a3848696b4a4258436a4a4552484c756d6c4d664552454432442d76386461635064665862434c3831456a76435653626d316f67304864686532673277796364346c32714e6b6d62794a74756d767631524b546f51377958477066417946554c7130306c4a78686b37516866654f687178435a765a3069333466564452653250447037375f5341314a504a316362515f3161716b4b72714b69304b7a6f446b30416531795433786f6a4b41536856426d665341627a716c7479446952336f6474742d4f667266575469744263637673696c49522d6850344d6e4b7a39684242674c523557646d55446141364f676855457558514439794f446d46754b767274752d5a755a314862395f776f74675856523872596e46615658786a3133614472596d5f6f6f752d535638736a36784e3249534e2d73795856424c5a675752507647487a776345756f327457557a374166535f684e78694968634f6d655a726448425972444b4f41536a37523836756b70436841707241733554696d425976617a6969495277394f63586f36422d33585752476430525a31443230575f326d4e5a6e49756835387a6e5745447579354865727a51506b43775a7a3537724c304370332d68613346305a3663516155766a6248414d656e79307a524a68696d52614e7577447a4b4d55527a5648444534367365426e706933582d685457486d735247304868455736455a424f526c5567586d4a693439554966734f554e5f57546b64316759533174324d54513155424934393178526f64636d4a4c677132594636754f484c6a51587a7558377a49774d2d47456679465f6d68527547746e507474655047612d68546d3268736c2d7944544f6f757167366a55614f536c4453666f467a37667a4a32636a61566f634e4145416465433763686570682d78476b474450555a3766496c2d466c4b377a774c784c714949734b76424d705a7235527961715a683155365f47787176695476455a4c476e5a31464764564d674a5553735a4758624153614d5f4c466145366542656479615f6365427350414b446d4e354e374642774875666d506e7355584e6b63576d5a4341594e486d354f6d555f4449454c33726978395a575165444d793658507a554b334d6239414b4936417a4248763064757870367330554c6643736775475161554e727376596b36695359344a34763066312d652d34757146377a7a524b395175667a516e597138525865614c517472747049776f5664624d5947476b66763641505537525a7567664271457a3155744e784147706d455f7a4e4533626d70327147715f32304d79686274564f686b31616d4972597a45476a63336665443078344332617a6e64366d6d4444454269387848534c6a5837325268676854446371655a414875534351537042756d3039713651676c764a5062453276466a335f514a5762736a50386e7851774f4f623373364d326c564f56633352467378795138715573714a4868485679753250427a3147693744757a786e413368587653646e3836454b5f35684e715538546c525430394b636933315748477567674556346642384d4162742d306e2d505f656371786c535141486d4f3257664e79626b586b4a44744667323561516d33466d774a71367263335550644d4a525f5746524a6f5132376c704d4f5544366971573058327366754a2d2d6737413776347a77425062504159546e597a5575694d4a614e705174534c4367556c44316d4354515351614d68435f317a48454f6c324c5371784354426f566236654e314b71674a684c38727135544a767152743468546155556241416a6a31317a3843643957444d446664754f4278445671376c4f51414e6149724556614f4f744367556a4e42637576704f566e4b77534277744d6553536547777431677959484557742d434144594d31646f6d4e475337596471747748416173792d3565452d3166745f5170485632505443546475536a7755314d63647843375675703173544e35557269426f3464596b62724b463830776f39646b364f2d53535335485056345a7a4a71355a454962694e5f56485f676f657950733638363670572d71696b52387a4a685634356a5a573670535f756b5a77794d494b594b717463694d5553634c47735550776b31393877337a4e757364706f6b4748326f337965377477324e4644414f35767a44746f4b53705f654c41796f6e702d5234757a39473432544e6463636f7a6c4a6b5847505a6a783176574672626e705f6f326b52457870664f5a74475864415a6a4e634d596350564d446a64754270674e736977336331475a374453724559754650686a2d723865745a2d4156683167393635567057776c635f4f42643232384e512d4e616634333272624a345a38384f715f4c346a49734764424370306f6c6e34664d655f5a747654624c78316c53785a5765636e4342323949304a4a3675467238587a6e664953796a4555326e6c41442d3449392d5333777279345230496a677072776a4845746d3637475f46693852637147415a6c6e4f', 'omari_payment', 1, false, 0, '2026-11-30 12:43:32+00', NULL, '2026-11-30 12:43:32.255263+00', 7),
	('cd1a8d3a-5c4b-4f54-b1f2-e515299e9d45', '227841650415338', '5777feb2-5137-44c4-8663-1f0cff03a1de', 'ZW.79633475693850335364', '\x6741414141414272445739327a56306c4934394237434c646d74785a4c387a44687470334f466c2d564a6e54315931365a71784b5453644b6974327038537258784e2d4156685f78624263593564306f6f6a6771444a483054734152733248757935424c4b6a7854774a5a616c4e7946616d534d445157344d50797a4f765243696f30395844677a6e785739324665617a65784552564768516536535f4b747a67334c434974616f4c732d4133516b6b6d716151767366653162757744315a30342d2d436864686758445353445242776a495f4e3238566646656d42364b765358766b6177343676507a47396778744439544a425a7442543461324c584372346b356b615f574361767a6d7336706e337439504a61484673582d424f7a446b646d4354395a494477556b5432745a4d2d654352694b5538495a4f4c32457a795f526d5f7a39486970464274756c7742454b49493250617a66794b32672d635339534f444a346375786a45574e57764778706157454769365555704934587567656279344f39426e55426b4b763447697a77443659535559377a4a3748487a7a69534139702d64657a5268305f77674f6c6a306a50774d6a51766e763744455765736a32547651514b75556b557936643349636c75564d3130543479527a7a5358687a49326746656e5a776d314d5a5454366e373873316265736d614b6d4c49625767664879734a315865456c4176314c31465468566c57393568634246736736554145626f524356727275725675435a5355414c343464473472455f622d4c417955477a32665659735537644b79737256395834514e6c6156782d764a41456a38556f334557634877346b4d52547168766f336c496f414648435f366a355431754f4e6658534469732d4f6362797a765f466e724a78506c7562534568654c756471367166745f6672474b4449457068445f336d435931396556694d54365657786b736c4c794653634a554a723647466f65586e31644d396e6a5a514f30736556555477773068314d4131554a35437250666b345a6339705533475134566573477473675f6a61414768337162496278347530374171415270614b6c31367371435951472d4a6f7248453561307a326d475776796f6e455544495834526b3432476f6f6e6d72585144305f472d5277336b664e56453044353467423234364e7571656259676f4d354644676e4c32675848716d596f4a674d344c305f4e50626a4f352d464c6b5078557244386642495932344b5256614a374e2d755f794a725958586f785f7273685261504d41706f3659696a786e61666b46376c6b49743343457576534d47476633345139545942664a755a5a4e4d7536696a794663345f524338564e76617233413459614c726a5a364339495a54526f5843514c414e687743714f747a596641424a65694165307a6a2d4137735353514568506d4c43782d4639757a30485749597a544e6e535136384d4a686e374c785a723642656b622d6b34764e57547633654c374f4a2d67766b77675a7156644f785a7175317877476c394f4f4a687766664f4b7263514a6756335f744142306c6776744d545754444464635541555963596a49776b645638616d30536f6a616c3234565149532d4278464b4676472d3430694a62336a4941422d595155672d3238734e5f594863475030595a3269364534585176464b317034326e703350545976463543595849656353494930414c3158452d4f4175496669476d69685a744a5968496b73753837566e66475932414c4b576e774c63374e70776b41575f39466f7a4f69796d72756f2d507434417a636e7330716d6d4a59784c46716750614245507167537863622d6e7076495070576c316f4f48744249395855426368394c774e51764866704e526145483948633959676351666a364a7533665368634d636161334e2d555f3941484272724842624f517356327565544671716a46564d3647796b57516172555a324e663852573531654875466b6b7350564874764e6d5257794e414355456b7a62644345593847756833486437667a64355051654e6e7966645276336f566b47756271793276546c437862373156316f2d6a3631553766724a6c72445843376f7a414557594959304268397a7a314e3446354b564a635942446f366637472d4f443635666c7a436b386a494165754258517a38794c76536e456532554945434459362d4a643376376e555a6a6f31614f696d4b2d736a454b785a574257445a48366864554f59707762626245393374694c3472704e5541356466316370774e37664b373543376d47386477783661516f64306a6c6f68565839765676776d765855345243634a614a3562627a655950664a3053666a5872544d5952384c725a63707855743137386941335935654166794258714b7836434f6c386a4848374649654337344a4b52755450486a465867726f5657794361546e7778504d394a4c42713672304a79542d744d33504c724c5031326d734a426b77727649584f4a62433153783252364a58664f4d566747416330353557394c6f5474344c6d6f3575697a6a6878624b32706e515a716a6657556c4a43643546595a30794e4154792d513051732d447632664478684b53397635573675645a72654458736f755f37583633732d4f59766a6b5a33795363737939773144695a5531697a5a356f58445877437151663932796c75506447767777774f656e6b42743161384f43304959467764733247566b664b364d44787456535875556b77624c59614f45304e417851716b385a344c3632516469614e77684565345f7757326659677632526d55706e68764b4c52396f6848646b66636454437a622d6e417870536e50506a374d6e7279534c6f5f3155795a68366548706735686444773051544677396f3933573451357050534457436c704f6e7135436b66314770627576754c53615a534a34396a5355464f57685741417877654375696d70594b5a3466782d4a487a646e63644c483965786a383363693148346470415f424848546174322d487731644436616e4c636d763768744e486f44306f433353435a5772417a38305a513639567766426d797a5635374572467a316d3979466433673855783556503563397852517159514462375967784e42416d614859534f785f6c3648504d6a6d38394c595f30793264795f6562676a64534b6967476d4276484d5a5879333967746f48504374474f657a6c4c30497834687937746a47426d3446327a704235436737534b65583157437737585f656343516562474c6c48624142764e73384a62536d3678497638357a684e50714d7a35465934595473775063686e4961324b50527a5039666133515f68456830314d424e5957313053633636635a66366e7570305f67644a7a4a7637576c776e43507455577a4c46435732724e2d6f725976454f3372614c6b71717a59714b32577776495148327642465f676674735071517366666f6f516f70613078786d756e6c375172585a3333586f666238766374796d4556387479464d4c7a734d7241376371325a65', 'omari_payment', 1, false, 0, '2026-11-30 12:43:34+00', NULL, '2026-11-30 12:43:33.386291+00', 6);
INSERT INTO flow_engine.customer VALUES
	('e22e7ca0-0e33-43de-a249-64a624a28a40', 'Chipo Sibanda', 'ZW.18951024799441629053', '263770000000', false, NULL, '2026-11-30 12:43:23.433791+00', 2),
	('7f964506-1ee6-4e33-b6ac-105df483a5d0', 'Rudo Ncube', 'ZW.34425726912597989371', '263770000001', false, NULL, '2026-11-30 12:43:23.535209+00', 2),
	('fdd0fe1c-f5ed-4c5d-ac2e-51a31593d774', 'Nyasha Chikore', 'ZW.85008181935894990085', '263770000002', false, NULL, '2026-11-30 12:43:23.630916+00', 2),
	('cfa1dfd8-104d-47fe-81a9-9877e25d5eea', 'Thandeka Khumalo', 'ZW.07744935417327610378', '263770000003', false, NULL, '2026-11-30 12:43:23.692808+00', 2),
	('cd737906-a261-4859-9a1d-5c53c52d6550', NULL, NULL, '263771234567', false, NULL, '2026-11-30 12:43:31.417786+00', 1),
	('7372b6f4-85dd-4f2c-b758-2b0fa249f9c8', 'Tatenda Mlambo', 'ZW.10495462346408552804', '263770000006', false, NULL, '2026-11-30 12:43:32.143939+00', 1),
	('30250700-ee7d-486e-ac31-3c4f58c60a34', 'Chipo Sibanda', 'ZW.47532524924096055833', '263770000004', false, NULL, '2026-11-30 12:43:23.727261+00', 2),
	('5777feb2-5137-44c4-8663-1f0cff03a1de', 'Tatenda Mlambo', 'ZW.79633475693850335364', '263770000005', false, NULL, '2026-11-30 12:43:23.767923+00', 2);
INSERT INTO flow_engine.customer_identity VALUES
	('phone', '263770000000', 'e22e7ca0-0e33-43de-a249-64a624a28a40'),
	('phone', '263770000001', '7f964506-1ee6-4e33-b6ac-105df483a5d0'),
	('phone', '263770000002', 'fdd0fe1c-f5ed-4c5d-ac2e-51a31593d774'),
	('phone', '263770000003', 'cfa1dfd8-104d-47fe-81a9-9877e25d5eea'),
	('phone', '263770000004', '30250700-ee7d-486e-ac31-3c4f58c60a34'),
	('phone', '263770000005', '5777feb2-5137-44c4-8663-1f0cff03a1de'),
	('bsuid', 'ZW.18951024799441629053', 'e22e7ca0-0e33-43de-a249-64a624a28a40'),
	('bsuid', 'ZW.34425726912597989371', '7f964506-1ee6-4e33-b6ac-105df483a5d0'),
	('bsuid', 'ZW.85008181935894990085', 'fdd0fe1c-f5ed-4c5d-ac2e-51a31593d774'),
	('bsuid', 'ZW.07744935417327610378', 'cfa1dfd8-104d-47fe-81a9-9877e25d5eea'),
	('phone', '263771234567', 'cd737906-a261-4859-9a1d-5c53c52d6550'),
	('bsuid', 'ZW.10495462346408552804', '7372b6f4-85dd-4f2c-b758-2b0fa249f9c8'),
	('phone', '263770000006', '7372b6f4-85dd-4f2c-b758-2b0fa249f9c8'),
	('bsuid', 'ZW.47532524924096055833', '30250700-ee7d-486e-ac31-3c4f58c60a34'),
	('bsuid', 'ZW.79633475693850335364', '5777feb2-5137-44c4-8663-1f0cff03a1de');
INSERT INTO flow_engine.customer_order VALUES
	('40767194-5570-4bb7-8945-eb132138cdd2', '9NA8WVSK', 'order', '7f964506-1ee6-4e33-b6ac-105df483a5d0', 'Solar lamp', 'USD', 20000, 0, 'unpaid', NULL, NULL, NULL, NULL, '2026-11-30 12:43:23.535209+00', 1),
	('c580a42c-8158-4bc7-a58e-d3cc7d47cb72', '18SCQ4AG', 'order', 'fdd0fe1c-f5ed-4c5d-ac2e-51a31593d774', 'Solar lamp', 'USD', 20000, 0, 'unpaid', NULL, NULL, NULL, NULL, '2026-11-30 12:43:23.630916+00', 1),
	('a76bdc18-3a09-446d-9785-03381274e083', '2QH76R3T', 'order', 'cfa1dfd8-104d-47fe-81a9-9877e25d5eea', 'Solar lamp', 'USD', 20000, 0, 'unpaid', NULL, NULL, NULL, NULL, '2026-11-30 12:43:23.692808+00', 1),
	('4c954e61-a0cb-47f1-9aa9-225b3277d731', 'E67HTM7S', 'order', '30250700-ee7d-486e-ac31-3c4f58c60a34', 'Solar lamp', 'USD', 20000, 0, 'unpaid', NULL, NULL, NULL, NULL, '2026-11-30 12:43:23.727261+00', 1),
	('ddaf3be8-6578-4f63-94cb-f297cda6ff5c', 'XHPJ54H6', 'order', '5777feb2-5137-44c4-8663-1f0cff03a1de', 'Solar lamp', 'USD', 20000, 0, 'unpaid', NULL, NULL, NULL, NULL, '2026-11-30 12:43:23.767923+00', 1),
	('7fbbd976-63cc-4e23-a9f5-e339cd7cf76c', 'RKS8PHM3', 'order', 'e22e7ca0-0e33-43de-a249-64a624a28a40', 'Solar lamp', 'USD', 20000, 5000, 'part_paid', NULL, NULL, NULL, NULL, '2026-11-30 12:43:23.433791+00', 2),
	('f0ac3145-25e9-4ec3-8c93-b9f619df9c0c', 'X7Z3NEW2', 'order', 'cd737906-a261-4859-9a1d-5c53c52d6550', 'Omari transaction fb4e18db-b1b6-5758-b89a-ac78761c61a2', 'USD', 350, 0, 'unpaid', NULL, NULL, NULL, NULL, '2026-11-30 12:43:31.417786+00', 1),
	('29f7d4d0-69c2-4872-8da5-75b0bb68481c', 'C1BMMHJY', 'order', 'cd737906-a261-4859-9a1d-5c53c52d6550', 'Omari transaction 9e74206e-cb70-5249-aceb-88cbbcc62a1f', 'USD', 350, 0, 'unpaid', NULL, NULL, NULL, NULL, '2026-11-30 12:43:31.600587+00', 1);
INSERT INTO flow_engine.flow_version VALUES
	('book_tour', 1, '{"name": "book_tour", "steps": [{"name": "list_tours", "type": "action", "config": {"actions_to_run": [{"action_type": "list_tours"}]}, "transitions": [{"to_step": "no_tours", "condition_config": {"type": "variable_equals", "value": 0, "variable_name": "tour_count"}}, {"to_step": "choose_tour"}], "is_entry_point": true}, {"name": "more_tours", "type": "action", "config": {"actions_to_run": [{"params": {"next_page": true}, "action_type": "list_tours"}]}, "transitions": [{"to_step": "choose_tour"}]}, {"name": "no_tours", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "There are no tours to book right now. A person can help you plan one."}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:agent", "title": "Talk to a person"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "choose_tour", "type": "question", "config": {"reply_config": {"expected_type": "interactive_id", "save_to_variable": "tour_choice"}, "message_config": {"interactive": {"body": {"text": "Which tour would you like? Tap *Tours* to see them. Prices are for one adult."}, "type": "list", "action": {"button": "Tours", "sections": [{"rows": "{{ tour_rows }}"}]}}, "message_type": "interactive"}, "fallback_config": {"max_retries": 4, "re_prompt_message_text": "Please choose a tour from the list, or type its number or name."}}, "transitions": [{"to_step": "more_tours", "condition_config": {"type": "interactive_reply_id_equals", "value": "tours:more"}}, {"to_step": "load_tour"}]}, {"name": "load_tour", "type": "action", "config": {"actions_to_run": [{"action_type": "choose_tour"}]}, "transitions": [{"to_step": "ask_date", "condition_config": {"type": "variable_equals", "value": true, "variable_name": "tour_found"}}, {"to_step": "list_tours"}]}, {"name": "ask_date", "type": "question", "config": {"reply_config": {"expected_type": "date", "save_to_variable": "travel_date"}, "message_config": {"text": {"body": "*{{ tour.name }}*, {{ tour.location }}, {{ tour.duration }}\n{{ tour.description }}\n\nOn which date would you like to go? For example *24/12/2026* or *24 Dec*."}, "message_type": "text"}, "fallback_config": {"max_retries": 4, "re_prompt_texts": {"past": "That day is over. Please type a date from today on, for example *24/12/2026*.", "too_far": "That is more than two years away. Please type an earlier date, for example *24/12/2026*."}, "re_prompt_message_text": "I could not read that date. Please type it like *24/12/2026* or *24 Dec*."}}, "transitions": [{"to_step": "ask_adults"}]}, {"name": "ask_adults", "type": "question", "config": {"reply_config": {"maximum": 50, "minimum": 1, "expected_type": "number", "save_to_variable": "adults"}, "message_config": {"text": {"body": "{{ travel_date | day }}, good choice. How many adults? Please type a number, for example *2*."}, "message_type": "text"}, "fallback_config": {"max_retries": 4, "re_prompt_texts": {"too_large": "For more than 50 people please type *agent*; a person will help you. Or type a smaller number.", "too_small": "At least one adult must travel. Please type a number from 1 to 50."}, "re_prompt_message_text": "Please type the number of adults in digits, for example *2*."}}, "transitions": [{"to_step": "ask_children"}]}, {"name": "ask_children", "type": "question", "config": {"reply_config": {"maximum": 50, "minimum": 0, "expected_type": "number", "save_to_variable": "children"}, "message_config": {"text": {"body": "How many children? Type *0* if there are none."}, "message_type": "text"}, "fallback_config": {"max_retries": 4, "re_prompt_message_text": "Please type the number of children in digits. Type *0* if there are none."}}, "transitions": [{"to_step": "ask_travellers"}]}, {"name": "ask_travellers", "type": "question", "config": {"reply_config": {"expected_type": "text", "save_to_variable": "travellers_reply"}, "message_config": {"text": {"body": "{{ names_note }}Please type the full name of each traveller in one message, with commas between them. For example: *Tendai Moyo, Rudo Moyo*"}, "message_type": "text"}, "fallback_config": {"max_retries": 4, "re_prompt_message_text": "Please type the names of the travellers, with commas between them. For example: *Tendai Moyo, Rudo Moyo*"}}, "transitions": [{"to_step": "read_travellers"}]}, {"name": "read_travellers", "type": "action", "config": {"actions_to_run": [{"action_type": "read_travellers"}]}, "transitions": [{"to_step": "make_quote", "condition_config": {"type": "variable_equals", "value": true, "variable_name": "travellers_ok"}}, {"to_step": "names_missing"}]}, {"name": "names_missing", "type": "action", "config": {"actions_to_run": [{"params": {"variable_name": "names_note", "value_template": "I found {{ travellers_named | plural(''name'', ''names'') }}, but {{ travellers_wanted | plural(''person travels'', ''people travel'') }}.\n\n"}, "action_type": "set_variable"}]}, "transitions": [{"to_step": "ask_travellers"}]}, {"name": "make_quote", "type": "action", "config": {"actions_to_run": [{"action_type": "quote"}]}, "transitions": [{"to_step": "show_summary"}]}, {"name": "show_summary", "type": "question", "config": {"reply_config": {"expected_type": "interactive_id", "save_to_variable": "summary_choice"}, "message_config": {"interactive": {"body": {"text": "*{{ tour.name }}*\n{{ travel_date | day }}\n{{ adults | plural(''adult'', ''adults'') }} at {{ quote.adult }}{% if children > 0 %}\n{{ children | plural(''child'', ''children'') }} at {{ quote.child }}{% endif %}\nTravellers: {{ travellers | join('', '') }}\n\n*Total: {{ quote.total }}*\n\nShall I book it?"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "book:confirm", "title": "Yes, book it"}}, {"type": "reply", "reply": {"id": "book:change", "title": "Change"}}, {"type": "reply", "reply": {"id": "book:cancel", "title": "Cancel"}}]}}, "message_type": "interactive"}, "fallback_config": {"max_retries": 4, "re_prompt_message_text": "Please tap *Yes, book it*, *Change* or *Cancel*."}}, "transitions": [{"to_step": "create_booking", "condition_config": {"type": "interactive_reply_id_equals", "value": "book:confirm"}}, {"to_step": "list_tours", "condition_config": {"type": "interactive_reply_id_equals", "value": "book:change"}}, {"to_step": "not_booked"}]}, {"name": "not_booked", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "OK, nothing was booked. What would you like to do?"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:book", "title": "Book a tour"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "create_booking", "type": "action", "config": {"actions_to_run": [{"action_type": "create_booking"}]}, "transitions": [{"to_step": "ask_how_to_pay"}]}, {"name": "ask_how_to_pay", "type": "question", "config": {"reply_config": {"expected_type": "interactive_id", "save_to_variable": "pay_choice"}, "message_config": {"interactive": {"body": {"text": "Booked! Your reference is *{{ order.reference }}*.\n{{ order.description }}, {{ order.travels_on | day }}, total {{ order.total }}.\n\nHow would you like to pay?"}, "type": "list", "action": {"button": "Pay", "sections": [{"rows": [{"id": "book:pay_full", "title": "Pay in full", "description": "{{ order.total }}"}, {"id": "book:pay_deposit", "title": "Pay 50 % deposit", "description": "{{ quote.deposit }} now, the rest later"}, {"id": "book:pay_other", "title": "Another amount", "description": "From {{ order.minimum }} to {{ order.total }}"}, {"id": "book:pay_later", "title": "Pay later", "description": "Type pay whenever you are ready"}]}]}}, "message_type": "interactive"}, "fallback_config": {"max_retries": 4, "action_after_retries": "end_flow", "config_after_retries": {"message_config": {"text": {"body": "No hurry. Your booking {{ order.reference }} is kept. Type *pay* whenever you are ready."}, "message_type": "text"}}, "re_prompt_message_text": "Please tap *Pay* and choose, or type for example *pay in full* or *pay later*."}}, "transitions": [{"to_step": "pay_full", "condition_config": {"type": "interactive_reply_id_equals", "value": "book:pay_full"}}, {"to_step": "pay_deposit", "condition_config": {"type": "interactive_reply_id_equals", "value": "book:pay_deposit"}}, {"to_step": "pay_other", "condition_config": {"type": "interactive_reply_id_equals", "value": "book:pay_other"}}, {"to_step": "pay_later"}]}, {"name": "pay_full", "type": "switch_flow", "config": {"target_flow_name": "omari_payment", "initial_context_template": {"amount_reply": "omari:pay_full", "booking_reference": "{{ order.reference }}"}}}, {"name": "pay_deposit", "type": "switch_flow", "config": {"target_flow_name": "omari_payment", "initial_context_template": {"amount_reply": "omari:pay_deposit", "booking_reference": "{{ order.reference }}"}}}, {"name": "pay_other", "type": "switch_flow", "config": {"target_flow_name": "omari_payment", "initial_context_template": {"booking_reference": "{{ order.reference }}"}}}, {"name": "pay_later", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "No hurry. Your booking *{{ order.reference }}* is kept. Type *pay* whenever you are ready."}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:pay", "title": "Pay now"}}, {"type": "reply", "reply": {"id": "mari:my_bookings", "title": "My bookings"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}], "description": "Tour, date, people, names, summary, and how to pay.", "friendly_name": "Book a tour", "trigger_keywords": ["book", "book tour", "book a tour", "book now", "tours", "tour", "safari", "safaris", "view tours"], "initial_variables": {"order": {}, "tour_note": "", "names_note": "", "tours_page": 0}}', 'd6bd0be21f25e57e56d248f9dc7652eb94d360d517ec96dea7fc70c901e13436', '2026-11-30 12:43:21.479587+00'),
	('main_menu', 1, '{"name": "main_menu", "steps": [{"name": "show_menu", "type": "question", "config": {"reply_config": {"expected_type": "interactive_id", "save_to_variable": "menu_choice"}, "message_config": {"interactive": {"body": {"text": "Hello{% if customer.name %} {{ customer.name }}{% endif %}! What would you like to do?\n\nTap *Menu* below, or type for example *book* or *pay*."}, "type": "list", "action": {"button": "Menu", "sections": [{"rows": [{"id": "mari:book", "title": "Book a tour", "description": "See tours, choose a date, book"}, {"id": "mari:pay", "title": "Mobile payment", "description": "Pay for {{ mine.one }} with your phone"}, {"id": "mari:my_bookings", "title": "{{ mine.title }}", "description": "What you {{ mine.did }} and what is left to pay"}], "title": "Book and pay"}, {"rows": [{"id": "mari:agent", "title": "Talk to a person", "description": "Somebody of our team answers here"}], "title": "Support"}]}, "footer": {"text": "Type menu or agent at any time."}, "header": {"text": "{{ merchant.name }}", "type": "text"}}, "message_type": "interactive"}, "fallback_config": {"max_retries": null, "re_prompt_message_text": "I did not understand that. Please choose from the menu, or type *book*, *pay*, *{{ mine.typed }}* or *agent*."}}, "transitions": [{"to_step": "switch_to_book_tour", "condition_config": {"type": "interactive_reply_id_equals", "value": "mari:book"}}, {"to_step": "switch_to_omari_payment_flow", "condition_config": {"type": "interactive_reply_id_equals", "value": "mari:pay"}}, {"to_step": "switch_to_my_bookings", "condition_config": {"type": "interactive_reply_id_equals", "value": "mari:my_bookings"}}, {"to_step": "switch_to_person", "condition_config": {"type": "interactive_reply_id_equals", "value": "mari:agent"}}, {"to_step": "show_menu"}], "is_entry_point": true}, {"name": "switch_to_book_tour", "type": "switch_flow", "config": {"target_flow_name": "book_tour"}}, {"name": "switch_to_omari_payment_flow", "type": "switch_flow", "config": {"target_flow_name": "omari_payment"}}, {"name": "switch_to_my_bookings", "type": "switch_flow", "config": {"target_flow_name": "my_bookings"}}, {"name": "switch_to_person", "type": "switch_flow", "config": {"target_flow_name": "talk_to_person"}}], "description": "Says hello and shows what can be done.", "friendly_name": "Main menu", "trigger_keywords": ["menu", "help", "hi", "hello", "start", "main menu", "hey", "good morning", "good afternoon", "makadii", "mhoro", "salibonani"]}', '247b04750146401a3dee7feb08208a317ca8d0f21e15b545030e3a47dba26891', '2026-11-30 12:43:21.479587+00'),
	('my_bookings', 1, '{"name": "my_bookings", "steps": [{"name": "list_bookings", "type": "action", "config": {"actions_to_run": [{"action_type": "list_my_bookings"}]}, "transitions": [{"to_step": "no_bookings", "condition_config": {"type": "variable_equals", "value": 0, "variable_name": "booking_count"}}, {"to_step": "choose_booking"}], "is_entry_point": true}, {"name": "no_bookings", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "You have no bookings yet. Shall we find a tour for you?"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:book", "title": "Book a tour"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "choose_booking", "type": "question", "config": {"reply_config": {"expected_type": "reference", "save_to_variable": "booking_choice"}, "message_config": {"interactive": {"body": {"text": "You have {{ booking_count | plural(mine.noun, mine.plural) }}{% if booking_count != 1 %}; the newest are in the list{% endif %}. Choose one to see its balance, or type its reference."}, "type": "list", "action": {"button": "{{ mine.title }}", "sections": [{"rows": "{{ booking_rows }}"}]}}, "message_type": "interactive"}, "fallback_config": {"max_retries": 4, "re_prompt_message_text": "Please choose {{ mine.one }} from the list, or type its reference, for example K7QX2M4B."}}, "transitions": [{"to_step": "find_booking"}]}, {"name": "find_booking", "type": "action", "config": {"actions_to_run": [{"params": {"reference_variable": "booking_choice"}, "action_type": "find_booking"}]}, "transitions": [{"to_step": "not_found", "condition_config": {"type": "variable_equals", "value": false, "variable_name": "booking_found"}}, {"to_step": "show_open", "condition_config": {"type": "variable_equals", "value": true, "variable_name": "order.is_open"}}, {"to_step": "show_closed"}]}, {"name": "not_found", "type": "send_message", "config": {"text": {"body": "I cannot find that {{ mine.noun }} among yours. Please check the reference."}, "message_type": "text"}, "transitions": [{"to_step": "choose_booking"}]}, {"name": "show_open", "type": "question", "config": {"reply_config": {"expected_type": "interactive_id", "save_to_variable": "next_choice"}, "message_config": {"interactive": {"body": {"text": "*{{ order.description }}*\nReference: {{ order.reference }}{% if order.travels_on %}\nDate: {{ order.travels_on | day }}{% endif %}\n\nTotal: {{ order.total }}\nPaid: {{ order.paid }}\n*Left to pay: {{ order.open }}*{% if order.has_open_payment %}\n\nA payment of {{ order.open_payment }} is still open.{% endif %}"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "bookings:pay", "title": "Pay"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}, "fallback_config": {"max_retries": 4, "re_prompt_message_text": "Tap *Pay* to pay for this {{ order.kind }}, or *Menu* for everything else."}}, "transitions": [{"to_step": "pay", "condition_config": {"type": "interactive_reply_id_equals", "value": "bookings:pay"}}, {"to_step": "show_open"}]}, {"name": "show_closed", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "*{{ order.description }}*\nReference: {{ order.reference }}{% if order.travels_on %}\nDate: {{ order.travels_on | day }}{% endif %}\n\nTotal: {{ order.total }}\nPaid: {{ order.paid }}\n{% if order.open_minor == 0 %}Paid in full. Thank you!{% else %}This {{ order.kind }} is {{ order.status }}.{% endif %}"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:my_bookings", "title": "{{ mine.title }}"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "pay", "type": "switch_flow", "config": {"target_flow_name": "omari_payment", "initial_context_template": {"booking_reference": "{{ order.reference }}"}}}], "description": "Lists the customer''s bookings and orders and what is left to pay.", "friendly_name": "My bookings", "trigger_keywords": ["my bookings", "my booking", "balance", "my balance", "check booking", "my orders"], "initial_variables": {"order": {}, "booking_rows": [], "booking_choice": ""}}', 'a1a7a575fb106100e30634be3ddb2a898f503c1d3e1aebb2f8ae5cf3d18f16b4', '2026-11-30 12:43:21.479587+00'),
	('omari_payment', 1, '{"name": "omari_payment", "steps": [{"name": "start_payment", "type": "action", "config": {"actions_to_run": [{"action_type": "list_my_bookings"}]}, "transitions": [{"to_step": "confirm_identity", "condition_config": {"type": "variable_equals", "value": true, "variable_name": "customer.must_confirm"}}, {"to_step": "choose_what_to_pay"}], "is_entry_point": true}, {"name": "confirm_identity", "type": "question", "config": {"reply_config": {"expected_type": "interactive_id", "save_to_variable": "identity_choice"}, "message_config": {"interactive": {"body": {"text": "Before you pay: your WhatsApp number or phone changed recently. Is it still you{% if customer.name %}, {{ customer.name }}{% endif %}?"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "omari:same_person", "title": "Yes, it is me"}}, {"type": "reply", "reply": {"id": "omari:other_person", "title": "No"}}]}}, "message_type": "interactive"}, "fallback_config": {"re_prompt_message_text": "Please tap *Yes, it is me* or *No*."}}, "transitions": [{"to_step": "identity_confirmed", "condition_config": {"type": "interactive_reply_id_equals", "value": "omari:same_person"}}, {"to_step": "identity_denied"}]}, {"name": "identity_confirmed", "type": "action", "config": {"actions_to_run": [{"action_type": "confirm_identity"}]}, "transitions": [{"to_step": "choose_what_to_pay"}]}, {"name": "identity_denied", "type": "human_handover", "config": {"notification_details": "The number or phone of a customer changed, and the person says it is somebody else.", "pre_handover_message_text": "Thank you for telling us. Nothing was paid. A person will help you here."}}, {"name": "choose_what_to_pay", "type": "condition", "transitions": [{"to_step": "find_booking", "condition_config": {"type": "variable_exists", "variable_name": "booking_reference"}}, {"to_step": "offer_only_booking", "condition_config": {"type": "variable_equals", "value": 1, "variable_name": "open_count"}}, {"to_step": "ask_booking_reference"}]}, {"name": "offer_only_booking", "type": "question", "config": {"reply_config": {"expected_type": "reference", "save_to_variable": "booking_reference"}, "message_config": {"interactive": {"body": {"text": "You can pay here from your phone. Type *cancel* at any time to stop.\n\n*{{ only_open.description }}*\nReference: {{ only_open.reference }}\nLeft to pay: {{ only_open.open }}\n\nPay for this one? You can also type another reference."}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "order:{{ only_open.reference }}", "title": "Yes, pay for this"}}]}}, "message_type": "interactive"}, "fallback_config": {"max_retries": 8, "re_prompt_message_text": "Tap *Yes, pay for this*, or type the reference of your {{ mine.noun }}, for example K7QX2M4B."}}, "transitions": [{"to_step": "find_booking"}]}, {"name": "ask_booking_reference", "type": "question", "config": {"reply_config": {"expected_type": "reference", "save_to_variable": "booking_reference"}, "message_config": {"interactive": {"body": {"text": "{{ not_found_note }}You can pay here from your phone. Type *cancel* at any time to stop.\n\nWhat is the reference of your {{ mine.noun }}? For example *K7QX2M4B*.{% if open_count > 0 %} Or choose it from the list.{% endif %}"}, "type": "list", "action": {"button": "{{ mine.title }}", "sections": [{"rows": "{{ open_buttons }}"}]}}, "message_type": "interactive"}, "fallback_config": {"max_retries": 8, "re_prompt_message_text": "Please type the reference of your {{ mine.noun }}, for example *K7QX2M4B*. It is in the message that confirmed your {{ mine.noun }}."}}, "transitions": [{"to_step": "find_booking"}]}, {"name": "find_booking", "type": "action", "config": {"actions_to_run": [{"action_type": "find_booking"}]}, "transitions": [{"to_step": "handle_booking_not_found", "condition_config": {"type": "variable_equals", "value": false, "variable_name": "booking_found"}}, {"to_step": "open_payment", "condition_config": {"type": "variable_equals", "value": true, "variable_name": "order.has_open_payment"}}, {"to_step": "nothing_to_pay", "condition_config": {"type": "variable_equals", "value": false, "variable_name": "order.is_open"}}, {"to_step": "check_amount", "condition_config": {"type": "variable_exists", "variable_name": "amount_reply"}}, {"to_step": "display_booking_and_ask_amount"}]}, {"name": "handle_booking_not_found", "type": "action", "config": {"actions_to_run": [{"params": {"variable_name": "not_found_note", "value_template": "I cannot find *{{ booking_reference }}* among your {{ mine.plural }}. Please check it, or type *agent* for help.\n\n"}, "action_type": "set_variable"}]}, "transitions": [{"to_step": "ask_booking_reference"}]}, {"name": "nothing_to_pay", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "{{ order.description }} ({{ order.reference }}) {% if order.open_minor == 0 %}is paid in full. There is nothing left to pay.{% else %}is {{ order.status }}, so it cannot be paid.{% endif %}"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:my_bookings", "title": "{{ mine.title }}"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "open_payment", "type": "question", "config": {"reply_config": {"expected_type": "interactive_id", "save_to_variable": "open_choice"}, "message_config": {"interactive": {"body": {"text": "A payment of {{ order.open_payment }} for {{ order.reference }} is still open, so I do not start a second one.{% if order.open_payment_awaits_code %} It waits for the code from the SMS.{% endif %} What would you like to do?"}, "type": "button", "action": {"buttons": "{{ order.open_payment_buttons }}"}}, "message_type": "interactive"}, "fallback_config": {"re_prompt_message_text": "Please choose what to do with the payment that is still open."}}, "transitions": [{"to_step": "resume_with_check", "condition_config": {"type": "interactive_reply_id_equals", "value": "omari:check"}}, {"to_step": "resume_with_cancel", "condition_config": {"type": "interactive_reply_id_equals", "value": "omari:cancel"}}, {"to_step": "resume_with_cancel", "condition_config": {"type": "text_contains_any", "values": ["cancel", "stop", "quit", "abort"]}}, {"to_step": "resume_payment"}]}, {"name": "resume_payment", "type": "action", "config": {"actions_to_run": [{"action_type": "resume_payment"}]}, "transitions": [{"to_step": "payment_initiated_success"}]}, {"name": "resume_with_check", "type": "action", "config": {"actions_to_run": [{"action_type": "resume_payment"}, {"action_type": "check_payment"}]}, "transitions": [{"to_step": "say_checking"}]}, {"name": "say_checking", "type": "send_message", "config": {"text": {"body": "I am asking {{ payment.method }} about your payment. Please do not pay again before I answer."}, "message_type": "text"}, "transitions": [{"to_step": "payment_initiated_success", "condition_config": {"type": "variable_equals", "value": "code", "variable_name": "payment.phase"}}, {"to_step": "await_payment_outcome"}]}, {"name": "resume_with_cancel", "type": "action", "config": {"actions_to_run": [{"action_type": "resume_payment"}]}, "transitions": [{"to_step": "cancel_payment"}]}, {"name": "display_booking_and_ask_amount", "type": "question", "config": {"reply_config": {"expected_type": "amount", "save_to_variable": "amount_reply", "currency_variable": "order.currency"}, "message_config": {"interactive": {"body": {"text": "{% if amount_note %}{{ amount_note }}\n\n{% endif %}*{{ order.description }}* ({{ order.reference }})\nTotal: {{ order.total }}\nPaid: {{ order.paid }}\n*Left to pay: {{ order.open }}*\n\nHow much would you like to pay now? Tap a button or type an amount, for example *50* or *50.00*."}, "type": "button", "action": {"buttons": "{{ order.amount_buttons }}"}}, "message_type": "interactive"}, "fallback_config": {"max_retries": 8, "re_prompt_texts": {"too_large": "That is more than what is left. Please type an amount up to {{ order.open }}, for example *50.00*.", "too_precise": "Please type at most two digits after the point, for example *50.25*.", "not_positive": "The amount must be more than zero. Please type it, for example *50* or *50.00*.", "other_currency": "This {{ order.kind }} is paid in {{ order.currency }}. Please type the amount in {{ order.currency }}, for example *50.00*."}, "re_prompt_message_text": "I could not read that amount. Please type it in digits, for example *50* or *50.00*."}}, "transitions": [{"to_step": "check_amount"}]}, {"name": "check_amount", "type": "action", "config": {"actions_to_run": [{"action_type": "check_amount"}, {"action_type": "list_methods"}]}, "transitions": [{"to_step": "display_booking_and_ask_amount", "condition_config": {"type": "variable_equals", "value": false, "variable_name": "amount_ok"}}, {"to_step": "no_method", "condition_config": {"type": "variable_equals", "value": 0, "variable_name": "method_count"}}, {"to_step": "offer_number", "condition_config": {"type": "variable_equals", "value": 1, "variable_name": "method_count"}}, {"to_step": "ask_payment_channel"}]}, {"name": "no_method", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "Sorry, paying in {{ order.currency }} from the phone is not switched on right now. A person can tell you how to pay."}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:agent", "title": "Talk to a person"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "ask_payment_channel", "type": "question", "config": {"reply_config": {"expected_type": "interactive_id", "save_to_variable": "method_choice"}, "message_config": {"interactive": {"body": {"text": "How would you like to pay {{ amount }}?"}, "type": "button", "action": {"buttons": "{{ method_buttons }}"}}, "message_type": "interactive"}, "fallback_config": {"re_prompt_message_text": "Please choose one of the ways to pay."}}, "transitions": [{"to_step": "choose_method"}]}, {"name": "choose_method", "type": "action", "config": {"actions_to_run": [{"action_type": "choose_method"}]}, "transitions": [{"to_step": "offer_number"}]}, {"name": "offer_number", "type": "action", "config": {"actions_to_run": [{"action_type": "offer_own_number"}]}, "transitions": [{"to_step": "ask_phone_number"}]}, {"name": "ask_phone_number", "type": "question", "config": {"reply_config": {"expected_type": "phone", "save_to_variable": "phone_reply"}, "message_config": {"interactive": {"body": {"text": "You are paying *{{ amount }}* with {{ method.title }}.\n\nWhich number is the wallet? Type it, for example *0771 234 567*{% if phone_buttons %}, or tap the button to use the number of this chat{% endif %}."}, "type": "button", "action": {"buttons": "{{ phone_buttons }}"}}, "message_type": "interactive"}, "fallback_config": {"max_retries": 8, "re_prompt_message_text": "That is not a Zimbabwean mobile number. Please type it like *0771 234 567* or *+263 771 234 567*."}}, "transitions": [{"to_step": "initiate_payment"}]}, {"name": "initiate_payment", "type": "action", "config": {"actions_to_run": [{"action_type": "validate_phone"}, {"action_type": "initiate_omari_payment"}]}, "transitions": [{"to_step": "payment_initiated_success", "condition_config": {"type": "variable_equals", "value": "started", "variable_name": "start_state"}}, {"to_step": "look_again"}]}, {"name": "look_again", "type": "action", "config": {"actions_to_run": [{"params": {"variables": {"amount_note": "Something about this {{ order.kind }} changed while we talked.", "amount_reply": ""}}, "action_type": "set_variables"}]}, "transitions": [{"to_step": "find_booking"}]}, {"name": "payment_initiated_success", "type": "wait_for_payment", "config": {"code": {"wrong": {"interactive": {"body": {"text": "That code was not right{% if payment.tries_left %}, {{ payment.tries_left | plural(''try'', ''tries'') }} left{% endif %}. Nothing was taken.\n\nPlease type the code from the newest SMS to {{ payment.masked_msisdn }} (reference *{{ payment.otp_reference }}*), or tap *Resend code*."}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "omari:resend", "title": "Resend code"}}, {"type": "reply", "reply": {"id": "omari:cancel", "title": "Cancel"}}]}}, "message_type": "interactive"}, "prompt": {"interactive": {"body": {"text": "{% if payment.test %}*TEST: no real money moves.*\n\n{% endif %}{{ payment.method }} sends a code by SMS to *{{ payment.masked_msisdn }}*. It comes within 1-2 minutes.\n\nReference of the code: *{{ payment.otp_reference }}*\nAmount: *{{ payment.amount }}*\n\nPlease type the code here. Need help? {{ merchant.support_contact }}"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "omari:resend", "title": "Resend code"}}, {"type": "reply", "reply": {"id": "omari:cancel", "title": "Cancel"}}]}}, "message_type": "interactive"}, "to_step": "process_otp", "early_text": "I am still asking {{ payment.method }} for your code. Please type the code again when I say that it is on its way.", "invalid_text": "I am waiting for the code from the SMS to {{ payment.masked_msisdn }} (reference *{{ payment.otp_reference }}*). It has 4 to 6 digits, for example *012345*. If no SMS came, tap *Resend code*."}, "exits": {"paid": "payment_success", "expired": "payment_expired", "refused": "payment_initiation_failed", "unknown": "await_payment_outcome", "declined": "payment_initiation_failed", "cancelled": "payment_cancelled", "otp_requested": "payment_initiated_success"}, "slow_text": "{{ payment.method }} is slow to answer. No money has moved. I will write as soon as your code is on its way, or if it does not come. To stop, tap *Cancel*.", "busy_texts": {"unknown": "We are asking {{ payment.method }} about your payment. Please do not pay again; I will tell you the result here.", "charging": "We are confirming your payment with {{ payment.method }}. Please do not pay again; I will tell you the result here.", "starting": "I am still asking {{ payment.method }} to send your code. It takes a moment; I will tell you when it is on its way.", "cancelling": "I am asking {{ payment.method }} to cancel this payment. I will tell you the result here."}, "cancel_step": "cancel_payment", "state_texts": {"default": "{{ payment.method }} has not confirmed the payment yet. Please do not pay again; I will tell you the result here.", "awaiting_customer": "Nothing was taken so far. {{ payment.method }} waits for the code from the SMS to {{ payment.masked_msisdn }}. Please type it here."}, "busy_buttons": [{"reply": {"id": "omari:check", "title": "Check payment"}}, {"reply": {"id": "omari:cancel", "title": "Cancel"}}], "refused_text": "That was asked too often.{% if payment.retry_at %} Please try again at {{ payment.retry_at }}.{% else %} Please try again in a few minutes.{% endif %} Your payment is still open.", "checking_text": "I am checking with {{ payment.method }} now. If you have the code from the SMS, please type it here.", "entry_messages": {"unknown": {"text": {"body": "We are asking {{ payment.method }} about your payment. Please do not pay again."}, "message_type": "text"}, "charging": {"text": {"body": "We are confirming your payment with {{ payment.method }}. Please do not pay again."}, "message_type": "text"}, "starting": {"text": {"body": "One moment, I am asking {{ payment.method }} to send the code for {{ payment.amount }} to {{ payment.masked_msisdn }}."}, "message_type": "text"}}}, "transitions": [{"to_step": "resend_code", "condition_config": {"type": "interactive_reply_id_equals", "value": "omari:resend"}}, {"to_step": "resend_code", "condition_config": {"type": "user_reply_matches_keyword", "keyword": "resend"}}, {"to_step": "cancel_payment", "condition_config": {"type": "interactive_reply_id_equals", "value": "omari:cancel"}}, {"to_step": "check_now", "condition_config": {"type": "interactive_reply_id_equals", "value": "omari:check"}}]}, {"name": "resend_code", "type": "action", "config": {"actions_to_run": [{"action_type": "resend_code"}]}, "transitions": [{"to_step": "payment_initiated_success"}]}, {"name": "check_now", "type": "action", "config": {"actions_to_run": [{"action_type": "check_payment"}]}, "transitions": [{"to_step": "say_checking"}]}, {"name": "process_otp", "type": "action", "config": {"actions_to_run": [{"action_type": "process_otp"}]}, "transitions": [{"to_step": "say_confirming"}]}, {"name": "say_confirming", "type": "send_message", "config": {"text": {"body": "Thank you. We are confirming your payment with {{ payment.method }}. For your safety you can delete the message with the code."}, "message_type": "text"}, "transitions": [{"to_step": "await_payment_outcome"}]}, {"name": "await_payment_outcome", "type": "wait_for_payment", "config": {"exits": {"paid": "payment_success", "expired": "payment_expired", "refused": "payment_initiation_failed", "unknown": "await_payment_outcome", "declined": "payment_failed", "cancelled": "payment_cancelled", "otp_refused": "payment_initiated_success", "otp_requested": "payment_initiated_success"}, "busy_texts": {"unknown": "We are asking {{ payment.method }} about your payment. Please do not pay again; I will tell you the result here.", "charging": "We are confirming your payment with {{ payment.method }}. Please do not pay again; I will tell you the result here.", "starting": "I am still asking {{ payment.method }}. It takes a moment; I will tell you the result here.", "cancelling": "I am asking {{ payment.method }} to cancel this payment. I will tell you the result here."}, "cancel_step": "cancel_payment", "state_texts": {"default": "{{ payment.method }} has not confirmed the payment yet. Please do not pay again; I will tell you the result here.", "succeeded": "{{ payment.method }} says that your payment is made. Your receipt is on its way."}, "busy_buttons": [{"reply": {"id": "omari:check", "title": "Check payment"}}, {"reply": {"id": "omari:cancel", "title": "Cancel"}}], "refused_text": "That could not be done just now.{% if payment.retry_at %} Please try again at {{ payment.retry_at }}.{% endif %} I am asking {{ payment.method }} how your payment stands.", "checking_text": "I am checking with {{ payment.method }} now. Please do not pay again before I answer.", "entry_messages": {"cancelling": {"text": {"body": "I am asking {{ payment.method }} to cancel this payment. I will tell you in a moment."}, "message_type": "text"}}}, "transitions": [{"to_step": "cancel_payment", "condition_config": {"type": "interactive_reply_id_equals", "value": "omari:cancel"}}, {"to_step": "check_now", "condition_config": {"type": "interactive_reply_id_equals", "value": "omari:check"}}]}, {"name": "payment_success", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "{% if payment.paid_in_full %}Your {{ order.kind }} {{ payment.order_reference }} is paid in full. Thank you!{% elif payment.left %}{{ payment.left }} is left to pay for {{ payment.order_reference }}. Type *pay* whenever you are ready.{% else %}Thank you for your payment!{% endif %} What would you like to do next?"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:my_bookings", "title": "{{ mine.title }}"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "payment_failed", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "The payment of {{ payment.amount }} was not made. {{ payment.code | reason }}"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:pay", "title": "Try again"}}, {"type": "reply", "reply": {"id": "mari:agent", "title": "Talk to a person"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "payment_initiation_failed", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "I could not start the payment of {{ payment.amount }}. {% if payment.retry_at %}There were too many tries. Please try again at {{ payment.retry_at }}. Nothing was taken.{% else %}{{ payment.code | reason }}{% endif %}"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:pay", "title": "Try again"}}, {"type": "reply", "reply": {"id": "mari:agent", "title": "Talk to a person"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "payment_expired", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "The time to pay {{ payment.amount }} ran out. Nothing was taken, and your {{ order.kind }} is kept."}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:pay", "title": "Try again"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "cancel_payment", "type": "action", "config": {"actions_to_run": [{"action_type": "cancel_payment"}]}, "transitions": [{"to_step": "await_payment_outcome"}]}, {"name": "stopped_before_payment", "type": "send_message", "config": {"text": {"body": "OK, cancelled. No payment was started{% if order %}, and {{ order.reference }} is kept{% endif %}."}, "message_type": "text"}, "transitions": [{"to_step": "end_payment_flow"}]}, {"name": "payment_cancelled", "type": "send_message", "config": {"text": {"body": "The payment is cancelled. Nothing was taken{% if order %}, and {{ order.reference }} is kept{% endif %}."}, "message_type": "text"}, "transitions": [{"to_step": "end_payment_flow"}]}, {"name": "end_payment_flow", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "Type *pay* whenever you are ready. What would you like to do now?"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:pay", "title": "Pay"}}, {"type": "reply", "reply": {"id": "mari:my_bookings", "title": "{{ mine.title }}"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}], "cancel_step": "stopped_before_payment", "description": "Pays for a booking or an order from an O''mari wallet, with a code that comes by SMS.", "friendly_name": "Omari payment", "trigger_keywords": ["pay", "payment", "make payment", "omari payment", "omari", "mobile payment", "pay now"], "initial_variables": {"order": {}, "amount": "", "method": {}, "amount_note": "", "amount_minor": 0, "amount_reply": "", "payment_phone": "", "not_found_note": "", "booking_reference": ""}}', '18fa2b2b181c7ff173a4c09678d18b252ec65d470540abe9e020f9e1464156e0', '2026-11-30 12:43:21.479587+00'),
	('talk_to_person', 1, '{"name": "talk_to_person", "steps": [{"name": "ask_person", "type": "human_handover", "config": {"notification_details": "The customer asked for a person.", "pre_handover_message_text": "Thank you. Somebody from {{ merchant.name }} will answer you here as soon as they can.\n\nIf it is urgent: {{ merchant.support_contact }}."}, "is_entry_point": true}], "description": "Asks for a person; the bot is quiet until the conversation is given back.", "friendly_name": "Talk to a person", "trigger_keywords": ["agent", "support", "human", "operator", "person", "talk to a person", "speak to someone", "customer care"]}', '0adababa07e0e7e48bce5f4f07ef05e122f766bd9dfcae16ddbced3eba30f0ed', '2026-11-30 12:43:21.479587+00');
INSERT INTO flow_engine.inbox VALUES
	(33, '2273d8e9-0a76-4a98-a838-1d83f1e5f20b', 'payments-omari', 'ZW.34425726912597989371', 0, 'payment.cancelled.v1', '\x', NULL, '2026-11-30 12:43:28.870243+00', 0, '2026-11-30 12:43:28.870243+00', '2026-11-30 12:43:28.967227+00', NULL, NULL),
	(51, '585cf307-1813-4816-9f97-59dca97d9f49', 'payments-omari', 'ZW.85008181935894990085', 0, 'payment.failed.v1', '\x', NULL, '2026-11-30 12:43:30.750761+00', 0, '2026-11-30 12:43:30.750761+00', '2026-11-30 12:43:30.754248+00', NULL, NULL),
	(68, 'cf9657d0-1b32-4547-9fed-498784833c7d', 'payments-omari', '263771234567', 0, 'payment.cancelled.v1', '\x', NULL, '2026-11-30 12:43:32.015965+00', 0, '2026-11-30 12:43:32.015965+00', '2026-11-30 12:43:32.031253+00', NULL, NULL),
	(82, 'e023e952-197e-4d31-87c2-b79aaddeb2bf', 'payments-omari', 'ZW.47532524924096055833', 0, 'payment.otp_requested.v1', '\x', NULL, '2026-11-30 12:43:32.885587+00', 0, '2026-11-30 12:43:32.885587+00', '2026-11-30 12:43:32.893026+00', NULL, NULL),
	(88, 'eb7263a8-d3e4-4f8e-9d7a-781f9dc1215b', 'payments-omari', 'ZW.47532524924096055833', 0, 'payment.unknown.v1', '\x', NULL, '2026-11-30 12:43:33.205043+00', 0, '2026-11-30 12:43:33.205043+00', '2026-11-30 12:43:33.212872+00', NULL, NULL),
	(99, 'ebf4d69e-8792-4e94-ab2a-dd73c4d0e0d8', 'payments-omari', 'ZW.79633475693850335364', 0, 'payment.otp_requested.v1', '\x', NULL, '2026-11-30 12:43:33.968616+00', 0, '2026-11-30 12:43:33.968616+00', '2026-11-30 12:43:33.981698+00', NULL, NULL),
	(16, '9fe0b07d-a4e9-41c4-bf53-e2c3c69dac45', 'payments-omari', 'ZW.18951024799441629053', 0, 'payment.succeeded.v1', '\x', NULL, '2026-11-30 12:43:26.868077+00', 0, '2026-11-30 12:43:26.868077+00', NULL, '2026-11-30 12:43:26.868077+00', 'KeyError'),
	(101, '1c6fb861-309e-47c3-8c04-a1595b2c9ba6', 'gateway-webhooks', 'ZW.79633475693850335364', 5, 'whatsapp.message_received.v1', '\x', NULL, '2026-11-30 12:43:34.089349+00', 0, '2026-11-30 12:43:34.089349+00', '2026-11-30 12:43:34.105019+00', NULL, NULL),
	(105, '20a25ac5-2cbd-4061-a817-56b5265d4caa', 'gateway-webhooks', 'ZW.10495462346408552804', 5, 'whatsapp.message_received.v1', '\x', NULL, '2026-11-30 12:43:35.120094+00', 2, '2026-11-30 12:43:35.120094+00', NULL, NULL, NULL);
INSERT INTO flow_engine.lane VALUES
	('worker', 'ZW.18951024799441629053', 5, NULL, NULL),
	('worker', 'ZW.34425726912597989371', 5, NULL, NULL),
	('worker', 'ZW.85008181935894990085', 5, NULL, NULL),
	('worker', 'ZW.07744935417327610378', 5, NULL, NULL),
	('worker', '263771234567', 5, NULL, NULL),
	('worker', 'ZW.47532524924096055833', 5, NULL, NULL),
	('worker', 'ZW.79633475693850335364', 5, NULL, NULL),
	('worker', 'ZW.10495462346408552804', 5, NULL, NULL);
INSERT INTO flow_engine.ledger_entry VALUES
	('2e5d36c3-36f4-56c7-9237-5cb0c7ee1820', '8f57bc45-53f5-553a-866d-35f4c1b1027c', 'provider:omari', 5000, 'USD'),
	('d1bbe23b-8906-5ffd-a5d0-f40fdb61b803', '8f57bc45-53f5-553a-866d-35f4c1b1027c', 'order:7fbbd976-63cc-4e23-a9f5-e339cd7cf76c', -5000, 'USD');
INSERT INTO flow_engine.ledger_txn VALUES
	('8f57bc45-53f5-553a-866d-35f4c1b1027c', 'payment', '6de9ab02-2aba-5b04-93b9-b5f0066d7669', '7fbbd976-63cc-4e23-a9f5-e339cd7cf76c', 'omari', 'P4B5PW8RUBVGWDJCWQ9NZSME4D', 'order', 5000, 'USD', '2026-11-30 12:43:26.782911+00', '2026-11-30 12:43:26.918293+00');
INSERT INTO flow_engine.outbox VALUES
	(85, '02de2b1e-6986-4feb-94f4-99153c0186f1', 'messages.secrets', NULL, 'ZW.47532524924096055833', 0, 'message.secret_consumed.v1', '\x', false, NULL, '2026-11-30 12:43:33.031212+00', 0, '2026-11-30 12:43:33.031212+00', NULL, false, '2026-11-30 12:43:33.063406+00', NULL, NULL),
	(97, '6b6d34d2-6e16-421b-930b-9c544e9e033a', 'http:payments-omari', 'PUT /v1/payments/99c076eb-fc96-5f56-8c55-c4d8e356f66e', 'ZW.79633475693850335364', 0, 'http.request', '\x6741414141414272445739315a545337566b514348333155497449734b41443137766a6336374b716d556a7a6d4b4d793462727734757243676858505a712d65504a78314a4c424462476c4b527a44614e5066497976705249382d706d4a5444374c4f613567467337685f6d546674793947687669685935697a78474959626e464b4f6c626939674f6c4f6372717771795565433035463832437345596d45764872316875774f6c63795a6e7433307638663863657745425071724f61517652673855346f4374344d4d53776c6a664a677269414e7534384344585357685973686c31444232377842396f45634572746a4f51317344374a796e775a4571516d6165492d554179513967453977666d553276536a63574168745a7934746f4677785332336179317a353753776c473271683450474d4a7a3973697041783959334b316c53726635683471446b2d4e6f4339564b4856486d52746c76373865454551613631627a7936477847374c565f65374437444e654f6958556873627930344169593762422d4364326838', false, NULL, '2026-11-30 12:43:33.780066+00', 0, '2026-11-30 12:43:33.780066+00', '2026-11-30 12:44:33.780066+00', false, '2026-11-30 12:43:33.883611+00', NULL, NULL),
	(102, '2116110a-9e1f-4a67-9ac9-a133467bc6a1', 'messages.secrets', NULL, 'ZW.79633475693850335364', 0, 'message.secret_consumed.v1', '\x', false, NULL, '2026-11-30 12:43:34.105019+00', 0, '2026-11-30 12:43:34.105019+00', NULL, false, '2026-11-30 12:43:34.137051+00', NULL, NULL),
	(104, '235acf2b-3bae-47d7-ae14-5d4378d860b5', 'messages', NULL, 'ZW.79633475693850335364', 0, 'message.send.v1', '\x', false, NULL, '2026-11-30 12:43:34.105019+00', 0, '2026-11-30 12:43:34.105019+00', NULL, false, '2026-11-30 12:43:34.137051+00', NULL, NULL),
	(103, '1500125d-2f76-47c4-ae73-593f506252e6', 'http:payments-omari', 'POST /v1/payments/99c076eb-fc96-5f56-8c55-c4d8e356f66e/otp', 'ZW.79633475693850335364', 0, 'http.request', '\x', true, NULL, '2026-11-30 12:43:34.105019+00', 0, '2026-11-30 12:43:34.105019+00', '2026-11-30 12:45:34.105019+00', false, '2026-11-30 12:43:34.197052+00', NULL, NULL),
	(106, '1e1cfc81-9e5e-4ca5-a08f-3d5518482c65', 'messages', NULL, 'ZW.10495462346408552804', 5, 'message.send.v1', '\x', false, NULL, '2026-11-30 12:43:35.137717+00', 0, '2026-11-30 12:43:35.137717+00', NULL, false, '2026-11-30 12:43:35.169449+00', NULL, NULL);
INSERT INTO flow_engine.payment_intent VALUES
	('6de9ab02-2aba-5b04-93b9-b5f0066d7669', '7fbbd976-63cc-4e23-a9f5-e339cd7cf76c', 'e22e7ca0-0e33-43de-a249-64a624a28a40', '1f98f54e-f513-430e-92fb-e03ad9c20adb', 'ZW.18951024799441629053', 'omari', 5000, 'USD', 'paid', NULL, 'CKTW', '2637*****000', NULL, NULL, NULL, false, '2026-11-30 12:43:25.387785+00', '2026-11-30 12:43:26.918293+00', 4),
	('8922928a-7ef1-5eaf-8c93-0d882c9f007a', '40767194-5570-4bb7-8945-eb132138cdd2', '7f964506-1ee6-4e33-b6ac-105df483a5d0', '4fd98b1c-008e-4ebf-8e44-a5b6552a3fa9', 'ZW.34425726912597989371', 'omari', 5000, 'USD', 'cancelled', NULL, 'FJAG', '2637*****001', NULL, NULL, NULL, false, '2026-11-30 12:43:28.085235+00', '2026-11-30 12:43:28.967227+00', 3),
	('ed280fa6-0445-543c-90e5-2c95a9634f6e', 'c580a42c-8158-4bc7-a58e-d3cc7d47cb72', 'fdd0fe1c-f5ed-4c5d-ac2e-51a31593d774', '14a744d4-b150-4393-8fd3-566a819a94b3', 'ZW.85008181935894990085', 'omari', 2000, 'USD', 'declined', 'insufficient_funds', 'MJLY', '2637*****002', NULL, NULL, NULL, false, '2026-11-30 12:43:29.950791+00', '2026-11-30 12:43:30.754248+00', 4),
	('dfee5048-3581-5293-bcdc-de0d989e0208', 'a76bdc18-3a09-446d-9785-03381274e083', 'cfa1dfd8-104d-47fe-81a9-9877e25d5eea', 'da1ab26f-5368-4fd9-bcd6-4c6434607b6c', 'ZW.07744935417327610378', 'omari', 5000, 'USD', 'awaiting_code', NULL, 'MNKF', '2637*****003', NULL, NULL, NULL, false, '2026-11-30 12:43:31.096444+00', NULL, 2),
	('e7b0e22e-aabf-5e19-8c13-c2d4b55a0895', 'f0ac3145-25e9-4ec3-8c93-b9f619df9c0c', 'cd737906-a261-4859-9a1d-5c53c52d6550', NULL, '263771234567', 'omari', 350, 'USD', 'awaiting_code', NULL, 'UFRE', '2637*****567', 'fb4e18db-b1b6-5758-b89a-ac78761c61a2', 'POS', '\x542405da703fe14aa1e21b92b59c68ee365af2b055fee2f8e88af1048d711ea2', false, '2026-11-30 12:43:31.417786+00', NULL, 2),
	('952b874d-0d25-5f16-a92b-305517194bb4', '29f7d4d0-69c2-4872-8da5-75b0bb68481c', 'cd737906-a261-4859-9a1d-5c53c52d6550', NULL, '263771234567', 'omari', 350, 'USD', 'cancelled', NULL, 'HOCT', '2637*****567', '9e74206e-cb70-5249-aceb-88cbbcc62a1f', 'POS', '\x542405da703fe14aa1e21b92b59c68ee365af2b055fee2f8e88af1048d711ea2', false, '2026-11-30 12:43:31.600587+00', '2026-11-30 12:43:32.031253+00', 3),
	('a61d73d8-5454-505d-b102-215b9642b652', '4c954e61-a0cb-47f1-9aa9-225b3277d731', '30250700-ee7d-486e-ac31-3c4f58c60a34', '6f3325d4-4c18-4b95-892e-2f68d0988792', 'ZW.47532524924096055833', 'omari', 5000, 'USD', 'unknown', NULL, 'LNQT', '2637*****004', NULL, NULL, NULL, true, '2026-11-30 12:43:32.751904+00', NULL, 4),
	('99c076eb-fc96-5f56-8c55-c4d8e356f66e', 'ddaf3be8-6578-4f63-94cb-f297cda6ff5c', '5777feb2-5137-44c4-8663-1f0cff03a1de', 'cd1a8d3a-5c4b-4f54-b1f2-e515299e9d45', 'ZW.79633475693850335364', 'omari', 5000, 'USD', 'charging', NULL, 'YMUU', '2637*****005', NULL, NULL, NULL, false, '2026-11-30 12:43:33.780066+00', NULL, 3);
INSERT INTO flow_engine.schema_version VALUES
	('0001');
INSERT INTO flow_engine.seasonal_price VALUES
	('3245ccf0-7f90-560b-96f7-d04590481b54', 'a9c72817-b13e-5e58-ac40-cebfd8f8d433', '2026-07-01', '2026-09-30', 21500, 9500),
	('86c3d692-9827-5075-8777-be985798d688', 'a9c72817-b13e-5e58-ac40-cebfd8f8d433', '2026-12-15', '2026-12-31', 21500, 9500),
	('439b2810-655e-5bf5-8582-92869c562e21', 'a9c72817-b13e-5e58-ac40-cebfd8f8d433', '2027-07-01', '2027-09-30', 21500, 9500),
	('0669e9a7-c725-5225-8f8f-a8bee7db57b2', 'a9c72817-b13e-5e58-ac40-cebfd8f8d433', '2027-12-15', '2027-12-31', 21500, 9500),
	('78120796-d7b2-5c5a-b4b6-fb21a96281de', 'a9c72817-b13e-5e58-ac40-cebfd8f8d433', '2028-07-01', '2028-09-30', 21500, 9500),
	('d83488bd-a955-5599-a7c2-f10275fed806', 'a9c72817-b13e-5e58-ac40-cebfd8f8d433', '2028-12-15', '2028-12-31', 21500, 9500),
	('0a42884f-a8af-5d76-b4bf-6a2d4f2cd2ad', '4ddd8458-5769-5f57-aa5e-6d2d6993ed4a', '2026-07-01', '2026-09-30', 62000, 32000),
	('48bd4724-8ecf-5cca-8135-b684b9edb4b6', '4ddd8458-5769-5f57-aa5e-6d2d6993ed4a', '2026-12-15', '2026-12-31', 62000, 32000),
	('6650b039-e3e6-5eea-921f-ea3d7b9549c7', '4ddd8458-5769-5f57-aa5e-6d2d6993ed4a', '2027-07-01', '2027-09-30', 62000, 32000),
	('9f6125ef-9414-5a63-bd6f-2b92d1fd29a7', '4ddd8458-5769-5f57-aa5e-6d2d6993ed4a', '2027-12-15', '2027-12-31', 62000, 32000),
	('e84f0c66-5cd1-5580-bd3a-2be326d11403', '4ddd8458-5769-5f57-aa5e-6d2d6993ed4a', '2028-07-01', '2028-09-30', 62000, 32000),
	('188e6731-5c72-528b-9a16-54bc502de3a3', '4ddd8458-5769-5f57-aa5e-6d2d6993ed4a', '2028-12-15', '2028-12-31', 62000, 32000),
	('29c9fe69-3df3-54a1-94a1-6b45f99b0406', 'e4ccfa07-938a-556e-82af-d16963e995b2', '2026-07-01', '2026-09-30', 26000, 12000),
	('7be06771-add1-5cc2-816c-05a23ad7adaa', 'e4ccfa07-938a-556e-82af-d16963e995b2', '2026-12-15', '2026-12-31', 26000, 12000),
	('84b92758-0324-55cb-b73f-ddd1046fd1dd', 'e4ccfa07-938a-556e-82af-d16963e995b2', '2027-07-01', '2027-09-30', 26000, 12000),
	('b5aef98f-68fa-5ed7-92a1-398f62395181', 'e4ccfa07-938a-556e-82af-d16963e995b2', '2027-12-15', '2027-12-31', 26000, 12000),
	('a3c6c9d9-078b-5344-a46b-a8d7acc2badb', 'e4ccfa07-938a-556e-82af-d16963e995b2', '2028-07-01', '2028-09-30', 26000, 12000),
	('7e36204f-b0c1-5d4f-a6a0-3d2c79a6e0ed', 'e4ccfa07-938a-556e-82af-d16963e995b2', '2028-12-15', '2028-12-31', 26000, 12000),
	('683575a3-ada6-56f1-9b0d-33d7559e4848', '45e88faa-6c7a-5ca9-bca7-95d7b049014c', '2026-07-01', '2026-09-30', 99000, NULL),
	('6badf499-ad66-5070-8e02-8c0bf8de7d34', '45e88faa-6c7a-5ca9-bca7-95d7b049014c', '2026-12-15', '2026-12-31', 99000, NULL),
	('86a1021f-fc30-59f1-8ec8-3ef95e36b1bd', '45e88faa-6c7a-5ca9-bca7-95d7b049014c', '2027-07-01', '2027-09-30', 99000, NULL),
	('22502a13-9e5c-5bf3-84e7-aa9e01652dd0', '45e88faa-6c7a-5ca9-bca7-95d7b049014c', '2027-12-15', '2027-12-31', 99000, NULL),
	('daf0922d-4bd0-578e-9a95-45614e203c8d', '45e88faa-6c7a-5ca9-bca7-95d7b049014c', '2028-07-01', '2028-09-30', 99000, NULL),
	('ac5854be-045e-57cb-978d-cae7711da2ed', '45e88faa-6c7a-5ca9-bca7-95d7b049014c', '2028-12-15', '2028-12-31', 99000, NULL),
	('c00cb8bc-a76c-5661-aea4-7ace5f05d1f0', 'fc33d08b-afef-5239-8edd-e7d3789ac5d6', '2026-07-01', '2026-09-30', 14500, 7000),
	('69e7f730-8af6-5795-8044-7495d1941e44', 'fc33d08b-afef-5239-8edd-e7d3789ac5d6', '2026-12-15', '2026-12-31', 14500, 7000),
	('5e62e4c4-10f7-50d6-ba9a-40206654d50a', 'fc33d08b-afef-5239-8edd-e7d3789ac5d6', '2027-07-01', '2027-09-30', 14500, 7000),
	('577eb2ea-0b85-510a-9477-071ad564ae84', 'fc33d08b-afef-5239-8edd-e7d3789ac5d6', '2027-12-15', '2027-12-31', 14500, 7000),
	('6151a897-f18b-54d8-948f-7aad0c965e18', 'fc33d08b-afef-5239-8edd-e7d3789ac5d6', '2028-07-01', '2028-09-30', 14500, 7000),
	('4e2d0c3c-2f93-545c-8b8e-5aca20e5ec9d', 'fc33d08b-afef-5239-8edd-e7d3789ac5d6', '2028-12-15', '2028-12-31', 14500, 7000),
	('223fd3bf-7096-504a-a06d-5b95f0945d35', '978c8ef1-1081-5615-8cec-d8031e124df4', '2026-07-01', '2026-09-30', 48000, 20500),
	('bff07675-a428-565b-b384-c322627e3bb0', '978c8ef1-1081-5615-8cec-d8031e124df4', '2026-12-15', '2026-12-31', 48000, 20500),
	('b1cc91c6-e1a1-5fdd-ac52-1504aeed569b', '978c8ef1-1081-5615-8cec-d8031e124df4', '2027-07-01', '2027-09-30', 48000, 20500),
	('662df483-f396-59d1-ad27-5c831f4414a2', '978c8ef1-1081-5615-8cec-d8031e124df4', '2027-12-15', '2027-12-31', 48000, 20500),
	('6bff3ad8-f10a-5af7-8fb8-219877474226', '978c8ef1-1081-5615-8cec-d8031e124df4', '2028-07-01', '2028-09-30', 48000, 20500),
	('01ad0116-cc85-50d2-b94e-d7c7ef943a89', '978c8ef1-1081-5615-8cec-d8031e124df4', '2028-12-15', '2028-12-31', 48000, 20500);
INSERT INTO flow_engine.task VALUES
	('b0e5b409-f42d-427e-be7e-2cd4176c3e41', 'person', 'The customer asked for a person.', '7372b6f4-85dd-4f2c-b758-2b0fa249f9c8', '509a0e63-754f-4cd8-acee-7c119c61b661', NULL, NULL, '2026-11-30 12:43:32.227828+00', NULL);
INSERT INTO flow_engine.tour VALUES
	('a9c72817-b13e-5e58-ac40-cebfd8f8d433', 'VICFALLS', 'Victoria Falls day', 'The Smoke that Thunders with a guide, the rainforest walk and a sunset cruise.', 'Victoria Falls', '1 day', 'USD', 18500, 9500, true, '2026-11-30 12:43:21.559289+00'),
	('4ddd8458-5769-5f57-aa5e-6d2d6993ed4a', 'HWANGE', 'Hwange safari', 'Game drives among Africa''s great elephant herds; two nights in a tented camp.', 'Hwange National Park', '3 days', 'USD', 54000, 32000, true, '2026-11-30 12:43:21.559289+00'),
	('e4ccfa07-938a-556e-82af-d16963e995b2', 'GREATZIM', 'Great Zimbabwe', 'The stone city with an archaeologist, and a night at Lake Mutirikwi.', 'Masvingo', '2 days', 'USD', 23000, 12000, true, '2026-11-30 12:43:21.559289+00'),
	('45e88faa-6c7a-5ca9-bca7-95d7b049014c', 'MANA', 'Mana Pools canoe trail', 'Down the Zambezi by canoe, camping on islands under the stars. From 16 years.', 'Mana Pools', '4 days', 'USD', 89000, NULL, true, '2026-11-30 12:43:21.559289+00'),
	('fc33d08b-afef-5239-8edd-e7d3789ac5d6', 'MATOBO', 'Matobo rhino walk', 'Track rhino on foot, San rock paintings and the view from Malindidzimu.', 'Matobo Hills', '1 day', 'USD', 12500, 7000, true, '2026-11-30 12:43:21.559289+00'),
	('978c8ef1-1081-5615-8cec-d8031e124df4', 'KARIBA', 'Kariba houseboat', 'A houseboat with crew: tiger fishing, hippo at breakfast, Matusadona shores.', 'Lake Kariba', '3 days', 'USD', 41000, 20500, true, '2026-11-30 12:43:21.559289+00');
INSERT INTO gateway_webhooks.inbox VALUES
	(130, '02de2b1e-6986-4feb-94f4-99153c0186f1', 'flow-engine', 'ZW.47532524924096055833', 0, 'message.secret_consumed.v1', '\x', NULL, '2026-11-30 12:43:33.063406+00', 0, '2026-11-30 12:43:33.063406+00', '2026-11-30 12:43:33.089498+00', NULL, NULL),
	(158, '2116110a-9e1f-4a67-9ac9-a133467bc6a1', 'flow-engine', 'ZW.79633475693850335364', 0, 'message.secret_consumed.v1', '\x', NULL, '2026-11-30 12:43:34.137051+00', 0, '2026-11-30 12:43:34.137051+00', '2026-11-30 12:43:34.177651+00', NULL, NULL);
INSERT INTO gateway_webhooks.lane VALUES
	('worker', 'ZW.18951024799441629053', 5, NULL, NULL),
	('worker', 'ZW.85008181935894990085', 5, NULL, NULL),
	('worker', 'ZW.47532524924096055833', 5, NULL, NULL),
	('worker', 'ZW.79633475693850335364', 5, NULL, NULL);
INSERT INTO gateway_webhooks.outbox VALUES
	(155, '1c6fb861-309e-47c3-8c04-a1595b2c9ba6', 'whatsapp.messages', NULL, 'ZW.79633475693850335364', 5, 'whatsapp.message_received.v1', '\x', true, 'wa:227841650415338:wamid.HBgMMjYzNzcwMDAwMDA1FQIAEhgUMTQ0NDgwRjYwRjZFMzk2QjIyNDAA', '2026-11-30 12:43:34.084762+00', 0, '2026-11-30 12:43:34.084762+00', NULL, false, '2026-11-30 12:43:34.089349+00', NULL, NULL),
	(163, 'ff6392bf-060c-4694-9c78-c80ef0cb1913', 'whatsapp.statuses', NULL, NULL, 5, 'whatsapp.status_received.v1', '\x6741414141414272445739325f645942454c353146493073314541526f55726135444e74327168467677776b754c484933663256516659646f647539444f445836546a7a49427561684668756e45793167567543514f5752743234516c355662487657566564376d772d7048626a39426972477a325a3869625373316c48433775594f436f6c4b3236567a4b52384672315f6451536248686357794f70315a4d5267527037356a6c4a4d582d31735f50554d44794a647345794770555f774744344f6e4348416d3579374f4a496d33395637443948414c6b45494434526c675168574535634f4e4a3641726354456f4c77546b697033685469644d562d3979556378376e537451795368466e646a55675a574465487950655164753858554e42636e76306665616c554f30354c627057585272635f47595170786e316d335835736a395f5f2d724350664551586757616942396465533478747157714e6549795953724b6e3370306465474d634e6e7a4e4154354b6f436e436f6831486e7663416e44425861384e7a55724336375f534f723036485650613938547939373332476c70716c6f3375797a776563752d52364e716f775861546a79764b3461716e764f36346a335476573033306b4e41324f3872547042697a44656e79777975565a7965364e316d7a54515a67584d4f77474e5372514e394a66624534324558367862353448623936504b5438565661707030456161797a67712d476a7564765f79613637426a6151627a627855665261786d30755145334453504a78375a424e35476259705334364e61446e64564e557957454a4d6d6466746878624265524452413d3d', false, 'wa-st:227841650415338:wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSMjQ5RUNDQjgxMUIzMzdFQTg5AA==:read', '2026-11-30 12:43:34.483339+00', 0, '2026-11-30 12:43:34.483339+00', NULL, false, '2026-11-30 12:43:34.496697+00', NULL, NULL),
	(164, '3099bb34-aae0-4c15-b6b6-fc7416ccae7a', 'whatsapp.statuses', NULL, NULL, 5, 'whatsapp.status_received.v1', '\x6741414141414272445739324c6c33567845354546614e4278465539794e533251525a4f3332562d586c35334b76595761637941716b386f67633943477652563554583251636770317a4933446b422d784e35626d6f304c7449326941797a783331346b4e653733445633544737652d30455836385352705a324766324552624c734b58555844324a614e35715265483041356a6448454b4e377a797248487035755a74794747614c374f5144615545766c394a5f6e41666a573146446e4a51486c7777374851574f514661617130466675626459356a5877586e787651683533315a4f4e666261687569476a46354c655f705a42536d6155476e6a4178506c6c45315f355078653744516d316d384a6d4c6669785044784968344c65567a456b78486b6a71364e665a45573531502d68572d3265685159707562363034664e75792d59564f61567a5139425f564a6939434633394f71745f4939794c744d64717976387a6573716738314675634d67674233544675756c3134315347334e4e42526c68665137467a5663666a345a78784677436d6649323847584a3873474e2d444b6a44744373516950345441694c6c586371586e4e47645159694578474347386a6c4832454c6a5750505473567a7466704d796f4a70696149474b4857374a367354615930624833435a476b615656354c2d6e4279485a6446436c5356336e6e31446e636f6237374d67397731314c6a4b4c6b385862655572437247464357306636535a716e33344d6c497062327370705f49725273324e62657365775a32474c647177567a3674346649625439474b3077485f6c502d6e79546a6f544234773d3d', false, 'wa-st:227841650415338:wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSMkJBQkZDMkNGOUVBNkZCNEVDAA==:read', '2026-11-30 12:43:34.684996+00', 0, '2026-11-30 12:43:34.684996+00', NULL, false, '2026-11-30 12:43:34.693084+00', NULL, NULL),
	(165, '20a25ac5-2cbd-4061-a817-56b5265d4caa', 'whatsapp.messages', NULL, 'ZW.10495462346408552804', 5, 'whatsapp.message_received.v1', '\x674141414141427244573933515f7a384c337632737a362d6b45415271354e6e535159383936623266343132645334536450614352614167746f796e6f5766647762326457497a39546249675f515974637a7856344672366345464175685845574574394d47786e4376524655696a323438716d79344e3052315a4d33697a5a76304f45496844345334754a4a554f67564b4e5762367932623873687072746e73585031392d476b37316b597669536b4c775f7a373169317577396342326f6430335369596e696b6f5f4f6454325a33612d6b6b7846764748466249723972516634704a63716473556b6b47545854445550544b5f503036624e305a595f6743314b6c4a32504c4d58694b6c2d5876496b3663676f5f775a5065467668725039676777765055586b6c68792d43756b4153566f61417475527577446252347a7278417a5170526c6c3573316f694a6c6f6f4c4150346e54327345434a4d35593262724b5a674a7779546259594d624d5550376a665f5a4233314a76626656717258657a4c746379386e35734b63654c43664e45706e573079694b614973617a77434a3447716f6e705439527535486875337133546d345f6242462d5a7463535f66395842435849667934446a56664867677a4149665773697769694c417a31747474794434716c744f6d64495237364972436b484e7a396f426b7637424e4b6e594a304434473461795162792d6a6d756b34386a694b3144435f414732665735716c353661516271414e447374595a425a75442d76507341553350504b3270766534546c4c55722d2d75634a76776572424863764e4c4f6b416152335a323353546466316c5a443176693356347143475f31652d6538513d', false, 'wa:227841650415338:wamid.HBgMMjYzNzcwMDAwMDA2FQIAEhgURDg1RjM5MzVDMUI2ODVENTMxNTYA', '2026-11-30 12:43:35.110385+00', 0, '2026-11-30 12:43:35.110385+00', NULL, false, '2026-11-30 12:43:35.120094+00', NULL, NULL);
INSERT INTO gateway_webhooks.schema_version VALUES
	('0002');
INSERT INTO notifier.delivery OVERRIDING SYSTEM VALUE VALUES
	('0755ce40-1e4b-5d9b-97a6-433fa4d53e40', 7, '0755ce40-1e4b-5d9b-97a6-433fa4d53e40', '227841650415338:ZW.18951024799441629053', 0, 'unknown', '2026-11-30 12:43:27.128779+00', '2026-12-01 12:43:27.063231+00', '\x674141414141427244573976496b45645131303741466b4f504675494579336f48585a34576246394b64642d44704a6767786e41425a4f776678346f5778423642624d50723967794978736c5067744f4f7138746262785a386247614678633635774c6a55785578594a7838566c517a4772584e734f6577636f686e6a2d49584b7370774a61377752354541324c6a7a7867724a725f56367944516c305264516f7348615357496774584b4363684564375a546250544c57744369447a4f477235537937595651687051664f6449354e3762474d3648786d59762d314a63344e41686b5a74674a4c3863706a57486734753352446e356e6b3058595f4241456e7165526a4b4468795f616130486a515045317175634644374f4b70377a4833616a6f314d4e55374e3077703969315644703043757643767a6a644236716a6b5f335f794f30346f4338654e6e584f5a4b4a554b366c714f4141583961696b356e616e716d414c34356a704d4a68532d797a4764714c336539795f42585152744d317152466f42674d666a4b4a6c3857764e474d4a6a4c355a73507636725f634d51666276414c6f41494771784e3062346536696f5a584d657a70415f326139737a6b32444b56793248434b496d34765f58504258397566504b4f735269677444497858676a367359395f6c6e6f465a424434493443333770626b736a55714935627565527044304677444739', 'x', 'wamid.HBgMMjYzNzcwMDAwMDAwFQIAERgSNjVBQjBGRkMyOTNEMjNBMTcwAA==', NULL, 1, 0, 0, 0, '2026-11-30 12:43:27.094976+00', '2026-11-30 12:43:26+00', '2026-11-30 12:43:27+00', '2026-11-30 12:43:27+00', '2026-11-30 12:43:27+00', NULL, '2026-11-30 12:43:27.063231+00'),
	('d8969c3b-d2bc-5e1a-aaf6-c23dbc648b51', 8, 'd8969c3b-d2bc-5e1a-aaf6-c23dbc648b51', '227841650415338:ZW.18951024799441629053', 5, 'held', '2026-11-30 12:43:27.298094+00', '2026-12-01 12:43:27.063231+00', '\x67414141414142724457397655354a75504a516f5a395339516556616c634732767552566843676a54593955625864467457313553767a686a326b554d543277552d56706a397a7977524855616b435a4661586670476c5a4d7056746855474f557767636f4d70366737376c4b49384b4545356343416f5050377044486b4d615053445f48474f74724c6c4339546256506666376565776e4445456e75654166767679375632462d33726c484c5744724b6f3373325f53784d616337594564642d336a6e6b2d62555a326b414b3552337178644173397071374d7a48616a6972345a586751447a6552704e4e76727146384b34425a776b32615161546a474d74777554717649536451653274433731646c66684678682d596f5f593939434433553264617045587870705a7933546c6a70756c4e334833475f796573584b6d59434c58357974703147416d6d696b4241596336745878435f305843357742615846426c4f4b594b6b654d4f79497658544e6d782d517a74506d756a3674425a594e4c4f51467a5845553573674557624d674d2d7a766b4c706c735651697148634f74576b68456c3778626f47784679672d546e716e4e6c56397a753166696a396d31616242303771516561395247695543764448464c55356f5572582d6e71544f584e43774a5a414a5255555452624858436678747148584845316e75776963345766566f686f59764f506f4b32354e7a7667374e5f72584c376663365169356d673d3d', 'x', 'wamid.HBgMMjYzNzcwMDAwMDAwFQIAERgSREExQ0IzMjJDRTdCNUY5MTREAA==', NULL, 1, 0, 0, 0, '2026-11-30 12:43:27.147627+00', '2026-11-30 12:43:26+00', '2026-11-30 12:43:27+00', '2026-11-30 12:43:27+00', '2026-11-30 12:43:27+00', NULL, '2026-11-30 12:43:27.063231+00'),
	('25033100-0d17-5449-b4e4-cd091838e6e3', 15, '25033100-0d17-5449-b4e4-cd091838e6e3', '227841650415338:ZW.34425726912597989371', 0, 'failed', '2026-11-30 12:43:29.220923+00', '2026-12-01 12:43:29.136324+00', '\x67414141414142724457397855694c4e636f71305f5668674e57516966556f6c4f344a4a774b723249346341686f4e735a4d6c5372367876577344716c4b4a6e48316e682d4e3159737377786277452d5a6843676a3064423568456a494d794c476f454461454345593346327062334d384644624d5737503358504d554f6d697946366d4b674e64704f715f4a6c694669414330696a63505f4c57353979347450774730567133687933366d4a4f38415267715434684378394c336c79323333756a4a394542765651556331655337657445725130764b566b494551344b414f54486d4a784953737a767278644e79536c466574455976745770334e2d6b6c35335554706a54334258544d46', 'x', 'wamid.HBgMMjYzNzcwMDAwMDAxFQIAERgSNkJCREVCNDlDREFERTU2NkM5AA==', NULL, 1, 0, 0, 0, '2026-11-30 12:43:29.180416+00', '2026-11-30 12:43:28+00', '2026-11-30 12:43:29+00', '2026-11-30 12:43:29+00', '2026-11-30 12:43:29+00', NULL, '2026-11-30 12:43:29.136324+00'),
	('9f4bedf6-66f0-589a-b4a3-dfc1fabfd586', 23, '9f4bedf6-66f0-589a-b4a3-dfc1fabfd586', '227841650415338:ZW.85008181935894990085', 0, 'accepted', '2026-11-30 12:43:30.817196+00', '2026-12-01 12:43:30.792151+00', '\x6741414141414272445739793532724664536244397774776245384757735158626f564d7631512d71777a7a6971534e7467714471777a735645475637355045636a4d5a38434f47434e464f2d6544485670356670744c595a62506b6441326362665a766b5279566149507233493961536e666a445f7353436d54565a3371695f52506e736335555a46336e6354723648536644665f7751696c79673876626879774972634d6154396d7a47746864544561314a614243533045664e786a75705335794162455f5f424b552d2d6952796739524734652d453352717771305739694570725f63414c577151626530704a3656366e6132475f64764e6961726c6438736d77614b4f38393368633955747251685a417372353743564345516a425536617743334d623354354d38795134355568543568716e657168676b62336b70326b36465a7051695a6641694e3445323277646c35524c49676b507931344b332d3036316a42764e4b365a436a5759314c36473634495464493638327a524631734a5f70433837654e6879496259414b374c415569767a786e75746d6e2d59735362764d44656c6656704e37374e774e45746a735a4c78794b78596f594c763063513647446f366545734968512d4c374d515470753446574a525f61456e44614c324537795a712d554b432d4f456d42594c43565858706a426e42765753683162305038666f644e726b6c44772d4e546239735f477a304f4d797a3862696f547746386a4369313648766c4b4a6638746466554958372d777659744e722d336e50622d772d445558304452526b6635764b49622d2d4b45463965634e554f35616f464e4d497778507147526a36436938715a30784643733d', NULL, 'wamid.HBgMMjYzNzcwMDAwMDAyFQIAERgSMjYxREM3OUYwMkE5MzEwMDIzAA==', NULL, 1, 0, 0, 0, '2026-11-30 12:43:30.79935+00', '2026-11-30 12:43:30+00', '2026-11-30 12:43:30+00', '2026-11-30 12:43:30+00', '2026-11-30 12:43:31+00', NULL, '2026-11-30 12:43:30.792151+00'),
	('790111e4-da53-57c0-885b-48d190bee578', 22, '790111e4-da53-57c0-885b-48d190bee578', '227841650415338:ZW.85008181935894990085', 0, 'accepted', '2026-11-30 12:43:30.652217+00', '2026-12-01 12:43:30.520583+00', '\x67414141414142724457397968424e4d5671464c44334431724f5f4c723867794a517965676a7259385f635f777a726971734a394f616736664c67463542434c3144685579395764334d76615f456f453547324f306f34685979635a6338535543743238414d506379594f33514b626d6568425867674f6a6c584b386971453839655a5470336e534f706674524257476852735578774153546164616f5a696e734a386554443033794f5f645374707a4b6e716a756851415036516b704472497a693551326674493341563764707a515032554c35627436584f50384c3075434a455272476c594c68787137647a586c485963315f646e47647a34333362426b6f664271556746305a3272522d5a586e42706c384349476c4b66456e566356626345344a74327430386c755635777a4c62475134747a747a546471634f7843507779666e4668325637696952', NULL, 'wamid.HBgMMjYzNzcwMDAwMDAyFQIAERgSQ0U0QTcyREIwMUIwQkVEMDNEAA==', NULL, 1, 0, 0, 0, '2026-11-30 12:43:30.616985+00', '2026-11-30 12:43:30+00', '2026-11-30 12:43:30+00', '2026-11-30 12:43:30+00', '2026-11-30 12:43:31+00', NULL, '2026-11-30 12:43:30.520583+00'),
	('f08c6e21-706c-58f1-9b44-c97a31ea6a19', 16, 'f08c6e21-706c-58f1-9b44-c97a31ea6a19', '227841650415338:ZW.34425726912597989371', 0, 'accepted', '2026-11-30 12:43:29.320403+00', '2026-12-01 12:43:29.136324+00', '\x674141414141427244573978756966445630625a54343858577a713879412d4a636b5758536f6e4152384655703144777737364f51323476715a3543737475546149784a4a495746343763517139747a646f324e635437493162456f6c645a424e5a58566a4f50443746586d4570485a51757162487847466f725842314474764574397257715734534f3042596742354d62694a326a613567736f4b73724f5739715f526e79546938536259616f2d414278486a3039762d68656338554a706f7556616349715572415a506665616f6e415577595a6831555a7235647535793748357a46474d6e655a76727a646d6b70767a33544d496b6a556c51625432746e4f7a583861584b653362714d6638445361737a655965327861536479717356484348536d34643056476f4e7858556d57526c45366b5f6d64745550577a476d78637241744435514f656c7475735275454d4e3936656c6a3471627a526f73664676686d4d31514859524934555762436f70785f2d50614d325257534a6d3339417a637a5369397959626267655a4e4d355552367968315754457365456272684d314954646d6d48366237684a2d70757147763348724d6c7552596b4e43575050506358784543376a48506b49535831515f665047727a3047302d63435166723443536853646f7a776c37594f4b78566f3558564f71737536457431307357316248384b66516761697a43475453474f5971382d445758323650442d39675177502d51504e2d766a6e303376565a732d4f4f6b506f477a383d', NULL, 'wamid.HBgMMjYzNzcwMDAwMDAxFQIAERgSMzg2QTMyOTgxNTkyMUIwNThEAA==', NULL, 1, 0, 0, 0, '2026-11-30 12:43:29.24995+00', '2026-11-30 12:43:28+00', '2026-11-30 12:43:29+00', '2026-11-30 12:43:29+00', '2026-11-30 12:43:29+00', NULL, '2026-11-30 12:43:29.136324+00'),
	('f0ec22ec-a6d8-5194-92bd-903fec191920', 30, 'f0ec22ec-a6d8-5194-92bd-903fec191920', '227841650415338:ZW.10495462346408552804', 5, 'accepted', '2026-11-30 12:43:32.337496+00', '2026-12-01 12:43:32.274214+00', '\x6741414141414272445739307877576670542d635257434f6132696266574159474f364366524871794878633266743164733239306b3564474c51376942535f55664c68694653746365714e4c4b4433332d31394d37686b45563963504764424a6275424b71695345533138524c757049726b39347343476e4251316e7274366654314d4a7a3261546570586e48634d76796834417764304e5030456c433739473152354b427a366a564d4c30334a432d656d5249694535475f4d61314c5f6e66345f425a552d666b4268597965746b4d542d546962533744634d654257774b59576333576b534442584f2d686c415a59306b684d6961317847744f49705471384b576657656634756250493950412d68494e6d7953512d697856704732445f6b4d2d33306d424d496c3962474d4c3661312d766e53733d', NULL, 'wamid.HBgMMjYzNzcwMDAwMDA2FQIAERgSQ0M0RENCQUZGOTA3ODY5MUQ3AA==', NULL, 1, 0, 0, 0, '2026-11-30 12:43:32.305357+00', '2026-11-30 12:43:32+00', '2026-11-30 12:43:32+00', '2026-11-30 12:43:32+00', '2026-11-30 12:43:32+00', NULL, '2026-11-30 12:43:32.274214+00'),
	('29542633-5a47-5f13-81fe-dd5d66e37bbc', 27, '29542633-5a47-5f13-81fe-dd5d66e37bbc', '227841650415338:ZW.07744935417327610378', 0, 'accepted', '2026-11-30 12:43:31.151253+00', '2026-12-01 12:43:31.120265+00', '\x67414141414142724457397a6b2d6f3371745a5a6d6378624d547a4d51314c4f4431733259434a7439576c53487a394766417361704b626c444e7070674c596b784c36364647465a44574a45466a576c4a624a4534435a7833425f756b464b6c532d32693172342d7741506e58702d66356f466d45446864734c54364771676452594d3857644d4f653951734a626c44796c5530354a5062444a51594f44514838386954616c49316c446a676162366b656843372d4451436e594e4179764f38574e584a7131755349464759636b6a66674335493654486f74357470595f32525438302d55502d415f507131734637372d5769547965597931383373697361527969674c35714e6846464f38787873653143585664784457376145387441317350413d3d', NULL, 'wamid.HBgMMjYzNzcwMDAwMDAzFQIAERgSRTNCNTE3RDlENkEwNTRFMERCAA==', NULL, 1, 0, 0, 0, '2026-11-30 12:43:31.136963+00', '2026-11-30 12:43:31+00', '2026-11-30 12:43:31+00', '2026-11-30 12:43:31+00', '2026-11-30 12:43:31+00', NULL, '2026-11-30 12:43:31.120265+00'),
	('ba74403d-a754-576a-99ec-916c553f4b41', 28, 'ba74403d-a754-576a-99ec-916c553f4b41', '227841650415338:ZW.07744935417327610378', 0, 'accepted', '2026-11-30 12:43:31.323692+00', '2026-12-01 12:43:31.271357+00', '\x67414141414142724457397a47614e5a496665795f3351657a6b644f78467a2d69744b7855586b34586d363674737342416c384d6a4559367166563970647149635949544e7a525079305f4c71376c432d7a364e6a59465a6253647874616f3376523150412d43675a684942515a524c62685456462d564a54564448327a54724b366f457659566a69554a5a35636c44334634755862627173364f7646576e6d326a544270376c56474b5f687a695a613056544e4139397636596a5f48646d364f67643850595a4266366c685170696e694262516b71436b49326a796a717139306e594b705034554d2d487146445f6a7249456d424a5656314764574639647249383949646d58794d4a3448306c31616d48535042494472306e6a7678592d794174484543546567486d68497558654870516c4e6775625a744b4a48344a774258686261572d38316a58665a5145695f424a54664f41654d636652664d525450756c34746b336a4e4c7378786f4d534f617169793273714f7942324c6f333952336c3267495869583067667a79536b504d485a576871656f374d304a4443767933583356366c32477a334266344a376d354a6756716947545239547058322d62392d7968537232436871683065686f5168365657627966776c4f41715744565056364a6f67797842776a3574544653304c325278474847635a4e624d456d4749635447535a3675766d427869687a506a44635349476871777a72526c7049413867375935435078594c644f7039543136765f734732354379684f596e32426679494359536e56776f456e366e7a584a6c425435785f5343614a3965346c7a5a366b6e2d795a78574a543474716e4d4f443163625f56647071756b5956345f6776787a5564655a4679727553687232467539437a57634d38535a485475756a6d467369444a386635474b7844364a70377468526e4c6342413d', NULL, 'wamid.HBgMMjYzNzcwMDAwMDAzFQIAERgSQzcyRDJBNUY4NkJFQzE4RTE0AA==', NULL, 1, 0, 0, 0, '2026-11-30 12:43:31.287236+00', '2026-11-30 12:43:31+00', '2026-11-30 12:43:31+00', '2026-11-30 12:43:31+00', '2026-11-30 12:43:31+00', NULL, '2026-11-30 12:43:31.271357+00'),
	('708f3ecf-1d05-5601-9b0b-04eff457c7c2', 29, '708f3ecf-1d05-5601-9b0b-04eff457c7c2', '227841650415338:ZW.10495462346408552804', 5, 'accepted', '2026-11-30 12:43:32.200714+00', '2026-12-01 12:43:32.166604+00', '\x6741414141414272445739307446516a387149626164783953575975754d44524931746d3033792d726b4a726f68544e5a624d6b34584f4763633470416650516b724864735951556931456b4c416a3543476654347a33465f75794b487378316839626b517369343472756f613844736d4f474278776e364355636c504d596957317272647877457a6e4b3073744c50335a4b326c634d3068686d343230553851636f714e646c736d47615064573561384c6a7235552d784b724f73617330566d4265334874545f437072434d2d386c634f67484d555065743432776131477852797a31424d66527733384d38384c736a39334c6470656f6c7969554d4e6249555847797577763373424974355a455f5765782d6276475f5947446271634b354c5448485f664630692d6e6b70524a516b78336b7a505778614267433253626a4e4e77704c41517a4651754b3831494e4d3242687031356476304e39643162716b46675855435854424842524b66657758306231366b76764c507667375a68675959627a326c6166666a486132594a3566787661616a377970416f305a64577a4277346e6236624e663165316a65444d50586d6a5a6a4f565169444f75746b666f4e5373426234467a49442d694a45494e4e4b3365576a494c56434f31776567655747654c4b674b3841355a4e2d4345314c675a57756e562d52585a6175784a4868767a6f6f62395866446f6c4252586a53455133343563492d4d506f5435326a427975775f2d554e524e4a56424c31514b585f66616748564f615936364c675750476f6c4e5034622d515f4d56723871674a512d42577877545867464649502d4f494b31384b4569514d6b5f48714647476a4739626344515134434c325a6671656e73435f354b4656646650394234375255344736747931725f43483565503068526765574f796f714a333661577050645a594251534e6e4354444f43435a43377a3553554141786237447a367549527849333934647a50306b4c546672764f597a7145794a5945363278487550597848375441654e5a495145647964366d37504a6a702d47646473706438437931494544433079646f7057575731664b616f33704d7777434169465a75756e71315278416a323365717953417446436a564161445548586669646c646c70564f53574b6d706b3734675171667032344a484a4762464e37706f517268724d6958453841484b726f2d7648724e306e7442742d436b435f6f794567474b33684337726842576b3136524341316b3541614c566e377a745f32475436493032676c6a4676745050594b546e7a5943586962576533442d7a70644a4e6e4a57324543784652594a307959395164395138574675762d3275545a76424b7564613179473375734d5f30454b544e414b5f4931774b4a6174494d4f794754386358636a4b3133506952665f655a717664754f3531666376462d567853517251485f767877694f6e5f795a3068666a46706a5f76414143644e7830664637446a692d67745a7648663936516b59346744656d52456d49726d673d3d', NULL, 'wamid.HBgMMjYzNzcwMDAwMDA2FQIAERgSOEFENzAxMDQyNzc0NzA5QkQ3AA==', NULL, 1, 0, 0, 0, '2026-11-30 12:43:32.183627+00', '2026-11-30 12:43:32+00', '2026-11-30 12:43:32+00', '2026-11-30 12:43:32+00', '2026-11-30 12:43:32+00', NULL, '2026-11-30 12:43:32.166604+00'),
	('0555d94c-0442-5a4c-87b5-ef6502f49daa', 44, '0555d94c-0442-5a4c-87b5-ef6502f49daa', '227841650415338:ZW.10495462346408552804', 5, 'sending', '2026-11-30 12:43:35.175815+00', '2026-12-01 12:43:35.175815+00', '\x6741414141414272445739334c5f37316f425a7945566a705f5241656d687a58577a5f304e414f534a4c30737957623366546d704f324648327430355935556e545956464c71304d6164774a55346b6378754c56545a53635a61636c375972546e466e70356d426b78717575516468355046677a52396b564a62745378326b72462d50346148367948624b676a736c4e4a4451674f6451396e336a446f6966795530626c69764567434f6c4c565976394e6d6d5f6176305259634c584547535a454b363444556a306b6830534c485062375f3132384e67717650594d677a54335068447343664735586c4450537034496d71316f4f325a30353643322d637a2d7166324465334c446463307368597230356768725531735f32696e63755a616c535964424738343359747a3734756136755379324774704e364246326e58484747716f46355563654b354e336b376c4a307a7248725874426874557271565f415141424854652d614e646277534564794341306e6a47784e494f3767566e4375584f4e79462d7271556845716979714f372d6c44436c316b4b497550486d484e7a69325068524c685a5f5176634d645f386f79765864413d', NULL, NULL, '344a4103-dde1-4857-b569-dde7664b164f', 1, 0, 0, 0, '2026-11-30 12:43:35.185368+00', '2026-11-30 12:43:35+00', NULL, NULL, NULL, NULL, '2026-11-30 12:43:35.175815+00'),
	('9d48d714-1b47-52c9-abae-0b6c62be3d8f', 36, '9d48d714-1b47-52c9-abae-0b6c62be3d8f', '227841650415338:ZW.47532524924096055833', 0, 'accepted', '2026-11-30 12:43:33.194569+00', '2026-12-01 12:43:33.092757+00', '\x674141414141427244573931714967706550732d4f4964575361423447596a6a4761443242723475445577755a3239477a48726d2d6f2d6b44766b304579615949357744687368556d4345486c3938536a47395f67313366557736597071586a42594275665531455a4a734874706d54412d56466d684f704b503669376e4a45747975744d6f6a735063634a6766786c3939586439555f6d634f56544f5462303156775934474347396330704d474b706b3952647a343641473764524e75536e70524572637a736e657976335a3964796f706e2d304b3864465453506f4a4e387871627230305f72623745324634527a5337552d35564e346342656e586d70716a617879636549497164713846343956397a5563786b74706d38455767386150563432635a5243794a503970347a505a32633641727073522d6e716d4d7a445161313546696a646750383258', NULL, 'wamid.HBgMMjYzNzcwMDAwMDA0FQIAERgSQjhDN0U1N0ZCODdCRjI0NDAwAA==', NULL, 1, 0, 0, 0, '2026-11-30 12:43:33.144238+00', '2026-11-30 12:43:32+00', '2026-11-30 12:43:33+00', '2026-11-30 12:43:33+00', '2026-11-30 12:43:33+00', NULL, '2026-11-30 12:43:33.092757+00'),
	('42b34019-e61c-5f40-8e83-157432ac85cf', 43, '42b34019-e61c-5f40-8e83-157432ac85cf', '227841650415338:ZW.79633475693850335364', 0, 'accepted', '2026-11-30 12:43:34.257075+00', '2026-12-01 12:43:34.179379+00', '\x6741414141414272445739326a634c3743744b6369463332626f756e6c666d73456d30564332765179393673305759716932734e664c683768475838764d4b554f553646434346625063526555716457496e696531576d635854353744714c705353716f4a6359615f39786e4e374d7048424b575a63524365364962716a586745614463736d6374527a567232765073796e6f5569377777544d365936757934397730626b46357641504653665a4c64383565366b46682d417341616e6c445861715f3359484658587449535039664233334c78667776326d4b684c58745f7a4f62624f545f4f4862614b7765354d4b7379306e5178454170666b6c384d75536839564b4d4a39797137486e6b3758484b534852375573354745544732485570486c4b685058556279377744777a533270366c567a75754c397361757455774e74575f75576a6d784d686446', NULL, 'wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSMkJBQkZDMkNGOUVBNkZCNEVDAA==', NULL, 1, 0, 0, 0, '2026-11-30 12:43:34.241122+00', '2026-11-30 12:43:34+00', '2026-11-30 12:43:34+00', '2026-11-30 12:43:34+00', '2026-11-30 12:43:34+00', NULL, '2026-11-30 12:43:34.179379+00'),
	('8b5a1f5a-2547-5439-b1dc-6324fb39922b', 37, '8b5a1f5a-2547-5439-b1dc-6324fb39922b', '227841650415338:ZW.47532524924096055833', 0, 'accepted', '2026-11-30 12:43:33.338244+00', '2026-12-01 12:43:33.286851+00', '\x6741414141414272445739317a35534d4335533768493234786c39765077694f324373773635324f64735a5234376c6568376c774d44735a4739734c576a3038786e67694b3465305230637157704c36324546683672567970685a70446f3674444c7175436366536f696843567134517a524f796e586b50593265356b7542585554432d46707372567238655f77344a4b6b664976627a396e4f6562774758376d362d725f5a67304f6b38576946394f6f4a746652634f6152787265777352496a5836614769434643592d73304a5447767238665f583661746c38346a66694546495253336a32716478556b6e4d2d563838496858504c52726231466e654f584b56307a5a7a57334c5f777648646963306b79635869326c59635f7935633339584a42387672446365563471494650455f55447231736b74776a7450596a3965517074724c5833556233346e4a3076524e5a525766757a792d53446a51346333436279497846593865415045757051746b4c5a437659513d', NULL, 'wamid.HBgMMjYzNzcwMDAwMDA0FQIAERgSRTY1Q0ZBQTc2RDI3QTBDRjVCAA==', NULL, 1, 0, 0, 0, '2026-11-30 12:43:33.319257+00', '2026-11-30 12:43:32+00', '2026-11-30 12:43:33+00', '2026-11-30 12:43:33+00', '2026-11-30 12:43:33+00', NULL, '2026-11-30 12:43:33.286851+00'),
	('ec2f8860-e491-50f6-9a4c-c2c997416d5e', 42, 'ec2f8860-e491-50f6-9a4c-c2c997416d5e', '227841650415338:ZW.79633475693850335364', 0, 'accepted', '2026-11-30 12:43:34.048979+00', '2026-12-01 12:43:34.022459+00', '\x67414141414142724457393265365f494b346a66686a6b387768416b6a5444775452334b45352d4b7359494e4b6635484c446d69414848414c7a444d32562d79676a675f4a78597767514b2d2d71464b6b784b47744e494265454f71434f31546e4d527534722d546c63485059394c36334949303668342d35417a5454626e5457727944364c71747867613164613863305a5031756d42634b58515558417a61584c666445435a69526a6951394b4838564733736c64325047666831626c44444644536f68506a597056635a42687547794a53564f57714b6569444345426e67307745447479434b6742736e36433779796e614e314c47566a6a694c6f5653744d61666b3163474e5f356e583837684e504d484b347a3869656a504f4761714a65515a686261754b4e5157317865354a4b4d4a68385f7a4a6b45636d464b4a4c64565a686a3672316c512d71773366475079587150476a634f5557785a564d673370634f4b6f57454c337653543971326a7976585f336b6b454862426b64617454525a7675354e6330726d3069396b69673156613250614165646e5350456669425f316e797666435654767a4d3573375a726e73545835586f366444746448796546646d33663033675f4f506e7262534e4255795f6b7835764236736c64767545433878384579545078726a57776763774b2d4a545955414c54777669622d73653930494c4a36354d526c31386c7053614b79433051584a7136554d7436583758674a326e3336696a436171594364316f674d494667684c767a6b62572d4836596a64775f784964392d4e53486e4c6d655959316a695738753576676c726168617a5479576f426a436a6b31496e71586c486b7679736a2d47375a4e6c57453252476a33744e5369616c4647526a5475564a2d706e7033716166634657394767415f7a766d62414f6b6f31644c414a564e2d3239616d493d', NULL, 'wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSMjQ5RUNDQjgxMUIzMzdFQTg5AA==', NULL, 1, 0, 0, 0, '2026-11-30 12:43:34.039769+00', '2026-11-30 12:43:33+00', '2026-11-30 12:43:34+00', '2026-11-30 12:43:34+00', '2026-11-30 12:43:34+00', NULL, '2026-11-30 12:43:34.022459+00');
INSERT INTO notifier.delivery_status VALUES
	('wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSMkJBQkZDMkNGOUVBNkZCNEVDAA==', 'sent', '2026-11-30 12:43:34+00', NULL, '42b34019-e61c-5f40-8e83-157432ac85cf', '2026-11-30 12:43:34.320935+00'),
	('wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSMkJBQkZDMkNGOUVBNkZCNEVDAA==', 'read', '2026-11-30 12:43:34+00', NULL, '42b34019-e61c-5f40-8e83-157432ac85cf', '2026-11-30 12:43:34.703879+00'),
	('wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSMjQ5RUNDQjgxMUIzMzdFQTg5AA==', 'read', '2026-11-30 12:43:34+00', NULL, 'ec2f8860-e491-50f6-9a4c-c2c997416d5e', '2026-11-30 12:43:34.512042+00'),
	('wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSMjQ5RUNDQjgxMUIzMzdFQTg5AA==', 'sent', '2026-11-30 12:43:34+00', NULL, 'ec2f8860-e491-50f6-9a4c-c2c997416d5e', '2026-11-30 12:43:34.132528+00'),
	('wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSMjQ5RUNDQjgxMUIzMzdFQTg5AA==', 'delivered', '2026-11-30 12:43:34+00', NULL, 'ec2f8860-e491-50f6-9a4c-c2c997416d5e', '2026-11-30 12:43:34.244772+00'),
	('wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSMkJBQkZDMkNGOUVBNkZCNEVDAA==', 'delivered', '2026-11-30 12:43:34+00', NULL, '42b34019-e61c-5f40-8e83-157432ac85cf', '2026-11-30 12:43:34.419813+00');
INSERT INTO notifier.inbox VALUES
	(165, '235acf2b-3bae-47d7-ae14-5d4378d860b5', 'flow-engine', 'ZW.79633475693850335364', 0, 'message.send.v1', '\x', NULL, '2026-11-30 12:43:34.137051+00', 0, '2026-11-30 12:43:34.137051+00', '2026-11-30 12:43:34.179379+00', NULL, NULL),
	(172, '3099bb34-aae0-4c15-b6b6-fc7416ccae7a', 'gateway-webhooks', NULL, 5, 'whatsapp.status_received.v1', '\x', NULL, '2026-11-30 12:43:34.693084+00', 0, '2026-11-30 12:43:34.693084+00', '2026-11-30 12:43:34.703879+00', NULL, NULL),
	(171, 'ff6392bf-060c-4694-9c78-c80ef0cb1913', 'gateway-webhooks', NULL, 5, 'whatsapp.status_received.v1', '\x', NULL, '2026-11-30 12:43:34.496697+00', 0, '2026-11-30 12:43:34.496697+00', '2026-11-30 12:43:34.512042+00', NULL, NULL),
	(173, '1e1cfc81-9e5e-4ca5-a08f-3d5518482c65', 'flow-engine', 'ZW.10495462346408552804', 5, 'message.send.v1', '\x', NULL, '2026-11-30 12:43:35.169449+00', 0, '2026-11-30 12:43:35.169449+00', '2026-11-30 12:43:35.175815+00', NULL, NULL);
INSERT INTO notifier.lane VALUES
	('worker', 'ZW.18951024799441629053', 5, NULL, NULL),
	('graph', '227841650415338:ZW.18951024799441629053', 5, NULL, NULL),
	('worker', 'ZW.34425726912597989371', 5, NULL, NULL),
	('graph', '227841650415338:ZW.34425726912597989371', 0, NULL, NULL),
	('worker', 'ZW.85008181935894990085', 5, NULL, NULL),
	('graph', '227841650415338:ZW.85008181935894990085', 0, NULL, NULL),
	('worker', 'ZW.07744935417327610378', 5, NULL, NULL),
	('graph', '227841650415338:ZW.07744935417327610378', 0, NULL, NULL),
	('graph', '227841650415338:ZW.47532524924096055833', 0, NULL, NULL),
	('worker', 'ZW.10495462346408552804', 5, NULL, NULL),
	('worker', 'ZW.47532524924096055833', 5, NULL, NULL),
	('worker', 'ZW.79633475693850335364', 5, NULL, NULL),
	('graph', '227841650415338:ZW.79633475693850335364', 0, NULL, NULL),
	('graph', '227841650415338:ZW.10495462346408552804', 5, '2026-11-30 12:44:35.185368+00', '344a4103-dde1-4857-b569-dde7664b164f');
INSERT INTO notifier.notification VALUES
	('0755ce40-1e4b-5d9b-97a6-433fa4d53e40', '227841650415338', 'ZW.18951024799441629053', '263770000000', 'money', 'RKS8PHM3', '2026-11-30 12:43:27.063231+00', NULL),
	('d8969c3b-d2bc-5e1a-aaf6-c23dbc648b51', '227841650415338', 'ZW.18951024799441629053', '263770000000', 'chat', NULL, '2026-11-30 12:43:27.063231+00', NULL),
	('25033100-0d17-5449-b4e4-cd091838e6e3', '227841650415338', 'ZW.34425726912597989371', '263770000001', 'money', NULL, '2026-11-30 12:43:29.136324+00', NULL),
	('f08c6e21-706c-58f1-9b44-c97a31ea6a19', '227841650415338', 'ZW.34425726912597989371', '263770000001', 'money', NULL, '2026-11-30 12:43:29.136324+00', NULL),
	('790111e4-da53-57c0-885b-48d190bee578', '227841650415338', 'ZW.85008181935894990085', '263770000002', 'money', NULL, '2026-11-30 12:43:30.520583+00', NULL),
	('9f4bedf6-66f0-589a-b4a3-dfc1fabfd586', '227841650415338', 'ZW.85008181935894990085', '263770000002', 'money', NULL, '2026-11-30 12:43:30.792151+00', NULL),
	('29542633-5a47-5f13-81fe-dd5d66e37bbc', '227841650415338', 'ZW.07744935417327610378', '263770000003', 'money', NULL, '2026-11-30 12:43:31.120265+00', NULL),
	('ba74403d-a754-576a-99ec-916c553f4b41', '227841650415338', 'ZW.07744935417327610378', '263770000003', 'money', NULL, '2026-11-30 12:43:31.271357+00', NULL),
	('708f3ecf-1d05-5601-9b0b-04eff457c7c2', '227841650415338', 'ZW.10495462346408552804', '263770000006', 'chat', NULL, '2026-11-30 12:43:32.166604+00', NULL),
	('f0ec22ec-a6d8-5194-92bd-903fec191920', '227841650415338', 'ZW.10495462346408552804', '263770000006', 'chat', NULL, '2026-11-30 12:43:32.274214+00', NULL),
	('9d48d714-1b47-52c9-abae-0b6c62be3d8f', '227841650415338', 'ZW.47532524924096055833', '263770000004', 'money', NULL, '2026-11-30 12:43:33.092757+00', NULL),
	('8b5a1f5a-2547-5439-b1dc-6324fb39922b', '227841650415338', 'ZW.47532524924096055833', '263770000004', 'money', NULL, '2026-11-30 12:43:33.286851+00', NULL),
	('ec2f8860-e491-50f6-9a4c-c2c997416d5e', '227841650415338', 'ZW.79633475693850335364', '263770000005', 'money', NULL, '2026-11-30 12:43:34.022459+00', NULL),
	('42b34019-e61c-5f40-8e83-157432ac85cf', '227841650415338', 'ZW.79633475693850335364', '263770000005', 'money', NULL, '2026-11-30 12:43:34.179379+00', NULL),
	('0555d94c-0442-5a4c-87b5-ef6502f49daa', '227841650415338', 'ZW.10495462346408552804', '263770000006', 'chat', NULL, '2026-11-30 12:43:35.175815+00', NULL);
INSERT INTO notifier.pace VALUES
	('227841650415338:ZW.18951024799441629053', '2026-11-30 12:44:12.246612+00', NULL, 0),
	('227841650415338:ZW.34425726912597989371', '2026-11-30 12:44:15.455447+00', NULL, 0),
	('227841650415338:ZW.85008181935894990085', '2026-11-30 12:44:11.213202+00', NULL, 0),
	('227841650415338:ZW.07744935417327610378', '2026-11-30 12:44:00.872511+00', NULL, 0),
	('227841650415338:ZW.47532524924096055833', '2026-11-30 12:44:14.330613+00', NULL, 0),
	('227841650415338:ZW.79633475693850335364', '2026-11-30 12:44:09.428156+00', NULL, 0),
	('227841650415338:ZW.10495462346408552804', '2026-11-30 12:43:50.183627+00', NULL, 0);
INSERT INTO notifier.recipient_window VALUES
	('227841650415338', '263770000000', '2026-11-30 12:43:26+00'),
	('227841650415338', 'ZW.18951024799441629053', '2026-11-30 12:43:26+00'),
	('227841650415338', '263770000001', '2026-11-30 12:43:28+00'),
	('227841650415338', 'ZW.34425726912597989371', '2026-11-30 12:43:28+00'),
	('227841650415338', '263770000002', '2026-11-30 12:43:30+00'),
	('227841650415338', 'ZW.85008181935894990085', '2026-11-30 12:43:30+00'),
	('227841650415338', '263770000003', '2026-11-30 12:43:31+00'),
	('227841650415338', 'ZW.07744935417327610378', '2026-11-30 12:43:31+00'),
	('227841650415338', '263770000004', '2026-11-30 12:43:32+00'),
	('227841650415338', 'ZW.47532524924096055833', '2026-11-30 12:43:32+00'),
	('227841650415338', '263770000005', '2026-11-30 12:43:34+00'),
	('227841650415338', 'ZW.79633475693850335364', '2026-11-30 12:43:34+00'),
	('227841650415338', '263770000006', '2026-11-30 12:43:35+00'),
	('227841650415338', 'ZW.10495462346408552804', '2026-11-30 12:43:35+00');
INSERT INTO notifier.schema_version VALUES
	('0002');
INSERT INTO payments_omari.accepted_request VALUES
	('50cd3007-acaa-4014-8ca6-a76c48f89226', '6de9ab02-2aba-5b04-93b9-b5f0066d7669', '2026-11-30 12:43:25.512004+00'),
	('50d753aa-4780-4e28-a471-ba67cf0515d9', '6de9ab02-2aba-5b04-93b9-b5f0066d7669', '2026-11-30 12:43:26.579977+00'),
	('b85361a0-3877-4f60-98ea-6f865acf03da', '8922928a-7ef1-5eaf-8c93-0d882c9f007a', '2026-11-30 12:43:28.178412+00'),
	('4e42095d-a193-4542-996e-0a859c682dba', '8922928a-7ef1-5eaf-8c93-0d882c9f007a', '2026-11-30 12:43:28.738539+00'),
	('a14e21f8-9074-49fd-ad76-ee5a8fe19b9c', 'ed280fa6-0445-543c-90e5-2c95a9634f6e', '2026-11-30 12:43:30.021104+00'),
	('03889ddc-43ab-4278-9511-a9d83920c081', 'ed280fa6-0445-543c-90e5-2c95a9634f6e', '2026-11-30 12:43:30.471695+00'),
	('f231f812-dd2c-4427-b114-1e1393310e40', 'dfee5048-3581-5293-bcdc-de0d989e0208', '2026-11-30 12:43:31.110461+00'),
	('e09daf38-3e46-4de6-9cbd-e71616a86e74', 'e7b0e22e-aabf-5e19-8c13-c2d4b55a0895', '2026-11-30 12:43:31.436101+00'),
	('bc956e24-d2b4-4104-ae22-ae0506ffcf0c', 'a61d73d8-5454-505d-b102-215b9642b652', '2026-11-30 12:43:32.79238+00'),
	('94770681-157f-48f9-bb99-6102021abef5', 'a61d73d8-5454-505d-b102-215b9642b652', '2026-11-30 12:43:33.06125+00'),
	('6b6d34d2-6e16-421b-930b-9c544e9e033a', '99c076eb-fc96-5f56-8c55-c4d8e356f66e', '2026-11-30 12:43:33.823998+00'),
	('1500125d-2f76-47c4-ae73-593f506252e6', '99c076eb-fc96-5f56-8c55-c4d8e356f66e', '2026-11-30 12:43:34.134646+00');
INSERT INTO payments_omari.attempt VALUES
	('17eb3258-67d8-510a-8d68-9ef0ac86508b', '6de9ab02-2aba-5b04-93b9-b5f0066d7669', 1, '2026-11-30 12:43:25.512004+00', 'CKTW', '2026-11-30 12:43:25.875455+00', 3, NULL, NULL),
	('8e28e665-d3c5-547e-9f45-92c855777b72', '8922928a-7ef1-5eaf-8c93-0d882c9f007a', 1, '2026-11-30 12:43:28.178412+00', 'FJAG', '2026-11-30 12:43:28.364458+00', 3, NULL, NULL),
	('0cbd8bcd-03d7-5cf4-b9c6-54065db7fef1', 'ed280fa6-0445-543c-90e5-2c95a9634f6e', 1, '2026-11-30 12:43:30.021104+00', 'MJLY', '2026-11-30 12:43:30.162181+00', 3, NULL, '2026-12-01 12:43:30.693913+00'),
	('5e4aaf5d-56e9-5126-86d6-c2a7bd00d4c0', 'dfee5048-3581-5293-bcdc-de0d989e0208', 1, '2026-11-30 12:43:31.110461+00', 'MNKF', '2026-11-30 12:43:31.179208+00', 3, NULL, NULL),
	('fb4e18db-b1b6-5758-b89a-ac78761c61a2', 'e7b0e22e-aabf-5e19-8c13-c2d4b55a0895', 1, '2026-11-30 12:43:31.436101+00', 'UFRE', '2026-11-30 12:43:31.490207+00', 3, NULL, NULL),
	('9e74206e-cb70-5249-aceb-88cbbcc62a1f', '952b874d-0d25-5f16-a92b-305517194bb4', 1, '2026-11-30 12:43:31.703223+00', 'HOCT', '2026-11-30 12:43:31.872657+00', 3, NULL, NULL),
	('97935e4a-5f79-580e-86ae-ae0f8f2016ba', 'a61d73d8-5454-505d-b102-215b9642b652', 1, '2026-11-30 12:43:32.79238+00', 'LNQT', '2026-11-30 12:43:32.83343+00', 3, NULL, NULL),
	('f5b8c8f5-e66b-5339-a8d2-089fa4494c95', '99c076eb-fc96-5f56-8c55-c4d8e356f66e', 1, '2026-11-30 12:43:33.823998+00', 'YMUU', '2026-11-30 12:43:33.920926+00', 3, NULL, NULL),
	('f68bc3f5-e959-5873-ba24-b423d41aa871', '717c0325-6024-5c34-b1fa-ed19031f9623', 1, '2026-11-30 12:43:36+00', NULL, NULL, 0, NULL, NULL),
	('f6b2d83e-2e5a-5a24-95bb-07981e9d50ed', 'eb14ef85-6c9a-5cd8-b121-f53f3fe6e91f', 1, '2026-11-30 12:43:36+00', NULL, NULL, 0, NULL, NULL),
	('e12a1191-698f-5a13-b5b0-f5e38e5789e9', '0fc94d4c-d357-5803-9547-d872e2a6652d', 1, '2026-11-30 12:43:36+00', NULL, NULL, 0, NULL, NULL),
	('898a114d-fae9-51f8-801a-d8a9a85ff433', '478f0aa0-ede9-5266-9a52-cdea3f30e691', 1, '2026-11-30 12:43:36+00', 'ETDC', '2026-11-30 12:43:36+00', 3, NULL, NULL),
	('3ebf8856-fec9-587f-8b4a-120844513f68', 'c626ec69-549e-546e-addf-e5a89a7bf632', 1, '2026-11-30 12:43:36+00', 'ETDC', '2026-11-30 12:43:36+00', 3, NULL, NULL),
	('dc235d37-6601-5714-aacd-0d9585c8e14c', 'edecd476-940f-5367-b283-16152d1bbe21', 1, '2026-11-30 12:43:36+00', 'ETDC', '2026-11-30 12:43:36+00', 3, NULL, NULL),
	('b53fe4e3-2249-5be1-a8a1-3d626ed904cd', 'bc599e72-debf-5747-9339-a50292158138', 1, '2026-11-30 12:43:36+00', 'ETDC', '2026-11-30 12:43:36+00', 3, NULL, NULL),
	('dd45ad34-acdf-59da-b15c-7263741d6390', 'a3744a8a-749c-508a-a801-7043f6d1b810', 1, '2026-11-30 12:43:27+00', 'ETDC', '2026-11-30 12:43:27+00', 3, NULL, NULL),
	('7dd89ff6-7ed3-5d91-a87a-8818b8191756', '0c028d41-3600-55bd-8a6a-b21570ebeda7', 1, '2026-11-30 12:43:25+00', 'ETDC', '2026-11-30 12:43:25+00', 3, NULL, NULL),
	('2cb036a7-2c16-5005-93d1-0d66c8cdb01f', '24d485ed-d2e9-5550-acec-cd762b984956', 1, '2026-11-30 12:43:05+00', 'ETDC', '2026-11-30 12:43:05+00', 3, '2026-11-30 12:43:36+00', NULL),
	('0acb44e7-8ee1-5bc2-8259-0940456e72f0', 'b8fc7a2a-bc10-586a-92fd-a99c0c92383f', 1, '2026-11-30 12:43:36+00', 'ETDC', '2026-11-30 12:43:36+00', 2, NULL, NULL),
	('74cd4c7c-3596-53e1-b69e-c740e674b253', '26d268ed-9273-559d-bf8e-be087c9bedc7', 1, '2026-11-30 12:43:36+00', 'ETDC', '2026-11-30 12:43:36+00', 2, NULL, NULL),
	('fd033a79-0fe0-50f2-93b1-f85384a889da', '7631d1db-a42c-5e9c-bde2-aafe15aa8f4d', 1, '2026-11-30 12:43:36+00', 'ETDC', '2026-11-30 12:43:36+00', 2, NULL, NULL),
	('8c643d98-26a8-5096-bf00-47cadbbc8dcc', '212c25dd-b89e-5492-8ff8-7138a468cb8d', 1, '2026-11-30 12:28:36+00', 'ETDC', '2026-11-30 12:28:36+00', 2, NULL, NULL),
	('43c982ab-ade2-5576-af20-d18c212c2e7f', '2e9027d1-a00e-5c9a-80be-f2d12756b2c9', 1, '2026-11-30 12:43:36+00', 'ETDC', '2026-11-30 12:43:36+00', 3, NULL, NULL),
	('90c55884-7277-53a8-9b4b-42e77084dfc3', '2e9027d1-a00e-5c9a-80be-f2d12756b2c9', 2, '2026-11-30 12:43:36+00', NULL, NULL, 0, NULL, NULL),
	('e2e566c8-a4e5-5bca-9e2c-5a47f4e5e57b', 'a386a787-54a4-5cb8-a348-8b242e2a96f0', 1, '2026-11-30 12:43:36+00', 'ETDC', '2026-11-30 12:43:36+00', 3, NULL, NULL),
	('7bf48622-9f63-59b8-b90a-37a4ee15d185', 'cc34dc18-fdf5-5634-8c5c-9b0ee0d7096e', 1, '2026-11-30 12:43:36+00', 'ETDC', '2026-11-30 12:43:36+00', 3, NULL, '2026-12-01 12:43:36+00'),
	('f4cd69cc-90f4-521d-86d3-c386463b40a2', 'f776a517-19fd-5fe7-b809-26bd7c271f8a', 1, '2026-11-30 12:22:36+00', 'ETDC', '2026-11-30 12:22:36+00', 3, '2026-11-30 12:38:36+00', '2026-12-01 12:40:36+00'),
	('ac1538c0-95c3-5990-abca-1f5ef278ad63', '9d516716-9731-53db-8302-31daaa757e7e', 1, '2026-11-30 12:27:36+00', 'ETDC', '2026-11-30 12:27:36+00', 3, NULL, NULL),
	('ec59f138-8521-5c98-96f2-50db46a4306d', 'f8f4d457-9b0b-51b2-bbbf-a37374dcf91b', 1, '2026-11-30 12:43:36+00', 'ETDC', '2026-11-30 12:43:36+00', 3, NULL, NULL),
	('2a7dcca7-35cf-5432-9a49-fbe2d5ad298e', '0bbbb541-c99d-57d4-8e5a-f653148f46f5', 1, '2026-11-30 12:43:36+00', 'ETDC', '2026-11-30 12:43:36+00', 3, NULL, NULL);
INSERT INTO payments_omari.lane VALUES
	('provider', 'a61d73d8-5454-505d-b102-215b9642b652', 3, '2026-11-30 12:43:43.117337+00', NULL),
	('provider', '6de9ab02-2aba-5b04-93b9-b5f0066d7669', 0, NULL, NULL),
	('provider', '8922928a-7ef1-5eaf-8c93-0d882c9f007a', 0, NULL, NULL),
	('provider', 'ed280fa6-0445-543c-90e5-2c95a9634f6e', 3, '2026-11-30 12:44:30.693913+00', NULL),
	('provider', 'dfee5048-3581-5293-bcdc-de0d989e0208', 0, NULL, NULL),
	('provider', 'e7b0e22e-aabf-5e19-8c13-c2d4b55a0895', 0, NULL, NULL),
	('provider', '952b874d-0d25-5f16-a92b-305517194bb4', 0, NULL, NULL),
	('provider', '99c076eb-fc96-5f56-8c55-c4d8e356f66e', 0, '2026-11-30 12:44:59.216057+00', '0d016c19-67ed-4f07-a9b2-cafb60fb081c'),
	('provider', '717c0325-6024-5c34-b1fa-ed19031f9623', 0, '2026-11-30 12:43:36+00', NULL),
	('provider', 'eb14ef85-6c9a-5cd8-b121-f53f3fe6e91f', 0, '2026-11-30 12:43:36+00', NULL),
	('provider', '0fc94d4c-d357-5803-9547-d872e2a6652d', 0, '2026-11-30 12:44:36+00', '00000000-0000-0000-0000-00000000dead'),
	('provider', '478f0aa0-ede9-5266-9a52-cdea3f30e691', 0, '2026-11-30 12:43:36+00', NULL),
	('provider', 'c626ec69-549e-546e-addf-e5a89a7bf632', 0, '2026-11-30 12:43:36+00', NULL),
	('provider', 'edecd476-940f-5367-b283-16152d1bbe21', 0, '2026-11-30 12:44:36+00', '00000000-0000-0000-0000-00000000dead'),
	('provider', 'bc599e72-debf-5747-9339-a50292158138', 0, '2026-11-30 12:44:36+00', '00000000-0000-0000-0000-00000000dead'),
	('provider', 'a3744a8a-749c-508a-a801-7043f6d1b810', 0, '2026-11-30 12:43:27+00', NULL),
	('provider', '0c028d41-3600-55bd-8a6a-b21570ebeda7', 0, '2026-11-30 12:44:36+00', '00000000-0000-0000-0000-00000000dead'),
	('provider', '24d485ed-d2e9-5550-acec-cd762b984956', 0, '2026-11-30 12:43:36+00', NULL),
	('provider', 'b8fc7a2a-bc10-586a-92fd-a99c0c92383f', 0, '2026-11-30 12:43:36+00', NULL),
	('provider', '26d268ed-9273-559d-bf8e-be087c9bedc7', 0, '2026-11-30 12:43:36+00', NULL),
	('provider', '7631d1db-a42c-5e9c-bde2-aafe15aa8f4d', 0, '2026-11-30 12:43:36+00', NULL),
	('provider', 'f8f4d457-9b0b-51b2-bbbf-a37374dcf91b', 0, '2026-11-30 12:43:36+00', NULL),
	('provider', '212c25dd-b89e-5492-8ff8-7138a468cb8d', 0, '2026-11-30 12:28:36+00', NULL),
	('provider', '2e9027d1-a00e-5c9a-80be-f2d12756b2c9', 0, '2026-11-30 12:43:36+00', NULL),
	('provider', 'a386a787-54a4-5cb8-a348-8b242e2a96f0', 0, '2026-11-30 12:43:36+00', NULL),
	('provider', 'cc34dc18-fdf5-5634-8c5c-9b0ee0d7096e', 0, '2026-11-30 12:43:36+00', NULL),
	('provider', 'f776a517-19fd-5fe7-b809-26bd7c271f8a', 0, '2026-11-30 12:40:36+00', NULL),
	('provider', '9d516716-9731-53db-8302-31daaa757e7e', 0, '2026-11-30 12:27:36+00', NULL),
	('provider', '0bbbb541-c99d-57d4-8e5a-f653148f46f5', 0, '2026-11-30 12:43:36+00', NULL);
INSERT INTO payments_omari.limit_use OVERRIDING SYSTEM VALUE VALUES
	(17, 'start.contact', '\x1449e02e2c9f24bfa431e77319ca34238f7fcb00f346c61cba8500b62728b523', '2026-11-30 12:43:32.79238+00'),
	(18, 'start.payer', '\x7dc75a158d2d90391424c4cbdbf8335d9a895500ec4e7d89161700706ec7550c', '2026-11-30 12:43:32.79238+00'),
	(19, 'code.contact', '\x1449e02e2c9f24bfa431e77319ca34238f7fcb00f346c61cba8500b62728b523', '2026-11-30 12:43:33.06125+00'),
	(20, 'code.payer', '\x7dc75a158d2d90391424c4cbdbf8335d9a895500ec4e7d89161700706ec7550c', '2026-11-30 12:43:33.06125+00'),
	(21, 'start.contact', '\xa22d731d919a99d8bfde0cebe89792bdda0ecffb8faaa680ec5a011531e1663e', '2026-11-30 12:43:33.823998+00'),
	(22, 'start.payer', '\x7730ddd9105ceb89f0d4d1a93acf7c34f02325fe86057b4d4e94ec19efe583b0', '2026-11-30 12:43:33.823998+00'),
	(23, 'code.contact', '\xa22d731d919a99d8bfde0cebe89792bdda0ecffb8faaa680ec5a011531e1663e', '2026-11-30 12:43:34.134646+00'),
	(24, 'code.payer', '\x7730ddd9105ceb89f0d4d1a93acf7c34f02325fe86057b4d4e94ec19efe583b0', '2026-11-30 12:43:34.134646+00'),
	(89, 'codes_by_contact', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '2026-11-30 12:22:36+00'),
	(90, 'codes_for_payer', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '2026-11-30 12:22:36+00'),
	(93, 'starts_by_contact', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '2026-11-30 12:43:36+00'),
	(94, 'starts_for_payer', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '2026-11-30 12:43:36+00'),
	(95, 'starts_by_contact', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '2026-11-30 12:43:36+00'),
	(96, 'starts_for_payer', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '2026-11-30 12:43:36+00'),
	(97, 'codes_by_contact', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '2026-11-30 12:43:36+00'),
	(98, 'codes_for_payer', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '2026-11-30 12:43:36+00');
INSERT INTO payments_omari.outbox VALUES
	(2, '9fe0b07d-a4e9-41c4-bf53-e2c3c69dac45', 'payments', NULL, 'ZW.18951024799441629053', 0, 'payment.succeeded.v1', '\x', false, NULL, '2026-11-30 12:43:26.782911+00', 0, '2026-11-30 12:43:26.782911+00', NULL, false, '2026-11-30 12:43:26.868077+00', NULL, NULL),
	(4, '2273d8e9-0a76-4a98-a838-1d83f1e5f20b', 'payments', NULL, 'ZW.34425726912597989371', 0, 'payment.cancelled.v1', '\x', false, NULL, '2026-11-30 12:43:28.738539+00', 0, '2026-11-30 12:43:28.738539+00', NULL, false, '2026-11-30 12:43:28.870243+00', NULL, NULL),
	(6, '585cf307-1813-4816-9f97-59dca97d9f49', 'payments', NULL, 'ZW.85008181935894990085', 0, 'payment.failed.v1', '\x', false, NULL, '2026-11-30 12:43:30.693913+00', 0, '2026-11-30 12:43:30.693913+00', NULL, false, '2026-11-30 12:43:30.750761+00', NULL, NULL),
	(10, 'cf9657d0-1b32-4547-9fed-498784833c7d', 'payments', NULL, '263771234567', 0, 'payment.cancelled.v1', '\x', false, NULL, '2026-11-30 12:43:31.970067+00', 0, '2026-11-30 12:43:31.970067+00', NULL, false, '2026-11-30 12:43:32.015965+00', NULL, NULL),
	(11, 'e023e952-197e-4d31-87c2-b79aaddeb2bf', 'payments', NULL, 'ZW.47532524924096055833', 0, 'payment.otp_requested.v1', '\x', false, NULL, '2026-11-30 12:43:32.83343+00', 0, '2026-11-30 12:43:32.83343+00', NULL, false, '2026-11-30 12:43:32.885587+00', NULL, NULL),
	(12, 'eb7263a8-d3e4-4f8e-9d7a-781f9dc1215b', 'payments', NULL, 'ZW.47532524924096055833', 0, 'payment.unknown.v1', '\x', false, NULL, '2026-11-30 12:43:33.161835+00', 0, '2026-11-30 12:43:33.161835+00', NULL, false, '2026-11-30 12:43:33.205043+00', NULL, NULL),
	(13, 'ebf4d69e-8792-4e94-ab2a-dd73c4d0e0d8', 'payments', NULL, 'ZW.79633475693850335364', 0, 'payment.otp_requested.v1', '\x', false, NULL, '2026-11-30 12:43:33.920926+00', 0, '2026-11-30 12:43:33.920926+00', NULL, false, '2026-11-30 12:43:33.968616+00', NULL, NULL);
INSERT INTO payments_omari.payment VALUES
	('6de9ab02-2aba-5b04-93b9-b5f0066d7669', 'omari', 'succeeded', 5, 5000, 'USD', 'RKS8PHM3', 'Solar lamp', 'ZW.18951024799441629053', 'WEB', '\xb551b5e0e36526706e0a38f66cbc4538bf630b7d83c7561b64ebac2354731fb3', '\x524667d65d23d88046930a6737dbcaae48f9b276969bed07f8090c8fe3ef5fe4', '\x6741414141414272445739743534745f5a394f4549725f61684d3862626d343937394b32502d687a57556f49566752473749374859457241334c5344477564502d5f5a5144784c705768357a78627a4964536549735f4e78656962324d365a4838565857746f41464b54525730664c5958586e484739673d', '2637*****000', NULL, true, '2026-11-30 12:43:25.512004+00', '2026-11-30 12:43:26.782911+00', '2026-11-30 12:58:25.875455+00', '2026-11-30 12:44:25.512004+00', '', '', NULL, NULL, 5000, 'P4B5PW8RUBVGWDJCWQ9NZSME4D', 'dcc58b0c7314', NULL, NULL, false, 2),
	('8922928a-7ef1-5eaf-8c93-0d882c9f007a', 'omari', 'cancelled', 4, 5000, 'USD', '9NA8WVSK', 'Solar lamp', 'ZW.34425726912597989371', 'WEB', '\x83d3d3fc6467d19b6dba376bf7a8d717aeedfe288b15ccaaf67c69c5a8305c3d', '\x52edac5ca96d61ced654527ef64513dd4a87d8756041e2d7b1b19d0cfa863a43', '\x674141414141427244573977613733534657475551496a777a526c634a6b64454250704d656b45595734575950514175476b512d6a56364646355158505747785769524a30486e4a793756677345746d4f3545727432374c696762774f54414e685061514f66394d44756c7a705663723441585a4548493d', '2637*****001', NULL, true, '2026-11-30 12:43:28.178412+00', '2026-11-30 12:43:28.738539+00', '2026-11-30 12:58:28.364458+00', '2026-11-30 12:44:28.178412+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('ed280fa6-0445-543c-90e5-2c95a9634f6e', 'omari', 'failed', 5, 2000, 'USD', '18SCQ4AG', 'Solar lamp', 'ZW.85008181935894990085', 'WEB', '\xd0c3a05e35e42fc86e6a881b92fb6abbe0f469f85d4fe9013fb5333f6b256d49', '\x870ee7cfc076378339ae27954ecc96da1d9c2a246612a0fe4b9e92cf70f5dc7c', '\x674141414141427244573979324d593479573673324e5674584c5749315844724c4f2d57754e4a4d366e4f37674e697475347a51376e46625a4d646a3962443862564c57327167467341564f70374b7538384c7137534b765439664f634d44485854694a754b4468754a5a674332554b6a666c655645733d', '2637*****002', NULL, true, '2026-11-30 12:43:30.021104+00', '2026-11-30 12:43:30.693913+00', '2026-11-30 12:58:30.162181+00', '2026-11-30 12:44:30.021104+00', '', '', NULL, NULL, NULL, NULL, NULL, 'insufficient_funds', NULL, false, 3),
	('dfee5048-3581-5293-bcdc-de0d989e0208', 'omari', 'awaiting_customer', 3, 5000, 'USD', '2QH76R3T', 'Solar lamp', 'ZW.07744935417327610378', 'WEB', '\xa07f8bdf29598ace35563b0f74e1251fca5bf87f8579432a39bce6c3dffc836a', '\xa5ff09a902eedbc48f1ba16b5ccc5eb7e36a8e21cf553ce09624912ad9513f46', '\x67414141414142724457397a7a61624a6459364f376535776c534a4b334d612d42487a775a446b2d664a6e4733675266754c50676168386a5773726a454932552d4650305139542d36494a636d46433043434667534d6d6236793336476c71724f676d684b46386374422d723369483150683274324d493d', '2637*****003', NULL, true, '2026-11-30 12:43:31.110461+00', '2026-11-30 12:43:31.179208+00', '2026-11-30 12:58:31.179208+00', '2026-11-30 12:44:31.110461+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 1),
	('e7b0e22e-aabf-5e19-8c13-c2d4b55a0895', 'omari', 'awaiting_customer', 3, 350, 'USD', 'X7Z3NEW2', 'Omari transaction fb4e18db-b1b6-5758-b89a-ac78761c61a2', '263771234567', 'POS', '\x31b6de772d3a782778c9961a03978ce177f8046f3f96cd93b31327eee9135220', '\x975196a5fc2387704252d4a7ef3acffd7b04cb6958c25bdb5647a7b7fd03067b', '\x67414141414142724457397a6b79325f382d55384b5f6950463477316d56362d326e59423651436f6557727762594842656d6534315235434f714a4a674934783054315f5a77614c305a2d57354233367a36566b4c6c31714c54344a7231633639793849564e454a635679354a63393277626142762d413d', '2637*****567', 'fb4e18db-b1b6-5758-b89a-ac78761c61a2', true, '2026-11-30 12:43:31.436101+00', '2026-11-30 12:43:31.490207+00', '2026-11-30 12:58:31.490207+00', '2026-11-30 12:44:31.436101+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 1),
	('952b874d-0d25-5f16-a92b-305517194bb4', 'omari', 'cancelled', 4, 350, 'USD', 'C1BMMHJY', 'Omari transaction 9e74206e-cb70-5249-aceb-88cbbcc62a1f', '263771234567', 'POS', '\x31b6de772d3a782778c9961a03978ce177f8046f3f96cd93b31327eee9135220', '\x975196a5fc2387704252d4a7ef3acffd7b04cb6958c25bdb5647a7b7fd03067b', '\x67414141414142724457397a6e3054566e5a587748447a662d444a585931356377567238314330344672574538356b514442644c44556647536644694a452d746e76553771657a4e794668777477714935677a36766144623177483264516765496f693673374b766131613475516f3970695f505f58413d', '2637*****567', '9e74206e-cb70-5249-aceb-88cbbcc62a1f', true, '2026-11-30 12:43:31.703223+00', '2026-11-30 12:43:31.970067+00', '2026-11-30 12:58:31.872657+00', '2026-11-30 12:44:31.703223+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('a61d73d8-5454-505d-b102-215b9642b652', 'omari', 'unknown', 5, 5000, 'USD', 'E67HTM7S', 'Solar lamp', 'ZW.47532524924096055833', 'WEB', '\x1449e02e2c9f24bfa431e77319ca34238f7fcb00f346c61cba8500b62728b523', '\x7dc75a158d2d90391424c4cbdbf8335d9a895500ec4e7d89161700706ec7550c', '\x67414141414142724457393056592d73367445414b4a6369395a584a434b52427231327035324941444442534e555f6276734d4e6f427755795a3557696f736d4c494845756e4b66527141622d577234575f675743704b48734967516c7a784f384f4a7a6f4d30414e363371383469535736655334756b3d', '2637*****004', NULL, true, '2026-11-30 12:43:32.79238+00', '2026-11-30 12:43:33.161835+00', '2026-11-30 12:58:32.83343+00', '2026-11-30 12:44:32.79238+00', '', '', NULL, '2026-11-30 12:43:33.161835+00', NULL, NULL, NULL, NULL, NULL, false, 3),
	('99c076eb-fc96-5f56-8c55-c4d8e356f66e', 'omari', 'sending', 4, 5000, 'USD', 'XHPJ54H6', 'Solar lamp', 'ZW.79633475693850335364', 'WEB', '\xa22d731d919a99d8bfde0cebe89792bdda0ecffb8faaa680ec5a011531e1663e', '\x7730ddd9105ceb89f0d4d1a93acf7c34f02325fe86057b4d4e94ec19efe583b0', '\x6741414141414272445739313041384246565663414c776f756f644f4941696a6745446573454435323874577a596b714e4a686a7866323354356a6b33725a49395f4c2d4833764954704f464f765a434569536255316a694c466c45736a4349794f68476c65534c53544c4432394979586b435730436f3d', '2637*****005', NULL, true, '2026-11-30 12:43:33.823998+00', '2026-11-30 12:43:34.134646+00', '2026-11-30 12:58:33.920926+00', '2026-11-30 12:44:33.823998+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('717c0325-6024-5c34-b1fa-ed19031f9623', 'omari', 'new', 1, 5000, 'USD', 'new', 'Solar lamp', 'ZW.new', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x6741414141414272445739347569673677583734746b556f444a324d4b494271663774686b39326d326d70345330684c5155724b596f3867427653366e44466a6951667245675f74514668703375524b4c446474365233473344713661397a764b2d4379447863386e635730555146507455564e4246513d', '2637*****187', NULL, true, '2026-11-30 12:43:36+00', NULL, '2026-11-30 12:44:36+00', '2026-11-30 12:44:36+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 1),
	('eb14ef85-6c9a-5cd8-b121-f53f3fe6e91f', 'omari', 'sending', 3, 5000, 'USD', 'start_again', 'Solar lamp', 'ZW.start_again', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x67414141414142724457393470586a4f5845416843786845686559706b717a4a39656935666d767955673261344b3749447a6c6d6439596e74664f6c6d32537959545f4e324c756c78533331696f47786e7a595f6e6f452d76516b4a744c34586647753053584b6d55456e75776764424c6f656550656b3d', '2637*****187', NULL, true, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '2026-11-30 12:44:36+00', '2026-11-30 12:44:36+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('0fc94d4c-d357-5803-9547-d872e2a6652d', 'omari', 'sending', 2, 5000, 'USD', 'starting', 'Solar lamp', 'ZW.starting', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x674141414141427244573934354f71486570364c744a4c4e5a6b4b5a4d71363778496973325f3749717a554f53303250517078324d6278304f39396e513336574167557835574845526a4c346c4e75487747396d4555586634615751524a326c377661592d4d46344d764166486a6b4c726475613954383d', '2637*****187', NULL, true, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '2026-11-30 12:44:36+00', '2026-11-30 12:44:36+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 1),
	('478f0aa0-ede9-5266-9a52-cdea3f30e691', 'omari', 'awaiting_customer', 3, 5000, 'USD', 'awaiting', 'Solar lamp', 'ZW.awaiting', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x67414141414142724457393431676d6c7845345579365a4e6663425059555175722d796b6846376f6d786268714f4c4f69376a456d32592d387131427a71572d34314b6b4554472d7065674a706c792d78343267725451517a7465687548363250617a744c4a6870564b4859574b5152534d646e4837593d', '2637*****187', NULL, true, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '2026-11-30 12:58:36+00', '2026-11-30 12:44:36+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 1),
	('c626ec69-549e-546e-addf-e5a89a7bf632', 'omari', 'sending', 4, 5000, 'USD', 'code_waits', 'Solar lamp', 'ZW.code_waits', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x67414141414142724457393468525645414553485a76794762745254575178517567504e5a68454856324c705172316d614d4c494e6d7334396f377069643335366a554f5575525833326a6d3447516942597a4451614c5a596c656f646d394477796f575846426831516e7646494d6632313352366d453d', '2637*****187', NULL, true, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '2026-11-30 12:58:36+00', '2026-11-30 12:44:36+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('edecd476-940f-5367-b283-16152d1bbe21', 'omari', 'sending', 4, 5000, 'USD', 'charging', 'Solar lamp', 'ZW.charging', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x67414141414142724457393446717a754e774e7678506c5975373149653031497647592d494e4244684c655179334b4241376f4f6c6831484d7341375851705a55664b53507568646e557835435a617179666e4d47497a366f4f7543415f4862326f7770377175444556744735684632444638786f50633d', '2637*****187', NULL, true, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '2026-11-30 12:58:36+00', '2026-11-30 12:44:36+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('bc599e72-debf-5747-9339-a50292158138', 'omari', 'sending', 5, 5000, 'USD', 'charging_cancelled', 'Solar lamp', 'ZW.charging_cancelled', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x674141414141427244573934795768527a7a4c746c765333316a6b754279755264456469615263344a6954553938324f784c45774954674d6e67566533542d54566c70545f6d6d4d472d466f57757338356a6d575f5043744c5758775537647072314e7361526f4a76684e5f66744536717949594c43673d', '2637*****187', NULL, true, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '2026-11-30 12:58:36+00', '2026-11-30 12:44:36+00', 'cancel', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('a3744a8a-749c-508a-a801-7043f6d1b810', 'omari', 'unknown', 5, 5000, 'USD', 'unknown', 'Solar lamp', 'ZW.unknown', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x674141414141427244573934734c7a4b52433858506c5445474b755062304569656a69385751742d4f34697a63647478766454346b702d4a767833565f336f49684a34384e3379736a537156525f7a4377496d436b4e654d446655302d675337676c51366c7032794c763435694d30724b6b6c4e5454513d', '2637*****187', NULL, true, '2026-11-30 12:43:27+00', '2026-11-30 12:43:27+00', '2026-11-30 12:58:27+00', '2026-11-30 12:44:27+00', '', '', NULL, '2026-11-30 12:43:27+00', NULL, NULL, NULL, NULL, NULL, false, 3),
	('0c028d41-3600-55bd-8a6a-b21570ebeda7', 'omari', 'unknown', 5, 5000, 'USD', 'asking', 'Solar lamp', 'ZW.asking', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x6741414141414272445739343762466d774567346636357173304d30336d535852744c6d6e6f68734533473144746e594949456147566a736d4e30577261496279314d32767a6d5641306949314d37565257456955613045385a423773716453344e4530373350317539416f65357268626f3858467a343d', '2637*****187', NULL, true, '2026-11-30 12:43:25+00', '2026-11-30 12:43:25+00', '2026-11-30 12:58:25+00', '2026-11-30 12:44:25+00', '', '', NULL, '2026-11-30 12:43:25+00', NULL, NULL, NULL, NULL, NULL, false, 3),
	('24d485ed-d2e9-5550-acec-cd762b984956', 'omari', 'unknown', 6, 5000, 'USD', 'absent_once', 'Solar lamp', 'ZW.absent_once', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x6741414141414272445739352d7257586e3530426f553031524e655436517447333176756f525136566238734855534b77392d6a79317675716c365837667a5330416343393873546438554673645542726b5f667a4973494f467a782d72757765454b5677622d667866745a69796134527672626970513d', '2637*****187', NULL, true, '2026-11-30 12:43:05+00', '2026-11-30 12:43:05+00', '2026-11-30 12:58:05+00', '2026-11-30 12:44:05+00', '', '', NULL, '2026-11-30 12:43:05+00', NULL, NULL, NULL, NULL, NULL, false, 4),
	('b8fc7a2a-bc10-586a-92fd-a99c0c92383f', 'omari', 'awaiting_customer', 6, 5000, 'USD', 'closing_cancel', 'Solar lamp', 'ZW.closing_cancel', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x6741414141414272445739354451322d475046504f626d677977557957637542377333315f724e6a422d567259483976315a4364475268357a6b6b6b44756133714f754353666b2d30354763444471754a624b6469537453526b654e4b5957456169585a5f6c6333416764386b476d6f644231713539493d', '2637*****187', NULL, true, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '2026-11-30 12:58:36+00', '2026-11-30 12:44:36+00', 'cancel', 'cancel', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL, NULL, NULL, false, 3),
	('26d268ed-9273-559d-bf8e-be087c9bedc7', 'omari', 'awaiting_customer', 6, 5000, 'USD', 'closing_resend', 'Solar lamp', 'ZW.closing_resend', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x6741414141414272445739356c4d594839687155545230576d756156567957315837772d6e583169554177314f344c757958737a6e556f3246595048566767524c73625a644a59785269516b33654a4547505152706245466a513743484a554a667a6c31753555747a776d35397779357a505f6b3533413d', '2637*****187', NULL, true, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '2026-11-30 12:58:36+00', '2026-11-30 12:44:36+00', 'resend', 'check', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL, NULL, NULL, false, 3),
	('7631d1db-a42c-5e9c-bde2-aafe15aa8f4d', 'omari', 'awaiting_customer', 5, 5000, 'USD', 'wrong_code', 'Solar lamp', 'ZW.wrong_code', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x6741414141414272445739354241366e4d544b583274494d48415a566d62564c745659426568504772725544766b534971343635364131532d4779796b5259424173444666476b36387353414d705434724f5875514c63667747492d6e706755547a365a3435675f616a723251624f336864425946536b3d', '2637*****187', NULL, true, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '2026-11-30 12:58:36+00', '2026-11-30 12:44:36+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('212c25dd-b89e-5492-8ff8-7138a468cb8d', 'omari', 'awaiting_customer', 6, 5000, 'USD', 'closing_expire', 'Solar lamp', 'ZW.closing_expire', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x67414141414142724457393567583265394a702d515f74335f4455446c7879376155664b4174577262737359517553463476314173346d726a6b4334374f467164756d51647950543247445942556130543253476e5576416d644765414858786a5f45614a614e5a4f6e69776262304f7339734b4769413d', '2637*****187', NULL, true, '2026-11-30 12:28:36+00', '2026-11-30 12:28:36+00', '2026-11-30 12:43:36+00', '2026-11-30 12:29:36+00', 'expire', '', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL, NULL, NULL, false, 3),
	('2e9027d1-a00e-5c9a-80be-f2d12756b2c9', 'omari', 'sending', 4, 5000, 'USD', 'resent', 'Solar lamp', 'ZW.resent', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x6741414141414272445739356b577a614f65464473775a79735079643251563867484b785739664b44445a6770337a796177656d356e67764746464a4c4335636c3142674c4b656c616943466b2d594d5659422d647742755a39326b51703436585266726d7a7151744b564e38646b587659626d57624d3d', '2637*****187', NULL, true, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '2026-11-30 12:58:36+00', '2026-11-30 12:44:36+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('a386a787-54a4-5cb8-a348-8b242e2a96f0', 'omari', 'succeeded', 5, 5000, 'USD', 'succeeded', 'Solar lamp', 'ZW.succeeded', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x674141414141427244573936766767462d2d45546b6f4f3478594445484a324774597430465937305648304d4b46305f477a516f476752446d674c334b393242776e62754249736d4e6537716738703854556c6f71794a7667324b45544b54747061564f626d4d69507976684333465a6d7331486331493d', '2637*****187', NULL, true, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '2026-11-30 12:58:36+00', '2026-11-30 12:44:36+00', '', '', NULL, NULL, 5000, 'P-succeeded', 'D-succeeded', NULL, NULL, false, 2),
	('cc34dc18-fdf5-5634-8c5c-9b0ee0d7096e', 'omari', 'failed', 5, 5000, 'USD', 'declined', 'Solar lamp', 'ZW.declined', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x674141414141427244573936455f6c4a34676a6c505070654838664365313561304a69496734724c326f466263456858502d702d335538446b782d5733754a5074444d59496c58755f46586b4263686e51704c7a694e50574d597245744a5f33374d7a62644950457276437671657474436f76626a69553d', '2637*****187', NULL, true, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '2026-11-30 12:58:36+00', '2026-11-30 12:44:36+00', '', '', NULL, NULL, NULL, NULL, NULL, 'insufficient_funds', NULL, false, 3),
	('f776a517-19fd-5fe7-b809-26bd7c271f8a', 'omari', 'failed', 7, 5000, 'USD', 'watched', 'Solar lamp', 'ZW.watched', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x674141414141427244573936745979506d7a725662526b6a63494844556f514365563263464c714b2d5a314a695334306d39704232782d365163714b6846415847795a535459784b7a4e356d4973665657545076686956462d6b7a4d4c5a42787a6b4f685954716536747579774c48676e634c7a5449673d', '2637*****187', NULL, true, '2026-11-30 12:22:36+00', '2026-11-30 12:40:36+00', '2026-11-30 12:37:36+00', '2026-11-30 12:23:36+00', '', '', NULL, '2026-11-30 12:22:36+00', NULL, NULL, NULL, 'not_charged', NULL, false, 5),
	('9d516716-9731-53db-8302-31daaa757e7e', 'omari', 'expired', 4, 5000, 'USD', 'expired', 'Solar lamp', 'ZW.expired', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x6741414141414272445739364e31562d484e5a754b70576a385f47534a627242363938444b4b3875634b4a6a4b75754657796a466c554454366a546b764f48335741346f6e5349777a6949496c72433172584c3775496d696238523165414333394a6366443064395543396b53685f31323544415731453d', '2637*****187', NULL, true, '2026-11-30 12:27:36+00', '2026-11-30 12:43:36+00', '2026-11-30 12:42:36+00', '2026-11-30 12:28:36+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('f8f4d457-9b0b-51b2-bbbf-a37374dcf91b', 'omari', 'cancelled', 4, 5000, 'USD', 'cancelled', 'Solar lamp', 'ZW.cancelled', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x674141414141427244573936636e692d472d613655354d344736546e3771694e316e446f414141356c6351454d47306f4c364d365743313750656b307232764637644f4b4f5748423832486d413436426d327447567156635067754e654b686254615a4848374e75504e417249314b4676766e50586b343d', '2637*****187', NULL, true, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '2026-11-30 12:58:36+00', '2026-11-30 12:44:36+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('0bbbb541-c99d-57d4-8e5a-f653148f46f5', 'omari', 'unknown', 5, 5000, 'USD', 'held', 'Solar lamp', 'ZW.held', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x6741414141414272445739364d474873565f4f66505350737358447a73324c5573496f526a785f5a636944573970314f5469416269433053724f7766467236336a724d325836674b6576514c6d4254336354484e723541704d325632743341597170302d634a6931344d447278444e596e4662676743733d', '2637*****187', NULL, true, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '2026-11-30 12:58:36+00', '2026-11-30 12:44:36+00', '', '', NULL, '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL, '010', true, 3);
INSERT INTO payments_omari.provider_call OVERRIDING SYSTEM VALUE VALUES
	('b1ff0d9c-c445-51c3-aaa8-fe461a8b8c05', 1, '6de9ab02-2aba-5b04-93b9-b5f0066d7669', '17eb3258-67d8-510a-8d68-9ef0ac86508b', 'start', 'done', 1, '2026-11-30 12:43:25.512004+00', '2026-11-30 12:43:25.512004+00', '0d016c19-35ee-4d23-bb2b-005c87df02f2', '2026-11-30 12:43:25.750976+00', '2026-11-30 12:43:25.875455+00', 'accepted', '000', NULL),
	('6bf8b19b-bcab-5c29-bed7-8c6b12c5b3b1', 2, '6de9ab02-2aba-5b04-93b9-b5f0066d7669', '17eb3258-67d8-510a-8d68-9ef0ac86508b', 'charge', 'done', 0, '2026-11-30 12:43:26.579977+00', '2026-11-30 12:43:26.579977+00', '0d016c19-d986-4900-9f6f-049067fdece7', '2026-11-30 12:43:26.743619+00', '2026-11-30 12:43:26.782911+00', 'accepted', '000', NULL),
	('4bd411b2-9b29-5010-96d2-baac5135cfb4', 3, '8922928a-7ef1-5eaf-8c93-0d882c9f007a', '8e28e665-d3c5-547e-9f45-92c855777b72', 'start', 'done', 1, '2026-11-30 12:43:28.178412+00', '2026-11-30 12:43:28.178412+00', '0d016c19-ba15-41ec-a453-1f286a423905', '2026-11-30 12:43:28.270797+00', '2026-11-30 12:43:28.364458+00', 'accepted', '000', NULL),
	('fbafbe79-0196-5631-b1c8-eafd843adb8a', 4, '8922928a-7ef1-5eaf-8c93-0d882c9f007a', '8e28e665-d3c5-547e-9f45-92c855777b72', 'cancel', 'done', 5, '2026-11-30 12:43:28.738539+00', '2026-11-30 12:43:28.738539+00', '0d016c19-68a3-472a-bb7d-e80fa1680bfc', '2026-11-30 12:43:28.859783+00', '2026-11-30 12:43:29.053985+00', 'accepted', '000', NULL),
	('2407e176-90e9-57cb-afa4-a4ffef2f86bc', 5, 'ed280fa6-0445-543c-90e5-2c95a9634f6e', '0cbd8bcd-03d7-5cf4-b9c6-54065db7fef1', 'start', 'done', 1, '2026-11-30 12:43:30.021104+00', '2026-11-30 12:43:30.021104+00', '0d016c19-c493-49c7-b8cd-9e1c9a4c5c9f', '2026-11-30 12:43:30.122998+00', '2026-11-30 12:43:30.162181+00', 'accepted', '000', NULL),
	('1c1a584e-b6c4-5063-af9b-b1f10686e55b', 6, 'ed280fa6-0445-543c-90e5-2c95a9634f6e', '0cbd8bcd-03d7-5cf4-b9c6-54065db7fef1', 'charge', 'done', 0, '2026-11-30 12:43:30.471695+00', '2026-11-30 12:43:30.471695+00', '0d016c19-669f-45fa-88a3-7d76bcc5e601', '2026-11-30 12:43:30.585995+00', '2026-11-30 12:43:30.693913+00', 'refused', '051', NULL),
	('395713eb-697e-5802-b6c3-74cb0b1f176b', 7, 'ed280fa6-0445-543c-90e5-2c95a9634f6e', '0cbd8bcd-03d7-5cf4-b9c6-54065db7fef1', 'query', 'due', 3, '2026-11-30 12:44:30.693913+00', '2026-11-30 12:43:30.693913+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('fab53698-e005-5c71-946d-aba3cff26f88', 8, 'dfee5048-3581-5293-bcdc-de0d989e0208', '5e4aaf5d-56e9-5126-86d6-c2a7bd00d4c0', 'start', 'done', 1, '2026-11-30 12:43:31.110461+00', '2026-11-30 12:43:31.110461+00', '0d016c19-48bc-4a31-aa78-e092fda422e7', '2026-11-30 12:43:31.15121+00', '2026-11-30 12:43:31.179208+00', 'accepted', '000', NULL),
	('5ed32373-d818-5676-8c4d-456559860444', 9, 'e7b0e22e-aabf-5e19-8c13-c2d4b55a0895', 'fb4e18db-b1b6-5758-b89a-ac78761c61a2', 'start', 'done', 1, '2026-11-30 12:43:31.436101+00', '2026-11-30 12:43:31.436101+00', '0d016c19-b659-43e9-a07b-81ebd82e2ee8', '2026-11-30 12:43:31.449283+00', '2026-11-30 12:43:31.490207+00', 'accepted', '000', NULL),
	('16869a63-755a-5cb7-aa8b-ee1b73662458', 10, '952b874d-0d25-5f16-a92b-305517194bb4', '9e74206e-cb70-5249-aceb-88cbbcc62a1f', 'start', 'done', 1, '2026-11-30 12:43:31.703223+00', '2026-11-30 12:43:31.703223+00', '0d016c19-c14e-4c69-9dd3-51a7b3bc3ebd', '2026-11-30 12:43:31.815594+00', '2026-11-30 12:43:31.872657+00', 'accepted', '000', NULL),
	('0b38ad2b-9aca-5ec6-966f-b68a4d9bad60', 11, '952b874d-0d25-5f16-a92b-305517194bb4', '9e74206e-cb70-5249-aceb-88cbbcc62a1f', 'cancel', 'done', 5, '2026-11-30 12:43:31.970067+00', '2026-11-30 12:43:31.970067+00', '0d016c19-2165-437d-b278-90a64a3ba6ab', '2026-11-30 12:43:32.012157+00', '2026-11-30 12:43:32.092359+00', 'accepted', '000', NULL),
	('366e305a-c3c2-58a4-aee5-79d7a732dcbb', 12, 'a61d73d8-5454-505d-b102-215b9642b652', '97935e4a-5f79-580e-86ae-ae0f8f2016ba', 'start', 'done', 1, '2026-11-30 12:43:32.79238+00', '2026-11-30 12:43:32.79238+00', '0d016c19-aad4-4a13-bb42-c6cadc7a8d54', '2026-11-30 12:43:32.811765+00', '2026-11-30 12:43:32.83343+00', 'accepted', '000', NULL),
	('292d1e93-0996-5106-ba38-95c26bc29460', 13, 'a61d73d8-5454-505d-b102-215b9642b652', '97935e4a-5f79-580e-86ae-ae0f8f2016ba', 'charge', 'done', 0, '2026-11-30 12:43:33.06125+00', '2026-11-30 12:43:33.06125+00', '0d016c19-feaa-4a9c-8a27-818609e25ee4', '2026-11-30 12:43:33.117337+00', '2026-11-30 12:43:33.161835+00', 'unknown', 'http_500_unreadable', NULL),
	('3d033f71-9e7a-5f68-904c-0a2fe0fdf755', 14, 'a61d73d8-5454-505d-b102-215b9642b652', '97935e4a-5f79-580e-86ae-ae0f8f2016ba', 'query', 'due', 3, '2026-11-30 12:43:43.117337+00', '2026-11-30 12:43:33.161835+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('c5f6afbd-ac61-5a41-af15-def30b732b93', 15, '99c076eb-fc96-5f56-8c55-c4d8e356f66e', 'f5b8c8f5-e66b-5339-a8d2-089fa4494c95', 'start', 'done', 1, '2026-11-30 12:43:33.823998+00', '2026-11-30 12:43:33.823998+00', '0d016c19-28ba-46bf-84ce-f6d4a5d8cb9f', '2026-11-30 12:43:33.857213+00', '2026-11-30 12:43:33.920926+00', 'accepted', '000', NULL),
	('1f843bc9-3154-5585-9e7c-eab3072c32f2', 16, '99c076eb-fc96-5f56-8c55-c4d8e356f66e', 'f5b8c8f5-e66b-5339-a8d2-089fa4494c95', 'charge', 'calling', 0, '2026-11-30 12:43:34.134646+00', '2026-11-30 12:43:34.134646+00', '0d016c19-67ed-4f07-a9b2-cafb60fb081c', '2026-11-30 12:43:34.216057+00', NULL, NULL, NULL, NULL),
	('9645de41-2521-5f06-8e25-91bb87fe005d', 17, '717c0325-6024-5c34-b1fa-ed19031f9623', 'f68bc3f5-e959-5873-ba24-b423d41aa871', 'start', 'due', 1, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('8bdefd0f-19f9-5996-9c6b-1159b9361a04', 18, 'eb14ef85-6c9a-5cd8-b121-f53f3fe6e91f', 'f6b2d83e-2e5a-5a24-95bb-07981e9d50ed', 'start', 'done', 1, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'not_sent', 'connect_error', NULL),
	('bca0284e-2cee-5742-bb2e-3e94bfc22df0', 19, 'eb14ef85-6c9a-5cd8-b121-f53f3fe6e91f', 'f6b2d83e-2e5a-5a24-95bb-07981e9d50ed', 'start', 'due', 1, '2026-11-30 12:43:38+00', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('835cf721-0182-533a-9b1e-d6bc74753741', 20, '0fc94d4c-d357-5803-9547-d872e2a6652d', 'e12a1191-698f-5a13-b5b0-f5e38e5789e9', 'start', 'calling', 1, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL),
	('e15dc41e-0ba2-564c-befc-b670572bf11b', 21, '478f0aa0-ede9-5266-9a52-cdea3f30e691', '898a114d-fae9-51f8-801a-d8a9a85ff433', 'start', 'done', 1, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'accepted', '000', NULL),
	('00a31122-bb55-53e3-a8bf-4d2432aab104', 22, 'c626ec69-549e-546e-addf-e5a89a7bf632', '3ebf8856-fec9-587f-8b4a-120844513f68', 'start', 'done', 1, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'accepted', '000', NULL),
	('b2c289ab-6408-511b-8545-0b26ac3c2802', 23, 'c626ec69-549e-546e-addf-e5a89a7bf632', '3ebf8856-fec9-587f-8b4a-120844513f68', 'charge', 'due', 0, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL, NULL, '\x67414141414142724457393446503844334a49353274776741554944665a746f4b326b7836553151384b79537558325777474d4c7439514938556a48625f3874795a74384957616f58504f73676530634244705977434b47503079494b48494e6e4e52556d4759746b446343786c392d304155663059633d'),
	('161b4ee1-4581-5c16-80cb-9d0eeddf8bfe', 24, 'edecd476-940f-5367-b283-16152d1bbe21', 'dc235d37-6601-5714-aacd-0d9585c8e14c', 'start', 'done', 1, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'accepted', '000', NULL),
	('9ceb6cd5-4af2-5bbc-ad74-2ecf9e8751a2', 25, 'edecd476-940f-5367-b283-16152d1bbe21', 'dc235d37-6601-5714-aacd-0d9585c8e14c', 'charge', 'calling', 0, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL),
	('8a117a56-fd6b-5d90-abbc-806a44bcecfd', 26, 'bc599e72-debf-5747-9339-a50292158138', 'b53fe4e3-2249-5be1-a8a1-3d626ed904cd', 'start', 'done', 1, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'accepted', '000', NULL),
	('c3042570-0a84-57b6-bcfb-bc4128fd4e6b', 27, 'bc599e72-debf-5747-9339-a50292158138', 'b53fe4e3-2249-5be1-a8a1-3d626ed904cd', 'charge', 'calling', 0, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL),
	('de42edb5-5b61-59a7-8c1f-6bb570ad0d28', 28, 'a3744a8a-749c-508a-a801-7043f6d1b810', 'dd45ad34-acdf-59da-b15c-7263741d6390', 'start', 'done', 1, '2026-11-30 12:43:27+00', '2026-11-30 12:43:27+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:27+00', '2026-11-30 12:43:27+00', 'accepted', '000', NULL),
	('183c79be-98b8-514b-8626-b02af3b46483', 29, 'a3744a8a-749c-508a-a801-7043f6d1b810', 'dd45ad34-acdf-59da-b15c-7263741d6390', 'charge', 'done', 0, '2026-11-30 12:43:27+00', '2026-11-30 12:43:27+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:27+00', '2026-11-30 12:43:27+00', 'unknown', 'remote_protocol_error', NULL),
	('459a801b-b559-5fea-8ed2-194c97622c44', 30, 'a3744a8a-749c-508a-a801-7043f6d1b810', 'dd45ad34-acdf-59da-b15c-7263741d6390', 'query', 'due', 3, '2026-11-30 12:43:37+00', '2026-11-30 12:43:27+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('c06637aa-3604-5712-9478-237dd79c9003', 31, '0c028d41-3600-55bd-8a6a-b21570ebeda7', '7dd89ff6-7ed3-5d91-a87a-8818b8191756', 'start', 'done', 1, '2026-11-30 12:43:25+00', '2026-11-30 12:43:25+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:25+00', '2026-11-30 12:43:25+00', 'accepted', '000', NULL),
	('1235a9b7-8371-5a29-ba45-b2d30682a499', 32, '0c028d41-3600-55bd-8a6a-b21570ebeda7', '7dd89ff6-7ed3-5d91-a87a-8818b8191756', 'charge', 'done', 0, '2026-11-30 12:43:25+00', '2026-11-30 12:43:25+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:25+00', '2026-11-30 12:43:25+00', 'unknown', 'remote_protocol_error', NULL),
	('9bd5923a-ae07-5371-b832-f335c79426ae', 33, '0c028d41-3600-55bd-8a6a-b21570ebeda7', '7dd89ff6-7ed3-5d91-a87a-8818b8191756', 'query', 'calling', 3, '2026-11-30 12:43:35+00', '2026-11-30 12:43:25+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL),
	('554a0083-f1a4-5de0-839c-0c02d1487d46', 34, '24d485ed-d2e9-5550-acec-cd762b984956', '2cb036a7-2c16-5005-93d1-0d66c8cdb01f', 'start', 'done', 1, '2026-11-30 12:43:05+00', '2026-11-30 12:43:05+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:05+00', '2026-11-30 12:43:05+00', 'accepted', '000', NULL),
	('5ee7c5e0-f9b5-51d2-9510-24774b94eaf1', 35, '24d485ed-d2e9-5550-acec-cd762b984956', '2cb036a7-2c16-5005-93d1-0d66c8cdb01f', 'charge', 'done', 0, '2026-11-30 12:43:05+00', '2026-11-30 12:43:05+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:05+00', '2026-11-30 12:43:05+00', 'unknown', 'remote_protocol_error', NULL),
	('4115bdb9-c9e2-5d5b-8529-bff86561f619', 36, '24d485ed-d2e9-5550-acec-cd762b984956', '2cb036a7-2c16-5005-93d1-0d66c8cdb01f', 'query', 'done', 3, '2026-11-30 12:43:15+00', '2026-11-30 12:43:05+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'not_found', '025', NULL),
	('48ee1bc6-0c7f-5d99-84bd-a17340001ba1', 37, '24d485ed-d2e9-5550-acec-cd762b984956', '2cb036a7-2c16-5005-93d1-0d66c8cdb01f', 'query', 'due', 3, '2026-11-30 12:43:56+00', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('0079896a-16de-5109-92b5-449aa6ee653d', 38, 'b8fc7a2a-bc10-586a-92fd-a99c0c92383f', '0acb44e7-8ee1-5bc2-8259-0940456e72f0', 'start', 'done', 1, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'accepted', '000', NULL),
	('cb981b9f-6d37-52b5-9514-96f0dfcf8c99', 39, 'b8fc7a2a-bc10-586a-92fd-a99c0c92383f', '0acb44e7-8ee1-5bc2-8259-0940456e72f0', 'charge', 'done', 0, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'refused', '055', NULL),
	('3e5eaba2-7022-5ba2-8ef6-b3937f42e02f', 40, 'b8fc7a2a-bc10-586a-92fd-a99c0c92383f', '0acb44e7-8ee1-5bc2-8259-0940456e72f0', 'query', 'due', 0, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('1aeaaf02-6ae3-5b3e-8857-bd15a9568669', 41, '26d268ed-9273-559d-bf8e-be087c9bedc7', '74cd4c7c-3596-53e1-b69e-c740e674b253', 'start', 'done', 1, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'accepted', '000', NULL),
	('608529d3-f0e3-52ec-9e19-66815a9e1b49', 42, '26d268ed-9273-559d-bf8e-be087c9bedc7', '74cd4c7c-3596-53e1-b69e-c740e674b253', 'charge', 'done', 0, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'refused', '055', NULL),
	('13ea9329-fac0-502b-acae-c612b60e0308', 43, '26d268ed-9273-559d-bf8e-be087c9bedc7', '74cd4c7c-3596-53e1-b69e-c740e674b253', 'query', 'due', 0, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('48f98e94-253b-5329-9d3e-09c617d7c34b', 44, '7631d1db-a42c-5e9c-bde2-aafe15aa8f4d', 'fd033a79-0fe0-50f2-93b1-f85384a889da', 'start', 'done', 1, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'accepted', '000', NULL),
	('33ce0fa4-33e4-5c42-b7b8-d9167bcab6bc', 45, '7631d1db-a42c-5e9c-bde2-aafe15aa8f4d', 'fd033a79-0fe0-50f2-93b1-f85384a889da', 'charge', 'done', 0, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'refused', '055', NULL),
	('713e0de1-c808-564f-96a3-f968f0d02228', 46, '212c25dd-b89e-5492-8ff8-7138a468cb8d', '8c643d98-26a8-5096-bf00-47cadbbc8dcc', 'start', 'done', 1, '2026-11-30 12:28:36+00', '2026-11-30 12:28:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:28:36+00', '2026-11-30 12:28:36+00', 'accepted', '000', NULL),
	('4128f333-952f-55e1-a87b-f95018279c9b', 47, '212c25dd-b89e-5492-8ff8-7138a468cb8d', '8c643d98-26a8-5096-bf00-47cadbbc8dcc', 'charge', 'done', 0, '2026-11-30 12:28:36+00', '2026-11-30 12:28:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:28:36+00', '2026-11-30 12:28:36+00', 'refused', '055', NULL),
	('771320fb-5da1-5543-9562-dc5a3568f750', 48, '212c25dd-b89e-5492-8ff8-7138a468cb8d', '8c643d98-26a8-5096-bf00-47cadbbc8dcc', 'query', 'due', 0, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('ecce1ba5-ab33-585e-ab80-c952212f1dd9', 49, '2e9027d1-a00e-5c9a-80be-f2d12756b2c9', '43c982ab-ade2-5576-af20-d18c212c2e7f', 'start', 'done', 1, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'accepted', '000', NULL),
	('111b93e8-ecde-5141-a8ce-4d6b73c6b926', 50, '2e9027d1-a00e-5c9a-80be-f2d12756b2c9', '90c55884-7277-53a8-9b4b-42e77084dfc3', 'start', 'due', 1, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('526795f1-54e7-5ab6-a40e-bb8581f1ed3d', 51, 'a386a787-54a4-5cb8-a348-8b242e2a96f0', 'e2e566c8-a4e5-5bca-9e2c-5a47f4e5e57b', 'start', 'done', 1, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'accepted', '000', NULL),
	('a2de0541-010f-5448-9cec-49a223082e86', 52, 'a386a787-54a4-5cb8-a348-8b242e2a96f0', 'e2e566c8-a4e5-5bca-9e2c-5a47f4e5e57b', 'charge', 'done', 0, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'accepted', '000', NULL),
	('01fe8422-b5a8-538a-b4e7-684d93bd12bb', 53, 'cc34dc18-fdf5-5634-8c5c-9b0ee0d7096e', '7bf48622-9f63-59b8-b90a-37a4ee15d185', 'start', 'done', 1, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'accepted', '000', NULL),
	('26195c2e-7c5e-5965-9038-bb89348da9af', 54, 'cc34dc18-fdf5-5634-8c5c-9b0ee0d7096e', '7bf48622-9f63-59b8-b90a-37a4ee15d185', 'charge', 'done', 0, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'refused', '051', NULL),
	('7b4228f1-3138-5d30-abaf-0acc83826c6d', 55, 'cc34dc18-fdf5-5634-8c5c-9b0ee0d7096e', '7bf48622-9f63-59b8-b90a-37a4ee15d185', 'query', 'due', 3, '2026-11-30 12:44:36+00', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('3af14099-fa88-5d31-a4fb-22d22e1c6a44', 56, 'f776a517-19fd-5fe7-b809-26bd7c271f8a', 'f4cd69cc-90f4-521d-86d3-c386463b40a2', 'start', 'done', 1, '2026-11-30 12:22:36+00', '2026-11-30 12:22:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:22:36+00', '2026-11-30 12:22:36+00', 'accepted', '000', NULL),
	('1f220fd5-d225-5d39-aa13-d68189ec6390', 57, 'f776a517-19fd-5fe7-b809-26bd7c271f8a', 'f4cd69cc-90f4-521d-86d3-c386463b40a2', 'charge', 'done', 0, '2026-11-30 12:22:36+00', '2026-11-30 12:22:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:22:36+00', '2026-11-30 12:22:36+00', 'unknown', 'remote_protocol_error', NULL),
	('38ecc90c-34c2-5076-9306-9d44e9176170', 58, 'f776a517-19fd-5fe7-b809-26bd7c271f8a', 'f4cd69cc-90f4-521d-86d3-c386463b40a2', 'query', 'done', 3, '2026-11-30 12:22:46+00', '2026-11-30 12:22:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:38:36+00', '2026-11-30 12:38:36+00', 'not_found', '025', NULL),
	('e92ed9b4-47de-5324-b5a3-4f1f6b9d1bb7', 59, 'f776a517-19fd-5fe7-b809-26bd7c271f8a', 'f4cd69cc-90f4-521d-86d3-c386463b40a2', 'query', 'done', 3, '2026-11-30 12:39:36+00', '2026-11-30 12:38:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:40:36+00', '2026-11-30 12:40:36+00', 'not_found', '025', NULL),
	('223184c8-2c81-5499-a76d-84e78b83d4a0', 60, 'f776a517-19fd-5fe7-b809-26bd7c271f8a', 'f4cd69cc-90f4-521d-86d3-c386463b40a2', 'query', 'due', 3, '2026-11-30 12:41:36+00', '2026-11-30 12:40:36+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('924091d2-a5f9-533c-b9ad-feebf4d53c4c', 61, '9d516716-9731-53db-8302-31daaa757e7e', 'ac1538c0-95c3-5990-abca-1f5ef278ad63', 'start', 'done', 1, '2026-11-30 12:27:36+00', '2026-11-30 12:27:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:27:36+00', '2026-11-30 12:27:36+00', 'accepted', '000', NULL),
	('cd060e00-bcd2-5d12-80d4-508ebfada37b', 62, '9d516716-9731-53db-8302-31daaa757e7e', 'ac1538c0-95c3-5990-abca-1f5ef278ad63', 'cancel', 'due', 5, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('71d1bbcb-bdfe-5d61-a2b5-cf4250b0a922', 63, 'f8f4d457-9b0b-51b2-bbbf-a37374dcf91b', 'ec59f138-8521-5c98-96f2-50db46a4306d', 'start', 'done', 1, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'accepted', '000', NULL),
	('78e7b6bb-4cf1-53fe-8176-ad85671bb74f', 64, 'f8f4d457-9b0b-51b2-bbbf-a37374dcf91b', 'ec59f138-8521-5c98-96f2-50db46a4306d', 'cancel', 'due', 5, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('b831dc48-9ee5-5796-b778-39cd4bf239c9', 65, '0bbbb541-c99d-57d4-8e5a-f653148f46f5', '2a7dcca7-35cf-5432-9a49-fbe2d5ad298e', 'start', 'done', 1, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'accepted', '000', NULL),
	('81094fce-d0b8-5438-b4ea-d7974c0de13b', 66, '0bbbb541-c99d-57d4-8e5a-f653148f46f5', '2a7dcca7-35cf-5432-9a49-fbe2d5ad298e', 'charge', 'done', 0, '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:43:36+00', '2026-11-30 12:43:36+00', 'unknown', '010', NULL),
	('bb6956b5-33ab-56e3-a57a-3fdc4f5d7ca7', 67, '0bbbb541-c99d-57d4-8e5a-f653148f46f5', '2a7dcca7-35cf-5432-9a49-fbe2d5ad298e', 'query', 'due', 3, '2026-11-30 12:43:46+00', '2026-11-30 12:43:36+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO payments_omari.schema_version VALUES
	('0003');
SELECT pg_catalog.setval('flow_engine.lanes_seq', 106, true);
SELECT pg_catalog.setval('gateway_webhooks.credential_audit_seq_seq', 1, false);
SELECT pg_catalog.setval('gateway_webhooks.lanes_seq', 165, true);
SELECT pg_catalog.setval('notifier.credential_audit_seq_seq', 1, false);
SELECT pg_catalog.setval('notifier.delivery_seq_seq', 44, true);
SELECT pg_catalog.setval('notifier.lanes_seq', 173, true);
SELECT pg_catalog.setval('payments_omari.credential_audit_seq_seq', 1, false);
SELECT pg_catalog.setval('payments_omari.lanes_seq', 13, true);
SELECT pg_catalog.setval('payments_omari.limit_use_seq_seq', 98, true);
SELECT pg_catalog.setval('payments_omari.provider_call_seq_seq', 67, true);
ALTER TABLE ONLY flow_engine.apology
    ADD CONSTRAINT apology_pkey PRIMARY KEY (inbox_id);
ALTER TABLE ONLY flow_engine.contact
    ADD CONSTRAINT contact_customer_id_phone_number_id_key UNIQUE (customer_id, phone_number_id);
ALTER TABLE ONLY flow_engine.contact
    ADD CONSTRAINT contact_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flow_engine.customer_identity
    ADD CONSTRAINT customer_identity_pkey PRIMARY KEY (kind, value);
ALTER TABLE ONLY flow_engine.customer_order
    ADD CONSTRAINT customer_order_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flow_engine.customer_order
    ADD CONSTRAINT customer_order_reference_key UNIQUE (reference);
ALTER TABLE ONLY flow_engine.customer
    ADD CONSTRAINT customer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flow_engine.flow_version
    ADD CONSTRAINT flow_version_name_sha256_key UNIQUE (name, sha256);
ALTER TABLE ONLY flow_engine.flow_version
    ADD CONSTRAINT flow_version_pkey PRIMARY KEY (name, version);
ALTER TABLE ONLY flow_engine.idempotency_key
    ADD CONSTRAINT idempotency_key_pkey PRIMARY KEY (scope, key);
ALTER TABLE ONLY flow_engine.inbox
    ADD CONSTRAINT inbox_id_key UNIQUE (id);
ALTER TABLE ONLY flow_engine.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY flow_engine.lane
    ADD CONSTRAINT lane_pkey PRIMARY KEY (loop, key);
ALTER TABLE ONLY flow_engine.ledger_entry
    ADD CONSTRAINT ledger_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flow_engine.ledger_txn
    ADD CONSTRAINT ledger_txn_kind_payment_id_key UNIQUE (kind, payment_id);
ALTER TABLE ONLY flow_engine.ledger_txn
    ADD CONSTRAINT ledger_txn_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flow_engine.outbox
    ADD CONSTRAINT outbox_id_key UNIQUE (id);
ALTER TABLE ONLY flow_engine.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY flow_engine.payment_intent
    ADD CONSTRAINT payment_intent_merchant_reference_key UNIQUE (merchant_reference);
ALTER TABLE ONLY flow_engine.payment_intent
    ADD CONSTRAINT payment_intent_pkey PRIMARY KEY (payment_id);
ALTER TABLE ONLY flow_engine.schema_version
    ADD CONSTRAINT schema_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY flow_engine.seasonal_price
    ADD CONSTRAINT seasonal_price_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flow_engine.seasonal_price
    ADD CONSTRAINT seasonal_price_tour_id_starts_on_key UNIQUE (tour_id, starts_on);
ALTER TABLE ONLY flow_engine.task
    ADD CONSTRAINT task_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flow_engine.tour
    ADD CONSTRAINT tour_code_key UNIQUE (code);
ALTER TABLE ONLY flow_engine.tour
    ADD CONSTRAINT tour_pkey PRIMARY KEY (id);
ALTER TABLE ONLY flow_engine.traveller
    ADD CONSTRAINT traveller_order_id_position_key UNIQUE (order_id, "position");
ALTER TABLE ONLY flow_engine.traveller
    ADD CONSTRAINT traveller_pkey PRIMARY KEY (id);
ALTER TABLE ONLY gateway_webhooks.credential_audit
    ADD CONSTRAINT credential_audit_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY gateway_webhooks.credential
    ADD CONSTRAINT credential_pkey PRIMARY KEY (id);
ALTER TABLE ONLY gateway_webhooks.inbox
    ADD CONSTRAINT inbox_id_key UNIQUE (id);
ALTER TABLE ONLY gateway_webhooks.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY gateway_webhooks.lane
    ADD CONSTRAINT lane_pkey PRIMARY KEY (loop, key);
ALTER TABLE ONLY gateway_webhooks.outbox
    ADD CONSTRAINT outbox_id_key UNIQUE (id);
ALTER TABLE ONLY gateway_webhooks.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY gateway_webhooks.schema_version
    ADD CONSTRAINT schema_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY notifier.credential_audit
    ADD CONSTRAINT credential_audit_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY notifier.credential
    ADD CONSTRAINT credential_pkey PRIMARY KEY (id);
ALTER TABLE ONLY notifier.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY notifier.delivery_status
    ADD CONSTRAINT delivery_status_pkey PRIMARY KEY (message_id, status);
ALTER TABLE ONLY notifier.inbox
    ADD CONSTRAINT inbox_id_key UNIQUE (id);
ALTER TABLE ONLY notifier.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY notifier.lane
    ADD CONSTRAINT lane_pkey PRIMARY KEY (loop, key);
ALTER TABLE ONLY notifier.notification
    ADD CONSTRAINT notification_pkey PRIMARY KEY (id);
ALTER TABLE ONLY notifier.outbox
    ADD CONSTRAINT outbox_id_key UNIQUE (id);
ALTER TABLE ONLY notifier.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY notifier.pace
    ADD CONSTRAINT pace_pkey PRIMARY KEY (lane);
ALTER TABLE ONLY notifier.recipient_window
    ADD CONSTRAINT recipient_window_pkey PRIMARY KEY (phone_number_id, recipient);
ALTER TABLE ONLY notifier.schema_version
    ADD CONSTRAINT schema_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY payments_omari.accepted_request
    ADD CONSTRAINT accepted_request_pkey PRIMARY KEY (key);
ALTER TABLE ONLY payments_omari.attempt
    ADD CONSTRAINT attempt_payment_id_number_key UNIQUE (payment_id, number);
ALTER TABLE ONLY payments_omari.attempt
    ADD CONSTRAINT attempt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY payments_omari.credential_audit
    ADD CONSTRAINT credential_audit_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY payments_omari.credential
    ADD CONSTRAINT credential_pkey PRIMARY KEY (id);
ALTER TABLE ONLY payments_omari.inbox
    ADD CONSTRAINT inbox_id_key UNIQUE (id);
ALTER TABLE ONLY payments_omari.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY payments_omari.lane
    ADD CONSTRAINT lane_pkey PRIMARY KEY (loop, key);
ALTER TABLE ONLY payments_omari.limit_use
    ADD CONSTRAINT limit_use_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY payments_omari.outbox
    ADD CONSTRAINT outbox_id_key UNIQUE (id);
ALTER TABLE ONLY payments_omari.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY payments_omari.payment
    ADD CONSTRAINT payment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY payments_omari.provider_call
    ADD CONSTRAINT provider_call_pkey PRIMARY KEY (id);
ALTER TABLE ONLY payments_omari.schema_version
    ADD CONSTRAINT schema_version_pkc PRIMARY KEY (version_num);
CREATE INDEX customer_identity_customer_id_idx ON flow_engine.customer_identity USING btree (customer_id);
CREATE INDEX customer_order_created_at_id_idx ON flow_engine.customer_order USING btree (created_at DESC, id);
CREATE INDEX customer_order_customer_id_created_at_idx ON flow_engine.customer_order USING btree (customer_id, created_at DESC);
CREATE INDEX idempotency_key_created_at_idx ON flow_engine.idempotency_key USING btree (created_at);
CREATE INDEX ix_inbox_free ON flow_engine.inbox USING btree (seq) WHERE ((done_at IS NULL) AND (parked_at IS NULL) AND (key IS NULL));
CREATE INDEX ix_inbox_lane ON flow_engine.inbox USING btree (key, seq) WHERE ((done_at IS NULL) AND (parked_at IS NULL) AND (key IS NOT NULL));
CREATE INDEX ix_inbox_parked ON flow_engine.inbox USING btree (seq) WHERE (parked_at IS NOT NULL);
CREATE INDEX ix_lane_due ON flow_engine.lane USING btree (loop, priority, due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX ix_lane_token ON flow_engine.lane USING btree (token) WHERE (token IS NOT NULL);
CREATE INDEX ix_outbox_bus ON flow_engine.outbox USING btree (target, seq) WHERE ((sent_at IS NULL) AND (parked_at IS NULL) AND (path IS NULL));
CREATE INDEX ix_outbox_http ON flow_engine.outbox USING btree (key, seq) WHERE ((sent_at IS NULL) AND (parked_at IS NULL) AND (path IS NOT NULL));
CREATE INDEX ix_outbox_parked ON flow_engine.outbox USING btree (seq) WHERE (parked_at IS NOT NULL);
CREATE INDEX ledger_entry_account_idx ON flow_engine.ledger_entry USING btree (account);
CREATE INDEX ledger_entry_txn_id_idx ON flow_engine.ledger_entry USING btree (txn_id);
CREATE INDEX ledger_txn_order_id_idx ON flow_engine.ledger_txn USING btree (order_id);
CREATE UNIQUE INDEX one_open_intent ON flow_engine.payment_intent USING btree (order_id) WHERE (status = ANY (ARRAY['opening'::text, 'awaiting_code'::text, 'charging'::text, 'unknown'::text]));
CREATE INDEX payment_intent_customer_id_idx ON flow_engine.payment_intent USING btree (customer_id);
CREATE INDEX payment_intent_order_id_idx ON flow_engine.payment_intent USING btree (order_id);
CREATE INDEX task_contact_id_idx ON flow_engine.task USING btree (contact_id) WHERE (released_at IS NULL);
CREATE INDEX task_created_at_id_idx ON flow_engine.task USING btree (created_at, id) WHERE (released_at IS NULL);
CREATE INDEX task_customer_id_idx ON flow_engine.task USING btree (customer_id);
CREATE INDEX task_order_id_idx ON flow_engine.task USING btree (order_id) WHERE (order_id IS NOT NULL);
CREATE UNIQUE INDEX uq_outbox_dedupe ON flow_engine.outbox USING btree (dedupe) WHERE (dedupe IS NOT NULL);
CREATE INDEX ix_inbox_free ON gateway_webhooks.inbox USING btree (seq) WHERE ((done_at IS NULL) AND (parked_at IS NULL) AND (key IS NULL));
CREATE INDEX ix_inbox_lane ON gateway_webhooks.inbox USING btree (key, seq) WHERE ((done_at IS NULL) AND (parked_at IS NULL) AND (key IS NOT NULL));
CREATE INDEX ix_inbox_parked ON gateway_webhooks.inbox USING btree (seq) WHERE (parked_at IS NOT NULL);
CREATE INDEX ix_lane_due ON gateway_webhooks.lane USING btree (loop, priority, due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX ix_lane_token ON gateway_webhooks.lane USING btree (token) WHERE (token IS NOT NULL);
CREATE INDEX ix_outbox_bus ON gateway_webhooks.outbox USING btree (target, seq) WHERE ((sent_at IS NULL) AND (parked_at IS NULL) AND (path IS NULL));
CREATE INDEX ix_outbox_http ON gateway_webhooks.outbox USING btree (key, seq) WHERE ((sent_at IS NULL) AND (parked_at IS NULL) AND (path IS NOT NULL));
CREATE INDEX ix_outbox_parked ON gateway_webhooks.outbox USING btree (seq) WHERE (parked_at IS NOT NULL);
CREATE INDEX outbox_created_at ON gateway_webhooks.outbox USING brin (created_at);
CREATE UNIQUE INDEX uq_outbox_dedupe ON gateway_webhooks.outbox USING btree (dedupe) WHERE (dedupe IS NOT NULL);
CREATE INDEX ix_delivery_content ON notifier.delivery USING btree (created_at) WHERE (content IS NOT NULL);
CREATE INDEX ix_delivery_held ON notifier.delivery USING btree (lane) WHERE (state = 'held'::text);
CREATE INDEX ix_delivery_notification ON notifier.delivery USING btree (notification_id);
CREATE INDEX ix_delivery_sending ON notifier.delivery USING btree (lane) WHERE (state = 'sending'::text);
CREATE INDEX ix_delivery_status_delivery ON notifier.delivery_status USING btree (delivery_id) WHERE (delivery_id IS NOT NULL);
CREATE INDEX ix_delivery_status_early ON notifier.delivery_status USING btree (received_at) WHERE (delivery_id IS NULL);
CREATE INDEX ix_delivery_status_received_at ON notifier.delivery_status USING brin (received_at);
CREATE INDEX ix_delivery_unknown ON notifier.delivery USING btree (lane, priority, seq) WHERE (state = 'unknown'::text);
CREATE INDEX ix_delivery_waiting ON notifier.delivery USING btree (lane, priority, seq) WHERE (state = 'waiting'::text);
CREATE INDEX ix_delivery_wamid ON notifier.delivery USING btree (wamid) WHERE (wamid IS NOT NULL);
CREATE INDEX ix_inbox_free ON notifier.inbox USING btree (seq) WHERE ((done_at IS NULL) AND (parked_at IS NULL) AND (key IS NULL));
CREATE INDEX ix_inbox_lane ON notifier.inbox USING btree (key, seq) WHERE ((done_at IS NULL) AND (parked_at IS NULL) AND (key IS NOT NULL));
CREATE INDEX ix_inbox_parked ON notifier.inbox USING btree (seq) WHERE (parked_at IS NOT NULL);
CREATE INDEX ix_lane_due ON notifier.lane USING btree (loop, priority, due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX ix_lane_token ON notifier.lane USING btree (token) WHERE (token IS NOT NULL);
CREATE INDEX ix_notification_created_at ON notifier.notification USING brin (created_at);
CREATE INDEX ix_notification_phone ON notifier.notification USING btree (phone, created_at) WHERE (phone IS NOT NULL);
CREATE INDEX ix_notification_user_id ON notifier.notification USING btree (user_id, created_at) WHERE (user_id IS NOT NULL);
CREATE INDEX ix_outbox_bus ON notifier.outbox USING btree (target, seq) WHERE ((sent_at IS NULL) AND (parked_at IS NULL) AND (path IS NULL));
CREATE INDEX ix_outbox_http ON notifier.outbox USING btree (key, seq) WHERE ((sent_at IS NULL) AND (parked_at IS NULL) AND (path IS NOT NULL));
CREATE INDEX ix_outbox_parked ON notifier.outbox USING btree (seq) WHERE (parked_at IS NOT NULL);
CREATE UNIQUE INDEX uq_outbox_dedupe ON notifier.outbox USING btree (dedupe) WHERE (dedupe IS NOT NULL);
CREATE INDEX accepted_request_accepted_at_idx ON payments_omari.accepted_request USING btree (accepted_at);
CREATE INDEX attempt_payment_id_idx ON payments_omari.attempt USING btree (payment_id);
CREATE INDEX ix_inbox_free ON payments_omari.inbox USING btree (seq) WHERE ((done_at IS NULL) AND (parked_at IS NULL) AND (key IS NULL));
CREATE INDEX ix_inbox_lane ON payments_omari.inbox USING btree (key, seq) WHERE ((done_at IS NULL) AND (parked_at IS NULL) AND (key IS NOT NULL));
CREATE INDEX ix_inbox_parked ON payments_omari.inbox USING btree (seq) WHERE (parked_at IS NOT NULL);
CREATE INDEX ix_lane_due ON payments_omari.lane USING btree (loop, priority, due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX ix_lane_token ON payments_omari.lane USING btree (token) WHERE (token IS NOT NULL);
CREATE INDEX ix_outbox_bus ON payments_omari.outbox USING btree (target, seq) WHERE ((sent_at IS NULL) AND (parked_at IS NULL) AND (path IS NULL));
CREATE INDEX ix_outbox_http ON payments_omari.outbox USING btree (key, seq) WHERE ((sent_at IS NULL) AND (parked_at IS NULL) AND (path IS NOT NULL));
CREATE INDEX ix_outbox_parked ON payments_omari.outbox USING btree (seq) WHERE (parked_at IS NOT NULL);
CREATE INDEX limit_use_rule_subject_used_at_idx ON payments_omari.limit_use USING btree (rule, subject, used_at);
CREATE INDEX limit_use_used_at_idx ON payments_omari.limit_use USING btree (used_at);
CREATE UNIQUE INDEX one_charge_in_doubt ON payments_omari.provider_call USING btree (payment_id) WHERE ((kind = 'charge'::text) AND (state <> 'dropped'::text) AND ((verdict IS NULL) OR (verdict = ANY (ARRAY['accepted'::text, 'unknown'::text]))));
CREATE INDEX payment_created_at_idx ON payments_omari.payment USING btree (created_at) WHERE (payer_sealed <> '\x'::bytea);
CREATE INDEX payment_expires_at_idx ON payments_omari.payment USING btree (expires_at) WHERE (status = ANY (ARRAY['new'::text, 'awaiting_customer'::text]));
CREATE INDEX payment_provider_provider_reference_idx ON payments_omari.payment USING btree (provider, provider_reference);
CREATE INDEX payment_status_created_at_idx ON payments_omari.payment USING btree (status, created_at);
CREATE INDEX provider_call_created_at_idx ON payments_omari.provider_call USING brin (created_at);
CREATE INDEX provider_call_payment_id_idx ON payments_omari.provider_call USING btree (payment_id) WHERE (state = ANY (ARRAY['due'::text, 'calling'::text]));
CREATE INDEX provider_call_payment_id_seq_idx ON payments_omari.provider_call USING btree (payment_id, seq);
CREATE INDEX provider_call_started_at_idx ON payments_omari.provider_call USING btree (started_at) WHERE ((kind = 'charge'::text) AND (state = 'calling'::text));
CREATE UNIQUE INDEX uq_outbox_dedupe ON payments_omari.outbox USING btree (dedupe) WHERE (dedupe IS NOT NULL);
CREATE CONSTRAINT TRIGGER keep_balance AFTER INSERT ON flow_engine.ledger_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION flow_engine.refuse_unbalanced_entry();
CREATE CONSTRAINT TRIGGER keep_balance AFTER INSERT ON flow_engine.ledger_txn DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION flow_engine.refuse_unbalanced();
CREATE TRIGGER keep_history BEFORE UPDATE ON flow_engine.flow_version FOR EACH ROW EXECUTE FUNCTION flow_engine.refuse_change();
CREATE TRIGGER keep_history BEFORE DELETE OR UPDATE ON flow_engine.ledger_entry FOR EACH ROW EXECUTE FUNCTION flow_engine.refuse_change();
CREATE TRIGGER keep_history BEFORE DELETE OR UPDATE ON flow_engine.ledger_txn FOR EACH ROW EXECUTE FUNCTION flow_engine.refuse_change();
CREATE TRIGGER keep_version BEFORE UPDATE ON flow_engine.contact FOR EACH ROW EXECUTE FUNCTION flow_engine.refuse_stale();
CREATE TRIGGER keep_version BEFORE UPDATE ON flow_engine.customer FOR EACH ROW EXECUTE FUNCTION flow_engine.refuse_stale();
CREATE TRIGGER keep_version BEFORE UPDATE ON flow_engine.customer_order FOR EACH ROW EXECUTE FUNCTION flow_engine.refuse_stale();
CREATE TRIGGER keep_version BEFORE UPDATE ON flow_engine.payment_intent FOR EACH ROW EXECUTE FUNCTION flow_engine.refuse_stale();
CREATE TRIGGER keep_history BEFORE DELETE OR UPDATE OR TRUNCATE ON gateway_webhooks.credential_audit FOR EACH STATEMENT EXECUTE FUNCTION gateway_webhooks.refuse_audit_change();
CREATE TRIGGER ring AFTER INSERT OR DELETE OR UPDATE ON gateway_webhooks.credential FOR EACH STATEMENT EXECUTE FUNCTION gateway_webhooks.ring_for_credential();
CREATE TRIGGER keep_history BEFORE DELETE OR UPDATE OR TRUNCATE ON notifier.credential_audit FOR EACH STATEMENT EXECUTE FUNCTION notifier.refuse_audit_change();
CREATE TRIGGER ring AFTER INSERT OR DELETE OR UPDATE ON notifier.credential FOR EACH STATEMENT EXECUTE FUNCTION notifier.ring_for_credential();
CREATE TRIGGER keep_history BEFORE DELETE OR UPDATE OR TRUNCATE ON payments_omari.credential_audit FOR EACH STATEMENT EXECUTE FUNCTION payments_omari.refuse_audit_change();
CREATE TRIGGER ring AFTER INSERT OR DELETE OR UPDATE ON payments_omari.credential FOR EACH STATEMENT EXECUTE FUNCTION payments_omari.ring_for_credential();
ALTER TABLE ONLY flow_engine.contact
    ADD CONSTRAINT contact_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES flow_engine.customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY flow_engine.customer_identity
    ADD CONSTRAINT customer_identity_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES flow_engine.customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY flow_engine.customer_order
    ADD CONSTRAINT customer_order_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES flow_engine.customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY flow_engine.customer_order
    ADD CONSTRAINT customer_order_tour_id_fkey FOREIGN KEY (tour_id) REFERENCES flow_engine.tour(id);
ALTER TABLE ONLY flow_engine.ledger_entry
    ADD CONSTRAINT ledger_entry_txn_id_fkey FOREIGN KEY (txn_id) REFERENCES flow_engine.ledger_txn(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY flow_engine.payment_intent
    ADD CONSTRAINT payment_intent_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES flow_engine.contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY flow_engine.payment_intent
    ADD CONSTRAINT payment_intent_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES flow_engine.customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY flow_engine.payment_intent
    ADD CONSTRAINT payment_intent_order_id_fkey FOREIGN KEY (order_id) REFERENCES flow_engine.customer_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY flow_engine.seasonal_price
    ADD CONSTRAINT seasonal_price_tour_id_fkey FOREIGN KEY (tour_id) REFERENCES flow_engine.tour(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY flow_engine.task
    ADD CONSTRAINT task_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES flow_engine.contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY flow_engine.task
    ADD CONSTRAINT task_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES flow_engine.customer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY flow_engine.traveller
    ADD CONSTRAINT traveller_order_id_fkey FOREIGN KEY (order_id) REFERENCES flow_engine.customer_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY notifier.delivery
    ADD CONSTRAINT delivery_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES notifier.notification(id) ON DELETE CASCADE;
ALTER TABLE ONLY payments_omari.attempt
    ADD CONSTRAINT attempt_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payments_omari.payment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY payments_omari.provider_call
    ADD CONSTRAINT provider_call_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES payments_omari.attempt(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY payments_omari.provider_call
    ADD CONSTRAINT provider_call_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payments_omari.payment(id) DEFERRABLE INITIALLY DEFERRED;
