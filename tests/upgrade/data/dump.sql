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
	('0cffe49c-51b8-4962-bd30-75ec4ec9fca0', '227841650415338', 'd074e5aa-0491-428d-89ab-65d4ef76019f', 'ZW.10495462346408552804', NULL, NULL, NULL, true, 1, '2026-11-30 13:13:56+00', NULL, '2026-11-30 13:13:52.306196+00', 3),
	('558d8c94-546d-47b7-a1ac-e6777a9d8800', '227841650415338', '353ac68f-ba17-436f-bf93-e1c671092182', 'ZW.85008181935894990085', '\x674141414141427244586150662d4644396a2d754a74517242746d4f474a33454f54456a546f624d55796f53624134774d2d6935665336655f2d36496b456b6b584c37616c5f503756357758484a4f443270465f68544449357a796370697364694d53327033305246527a77794a4c645f434538766e7a42736168695a6c743648706568627452516b4539414863777168766e4465746a79304d4c38665258636166784758665579794f4c385051392d6e4c5359416b3236464c7074544851306f30483664666162597050334e634256316f4565566c52442d466f4b6b5745434d32757a346a54336e324f6a4d504e487366445730336f38747379523130324f4a694b77783750534c6a694e5648625a657039453539756249614d416262626f417172785f354335675270505a4c70384133416e6c434a795764516367615069474e357872705f475a33756432783159317053744a666145614c3876693357456843626d4f51785334646a78714246564f48714d7856413d', 'omari_payment', 1, false, 0, '2026-11-30 13:13:50+00', '2026-11-30 14:13:51.138427+00', '2026-11-30 13:13:50.292116+00', 7),
	('1052261a-44e8-4f21-a307-f7ca99926514', '227841650415338', '90559c1c-89ad-4e51-8e4c-5c4e70b0f6ff', 'ZW.34425726912597989371', '\x67414141414142724458614f495a30704d5559796e67674c6a47304f304744477356654f305f764c774663515975513234736e774f79377a6b6d597a6b6d765276433263744b625769654b73354130472d306b386e494d4d48514341354b657338384d6b474a71776538575f665867336d77715a496a686d6e68494e6b39317a537432712d58595571575f46516f5a676d33594238643674784e355867724735316d78395a424c4c366f3850396c3839726a52736d6e6e686244474e38746a636965686c776b5479396a66413233455f3138587a396d3242656175783665616775305f426a34756e426b5633704e41374a7866316b5063685a616c464f723139525f424f646a49657a725a7963706572354730456b764f5934513062364977696d6972356b2d77795453786c617438714e3750657966624d7276737038624169656b36575154585743746c3442304e72436c41666b7370706b562d5455596d5f576c56313545437a484f424b774b5132414e66503172453d', 'omari_payment', 1, false, 0, '2026-11-30 13:13:50+00', '2026-11-30 14:13:50.151639+00', '2026-11-30 13:13:49.523707+00', 7),
	('3c493cfb-717b-4fd9-a91a-3abd8a2bec24', '227841650415338', '432f7377-3d8a-42ca-8931-748430917d4c', 'ZW.18951024799441629053', '\x67414141414142724458614e337a6a64507669376c704e5a6255395f77727559344154696777755a557772415f564e7844514966496a3469414f7a34304e6c6b676d473247765573467669354770685554657a74584d4c70753357356377394b79794e784a466f5545514b614a6165564b4736586c77726a4e66356c3837494245415575665f5543704a6a456865375941685a2d53546a78675f31376d6545393952634837693878664f41504553774536545674594744787253757641363935324b494250744b714c53614e52736c31774f784448743148326b326a5f585951304c77543266383858517136555a727a565a5f3339657a5f5a5241467276566276646e396866595349314e706f716656734835366656715f51355545616939357347454852665a567352397945794e36594d6752617230684a785f6c4c716e6e7a6a75314b6463737a3279624d6a7055784c6e6d657668504f4234553636437670773d3d', 'omari_payment', 1, false, 0, '2026-11-30 13:13:49+00', '2026-11-30 14:13:49.419817+00', '2026-11-30 13:13:48.243361+00', 7),
	('68c3d3d9-ad34-4868-a929-868d61959b57', '227841650415338', '8c88e88e-94fc-4062-bffc-b9d22c9b80f6', 'ZW.07744935417327610378', '\x674141414141427244586150684a5751354d5f386c62694e394a6e3351584b396b4e71576746385241494347706765456b665153344f49544c5a417876373169483773595a527248686f695832666846354378516b3762537661554347645051574271536a44796c705a752d6169323677314b46546844783344414a49644e534252417947446a6a5f524962584b4354624f52757877544f6538495a614f5f4a596862305a735468746a4a4e5954374649397a66597768636b7a51435037726d6f436450613779636d6d6445706f484e65514a3567317a6441656861635f3855344449624d7a4a687834455556616d475a4e6c5074737838734f75493469573652754274447854565f316251674f63627578716e4a7854747a6a646e6c6343396e426b716f5233373461376d3772376538714c534456417763595637556646786f376f7249587a6b42535a494b54434a49706e2d3641776a75544962557249436846395a5139494d65316b5258454c44505a317166626852707265686f7a6a596f71535438436e4e42387174797972524242686d493949746b504745556553776169356f3549356c7871763531324e316b735662422d6c6156326933446b6f6b326d76344f744738685535685a4d7347396f6c6543446b3442724267654b556b4f564568436a74424b686a434a5562336e5333307631695a5938705178667643786672327759762d4e4c643757524e576b61304372437a594e3361424158612d62324e706f436549416f5647435f4b3564766f7850586f375f5f76697a65324173463076516a6d574d364e726c79594d49666c643151364f6f63354e4f794d3452533861414f504c6b6d39334a4634524a623279724767444673446e4e4335304e6c57566c4442496633335f50496f4755586c4576595542575f765a56354d6c50683062366b71507a56363161334f6561594d7a6265364733436139383441414c78564c37654a6d77716f794b715562364b3433387a6f53776f2d4a7041355073424a61766966445153656a69673957355251414a61666f587037427678665a44764830647356384771776f415a59677253566965737177635662673975326a7566663779433336506d317a516b6270384d33726837757230374e74702d635549567a4d362d7a49324b567a31624e7669744e2d6e4e4a31576e36487449654c6f53554e41455044375847464e59484a4d63764b796a346c3044764734575330324768624678466f6843346663777a4e417848386e7059656a4868614a466a6977434c78335a4f704a695243766966736438585832584a4a6c7443527032743662616d5172464d346f79593846617443395f565f2d3655765f41496468772d7a6f4575516b4a486e3141595f504d61546f3864653339464e49423658686279556372663168483730686d766b794f56477054686e685a697a79646c585158504e453133382d4a724b636876754e7556616c5134794a4d663548385671665944746a495364686d6768486570754b4d44634b6a367a544d4874717354497945756a535a464a73686e675934385351334e33332d642d76455044796f72704f714d46357648714e335536363957527571434767574d68617a2d6c4f75727457735453715a416b415947556471783841375a636d373267435833655430366a55755237726b46436878663072705761584d64704d694a32625456485541554350696b5346346871396b316d4b36624a42374b704a64564538595865326e697268372d7a5366564c36384d705a61514755585532347930686141426e377a394c6d506575746d4b5267794f416e447639486c6d436f384b6e6b6b4456575a3278307070314152717337647a4665754535496b685070625162305a744e556867686a653468667651736c592d5862786d653576494c766a3431724853483838616d49446358696877686169693837685970747676362d644d4141537a6241305238645074693575436b6d424866765a667637774d32524e5552666b34395134436c6e57684359796d5a59717733387a3273487778724f7773595163516c364444416d65536f4c4c764967477548555539494d636d386335576470434448302d57442d4e674d504f42634555324d7857673239644a46675574484a396f5066564d4a54304e505f6c55484a375f39337a466e427a527162304a68705a69336e43707a757043474d706c7964456b6e484a5a776b63315968454d486b6f5a643345693330386b4e6934676b353871795a315f76563233376d736b5138365f754837656c56566e6a5347593358726a4e6465454b764e4e755a375859344f764d5364663073635643683969656276456476584e3549526e6d55546b7735585a49745f7a6666704c39696c696837673730706f4952484b4e724f336c6b3473734a4a6e684a2d554269767959527679565a326470554450433433655a704d6458656475336276576948576a6e4a304a7354466f4869544161446f43525661326a6e7275316774362d36764c765f4967344a337878304b4f33457979525862386e7a75644a66515538425755683737426b614179425376644e55384a584a6c6f517562796c4e777430714c57356f547031344a55344f4b6c6973537a756b776a6972387239365579375a4a45737a596c6c45737479324c553479494e39566d4c72676d776d4559446f63595941666a754369535f6e4e4b304b37424f4151596f6c695a32336438356f36414a3949343048786a4b47306658523053427449454548545569683736384e53436f4a45796d796631357a50595446626a544536567757316d656a4f6d3573494f44644b2d616b4a4d6d4a483074303054664e62797a6f552d675a6b514966786f483766757a455147795f484f417a5a6c6a534a5069786a7972487438435973476f4c534f32526a43575a63447033514234625a39394430444d45312d6d634a4f7176513235774547715f6a4e724e445137654b5a525046536d4531732d35635968656545642d364b7173396d6f797850454d31724e736277465331477761315f735775595965464e36592d7259777657596a764a42594a6c726f4f527375446b66754d7573527a777a4d414877636975307a5f574c7269666e556f48304b44326246743355663770666c4857612d70643770474b435965725265395a6c63376c7363476c48336e764c346464477049514c4957537268577676775a4c54715574345851427a56327554757856535263435948785269326d7a494d42624d665273456868522d5a75384f612d34534e5872445972454c563268665a4c2d585956425459414a6a6971346237567671306c4d706d4e7337634a3161703942795f516e31523459554b754632582d71544d696c4d6d486553565a67425332673059526948444f724a6e774e4e3173654e6b78594e546c4144394b73385971685f7a367a39372d7861656341546b7a484f6d56546461327153594a346577447775454a47636a6f317744514d4a646c685a45377a793755495f344f394e5a2d7654346548366866724154674e617239', 'omari_payment', 1, false, 0, '2026-11-30 13:13:51+00', NULL, '2026-11-30 13:13:51.273449+00', 5),
	('fe5ed78b-5edd-42dc-a1cb-27bd193d883d', '227841650415338', 'a3ff50d5-3f0d-42a4-9aef-6689a5a31eff', 'ZW.47532524924096055833', '\x67414141414142724458615353485048306f4765625732696b44734f3171505255746d5663354f727753705a436e5153563273664f4a4f78594e534f4c5a4c542d3630414f30616b51445a4f39552d583730464961573272575752755f784b5f66314b526b774e3166577951596c63534266386a73765f782d614770726250304d696c322d39395442695a57315a596e67704d596a45384d30546857304e6d6c4c356b6846314d51637442306443486545754773646c734b6273674d78577737344e504841327342525943614e4745324d5f6f494c53453771694466773254476d68354335697a4e3744336f6a443430564d3468784d4c49585a725f30443861764f386b584361415761764436355f635f713842496f504570364f70663356563443717370795036374567355f4e4d666e3474374e363763782d7a2d785f343266353245713330414e334d484b46373872766130617679623279724e546e525645445a4c6a50325676494336696e5a4a725f724161545f2d7736556b4b31745f342d7241564f49705153503744786b51445963694d564f6a52666c4e3771566f6e70794b4d4452432d4e4664535469466e596d7768705173344c5139784e69653945416e35627a69344c396c346f7a504d3037725674786c344739777341534c7a61784e714c46634a61626942414975767a62437353534761716674633375555979345f4267473234616c6c6b757a58556a6c46665076697835655a42524e4953376d556a314e52574a6d576e6938384e7758686b35694c75656b4739384e7278794632594c684c31496a32416a7554427838694e63752d4871316f675a36375450697573646259344b4f6e6252345146546930486b536873554d504931365541556265354f696b5f394d61343934693157526464703559585572517a4a63706f4856646b376e74464d577043786d7768796750357a6c7a78447a304f386e7731387853684b7a4349554246474f7436694f787956464c54544a547074784b6c5a6a6870755a7756684c587276543855424d3047646a574a3468333865436b4938717231344230734c7248504153574d78315637523672336a67547535414d46435a57364b726f77695447546d4b37335155364d5a594675394c78764e66384a62366a774b6369487732744e317855477069693457704e3036456a433344533179326e4f4f43732d46666a4a335752503352566c313559353444375a78734e6258576a35386a774249655f67617033747577646376725537494c674e654f39487a7836374e6d6c557764454c7148626d626c754d4952766e786a6559626f6e5a5f6d4d51724e697778374e2d763074396d5577594f547459687775626e36456e564b55374666504a795a4e486e6a787a78576634646e43617235355a5361517779467061567951354262353154343741663645313462334432645a726136672d3058553650772d70646e4b6a5254384d39476f3842545f6c354c42366e7a437877675f6965444658386b5a75433371355a4559796435736d32364a47616c72774f5673576948514c724a4943774263796c48714853494c3046705362303968736a744f67464f53584a516b786273506734704257674677617948694e5245617059747257347043567a6257775876637471615953674d4a69696150445a656348564e4f6b7141566c73574d754e5f754e77664e6e575a5139385151353143646a5372346f4b573473427a516170615a306d76426f666b304a30503439664d63654979705a784c6b5f61702d467a6d3278306857466f3378426b66715848634a48785133683151304e526d375f636942674b4b4d614d46345f7a454a316e367a4e686473364f426c694275793650646273634643447673436368776a6671747a34434b72633734453754776a6939644a333772304a3955664938777a4a62727431584e4f6b2d7a3533775932514848525f74644650726b66396c4c30464a6c6864536641684d46676a616437524261386f5070694e346d4c67765f6a44464b5643484177307446316c616d7632507a535f6864434a54436a4d71746c304c5377784e4a4a4d7547475a5f2d6431636b4b665439544855677a4d744a4c56385951474a2d5a47445a314d703446364d776c78737156572d7848734f304f79775a65493873663255746e4468515a50454b6576466f366d7666674750517a703530344c307a354945336b704a543134445f496239683143517875314938306f6a7948585a3363756c4230794e6d4c362d6570423633514c6a4f714e376d646952554a43334b70794136397a7a5741716759445551795945776255795f5f41737857774a424f455056446178366d66466636477864734d46705f464b72553141726e62754748666e324271515675525834647747734b3447416e4d344b364d674655436346715569516459684a5a5843767367674878627449346a39396c493645594f327649326c3165546f2d44797263716447436a546c70506a684a4538686a563459366f334c756238764a6e777a45363135706e73573539736e414a447752727a51747a59554a55505f4e634f4878775170566d3356566c314e464e34574f324f37504d476239325f745948746255524b52715465666751483636674248427272536e46763662376f53564a646a32557973393475305275315730474938376b7a784c665f6f4c674c444b4b5163702d4c5f446d416144414a35386e776b4c7348637144707344744b494f6335756f64424d384970774e636246326d6637686e57325952707265664b394a6a77423970636c41626c4441724c4b57766f736a5173395865785f5f5642493569476c425f78346577395a455233704b626d525556377a56502d56665936766b52536d59484d694f704f5338317236533848793731646d61486f314f31334b3776785956747568546246363241346d4477575a77623538356b743661495a7730456c31654e56455733515769625051316662514c6672697257764562495f3852442d636a2d2d50666a544c3039532d595651527054576e594b6a776f472d4e5f62656f787634456d4b634a526a4c6c667247394f356c337a68456f737a72436e485758396552544347594d4d4a4c644e775a6a653348774b597436636150304e325973756739484c45544674374f692d56487667303264396468396d6e394447474447513036354832596b7861767769306946302d4b5278366553304235634547363174737978614347574f6370565545427237394c6b4f7a69694b5a57474374583375454b5f646e53334c3256352d614d647651626d686749416948654b4b4e5545637579367252316a6a4c686c6775622d6a757952495531393059304867586b325a756b78654c35397745544b4c51574775633452554f744870356b4b46492d485376726939765867755665524965696e415245655a3337316c394b497535324d776879423341524b6e6936634d704c334847314b4f5259544c422d437463474a384a65395744476b3732726f4167335446514856356841334f5f6e3135386831', 'omari_payment', 1, false, 0, '2026-11-30 13:13:53+00', NULL, '2026-11-30 13:13:52.51885+00', 7),
	('85217b1e-7d03-46ae-8647-51f5a3356b87', '227841650415338', 'be95e9fd-b631-48bd-8ccb-08b9ddd195d6', 'ZW.79633475693850335364', '\x6741414141414272445861546c6e495759724c6e2d435a63346d646e695f38535a4e494b4768787751572d2d3554374c3475576e74462d733732744c76777757444d3455555a626378706a5a7a3550504e706a31506937523630776930427549684a3175702d416e7a6a64515456424c39514143464f415f4c465a2d6674765961305942336d5f71347147517974494a79447730544c34664a3566784e6174486f4f64533573386d354841544b386949667a46346452616c6d7375454e48434678543466334f4469784749495a596a70373468646c63783644583178577450476f375350423273747779584831515a594b333739345267637a6149325f4d767961462d5f456a746d3269624a33587165746877695a416f344b5263616a6a6c785658616b734c686f5a4d45315f6f4d624f7a363544414673694d517834373248656233583771492d5a4d586a5662325a6b47325562664139585568754b717461506451625451374a4a663166474f3248317a475f71612d7130576c6c69346d364d3176674c5a365a705838705441715a30514365484b5035306871496f6f5a4a4762446f796e37476d596868565a454b5757526d75776570507756446776486e365066634b39414e59513130356946613966674f7434555476395a46464c726e393659696d34687557397a78516e36345f464f5a61527a4a3663416f31566e2d4155614a753359354a4b4a44636737665a6776772d6351436c6848726a34436f6f755669614b552d565574385566686a7a763369335174545f7150724930775f3455704d47625976696d78304a394966516264704d5937677069616d70466356777050627458615745543269457134626541304e79314e762d495f5f752d6d31752d7754306a723556616b6b597873534c3643504d71774c7475314e4a6776674a5748484865317844386a526a2d3358382d71693339317a4d46545a6c5f31453158446a7338433650435f79686b476e5735612d4171553859517541635a367663524c454c553473414b597a493347745178376234664b744f412d4c7941664a62666868726a6d4479307a7873716c417a46337773757678674778633545315a4e57427a6a3469674a44355a7751364e5432746a6571425a6f6f437746326a2d456251747a53626c42536473367354686b6763586f7133525942754738577330585654727a52376849726947586264797a344158376438494c545965784969454444586d6d48526b4931716d723138554b78755a652d473544547572615f79425564347064547767375630354c5f6e7a75314b2d5f50704577776831746b31766563643642784f78416b66446a38647872614c5231493953715a7931536f6458386e6153705a626b38332d344e5f6142755645794933516a71554154594e4a6e59503846464d384c5930384b79634d69347342704f4454516e67394c5a3255394f4c7a627543656434416c796d424d535f61353773693169555731564b6949496b794f3950446b47366148774455546343625266474a306a655168526d473878466e6154376374317648744848644e3141307a665335385f777041704c656d6f5a525874726971426a7377454b3264324778625f4c30484b66455874744b4d573941506962337a546c79306b375a4959725244394e7974376677516353677264644e4147374733444351576e44753445655a694350374e656d3441656f5f6f447879306c3678614f456776394434734f466452654a444864724e523250674b45506d6745324544454563484d776a7a583047763873426a552d6e7536627372424a484156714d757a334878487977415f305736576a516b6641433337424942524b513969684d664e787a6475375571367a4146706c36326742564c423856636941535a335364374832784b316f46506a5646647673356f6c76635766617a5f3333584650524e47332d6b7177393631326d68374176734242416a4861636e7772576479564a642d4d486d56595f673634664352617650627a3959436e7a586973694741424c764b4b4b487342512d663964746b6269754b62356e51444a387465737641436f786f63657a43626e4370786f4f666c4d524a594c374a7251356174464247685851724134646d786e452d37733745324a5736775a5a756a5a4c4471436e72696d58543949374e5772656534615a635f305065654733626b6b5253454e59436e56745f7866524e445835393131436d67796858644a584f364f47432d76314d67416862636d55783441723257794c514d357a5a484764734c6e78656435394749376662436a724a714331674f562d434d7848476b59697a64334e6d726747354e6848794f653358416d36636355383042624d6550387a35353939644a575a646f71637163497174625a4a652d67374c4f7a70726a4638685464784b67316c776870546953595655436d734c3169687432446a696b315f456a4f626e4d6b6f355a47797262683358455279474e4469786179337566645976796139455765474d4639546b2d36634c774a537434476b696b4b635f6e744552594732504d39676c55326548416377325a526971615556666f673846586a6f454a4f57376e5776384d6a3052536747455a785a30357673774f4a366b34665f5a6a4a5132636950356b306f6f6a50535a45387a6743305462417442567871652d305a6e6d576434714d4a47306570427445347a69456575424c4632315844434c545a516f4f6a474b346b46744563687965663334472d36383469737675327162654c3745714743447359555557684846517a764745324c3232766249426c51535f584d437563696f5f6c57684839726c702d693969576e517546736c42324f76564a777a71766e4c3154316552474575475835354a577545614e555058694e45395f756c6154725456445846784b584f766b572d3873626d75352d554c514e642d794a4b307047666e5f3650794d433662766d6445585f7337765a424d3941423171385778676e476244337a62415452383662552d345663313245774650456d4539316561646d4c7a744336574a46313131484e31482d764f4d536742384d7330665035596f684b64686a756d6f613436436c6f6d615351386b7741593938433861344c3578366941716765795f4e637669627a5539767235514d363836616d486139487137596839556c5a47327a65616c4d396a7836344168624935526665476e543155747a324352474e586f46464730675354563769554a573432704e55765a506d742d6f2d5a626556365f62777752724f7467575f584e5f325435627a63333866645443426e4355316566454c4e695936557867444657573575474a43575271586e325159345a556271386c796e6a6f3134557745646e50774732465a55306a6c534e425a664a7833303974385f6867625a527842527a417755457555454e425a746e2d373948655232316e5558626b304276755157315f50536b676c6567493666707a4237434b79625059576b577467634c324438515268547a6e754975737a716669366659396d595469396a', 'omari_payment', 1, false, 0, '2026-11-30 13:13:55+00', NULL, '2026-11-30 13:13:54.259214+00', 6);
INSERT INTO flow_engine.customer VALUES
	('432f7377-3d8a-42ca-8931-748430917d4c', 'Chipo Sibanda', 'ZW.18951024799441629053', '263770000000', false, NULL, '2026-11-30 13:13:47.980018+00', 2),
	('90559c1c-89ad-4e51-8e4c-5c4e70b0f6ff', 'Rudo Ncube', 'ZW.34425726912597989371', '263770000001', false, NULL, '2026-11-30 13:13:48.029798+00', 2),
	('353ac68f-ba17-436f-bf93-e1c671092182', 'Nyasha Chikore', 'ZW.85008181935894990085', '263770000002', false, NULL, '2026-11-30 13:13:48.06606+00', 2),
	('8c88e88e-94fc-4062-bffc-b9d22c9b80f6', 'Thandeka Khumalo', 'ZW.07744935417327610378', '263770000003', false, NULL, '2026-11-30 13:13:48.103958+00', 2),
	('9f1b1c55-3b88-48ee-a16b-c2ce017e05e1', NULL, NULL, '263771234567', false, NULL, '2026-11-30 13:13:51.860914+00', 1),
	('d074e5aa-0491-428d-89ab-65d4ef76019f', 'Tatenda Mlambo', 'ZW.10495462346408552804', '263770000006', false, NULL, '2026-11-30 13:13:52.306196+00', 1),
	('a3ff50d5-3f0d-42a4-9aef-6689a5a31eff', 'Chipo Sibanda', 'ZW.47532524924096055833', '263770000004', false, NULL, '2026-11-30 13:13:48.120833+00', 2),
	('be95e9fd-b631-48bd-8ccb-08b9ddd195d6', 'Tatenda Mlambo', 'ZW.79633475693850335364', '263770000005', false, NULL, '2026-11-30 13:13:48.137363+00', 2);
INSERT INTO flow_engine.customer_identity VALUES
	('phone', '263770000000', '432f7377-3d8a-42ca-8931-748430917d4c'),
	('phone', '263770000001', '90559c1c-89ad-4e51-8e4c-5c4e70b0f6ff'),
	('phone', '263770000002', '353ac68f-ba17-436f-bf93-e1c671092182'),
	('phone', '263770000003', '8c88e88e-94fc-4062-bffc-b9d22c9b80f6'),
	('phone', '263770000004', 'a3ff50d5-3f0d-42a4-9aef-6689a5a31eff'),
	('phone', '263770000005', 'be95e9fd-b631-48bd-8ccb-08b9ddd195d6'),
	('bsuid', 'ZW.18951024799441629053', '432f7377-3d8a-42ca-8931-748430917d4c'),
	('bsuid', 'ZW.34425726912597989371', '90559c1c-89ad-4e51-8e4c-5c4e70b0f6ff'),
	('bsuid', 'ZW.85008181935894990085', '353ac68f-ba17-436f-bf93-e1c671092182'),
	('bsuid', 'ZW.07744935417327610378', '8c88e88e-94fc-4062-bffc-b9d22c9b80f6'),
	('phone', '263771234567', '9f1b1c55-3b88-48ee-a16b-c2ce017e05e1'),
	('bsuid', 'ZW.10495462346408552804', 'd074e5aa-0491-428d-89ab-65d4ef76019f'),
	('phone', '263770000006', 'd074e5aa-0491-428d-89ab-65d4ef76019f'),
	('bsuid', 'ZW.47532524924096055833', 'a3ff50d5-3f0d-42a4-9aef-6689a5a31eff'),
	('bsuid', 'ZW.79633475693850335364', 'be95e9fd-b631-48bd-8ccb-08b9ddd195d6');
INSERT INTO flow_engine.customer_order VALUES
	('08b13440-1425-4dc3-b8fe-d501add6073d', 'S8C58A92', 'order', '90559c1c-89ad-4e51-8e4c-5c4e70b0f6ff', 'Solar lamp', 'USD', 20000, 0, 'unpaid', NULL, NULL, NULL, NULL, '2026-11-30 13:13:48.029798+00', 1),
	('26e10532-40f5-4486-8170-3494eb118e11', 'ZQVH5DPA', 'order', '353ac68f-ba17-436f-bf93-e1c671092182', 'Solar lamp', 'USD', 20000, 0, 'unpaid', NULL, NULL, NULL, NULL, '2026-11-30 13:13:48.06606+00', 1),
	('2418f876-b22c-4350-855e-c6801e0a9b63', '6H584ZYH', 'order', '8c88e88e-94fc-4062-bffc-b9d22c9b80f6', 'Solar lamp', 'USD', 20000, 0, 'unpaid', NULL, NULL, NULL, NULL, '2026-11-30 13:13:48.103958+00', 1),
	('d195aae9-24b3-4752-ab2c-ed4361bd76a9', 'P7PS5Q6Y', 'order', 'a3ff50d5-3f0d-42a4-9aef-6689a5a31eff', 'Solar lamp', 'USD', 20000, 0, 'unpaid', NULL, NULL, NULL, NULL, '2026-11-30 13:13:48.120833+00', 1),
	('2a5e0e7c-f730-4846-9353-3665ba61aa7e', 'CXZ0JTF1', 'order', 'be95e9fd-b631-48bd-8ccb-08b9ddd195d6', 'Solar lamp', 'USD', 20000, 0, 'unpaid', NULL, NULL, NULL, NULL, '2026-11-30 13:13:48.137363+00', 1),
	('0cfbb55b-9da6-462f-9ddd-87595284736c', 'WG7V04VM', 'order', '432f7377-3d8a-42ca-8931-748430917d4c', 'Solar lamp', 'USD', 20000, 5000, 'part_paid', NULL, NULL, NULL, NULL, '2026-11-30 13:13:47.980018+00', 2),
	('73a469a0-aafc-4cfb-a60c-f33fd2eede52', 'XGS393ZR', 'order', '9f1b1c55-3b88-48ee-a16b-c2ce017e05e1', 'Omari transaction fb4e18db-b1b6-5758-b89a-ac78761c61a2', 'USD', 350, 0, 'unpaid', NULL, NULL, NULL, NULL, '2026-11-30 13:13:51.860914+00', 1),
	('bb5afd67-bbf8-46fe-85bc-311badbe8b48', '2SHJEDD9', 'order', '9f1b1c55-3b88-48ee-a16b-c2ce017e05e1', 'Omari transaction 9e74206e-cb70-5249-aceb-88cbbcc62a1f', 'USD', 350, 0, 'unpaid', NULL, NULL, NULL, NULL, '2026-11-30 13:13:52.012539+00', 1);
INSERT INTO flow_engine.flow_version VALUES
	('book_tour', 1, '{"name": "book_tour", "steps": [{"name": "list_tours", "type": "action", "config": {"actions_to_run": [{"action_type": "list_tours"}]}, "transitions": [{"to_step": "no_tours", "condition_config": {"type": "variable_equals", "value": 0, "variable_name": "tour_count"}}, {"to_step": "choose_tour"}], "is_entry_point": true}, {"name": "more_tours", "type": "action", "config": {"actions_to_run": [{"params": {"next_page": true}, "action_type": "list_tours"}]}, "transitions": [{"to_step": "choose_tour"}]}, {"name": "no_tours", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "There are no tours to book right now. A person can help you plan one."}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:agent", "title": "Talk to a person"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "choose_tour", "type": "question", "config": {"reply_config": {"expected_type": "interactive_id", "save_to_variable": "tour_choice"}, "message_config": {"interactive": {"body": {"text": "Which tour would you like? Tap *Tours* to see them. Prices are for one adult."}, "type": "list", "action": {"button": "Tours", "sections": [{"rows": "{{ tour_rows }}"}]}}, "message_type": "interactive"}, "fallback_config": {"max_retries": 4, "re_prompt_message_text": "Please choose a tour from the list, or type its number or name."}}, "transitions": [{"to_step": "more_tours", "condition_config": {"type": "interactive_reply_id_equals", "value": "tours:more"}}, {"to_step": "load_tour"}]}, {"name": "load_tour", "type": "action", "config": {"actions_to_run": [{"action_type": "choose_tour"}]}, "transitions": [{"to_step": "ask_date", "condition_config": {"type": "variable_equals", "value": true, "variable_name": "tour_found"}}, {"to_step": "list_tours"}]}, {"name": "ask_date", "type": "question", "config": {"reply_config": {"expected_type": "date", "save_to_variable": "travel_date"}, "message_config": {"text": {"body": "*{{ tour.name }}*, {{ tour.location }}, {{ tour.duration }}\n{{ tour.description }}\n\nOn which date would you like to go? For example *24/12/2026* or *24 Dec*."}, "message_type": "text"}, "fallback_config": {"max_retries": 4, "re_prompt_texts": {"past": "That day is over. Please type a date from today on, for example *24/12/2026*.", "too_far": "That is more than two years away. Please type an earlier date, for example *24/12/2026*."}, "re_prompt_message_text": "I could not read that date. Please type it like *24/12/2026* or *24 Dec*."}}, "transitions": [{"to_step": "ask_adults"}]}, {"name": "ask_adults", "type": "question", "config": {"reply_config": {"maximum": 50, "minimum": 1, "expected_type": "number", "save_to_variable": "adults"}, "message_config": {"text": {"body": "{{ travel_date | day }}, good choice. How many adults? Please type a number, for example *2*."}, "message_type": "text"}, "fallback_config": {"max_retries": 4, "re_prompt_texts": {"too_large": "For more than 50 people please type *agent*; a person will help you. Or type a smaller number.", "too_small": "At least one adult must travel. Please type a number from 1 to 50."}, "re_prompt_message_text": "Please type the number of adults in digits, for example *2*."}}, "transitions": [{"to_step": "ask_children"}]}, {"name": "ask_children", "type": "question", "config": {"reply_config": {"maximum": 50, "minimum": 0, "expected_type": "number", "save_to_variable": "children"}, "message_config": {"text": {"body": "How many children? Type *0* if there are none."}, "message_type": "text"}, "fallback_config": {"max_retries": 4, "re_prompt_message_text": "Please type the number of children in digits. Type *0* if there are none."}}, "transitions": [{"to_step": "ask_travellers"}]}, {"name": "ask_travellers", "type": "question", "config": {"reply_config": {"expected_type": "text", "save_to_variable": "travellers_reply"}, "message_config": {"text": {"body": "{{ names_note }}Please type the full name of each traveller in one message, with commas between them. For example: *Tendai Moyo, Rudo Moyo*"}, "message_type": "text"}, "fallback_config": {"max_retries": 4, "re_prompt_message_text": "Please type the names of the travellers, with commas between them. For example: *Tendai Moyo, Rudo Moyo*"}}, "transitions": [{"to_step": "read_travellers"}]}, {"name": "read_travellers", "type": "action", "config": {"actions_to_run": [{"action_type": "read_travellers"}]}, "transitions": [{"to_step": "make_quote", "condition_config": {"type": "variable_equals", "value": true, "variable_name": "travellers_ok"}}, {"to_step": "names_missing"}]}, {"name": "names_missing", "type": "action", "config": {"actions_to_run": [{"params": {"variable_name": "names_note", "value_template": "I found {{ travellers_named | plural(''name'', ''names'') }}, but {{ travellers_wanted | plural(''person travels'', ''people travel'') }}.\n\n"}, "action_type": "set_variable"}]}, "transitions": [{"to_step": "ask_travellers"}]}, {"name": "make_quote", "type": "action", "config": {"actions_to_run": [{"action_type": "quote"}]}, "transitions": [{"to_step": "show_summary"}]}, {"name": "show_summary", "type": "question", "config": {"reply_config": {"expected_type": "interactive_id", "save_to_variable": "summary_choice"}, "message_config": {"interactive": {"body": {"text": "*{{ tour.name }}*\n{{ travel_date | day }}\n{{ adults | plural(''adult'', ''adults'') }} at {{ quote.adult }}{% if children > 0 %}\n{{ children | plural(''child'', ''children'') }} at {{ quote.child }}{% endif %}\nTravellers: {{ travellers | join('', '') }}\n\n*Total: {{ quote.total }}*\n\nShall I book it?"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "book:confirm", "title": "Yes, book it"}}, {"type": "reply", "reply": {"id": "book:change", "title": "Change"}}, {"type": "reply", "reply": {"id": "book:cancel", "title": "Cancel"}}]}}, "message_type": "interactive"}, "fallback_config": {"max_retries": 4, "re_prompt_message_text": "Please tap *Yes, book it*, *Change* or *Cancel*."}}, "transitions": [{"to_step": "create_booking", "condition_config": {"type": "interactive_reply_id_equals", "value": "book:confirm"}}, {"to_step": "list_tours", "condition_config": {"type": "interactive_reply_id_equals", "value": "book:change"}}, {"to_step": "not_booked"}]}, {"name": "not_booked", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "OK, nothing was booked. What would you like to do?"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:book", "title": "Book a tour"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "create_booking", "type": "action", "config": {"actions_to_run": [{"action_type": "create_booking"}]}, "transitions": [{"to_step": "ask_how_to_pay"}]}, {"name": "ask_how_to_pay", "type": "question", "config": {"reply_config": {"expected_type": "interactive_id", "save_to_variable": "pay_choice"}, "message_config": {"interactive": {"body": {"text": "Booked! Your reference is *{{ order.reference }}*.\n{{ order.description }}, {{ order.travels_on | day }}, total {{ order.total }}.\n\nHow would you like to pay?"}, "type": "list", "action": {"button": "Pay", "sections": [{"rows": [{"id": "book:pay_full", "title": "Pay in full", "description": "{{ order.total }}"}, {"id": "book:pay_deposit", "title": "Pay 50 % deposit", "description": "{{ quote.deposit }} now, the rest later"}, {"id": "book:pay_other", "title": "Another amount", "description": "From {{ order.minimum }} to {{ order.total }}"}, {"id": "book:pay_later", "title": "Pay later", "description": "Type pay whenever you are ready"}]}]}}, "message_type": "interactive"}, "fallback_config": {"max_retries": 4, "action_after_retries": "end_flow", "config_after_retries": {"message_config": {"text": {"body": "No hurry. Your booking {{ order.reference }} is kept. Type *pay* whenever you are ready."}, "message_type": "text"}}, "re_prompt_message_text": "Please tap *Pay* and choose, or type for example *pay in full* or *pay later*."}}, "transitions": [{"to_step": "pay_full", "condition_config": {"type": "interactive_reply_id_equals", "value": "book:pay_full"}}, {"to_step": "pay_deposit", "condition_config": {"type": "interactive_reply_id_equals", "value": "book:pay_deposit"}}, {"to_step": "pay_other", "condition_config": {"type": "interactive_reply_id_equals", "value": "book:pay_other"}}, {"to_step": "pay_later"}]}, {"name": "pay_full", "type": "switch_flow", "config": {"target_flow_name": "omari_payment", "initial_context_template": {"amount_reply": "omari:pay_full", "booking_reference": "{{ order.reference }}"}}}, {"name": "pay_deposit", "type": "switch_flow", "config": {"target_flow_name": "omari_payment", "initial_context_template": {"amount_reply": "omari:pay_deposit", "booking_reference": "{{ order.reference }}"}}}, {"name": "pay_other", "type": "switch_flow", "config": {"target_flow_name": "omari_payment", "initial_context_template": {"booking_reference": "{{ order.reference }}"}}}, {"name": "pay_later", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "No hurry. Your booking *{{ order.reference }}* is kept. Type *pay* whenever you are ready."}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:pay", "title": "Pay now"}}, {"type": "reply", "reply": {"id": "mari:my_bookings", "title": "My bookings"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}], "description": "Tour, date, people, names, summary, and how to pay.", "friendly_name": "Book a tour", "trigger_keywords": ["book", "book tour", "book a tour", "book now", "tours", "tour", "safari", "safaris", "view tours"], "initial_variables": {"order": {}, "tour_note": "", "names_note": "", "tours_page": 0}}', 'd6bd0be21f25e57e56d248f9dc7652eb94d360d517ec96dea7fc70c901e13436', '2026-11-30 13:13:46.795666+00'),
	('main_menu', 1, '{"name": "main_menu", "steps": [{"name": "show_menu", "type": "question", "config": {"reply_config": {"expected_type": "interactive_id", "save_to_variable": "menu_choice"}, "message_config": {"interactive": {"body": {"text": "Hello{% if customer.name %} {{ customer.name }}{% endif %}! What would you like to do?\n\nTap *Menu* below, or type for example *book* or *pay*."}, "type": "list", "action": {"button": "Menu", "sections": [{"rows": [{"id": "mari:book", "title": "Book a tour", "description": "See tours, choose a date, book"}, {"id": "mari:pay", "title": "Mobile payment", "description": "Pay for {{ mine.one }} with your phone"}, {"id": "mari:my_bookings", "title": "{{ mine.title }}", "description": "What you {{ mine.did }} and what is left to pay"}], "title": "Book and pay"}, {"rows": [{"id": "mari:agent", "title": "Talk to a person", "description": "Somebody of our team answers here"}], "title": "Support"}]}, "footer": {"text": "Type menu or agent at any time."}, "header": {"text": "{{ merchant.name }}", "type": "text"}}, "message_type": "interactive"}, "fallback_config": {"max_retries": null, "re_prompt_message_text": "I did not understand that. Please choose from the menu, or type *book*, *pay*, *{{ mine.typed }}* or *agent*."}}, "transitions": [{"to_step": "switch_to_book_tour", "condition_config": {"type": "interactive_reply_id_equals", "value": "mari:book"}}, {"to_step": "switch_to_omari_payment_flow", "condition_config": {"type": "interactive_reply_id_equals", "value": "mari:pay"}}, {"to_step": "switch_to_my_bookings", "condition_config": {"type": "interactive_reply_id_equals", "value": "mari:my_bookings"}}, {"to_step": "switch_to_person", "condition_config": {"type": "interactive_reply_id_equals", "value": "mari:agent"}}, {"to_step": "show_menu"}], "is_entry_point": true}, {"name": "switch_to_book_tour", "type": "switch_flow", "config": {"target_flow_name": "book_tour"}}, {"name": "switch_to_omari_payment_flow", "type": "switch_flow", "config": {"target_flow_name": "omari_payment"}}, {"name": "switch_to_my_bookings", "type": "switch_flow", "config": {"target_flow_name": "my_bookings"}}, {"name": "switch_to_person", "type": "switch_flow", "config": {"target_flow_name": "talk_to_person"}}], "description": "Says hello and shows what can be done.", "friendly_name": "Main menu", "trigger_keywords": ["menu", "help", "hi", "hello", "start", "main menu", "hey", "good morning", "good afternoon", "makadii", "mhoro", "salibonani"]}', '247b04750146401a3dee7feb08208a317ca8d0f21e15b545030e3a47dba26891', '2026-11-30 13:13:46.795666+00'),
	('my_bookings', 1, '{"name": "my_bookings", "steps": [{"name": "list_bookings", "type": "action", "config": {"actions_to_run": [{"action_type": "list_my_bookings"}]}, "transitions": [{"to_step": "no_bookings", "condition_config": {"type": "variable_equals", "value": 0, "variable_name": "booking_count"}}, {"to_step": "choose_booking"}], "is_entry_point": true}, {"name": "no_bookings", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "You have no bookings yet. Shall we find a tour for you?"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:book", "title": "Book a tour"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "choose_booking", "type": "question", "config": {"reply_config": {"expected_type": "reference", "save_to_variable": "booking_choice"}, "message_config": {"interactive": {"body": {"text": "You have {{ booking_count | plural(mine.noun, mine.plural) }}{% if booking_count != 1 %}; the newest are in the list{% endif %}. Choose one to see its balance, or type its reference."}, "type": "list", "action": {"button": "{{ mine.title }}", "sections": [{"rows": "{{ booking_rows }}"}]}}, "message_type": "interactive"}, "fallback_config": {"max_retries": 4, "re_prompt_message_text": "Please choose {{ mine.one }} from the list, or type its reference, for example K7QX2M4B."}}, "transitions": [{"to_step": "find_booking"}]}, {"name": "find_booking", "type": "action", "config": {"actions_to_run": [{"params": {"reference_variable": "booking_choice"}, "action_type": "find_booking"}]}, "transitions": [{"to_step": "not_found", "condition_config": {"type": "variable_equals", "value": false, "variable_name": "booking_found"}}, {"to_step": "show_open", "condition_config": {"type": "variable_equals", "value": true, "variable_name": "order.is_open"}}, {"to_step": "show_closed"}]}, {"name": "not_found", "type": "send_message", "config": {"text": {"body": "I cannot find that {{ mine.noun }} among yours. Please check the reference."}, "message_type": "text"}, "transitions": [{"to_step": "choose_booking"}]}, {"name": "show_open", "type": "question", "config": {"reply_config": {"expected_type": "interactive_id", "save_to_variable": "next_choice"}, "message_config": {"interactive": {"body": {"text": "*{{ order.description }}*\nReference: {{ order.reference }}{% if order.travels_on %}\nDate: {{ order.travels_on | day }}{% endif %}\n\nTotal: {{ order.total }}\nPaid: {{ order.paid }}\n*Left to pay: {{ order.open }}*{% if order.has_open_payment %}\n\nA payment of {{ order.open_payment }} is still open.{% endif %}"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "bookings:pay", "title": "Pay"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}, "fallback_config": {"max_retries": 4, "re_prompt_message_text": "Tap *Pay* to pay for this {{ order.kind }}, or *Menu* for everything else."}}, "transitions": [{"to_step": "pay", "condition_config": {"type": "interactive_reply_id_equals", "value": "bookings:pay"}}, {"to_step": "show_open"}]}, {"name": "show_closed", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "*{{ order.description }}*\nReference: {{ order.reference }}{% if order.travels_on %}\nDate: {{ order.travels_on | day }}{% endif %}\n\nTotal: {{ order.total }}\nPaid: {{ order.paid }}\n{% if order.open_minor == 0 %}Paid in full. Thank you!{% else %}This {{ order.kind }} is {{ order.status }}.{% endif %}"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:my_bookings", "title": "{{ mine.title }}"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "pay", "type": "switch_flow", "config": {"target_flow_name": "omari_payment", "initial_context_template": {"booking_reference": "{{ order.reference }}"}}}], "description": "Lists the customer''s bookings and orders and what is left to pay.", "friendly_name": "My bookings", "trigger_keywords": ["my bookings", "my booking", "balance", "my balance", "check booking", "my orders"], "initial_variables": {"order": {}, "booking_rows": [], "booking_choice": ""}}', 'a1a7a575fb106100e30634be3ddb2a898f503c1d3e1aebb2f8ae5cf3d18f16b4', '2026-11-30 13:13:46.795666+00'),
	('omari_payment', 1, '{"name": "omari_payment", "steps": [{"name": "start_payment", "type": "action", "config": {"actions_to_run": [{"action_type": "list_my_bookings"}]}, "transitions": [{"to_step": "confirm_identity", "condition_config": {"type": "variable_equals", "value": true, "variable_name": "customer.must_confirm"}}, {"to_step": "choose_what_to_pay"}], "is_entry_point": true}, {"name": "confirm_identity", "type": "question", "config": {"reply_config": {"expected_type": "interactive_id", "save_to_variable": "identity_choice"}, "message_config": {"interactive": {"body": {"text": "Before you pay: your WhatsApp number or phone changed recently. Is it still you{% if customer.name %}, {{ customer.name }}{% endif %}?"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "omari:same_person", "title": "Yes, it is me"}}, {"type": "reply", "reply": {"id": "omari:other_person", "title": "No"}}]}}, "message_type": "interactive"}, "fallback_config": {"re_prompt_message_text": "Please tap *Yes, it is me* or *No*."}}, "transitions": [{"to_step": "identity_confirmed", "condition_config": {"type": "interactive_reply_id_equals", "value": "omari:same_person"}}, {"to_step": "identity_denied"}]}, {"name": "identity_confirmed", "type": "action", "config": {"actions_to_run": [{"action_type": "confirm_identity"}]}, "transitions": [{"to_step": "choose_what_to_pay"}]}, {"name": "identity_denied", "type": "human_handover", "config": {"notification_details": "The number or phone of a customer changed, and the person says it is somebody else.", "pre_handover_message_text": "Thank you for telling us. Nothing was paid. A person will help you here."}}, {"name": "choose_what_to_pay", "type": "condition", "transitions": [{"to_step": "find_booking", "condition_config": {"type": "variable_exists", "variable_name": "booking_reference"}}, {"to_step": "offer_only_booking", "condition_config": {"type": "variable_equals", "value": 1, "variable_name": "open_count"}}, {"to_step": "ask_booking_reference"}]}, {"name": "offer_only_booking", "type": "question", "config": {"reply_config": {"expected_type": "reference", "save_to_variable": "booking_reference"}, "message_config": {"interactive": {"body": {"text": "You can pay here from your phone. Type *cancel* at any time to stop.\n\n*{{ only_open.description }}*\nReference: {{ only_open.reference }}\nLeft to pay: {{ only_open.open }}\n\nPay for this one? You can also type another reference."}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "order:{{ only_open.reference }}", "title": "Yes, pay for this"}}]}}, "message_type": "interactive"}, "fallback_config": {"max_retries": 8, "re_prompt_message_text": "Tap *Yes, pay for this*, or type the reference of your {{ mine.noun }}, for example K7QX2M4B."}}, "transitions": [{"to_step": "find_booking"}]}, {"name": "ask_booking_reference", "type": "question", "config": {"reply_config": {"expected_type": "reference", "save_to_variable": "booking_reference"}, "message_config": {"interactive": {"body": {"text": "{{ not_found_note }}You can pay here from your phone. Type *cancel* at any time to stop.\n\nWhat is the reference of your {{ mine.noun }}? For example *K7QX2M4B*.{% if open_count > 0 %} Or choose it from the list.{% endif %}"}, "type": "list", "action": {"button": "{{ mine.title }}", "sections": [{"rows": "{{ open_buttons }}"}]}}, "message_type": "interactive"}, "fallback_config": {"max_retries": 8, "re_prompt_message_text": "Please type the reference of your {{ mine.noun }}, for example *K7QX2M4B*. It is in the message that confirmed your {{ mine.noun }}."}}, "transitions": [{"to_step": "find_booking"}]}, {"name": "find_booking", "type": "action", "config": {"actions_to_run": [{"action_type": "find_booking"}]}, "transitions": [{"to_step": "handle_booking_not_found", "condition_config": {"type": "variable_equals", "value": false, "variable_name": "booking_found"}}, {"to_step": "open_payment", "condition_config": {"type": "variable_equals", "value": true, "variable_name": "order.has_open_payment"}}, {"to_step": "nothing_to_pay", "condition_config": {"type": "variable_equals", "value": false, "variable_name": "order.is_open"}}, {"to_step": "check_amount", "condition_config": {"type": "variable_exists", "variable_name": "amount_reply"}}, {"to_step": "display_booking_and_ask_amount"}]}, {"name": "handle_booking_not_found", "type": "action", "config": {"actions_to_run": [{"params": {"variable_name": "not_found_note", "value_template": "I cannot find *{{ booking_reference }}* among your {{ mine.plural }}. Please check it, or type *agent* for help.\n\n"}, "action_type": "set_variable"}]}, "transitions": [{"to_step": "ask_booking_reference"}]}, {"name": "nothing_to_pay", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "{{ order.description }} ({{ order.reference }}) {% if order.open_minor == 0 %}is paid in full. There is nothing left to pay.{% else %}is {{ order.status }}, so it cannot be paid.{% endif %}"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:my_bookings", "title": "{{ mine.title }}"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "open_payment", "type": "question", "config": {"reply_config": {"expected_type": "interactive_id", "save_to_variable": "open_choice"}, "message_config": {"interactive": {"body": {"text": "A payment of {{ order.open_payment }} for {{ order.reference }} is still open, so I do not start a second one.{% if order.open_payment_awaits_code %} It waits for the code from the SMS.{% endif %} What would you like to do?"}, "type": "button", "action": {"buttons": "{{ order.open_payment_buttons }}"}}, "message_type": "interactive"}, "fallback_config": {"re_prompt_message_text": "Please choose what to do with the payment that is still open."}}, "transitions": [{"to_step": "resume_with_check", "condition_config": {"type": "interactive_reply_id_equals", "value": "omari:check"}}, {"to_step": "resume_with_cancel", "condition_config": {"type": "interactive_reply_id_equals", "value": "omari:cancel"}}, {"to_step": "resume_with_cancel", "condition_config": {"type": "text_contains_any", "values": ["cancel", "stop", "quit", "abort"]}}, {"to_step": "resume_payment"}]}, {"name": "resume_payment", "type": "action", "config": {"actions_to_run": [{"action_type": "resume_payment"}]}, "transitions": [{"to_step": "payment_initiated_success"}]}, {"name": "resume_with_check", "type": "action", "config": {"actions_to_run": [{"action_type": "resume_payment"}, {"action_type": "check_payment"}]}, "transitions": [{"to_step": "say_checking"}]}, {"name": "say_checking", "type": "send_message", "config": {"text": {"body": "I am asking {{ payment.method }} about your payment. Please do not pay again before I answer."}, "message_type": "text"}, "transitions": [{"to_step": "payment_initiated_success", "condition_config": {"type": "variable_equals", "value": "code", "variable_name": "payment.phase"}}, {"to_step": "await_payment_outcome"}]}, {"name": "resume_with_cancel", "type": "action", "config": {"actions_to_run": [{"action_type": "resume_payment"}]}, "transitions": [{"to_step": "cancel_payment"}]}, {"name": "display_booking_and_ask_amount", "type": "question", "config": {"reply_config": {"expected_type": "amount", "save_to_variable": "amount_reply", "currency_variable": "order.currency"}, "message_config": {"interactive": {"body": {"text": "{% if amount_note %}{{ amount_note }}\n\n{% endif %}*{{ order.description }}* ({{ order.reference }})\nTotal: {{ order.total }}\nPaid: {{ order.paid }}\n*Left to pay: {{ order.open }}*\n\nHow much would you like to pay now? Tap a button or type an amount, for example *50* or *50.00*."}, "type": "button", "action": {"buttons": "{{ order.amount_buttons }}"}}, "message_type": "interactive"}, "fallback_config": {"max_retries": 8, "re_prompt_texts": {"too_large": "That is more than what is left. Please type an amount up to {{ order.open }}, for example *50.00*.", "too_precise": "Please type at most two digits after the point, for example *50.25*.", "not_positive": "The amount must be more than zero. Please type it, for example *50* or *50.00*.", "other_currency": "This {{ order.kind }} is paid in {{ order.currency }}. Please type the amount in {{ order.currency }}, for example *50.00*."}, "re_prompt_message_text": "I could not read that amount. Please type it in digits, for example *50* or *50.00*."}}, "transitions": [{"to_step": "check_amount"}]}, {"name": "check_amount", "type": "action", "config": {"actions_to_run": [{"action_type": "check_amount"}, {"action_type": "list_methods"}]}, "transitions": [{"to_step": "display_booking_and_ask_amount", "condition_config": {"type": "variable_equals", "value": false, "variable_name": "amount_ok"}}, {"to_step": "no_method", "condition_config": {"type": "variable_equals", "value": 0, "variable_name": "method_count"}}, {"to_step": "offer_number", "condition_config": {"type": "variable_equals", "value": 1, "variable_name": "method_count"}}, {"to_step": "ask_payment_channel"}]}, {"name": "no_method", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "Sorry, paying in {{ order.currency }} from the phone is not switched on right now. A person can tell you how to pay."}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:agent", "title": "Talk to a person"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "ask_payment_channel", "type": "question", "config": {"reply_config": {"expected_type": "interactive_id", "save_to_variable": "method_choice"}, "message_config": {"interactive": {"body": {"text": "How would you like to pay {{ amount }}?"}, "type": "button", "action": {"buttons": "{{ method_buttons }}"}}, "message_type": "interactive"}, "fallback_config": {"re_prompt_message_text": "Please choose one of the ways to pay."}}, "transitions": [{"to_step": "choose_method"}]}, {"name": "choose_method", "type": "action", "config": {"actions_to_run": [{"action_type": "choose_method"}]}, "transitions": [{"to_step": "offer_number"}]}, {"name": "offer_number", "type": "action", "config": {"actions_to_run": [{"action_type": "offer_own_number"}]}, "transitions": [{"to_step": "ask_phone_number"}]}, {"name": "ask_phone_number", "type": "question", "config": {"reply_config": {"expected_type": "phone", "save_to_variable": "phone_reply"}, "message_config": {"interactive": {"body": {"text": "You are paying *{{ amount }}* with {{ method.title }}.\n\nWhich number is the wallet? Type it, for example *0771 234 567*{% if phone_buttons %}, or tap the button to use the number of this chat{% endif %}."}, "type": "button", "action": {"buttons": "{{ phone_buttons }}"}}, "message_type": "interactive"}, "fallback_config": {"max_retries": 8, "re_prompt_message_text": "That is not a Zimbabwean mobile number. Please type it like *0771 234 567* or *+263 771 234 567*."}}, "transitions": [{"to_step": "initiate_payment"}]}, {"name": "initiate_payment", "type": "action", "config": {"actions_to_run": [{"action_type": "validate_phone"}, {"action_type": "initiate_omari_payment"}]}, "transitions": [{"to_step": "payment_initiated_success", "condition_config": {"type": "variable_equals", "value": "started", "variable_name": "start_state"}}, {"to_step": "look_again"}]}, {"name": "look_again", "type": "action", "config": {"actions_to_run": [{"params": {"variables": {"amount_note": "Something about this {{ order.kind }} changed while we talked.", "amount_reply": ""}}, "action_type": "set_variables"}]}, "transitions": [{"to_step": "find_booking"}]}, {"name": "payment_initiated_success", "type": "wait_for_payment", "config": {"code": {"wrong": {"interactive": {"body": {"text": "That code was not right{% if payment.tries_left %}, {{ payment.tries_left | plural(''try'', ''tries'') }} left{% endif %}. Nothing was taken.\n\nPlease type the code from the newest SMS to {{ payment.masked_msisdn }} (reference *{{ payment.otp_reference }}*), or tap *Resend code*."}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "omari:resend", "title": "Resend code"}}, {"type": "reply", "reply": {"id": "omari:cancel", "title": "Cancel"}}]}}, "message_type": "interactive"}, "prompt": {"interactive": {"body": {"text": "{% if payment.test %}*TEST: no real money moves.*\n\n{% endif %}{{ payment.method }} sends a code by SMS to *{{ payment.masked_msisdn }}*. It comes within 1-2 minutes.\n\nReference of the code: *{{ payment.otp_reference }}*\nAmount: *{{ payment.amount }}*\n\nPlease type the code here. Need help? {{ merchant.support_contact }}"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "omari:resend", "title": "Resend code"}}, {"type": "reply", "reply": {"id": "omari:cancel", "title": "Cancel"}}]}}, "message_type": "interactive"}, "to_step": "process_otp", "early_text": "I am still asking {{ payment.method }} for your code. Please type the code again when I say that it is on its way.", "invalid_text": "I am waiting for the code from the SMS to {{ payment.masked_msisdn }} (reference *{{ payment.otp_reference }}*). It has 4 to 6 digits, for example *012345*. If no SMS came, tap *Resend code*."}, "exits": {"paid": "payment_success", "expired": "payment_expired", "refused": "payment_initiation_failed", "unknown": "await_payment_outcome", "declined": "payment_initiation_failed", "cancelled": "payment_cancelled", "otp_requested": "payment_initiated_success"}, "slow_text": "{{ payment.method }} is slow to answer. No money has moved. I will write as soon as your code is on its way, or if it does not come. To stop, tap *Cancel*.", "busy_texts": {"unknown": "We are asking {{ payment.method }} about your payment. Please do not pay again; I will tell you the result here.", "charging": "We are confirming your payment with {{ payment.method }}. Please do not pay again; I will tell you the result here.", "starting": "I am still asking {{ payment.method }} to send your code. It takes a moment; I will tell you when it is on its way.", "cancelling": "I am asking {{ payment.method }} to cancel this payment. I will tell you the result here."}, "cancel_step": "cancel_payment", "state_texts": {"default": "{{ payment.method }} has not confirmed the payment yet. Please do not pay again; I will tell you the result here.", "awaiting_customer": "Nothing was taken so far. {{ payment.method }} waits for the code from the SMS to {{ payment.masked_msisdn }}. Please type it here."}, "busy_buttons": [{"reply": {"id": "omari:check", "title": "Check payment"}}, {"reply": {"id": "omari:cancel", "title": "Cancel"}}], "refused_text": "That was asked too often.{% if payment.retry_at %} Please try again at {{ payment.retry_at }}.{% else %} Please try again in a few minutes.{% endif %} Your payment is still open.", "checking_text": "I am checking with {{ payment.method }} now. If you have the code from the SMS, please type it here.", "entry_messages": {"unknown": {"text": {"body": "We are asking {{ payment.method }} about your payment. Please do not pay again."}, "message_type": "text"}, "charging": {"text": {"body": "We are confirming your payment with {{ payment.method }}. Please do not pay again."}, "message_type": "text"}, "starting": {"text": {"body": "One moment, I am asking {{ payment.method }} to send the code for {{ payment.amount }} to {{ payment.masked_msisdn }}."}, "message_type": "text"}}}, "transitions": [{"to_step": "resend_code", "condition_config": {"type": "interactive_reply_id_equals", "value": "omari:resend"}}, {"to_step": "resend_code", "condition_config": {"type": "user_reply_matches_keyword", "keyword": "resend"}}, {"to_step": "cancel_payment", "condition_config": {"type": "interactive_reply_id_equals", "value": "omari:cancel"}}, {"to_step": "check_now", "condition_config": {"type": "interactive_reply_id_equals", "value": "omari:check"}}]}, {"name": "resend_code", "type": "action", "config": {"actions_to_run": [{"action_type": "resend_code"}]}, "transitions": [{"to_step": "payment_initiated_success"}]}, {"name": "check_now", "type": "action", "config": {"actions_to_run": [{"action_type": "check_payment"}]}, "transitions": [{"to_step": "say_checking"}]}, {"name": "process_otp", "type": "action", "config": {"actions_to_run": [{"action_type": "process_otp"}]}, "transitions": [{"to_step": "say_confirming"}]}, {"name": "say_confirming", "type": "send_message", "config": {"text": {"body": "Thank you. We are confirming your payment with {{ payment.method }}. For your safety you can delete the message with the code."}, "message_type": "text"}, "transitions": [{"to_step": "await_payment_outcome"}]}, {"name": "await_payment_outcome", "type": "wait_for_payment", "config": {"exits": {"paid": "payment_success", "expired": "payment_expired", "refused": "payment_initiation_failed", "unknown": "await_payment_outcome", "declined": "payment_failed", "cancelled": "payment_cancelled", "otp_refused": "payment_initiated_success", "otp_requested": "payment_initiated_success"}, "busy_texts": {"unknown": "We are asking {{ payment.method }} about your payment. Please do not pay again; I will tell you the result here.", "charging": "We are confirming your payment with {{ payment.method }}. Please do not pay again; I will tell you the result here.", "starting": "I am still asking {{ payment.method }}. It takes a moment; I will tell you the result here.", "cancelling": "I am asking {{ payment.method }} to cancel this payment. I will tell you the result here."}, "cancel_step": "cancel_payment", "state_texts": {"default": "{{ payment.method }} has not confirmed the payment yet. Please do not pay again; I will tell you the result here.", "succeeded": "{{ payment.method }} says that your payment is made. Your receipt is on its way."}, "busy_buttons": [{"reply": {"id": "omari:check", "title": "Check payment"}}, {"reply": {"id": "omari:cancel", "title": "Cancel"}}], "refused_text": "That could not be done just now.{% if payment.retry_at %} Please try again at {{ payment.retry_at }}.{% endif %} I am asking {{ payment.method }} how your payment stands.", "checking_text": "I am checking with {{ payment.method }} now. Please do not pay again before I answer.", "entry_messages": {"cancelling": {"text": {"body": "I am asking {{ payment.method }} to cancel this payment. I will tell you in a moment."}, "message_type": "text"}}}, "transitions": [{"to_step": "cancel_payment", "condition_config": {"type": "interactive_reply_id_equals", "value": "omari:cancel"}}, {"to_step": "check_now", "condition_config": {"type": "interactive_reply_id_equals", "value": "omari:check"}}]}, {"name": "payment_success", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "{% if payment.paid_in_full %}Your {{ order.kind }} {{ payment.order_reference }} is paid in full. Thank you!{% elif payment.left %}{{ payment.left }} is left to pay for {{ payment.order_reference }}. Type *pay* whenever you are ready.{% else %}Thank you for your payment!{% endif %} What would you like to do next?"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:my_bookings", "title": "{{ mine.title }}"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "payment_failed", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "The payment of {{ payment.amount }} was not made. {{ payment.code | reason }}"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:pay", "title": "Try again"}}, {"type": "reply", "reply": {"id": "mari:agent", "title": "Talk to a person"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "payment_initiation_failed", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "I could not start the payment of {{ payment.amount }}. {% if payment.retry_at %}There were too many tries. Please try again at {{ payment.retry_at }}. Nothing was taken.{% else %}{{ payment.code | reason }}{% endif %}"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:pay", "title": "Try again"}}, {"type": "reply", "reply": {"id": "mari:agent", "title": "Talk to a person"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "payment_expired", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "The time to pay {{ payment.amount }} ran out. Nothing was taken, and your {{ order.kind }} is kept."}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:pay", "title": "Try again"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}, {"name": "cancel_payment", "type": "action", "config": {"actions_to_run": [{"action_type": "cancel_payment"}]}, "transitions": [{"to_step": "await_payment_outcome"}]}, {"name": "stopped_before_payment", "type": "send_message", "config": {"text": {"body": "OK, cancelled. No payment was started{% if order %}, and {{ order.reference }} is kept{% endif %}."}, "message_type": "text"}, "transitions": [{"to_step": "end_payment_flow"}]}, {"name": "payment_cancelled", "type": "send_message", "config": {"text": {"body": "The payment is cancelled. Nothing was taken{% if order %}, and {{ order.reference }} is kept{% endif %}."}, "message_type": "text"}, "transitions": [{"to_step": "end_payment_flow"}]}, {"name": "end_payment_flow", "type": "end_flow", "config": {"message_config": {"interactive": {"body": {"text": "Type *pay* whenever you are ready. What would you like to do now?"}, "type": "button", "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:pay", "title": "Pay"}}, {"type": "reply", "reply": {"id": "mari:my_bookings", "title": "{{ mine.title }}"}}, {"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]}}, "message_type": "interactive"}}}], "cancel_step": "stopped_before_payment", "description": "Pays for a booking or an order from an O''mari wallet, with a code that comes by SMS.", "friendly_name": "Omari payment", "trigger_keywords": ["pay", "payment", "make payment", "omari payment", "omari", "mobile payment", "pay now"], "initial_variables": {"order": {}, "amount": "", "method": {}, "amount_note": "", "amount_minor": 0, "amount_reply": "", "payment_phone": "", "not_found_note": "", "booking_reference": ""}}', '18fa2b2b181c7ff173a4c09678d18b252ec65d470540abe9e020f9e1464156e0', '2026-11-30 13:13:46.795666+00'),
	('talk_to_person', 1, '{"name": "talk_to_person", "steps": [{"name": "ask_person", "type": "human_handover", "config": {"notification_details": "The customer asked for a person.", "pre_handover_message_text": "Thank you. Somebody from {{ merchant.name }} will answer you here as soon as they can.\n\nIf it is urgent: {{ merchant.support_contact }}."}, "is_entry_point": true}], "description": "Asks for a person; the bot is quiet until the conversation is given back.", "friendly_name": "Talk to a person", "trigger_keywords": ["agent", "support", "human", "operator", "person", "talk to a person", "speak to someone", "customer care"]}', '0adababa07e0e7e48bce5f4f07ef05e122f766bd9dfcae16ddbced3eba30f0ed', '2026-11-30 13:13:46.795666+00');
INSERT INTO flow_engine.inbox VALUES
	(33, '2e8e0b3a-df06-4afa-af78-905b88f58216', 'payments-omari', 'ZW.34425726912597989371', 0, 'payment.cancelled.v1', '\x', NULL, '2026-11-30 13:13:50.123193+00', 0, '2026-11-30 13:13:50.123193+00', '2026-11-30 13:13:50.151639+00', NULL, NULL),
	(51, '4d8231df-ef64-40ce-ac06-f5c69f5b75a6', 'payments-omari', 'ZW.85008181935894990085', 0, 'payment.failed.v1', '\x', NULL, '2026-11-30 13:13:51.128521+00', 0, '2026-11-30 13:13:51.128521+00', '2026-11-30 13:13:51.138427+00', NULL, NULL),
	(68, 'fd23bb6b-65f3-4467-a61d-b0806bfe8456', 'payments-omari', '263771234567', 0, 'payment.cancelled.v1', '\x', NULL, '2026-11-30 13:13:52.210389+00', 0, '2026-11-30 13:13:52.210389+00', '2026-11-30 13:13:52.226268+00', NULL, NULL),
	(82, '20d12899-c889-470a-8fa4-a4f44950e220', 'payments-omari', 'ZW.47532524924096055833', 0, 'payment.otp_requested.v1', '\x', NULL, '2026-11-30 13:13:53.437674+00', 0, '2026-11-30 13:13:53.437674+00', '2026-11-30 13:13:53.442756+00', NULL, NULL),
	(88, '2a6f23c3-7834-4202-b3ab-f5bd9ab15765', 'payments-omari', 'ZW.47532524924096055833', 0, 'payment.unknown.v1', '\x', NULL, '2026-11-30 13:13:53.990207+00', 0, '2026-11-30 13:13:53.990207+00', '2026-11-30 13:13:54.038342+00', NULL, NULL),
	(99, '86b4811d-f655-46b4-b48e-9b77220379a6', 'payments-omari', 'ZW.79633475693850335364', 0, 'payment.otp_requested.v1', '\x', NULL, '2026-11-30 13:13:54.883511+00', 0, '2026-11-30 13:13:54.883511+00', '2026-11-30 13:13:54.889879+00', NULL, NULL),
	(16, '90f018d7-cfd5-4f2b-83b8-fea1754dfe85', 'payments-omari', 'ZW.18951024799441629053', 0, 'payment.succeeded.v1', '\x', NULL, '2026-11-30 13:13:49.396921+00', 0, '2026-11-30 13:13:49.396921+00', NULL, '2026-11-30 13:13:49.396921+00', 'KeyError'),
	(101, '5825474b-b979-46b8-b977-554ed5cae4f1', 'gateway-webhooks', 'ZW.79633475693850335364', 5, 'whatsapp.message_received.v1', '\x', NULL, '2026-11-30 13:13:55.062156+00', 0, '2026-11-30 13:13:55.062156+00', '2026-11-30 13:13:55.082544+00', NULL, NULL),
	(105, '5c158854-cb55-4a46-b3a0-45b27f41020b', 'gateway-webhooks', 'ZW.10495462346408552804', 5, 'whatsapp.message_received.v1', '\x', NULL, '2026-11-30 13:13:56.106239+00', 2, '2026-11-30 13:13:56.106239+00', NULL, NULL, NULL);
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
	('795a4e70-a602-5011-aaff-3ce136c487f8', '0b664cd6-901c-56fd-ad05-47218f62e802', 'provider:omari', 5000, 'USD'),
	('b46f52ce-52e5-5744-93b7-e6cd1bdab0ce', '0b664cd6-901c-56fd-ad05-47218f62e802', 'order:0cfbb55b-9da6-462f-9ddd-87595284736c', -5000, 'USD');
INSERT INTO flow_engine.ledger_txn VALUES
	('0b664cd6-901c-56fd-ad05-47218f62e802', 'payment', 'e26153d3-acd6-5288-83e5-be03ac3eb07a', '0cfbb55b-9da6-462f-9ddd-87595284736c', 'omari', '020ID7QRHYVNIEQD9BB2D7NLRF', 'order', 5000, 'USD', '2026-11-30 13:13:49.347665+00', '2026-11-30 13:13:49.419817+00');
INSERT INTO flow_engine.outbox VALUES
	(102, '32427cb7-592c-41b8-ac7f-86c6cc28c0be', 'messages.secrets', NULL, 'ZW.79633475693850335364', 0, 'message.secret_consumed.v1', '\x', false, NULL, '2026-11-30 13:13:55.082544+00', 0, '2026-11-30 13:13:55.082544+00', NULL, false, '2026-11-30 13:13:55.166794+00', NULL, NULL),
	(104, 'fd66f588-c246-4d95-b72c-9c349b9bcafb', 'messages', NULL, 'ZW.79633475693850335364', 0, 'message.send.v1', '\x', false, NULL, '2026-11-30 13:13:55.082544+00', 0, '2026-11-30 13:13:55.082544+00', NULL, false, '2026-11-30 13:13:55.166794+00', NULL, NULL),
	(103, '94048d0b-59da-4d90-998e-c4fcc1daaf97', 'http:payments-omari', 'POST /v1/payments/eae87fc6-a2e2-502e-ac5f-ceaa1e5c214e/otp', 'ZW.79633475693850335364', 0, 'http.request', '\x', true, NULL, '2026-11-30 13:13:55.082544+00', 0, '2026-11-30 13:13:55.082544+00', '2026-11-30 13:15:55.082544+00', false, '2026-11-30 13:13:55.263207+00', NULL, NULL),
	(85, 'a1e5efd8-61ce-4827-9c3c-ad4df1ba2ceb', 'messages.secrets', NULL, 'ZW.47532524924096055833', 0, 'message.secret_consumed.v1', '\x', false, NULL, '2026-11-30 13:13:53.76042+00', 0, '2026-11-30 13:13:53.76042+00', NULL, false, '2026-11-30 13:13:53.786512+00', NULL, NULL),
	(97, '11775d42-bbd9-40c4-8f12-b36ac3ec7d33', 'http:payments-omari', 'PUT /v1/payments/eae87fc6-a2e2-502e-ac5f-ceaa1e5c214e', 'ZW.79633475693850335364', 0, 'http.request', '\x674141414141427244586153593042432d797770384f616951507562354d54795673616e5879767a375154694c365a39566a4771374249634977676e484a667049314c556e70485353686a4d48415362484e745a735432722d31634973533467484d594b395758677735746933493149566d6731732d6e303464737a43785468726146737879654d304261683747645a365478583250575856366f395068374e5a4f4c414473336a33675433305443504f5f44514b616a67664c534b4c4a495447716f4d3731585a6d4b704337776d59683372564e2d3034416d4e58514738356863486258446943632d413446375135335331415550366a6c625142572d694b4b77334d382d42757642735030424d4b704a53584f4d4a49314368786a69426e476273615165516b5f6442367849544d454f6655744e356f6267345a684879565f657a4c50533878525776386b3966565f4637344f506f5f377a444469574c547455687a6a566a6f767a576743466a3461784843777943646f34514578514c3363424f536f70337a4756796b', false, NULL, '2026-11-30 13:13:54.599546+00', 0, '2026-11-30 13:13:54.599546+00', '2026-11-30 13:14:54.599546+00', false, '2026-11-30 13:13:54.719026+00', NULL, NULL),
	(106, 'fb8d9e2a-e933-41b9-97c2-44b840bcdde1', 'messages', NULL, 'ZW.10495462346408552804', 5, 'message.send.v1', '\x', false, NULL, '2026-11-30 13:13:56.1182+00', 0, '2026-11-30 13:13:56.1182+00', NULL, false, '2026-11-30 13:13:56.160977+00', NULL, NULL);
INSERT INTO flow_engine.payment_intent VALUES
	('e26153d3-acd6-5288-83e5-be03ac3eb07a', '0cfbb55b-9da6-462f-9ddd-87595284736c', '432f7377-3d8a-42ca-8931-748430917d4c', '3c493cfb-717b-4fd9-a91a-3abd8a2bec24', 'ZW.18951024799441629053', 'omari', 5000, 'USD', 'paid', NULL, 'ZSUW', '2637*****000', NULL, NULL, NULL, false, '2026-11-30 13:13:48.822407+00', '2026-11-30 13:13:49.419817+00', 4),
	('d30a2bc7-63a1-5f95-bbca-71ebee5e1158', '08b13440-1425-4dc3-b8fe-d501add6073d', '90559c1c-89ad-4e51-8e4c-5c4e70b0f6ff', '1052261a-44e8-4f21-a307-f7ca99926514', 'ZW.34425726912597989371', 'omari', 5000, 'USD', 'cancelled', NULL, 'HWTS', '2637*****001', NULL, NULL, NULL, false, '2026-11-30 13:13:49.798367+00', '2026-11-30 13:13:50.151639+00', 3),
	('e3217759-14e2-583a-9447-afebe7cea950', '26e10532-40f5-4486-8170-3494eb118e11', '353ac68f-ba17-436f-bf93-e1c671092182', '558d8c94-546d-47b7-a1ac-e6777a9d8800', 'ZW.85008181935894990085', 'omari', 2000, 'USD', 'declined', 'insufficient_funds', 'DVOF', '2637*****002', NULL, NULL, NULL, false, '2026-11-30 13:13:50.676056+00', '2026-11-30 13:13:51.138427+00', 4),
	('626f3a01-f2f4-52cd-af69-05eeae801192', '2418f876-b22c-4350-855e-c6801e0a9b63', '8c88e88e-94fc-4062-bffc-b9d22c9b80f6', '68c3d3d9-ad34-4868-a929-868d61959b57', 'ZW.07744935417327610378', 'omari', 5000, 'USD', 'awaiting_code', NULL, 'JCZI', '2637*****003', NULL, NULL, NULL, false, '2026-11-30 13:13:51.604086+00', NULL, 2),
	('e7b0e22e-aabf-5e19-8c13-c2d4b55a0895', '73a469a0-aafc-4cfb-a60c-f33fd2eede52', '9f1b1c55-3b88-48ee-a16b-c2ce017e05e1', NULL, '263771234567', 'omari', 350, 'USD', 'awaiting_code', NULL, 'ZUAL', '2637*****567', 'fb4e18db-b1b6-5758-b89a-ac78761c61a2', 'POS', '\x542405da703fe14aa1e21b92b59c68ee365af2b055fee2f8e88af1048d711ea2', false, '2026-11-30 13:13:51.860914+00', NULL, 2),
	('952b874d-0d25-5f16-a92b-305517194bb4', 'bb5afd67-bbf8-46fe-85bc-311badbe8b48', '9f1b1c55-3b88-48ee-a16b-c2ce017e05e1', NULL, '263771234567', 'omari', 350, 'USD', 'cancelled', NULL, 'SPCU', '2637*****567', '9e74206e-cb70-5249-aceb-88cbbcc62a1f', 'POS', '\x542405da703fe14aa1e21b92b59c68ee365af2b055fee2f8e88af1048d711ea2', false, '2026-11-30 13:13:52.012539+00', '2026-11-30 13:13:52.226268+00', 3),
	('251b9365-a187-56a2-a718-7a4aacacb7ac', 'd195aae9-24b3-4752-ab2c-ed4361bd76a9', 'a3ff50d5-3f0d-42a4-9aef-6689a5a31eff', 'fe5ed78b-5edd-42dc-a1cb-27bd193d883d', 'ZW.47532524924096055833', 'omari', 5000, 'USD', 'unknown', NULL, 'RBLP', '2637*****004', NULL, NULL, NULL, true, '2026-11-30 13:13:53.300453+00', NULL, 4),
	('eae87fc6-a2e2-502e-ac5f-ceaa1e5c214e', '2a5e0e7c-f730-4846-9353-3665ba61aa7e', 'be95e9fd-b631-48bd-8ccb-08b9ddd195d6', '85217b1e-7d03-46ae-8647-51f5a3356b87', 'ZW.79633475693850335364', 'omari', 5000, 'USD', 'charging', NULL, 'ZMUK', '2637*****005', NULL, NULL, NULL, false, '2026-11-30 13:13:54.599546+00', NULL, 3);
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
	('9b0286c4-0db1-402f-b852-d62157374140', 'person', 'The customer asked for a person.', 'd074e5aa-0491-428d-89ab-65d4ef76019f', '0cffe49c-51b8-4962-bd30-75ec4ec9fca0', NULL, NULL, '2026-11-30 13:13:52.434343+00', NULL);
INSERT INTO flow_engine.tour VALUES
	('a9c72817-b13e-5e58-ac40-cebfd8f8d433', 'VICFALLS', 'Victoria Falls day', 'The Smoke that Thunders with a guide, the rainforest walk and a sunset cruise.', 'Victoria Falls', '1 day', 'USD', 18500, 9500, true, '2026-11-30 13:13:46.827542+00'),
	('4ddd8458-5769-5f57-aa5e-6d2d6993ed4a', 'HWANGE', 'Hwange safari', 'Game drives among Africa''s great elephant herds; two nights in a tented camp.', 'Hwange National Park', '3 days', 'USD', 54000, 32000, true, '2026-11-30 13:13:46.827542+00'),
	('e4ccfa07-938a-556e-82af-d16963e995b2', 'GREATZIM', 'Great Zimbabwe', 'The stone city with an archaeologist, and a night at Lake Mutirikwi.', 'Masvingo', '2 days', 'USD', 23000, 12000, true, '2026-11-30 13:13:46.827542+00'),
	('45e88faa-6c7a-5ca9-bca7-95d7b049014c', 'MANA', 'Mana Pools canoe trail', 'Down the Zambezi by canoe, camping on islands under the stars. From 16 years.', 'Mana Pools', '4 days', 'USD', 89000, NULL, true, '2026-11-30 13:13:46.827542+00'),
	('fc33d08b-afef-5239-8edd-e7d3789ac5d6', 'MATOBO', 'Matobo rhino walk', 'Track rhino on foot, San rock paintings and the view from Malindidzimu.', 'Matobo Hills', '1 day', 'USD', 12500, 7000, true, '2026-11-30 13:13:46.827542+00'),
	('978c8ef1-1081-5615-8cec-d8031e124df4', 'KARIBA', 'Kariba houseboat', 'A houseboat with crew: tiger fishing, hippo at breakfast, Matusadona shores.', 'Lake Kariba', '3 days', 'USD', 41000, 20500, true, '2026-11-30 13:13:46.827542+00');
INSERT INTO gateway_webhooks.inbox VALUES
	(132, 'a1e5efd8-61ce-4827-9c3c-ad4df1ba2ceb', 'flow-engine', 'ZW.47532524924096055833', 0, 'message.secret_consumed.v1', '\x', NULL, '2026-11-30 13:13:53.786512+00', 0, '2026-11-30 13:13:53.786512+00', '2026-11-30 13:13:53.798465+00', NULL, NULL),
	(159, '32427cb7-592c-41b8-ac7f-86c6cc28c0be', 'flow-engine', 'ZW.79633475693850335364', 0, 'message.secret_consumed.v1', '\x', NULL, '2026-11-30 13:13:55.166794+00', 0, '2026-11-30 13:13:55.166794+00', '2026-11-30 13:13:55.188683+00', NULL, NULL);
INSERT INTO gateway_webhooks.lane VALUES
	('worker', 'ZW.18951024799441629053', 5, NULL, NULL),
	('worker', 'ZW.85008181935894990085', 5, NULL, NULL),
	('worker', 'ZW.47532524924096055833', 5, NULL, NULL),
	('worker', 'ZW.79633475693850335364', 5, NULL, NULL);
INSERT INTO gateway_webhooks.outbox VALUES
	(165, '5c158854-cb55-4a46-b3a0-45b27f41020b', 'whatsapp.messages', NULL, 'ZW.10495462346408552804', 5, 'whatsapp.message_received.v1', '\x6741414141414272445861554444697a53686c55467858526170666667664e51475145734d643372514d366a3757626579363550653546614e5a6d494872315f7479554e774e4a5569315739796b696b3038666b6f5a786b70484f6747625a4d7253635f61315132714a5a6c615f65783479795933675f37646169546f3662744d475637776a55463953316e4a745434546e42666b77324c475f5f3150785f774266334b5a55556f6c6833762d5f7a73324e3847576c7531784766326c72476f4164316875377833326e58573164645358386b7367616263545055437253586f7069666a4e4e456b7774424b37786d52656c646d536d313267615f75646f53794938434767517350424667646378693975744a50654c6e5f41744d57525747487856664363627a452d556130643167514d6f6a4e6277314e555945577a33317075613036485f53477243686f426e667465346c3255566a6c6f484c4d425739614c4f3277775170795761643538342d51783370544e6d68315578363445473366594d5976314f4d41464b3852324758614861786c4d6e6b516e615232555652475479716446757634332d6d73654662394c386a67304352556b3745754539525f7964612d6f63614a37534b555877586379716242507977475a464933366c654d616667327a74486e646a6b536a6d736c525736776e5f77444b732d45647a575f4738786d76334c4b50774b6c3663546169536a52476b496258614836744e51584c7a35673679335f547a49433058703430475f31354279634c6a577335744b5654466d514f4c726b6a626742627a6348696a416b763232673155787a3645536a54356b4e5178376c6c585964746c6b6f43614f486e4e343d', false, 'wa:227841650415338:wamid.HBgMMjYzNzcwMDAwMDA2FQIAEhgUQTQyQjA1NzYzNEJCMDQyQ0EwRkUA', '2026-11-30 13:13:56.098974+00', 0, '2026-11-30 13:13:56.098974+00', NULL, false, '2026-11-30 13:13:56.106239+00', NULL, NULL),
	(157, '5825474b-b979-46b8-b977-554ed5cae4f1', 'whatsapp.messages', NULL, 'ZW.79633475693850335364', 5, 'whatsapp.message_received.v1', '\x', true, 'wa:227841650415338:wamid.HBgMMjYzNzcwMDAwMDA1FQIAEhgUMDI5NkYxNjdFNERDMEU5ODlEMkQA', '2026-11-30 13:13:55.053558+00', 0, '2026-11-30 13:13:55.053558+00', NULL, false, '2026-11-30 13:13:55.062156+00', NULL, NULL),
	(163, 'f9069548-d197-49f0-84db-bc0769e05be4', 'whatsapp.statuses', NULL, NULL, 5, 'whatsapp.status_received.v1', '\x6741414141414272445861544b5a6f52706a43506a52503548585237515f455136553152712d3450504430466c656546357842707478544d757554426a76566859676e456543504a5763596972546b644e3943664b4d56437257347a5a64512d45546238476f754a6c79616b3272437942726a6f35316b686f6163424c68444a4668564b6b47705837724c312d3973695a567034727a5a584e5076356e3236554b51794266747a6d577454554632384734704234335561614b524c4870685a326263637a50586e685032305555587945656852434f6c6766324f57346748685f46675241525669634f77394f7a724e637766526439484175354a3054746b384f456c5f39644f4a71765751796d48666f4b6a494d4748505f31764f4e6d654a344b42476a586139625a757275656264492d754d794f4a6b31357a396e617a6859686f4f3235413136444748316b6262734446446b323353615362366475744b516e33376e7045706b334944536f55593646344c6b6b644a7579456e6f474439754c424265465578666679505a4a4644365f4e545a73617a5338666957797630782d543472726f774a5544394f753339704452616a6859646865627a62396967784e4e476b583038465272573932416b6b6e76456e395046314c416e59797368774c49334e64336b7a54576e415278754a783369504b5a617872633733796f385337594d316d59637452356c6553436b4737686c594e78565f786e4e4772764576685f494259386355346a7064466c34314a6a6f5067384d5344634a546548733546744c727830694d4133395875506938396e7144766e7944446570554633565242673d3d', false, 'wa-st:227841650415338:wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSQUFFOTMxRkVFQ0I5MDVFRTFCAA==:delivered', '2026-11-30 13:13:55.478325+00', 0, '2026-11-30 13:13:55.478325+00', NULL, false, '2026-11-30 13:13:55.485689+00', NULL, NULL),
	(164, '251d9c95-8f35-4b15-9e7e-8c7f045377db', 'whatsapp.statuses', NULL, NULL, 5, 'whatsapp.status_received.v1', '\x6741414141414272445861544a305a4b4d55686b3162355051705f51786e7237534f6a4f444766706a3537686d59453939732d44615343375f4848634b6b41544c66515a49387a4671646e6764424235675f6a4e464b777669307332593365436c47314665414a7375495f707379613557304c322d4a4a487a7150337466714a674e54626530503437314d5950557a31395746534c435870636d6130372d3533384d4e6d3946656c516d67506531366149473175685f53415942493949415155754b57476c4a754c583056436967316f69446e504c3975524d394558554432726d735162617366345f30696b366a72517637327145414c7932373737426372316272744735486f426b634c6554413570466230564f566c6b6d485955665253636865315967554e74576b77584b754f69686d6c497461554e5f343856346b5f493759364c6e614b68333235714664455747737736697532706f444d575f73466436425a73474673556b4f6e632d33325873616879444131653651515852412d63787674315350686d726347323277397a306a795862664a5335357a4a2d4839304d6d666b5666705a59323131696c6b47554833456e4953707573457972724f6f316c53716b78775563455038506b5f7a303933466771706850645f6157302d546f39656b694a56366e4b6d4f752d6f394353492d667a4358786a4765655150576472675346662d765a4c4e4c61337969646346737874796d6237316c337637734947525f476d70587835547752564c5558344c4c785733653765412d2d515166496735445f66553770546f59492d47355a6e537a324644503046463246474d7745413d3d', false, 'wa-st:227841650415338:wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSQUFFOTMxRkVFQ0I5MDVFRTFCAA==:read', '2026-11-30 13:13:55.756459+00', 0, '2026-11-30 13:13:55.756459+00', NULL, false, '2026-11-30 13:13:55.761567+00', NULL, NULL);
INSERT INTO gateway_webhooks.schema_version VALUES
	('0002');
INSERT INTO notifier.delivery OVERRIDING SYSTEM VALUE VALUES
	('bbdefe96-a488-59ac-a0d9-a9a7c98ab915', 7, 'bbdefe96-a488-59ac-a0d9-a9a7c98ab915', '227841650415338:ZW.18951024799441629053', 0, 'unknown', '2026-11-30 13:13:49.496307+00', '2026-12-01 13:13:49.469649+00', '\x67414141414142724458614e725066493677534e456f506d37504b41617168554374354b647568654e6555584e676f752d327a4a685958306d425248614a54676d6c4c5a7756476e53544f38426651323465317648545751676e6f394542716759794c4e72787874513436715456335949486e3571496b77416d494337776d4f2d7846455372594d3046584757614f6c7772566b615a734b7a6b535068364550526475657648363355335a6457745644384655626776466770676d564f5145675a4f7066616b6a7769457a334145306c594b486c6c3475486c35314158337959444951324f68476747646d31654b714566432d6979302d572d5048617133353468503656656f7a57522d725a55423144797246347978624e635f51486f614b484647396730385a77463645414e324a724331696a394a6b414b454c464857484d515f6d756b44435672316f464f73477869754b433651394a56796a31522d545549674e614d58436a4167375a474e75494e33437630484131416268615641636c4976354f334962715776676c706254533466516b47587a6a33797164456365767153695335664b334547335a546b78696a62396c3241412d426b5078345a48694f766163513875683655764e6d2d5637564852464751326346365265305f416b4862656f504e43524c573666772d316e7433504b744956656865594e697076387669484959456c5a3530677a', 'x', 'wamid.HBgMMjYzNzcwMDAwMDAwFQIAERgSMzA5RDk2N0Q0Mzc3NDIwRUJEAA==', NULL, 1, 0, 0, 0, '2026-11-30 13:13:49.480114+00', '2026-11-30 13:13:49+00', '2026-11-30 13:13:49+00', '2026-11-30 13:13:49+00', '2026-11-30 13:13:49+00', NULL, '2026-11-30 13:13:49.469649+00'),
	('bdb8cb9e-2379-5ade-a7ee-5619da7f8794', 16, 'bdb8cb9e-2379-5ade-a7ee-5619da7f8794', '227841650415338:ZW.34425726912597989371', 0, 'accepted', '2026-11-30 13:13:50.373305+00', '2026-12-01 13:13:50.233286+00', '\x67414141414142724458614f6c687651393563616c566f6f643137503667503368415f4b67476c4d73525f4734636957466a4878305f3173454f47434f4551324a42586263505235624c5934326c5759616a304567567372472d6b6e6c5f6b48375252587a76373172664a33397734413433573875457256575f356855465a6f6f4632435972347a526b7363327631376f6a786f41547738576b4c444f734a6445697a6859674b6d5a486e6b494374754c2d314a396b3941416b796d6669663264386372415469492d7a4a30332d3275716f434841473572664f6d4d556e79414d672d66385734665f715a6b486c42586a6f4b4642313769674c61556b6c3736686670777450396c6b57777950454266576546376361466e4356495f7a6f37494d61387556585967584f5a4c48586d5663524f4d485048376d6a43514874646d7151475133786f772d70417a364d35426e44476a526f7a714861457638665a6e7835617a575144384c7a39303958764e457436474135634c5a4644522d7774747769416b2d577250685a6571383136314d695866336235716d585a5358374179644d53387274656e735863682d45376e4a376c6c7a4f54776d726741755132546c334237795741776b43793150796b374c4c44386c4c6e6f6e6e726949444652445f7a6d414365626f6c58734932654e46424e59695663307a4d307342624f6c4a78556548646b4d4d3834304d7674516a5f547853514a436876375f6f41477234776d63416a50644b59364d31565466785031774948593d', NULL, 'wamid.HBgMMjYzNzcwMDAwMDAxFQIAERgSMzgwRjI0MjFCRDE3NURGQTZBAA==', NULL, 1, 0, 0, 0, '2026-11-30 13:13:50.346838+00', '2026-11-30 13:13:50+00', '2026-11-30 13:13:50+00', '2026-11-30 13:13:50+00', '2026-11-30 13:13:50+00', NULL, '2026-11-30 13:13:50.233286+00'),
	('4ca0614f-6c9d-5758-9f9a-1f6c6ed92a04', 8, '4ca0614f-6c9d-5758-9f9a-1f6c6ed92a04', '227841650415338:ZW.18951024799441629053', 5, 'held', '2026-11-30 13:13:49.531712+00', '2026-12-01 13:13:49.469649+00', '\x67414141414142724458614e716e79324e4f5a745665564b65334f6c6d645654713849636b6b63667a44764e7962705038566575524e65414d5571796f385169315257745f62477672426352304f7639685461505a692d5877544978494c6462674262544542506277456652485878674b376d4f31587a66712d6a69356e72494c5862367a5f4e5f77437053314835634d34384c566c6e6238496d5a48546974707549615f534c77614777313877665154514b566a70614131497a555944626c4f6c5653577159364133376d5036434454586f6b62644e5572527a5a775749704e6539486735764b3473384d316d57534c2d5973414853416b4a317663336b6d6e544e746c483137745f525f4d6e74415f74577a76697a31544d4b4a47716534494756757a2d7444466e73314e4d4f4b4b77427a4f324f306f6a655a5a702d33586f4164386d5f7147444a426a64776c596f6f703766494a634f4f313667586768674b652d4571614b4e77716e686a78776a65646a4d454f6c574b367645674430452d676d427a6830496f4c504757776f4950686637717377316f2d73327266626c6d732d456a6542494f5f365662445144667a434c34324f474f54515a4246527964526f646a41344f49544435695f5150564b5871476f34514b52772d616f596a495855332d7678562d6d4156684e3448314d31517a62374469314c317a4e38523573615f5a617345615364567072466630397443744f54657746485a50734b513d3d', 'x', 'wamid.HBgMMjYzNzcwMDAwMDAwFQIAERgSQzE5QkI3QzA4MkJEQjhFMTAxAA==', NULL, 1, 0, 0, 0, '2026-11-30 13:13:49.504244+00', '2026-11-30 13:13:49+00', '2026-11-30 13:13:49+00', '2026-11-30 13:13:49+00', '2026-11-30 13:13:49+00', NULL, '2026-11-30 13:13:49.469649+00'),
	('396a9622-df8d-51dc-9300-ff9d50381ba0', 15, '396a9622-df8d-51dc-9300-ff9d50381ba0', '227841650415338:ZW.34425726912597989371', 0, 'failed', '2026-11-30 13:13:50.329731+00', '2026-12-01 13:13:50.233286+00', '\x67414141414142724458614f455470494a6e7455524773444975736e7731412d416b3652785753576542794470412d754a6759444253314866464e412d594171664d38694b656f7377764b36664d726a79487356444233347a503258624c524a425f6e2d444c4a6f55507a4c3341796e67526d715231776767743443796c616b3861657a4a3953597044656a445f6d767875695a572d50654538556955547834674d6930612d426b5057304c41704a6b6b4d46595875304d62755533454d556c62356c48776a38676b786a66364f753250725f32695f4367627859706d6f69744c72677654315758752d544f7a324f31524a327736424c4e54377a305176716151315f784d7042766a6f7064', 'x', 'wamid.HBgMMjYzNzcwMDAwMDAxFQIAERgSNTU2QjFFMkNBOUVFN0QwNkM3AA==', NULL, 1, 0, 0, 0, '2026-11-30 13:13:50.26612+00', '2026-11-30 13:13:50+00', '2026-11-30 13:13:50+00', '2026-11-30 13:13:50+00', '2026-11-30 13:13:50+00', NULL, '2026-11-30 13:13:50.233286+00'),
	('31f2de14-6524-593c-96db-f94a6a6129fd', 43, '31f2de14-6524-593c-96db-f94a6a6129fd', '227841650415338:ZW.79633475693850335364', 0, 'accepted', '2026-11-30 13:13:55.344933+00', '2026-12-01 13:13:55.193851+00', '\x67414141414142724458615430323434366856425a78317970654447317439655739356b394e3572785345315141737045396e616c423962344331667173494f64695a623258416550546b786438727449595a55313844634e6d3035583561456167325974397236434d51356f757a356c7779452d7778767679344955436c304177536f5a665031566d554a53416937554449617331724366675454745a696236476330434e706b623535585755334b684a753730587351644f7341485441352d7a4552393473314365506535586a3269706e6d61754c4b4b706c31376b4a396b517a486d5262734d645953346c6f5847555f374c6646784b445f55677154417272456a7473537a6f673445586244576e5354777750696b39346d455a4c5a364d51524b6d32366a45355a4a59437232537a50775a614a48596d382d33344265366e4d574c58685271646c37', NULL, 'wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSQUFFOTMxRkVFQ0I5MDVFRTFCAA==', NULL, 1, 0, 0, 0, '2026-11-30 13:13:55.23153+00', '2026-11-30 13:13:55+00', '2026-11-30 13:13:55+00', '2026-11-30 13:13:55+00', '2026-11-30 13:13:55+00', NULL, '2026-11-30 13:13:55.193851+00'),
	('2c7b23f7-6c3c-549d-9ded-042ffebe8c02', 44, '2c7b23f7-6c3c-549d-9ded-042ffebe8c02', '227841650415338:ZW.10495462346408552804', 5, 'sending', '2026-11-30 13:13:56.164641+00', '2026-12-01 13:13:56.164641+00', '\x67414141414142724458615575685f74415a686267735f68546338706f4f4c616a4e5441546171563078774a4d5652444238476f78613342374d3346724c65627037692d686763395a5a734f374237654d356461647461636e714b42704a624c6b564253384d347a694d48587230547a566633566334474337775651634d5a6945437275707a6f306258455178514a6935747a6d6b6d783557666f4678327a6e4f5332797142616443704f4f2d42754a6a7844517548307935715f334973576e53324f676f6971455f4f49626b44744c59565f5a50466d69644c51387355373756454837396c66566e58715255322d4756626d4b6d53636d30794f527436485731697639643852644b44746330576f566b543968504f486d37416a434a56474d58353148416c656c572d38795930443670534b7578584e744b5f525f4a4376464a56734a6956316c7664525f435f76693833752d734c63504541414365523746465437766848565a6f514a44567a5a7968556e592d774e596666674c55557646506535594339615a3639754f4863376c6a4578736d4e59476e50584f5f7a7163535956474841757042592d6f5f476867723250425f52513d', NULL, NULL, '152ded7e-e155-4f9f-9196-31a7dfe884ca', 1, 0, 0, 0, '2026-11-30 13:13:56.186544+00', '2026-11-30 13:13:56+00', NULL, NULL, NULL, NULL, '2026-11-30 13:13:56.164641+00'),
	('1b0d13da-9379-550e-9eda-e18561ac40ca', 29, '1b0d13da-9379-550e-9eda-e18561ac40ca', '227841650415338:ZW.10495462346408552804', 5, 'accepted', '2026-11-30 13:13:52.409367+00', '2026-12-01 13:13:52.379847+00', '\x6741414141414272445861515163755432707848435f684e32446f6733744b2d636e62656934613571684f475765386c77536d535077635551702d586835753235466e4b47516c3731454430767a45346950493867572d4e47484665664f384657494d5f4f656b656968776c6f505236595057426762445a6a747063655f376c4e77382d6346475f566c5843553133773042426a4c4444776c6f6572305f5050794241376c634b3745626e6c6373515f7a54556a4b725f314d754a7763663450735261334664355a634b75335a695436335048347a69564e4d7541644d4b4f4158704670424b357458564c324c5a306b365450524b4d724b6d7370515034474a57744c62347037344d366761754c416b6c46697a51585061444774667a484934655865626364545562793368754d52507631536345624f554d755f6271676a4e42396d654e4a662d5147332d50364b6d6a73674c6a425545564844423563456d57383762455636746253717037716664457a65477a4e4772514d3934345f484f6b467374667a5278487a6a6a54692d4d416439694b6b5167436541747657676e72725878686e63387761485939336d64796b4d7a45347944664b4657344468346e496a792d35765a6e7748444e5a6f58613564383934316e4f52583434493968726c6d5a433667645a65723163787838445f63594a6444716e6b6867354b576c7438574b49686b436c46304b334d47466642744a6a337a595236535458554c6e7a414b667a386c4b47744a56784a3665534a5534336d534b5a516d455f6e504f4c66636f4576476a44686e46735761474e4e48503854413052376c4659415f5957545a767741426744494936324a4574497945594f6b74775a544774655a305a574e4f4f705f64574d4573394e446e4578474c3779644a53744137715f443276724b33544a416c31684d56482d714a43656c32686447494e6649742d4d2d657876376d6f4170385f736166467a4a575a31675f414147314f565f71535a702d4f586251595851496738536e666f5142724d5159705368594e6455577139724a483469492d543461757845634a316f55765135485f4c7455723437685063305a506f42616d6f70795439493958394d4d6932345862736f336d48572d744e64657271556d6c756f706b7268507864776e6e5168716d6853705675592d44524b68693146316c39353042446a455332505343636f6e39704f3031424f72385647424f67643163786c466a5f7168446b457255336c304341637435396a665f797171634d74626b3936685773493248485963316d435033624664635a7a7638526f6d52553361324135697261756843684c5f62652d4b42762d7a4a4141306561456571714737586972654e41596f315233585638637270424b37336e4b6d5054455f44587a656b673154556a4130633276566249673874334a306466695536422d4768396a4d73526e5549305a3531676553432d4953756c4c796b504763786971313549734734744a6d4663745165496c4b464867437769785871466c7867644867666d513d3d', NULL, 'wamid.HBgMMjYzNzcwMDAwMDA2FQIAERgSQjlENkI2NjFCQzk1Rjc2RUE4AA==', NULL, 1, 0, 0, 0, '2026-11-30 13:13:52.395729+00', '2026-11-30 13:13:52+00', '2026-11-30 13:13:52+00', '2026-11-30 13:13:52+00', '2026-11-30 13:13:52+00', NULL, '2026-11-30 13:13:52.379847+00'),
	('da5b1653-bc38-56b1-99b7-03c2287c2d22', 22, 'da5b1653-bc38-56b1-99b7-03c2287c2d22', '227841650415338:ZW.85008181935894990085', 0, 'accepted', '2026-11-30 13:13:51.067249+00', '2026-12-01 13:13:51.012828+00', '\x6741414141414272445861504d425a64694165657a43373258356f31444e745a336c697742635a50763545666d36665642344a327a5f6c4f6356664a7475707874706c7656464b35684544785f5a3843474c5637637a383374646f54487474787543574b6c66737a6642316f5678577773374f37436a496e77786f6f546e6a6957614155544c4742516774553244485162447365477a705155427344636545535f72306c4e424b38332d5138524b5a735576507065675253417862346a7963474f73695a4f37737367776548464859447463756d3369443156344a70765063306e766a69585331644d38777a5833414b3035635a775a426559376d44697a6b536349704166504f2d4e4439574d335a5149335a6b374f32583443686c6c65586c45356641574558516b52763975717233303646443235567545494f2d6a4b4a43414d534c4334315359322d76', NULL, 'wamid.HBgMMjYzNzcwMDAwMDAyFQIAERgSMkEyODEzOUQ1ODJENDVCRkQ3AA==', NULL, 1, 0, 0, 0, '2026-11-30 13:13:51.037386+00', '2026-11-30 13:13:50+00', '2026-11-30 13:13:51+00', '2026-11-30 13:13:51+00', '2026-11-30 13:13:51+00', NULL, '2026-11-30 13:13:51.012828+00'),
	('53a3d6dd-82c7-5ae6-a53a-01af44845e8f', 27, '53a3d6dd-82c7-5ae6-a53a-01af44845e8f', '227841650415338:ZW.07744935417327610378', 0, 'accepted', '2026-11-30 13:13:51.748783+00', '2026-12-01 13:13:51.664945+00', '\x674141414141427244586150386a4752596d7767684a575163664d63504159564c47674745477268792d6d435f7965303239412d326c4e35614d363269484c7a4d4a505255614b51465f5f6364482d774b5637314a6b515166767834596d4778367a3943386a6653637a7563734c62733235654b4b5f68414645526c44306e4b384f6f546a47315737427a4a31334e7939545559627a6c744e49796a4d48534561304f4c4c437639366e6233424b7937584b52364f55395a4d6b7458433065746e49454539506872673964514e6474646d4848656b696d4957447046386e324f6257416c476632753132634b46656a65566561476137726970786c70546e46596d5a3172334e3843736f7a3732666b65634c34655759394d346455416743516d5a773d3d', NULL, 'wamid.HBgMMjYzNzcwMDAwMDAzFQIAERgSNjkzRDVGMDkyMTI3QTY1N0JCAA==', NULL, 1, 0, 0, 0, '2026-11-30 13:13:51.691422+00', '2026-11-30 13:13:51+00', '2026-11-30 13:13:51+00', '2026-11-30 13:13:51+00', '2026-11-30 13:13:52+00', NULL, '2026-11-30 13:13:51.664945+00'),
	('027d9b94-6d8c-5f58-a56b-6843b0c8201b', 23, '027d9b94-6d8c-5f58-a56b-6843b0c8201b', '227841650415338:ZW.85008181935894990085', 0, 'accepted', '2026-11-30 13:13:51.247039+00', '2026-12-01 13:13:51.210038+00', '\x674141414141427244586150344b636976464b38716f386f6e4153764f2d625932564157346a65354c3070744344486f5677517a374e524d34496a4f61356150702d6c5441446a69764e326b515a54514b357a76517743374b575244686c4158797741304a5f4d4a675a77656330457a6951334e30676279467472705a324433477936413245724968626564716a66324b754b5a3941382d705a506644464f364c5265355857494d33674c7472466f786b6b3333676d364d79745f426f4d62307134345446754343366a506b4e324f4b6f55487731706b726c393850747073456d6c7644336f4a6d4269563879496968456e7a6f30775947354f316d61346d6f5a78624133473242596e686f3042646a63736a50486675763762474b6954436630566c68596b74334d6d4164736d58364470646230746c614e7866474a543463364e5a2d363370354d38535a556852775554435f624c7545347832773534514d6a6f32412d652d4f3963734173672d6d506c4a75512d6e6530526e306b5a7876454459784a33356a53354772705937547350783652665273616137535f706650324a72504f7043524b664a646b416b415972466232344f4a5452372d6a4c79336a51734f7265617378534c6632634c49384e584a717042426c6864516b3049462d3969366b5878424d306e544a396e7457737735343348643876664b785648676155794954724b374b523334397367553473785a306e373262335165344f554b5a587365784b72376274325445547065365f316f6c6b5a51693561444635334641446a656a79503055527636425446593377456d2d3548324e56436e365042474476637861724c784e305a774138762d5845374c3931453d', NULL, 'wamid.HBgMMjYzNzcwMDAwMDAyFQIAERgSN0FENDE0RENGQjY0NjI0MEE3AA==', NULL, 1, 0, 0, 0, '2026-11-30 13:13:51.221643+00', '2026-11-30 13:13:50+00', '2026-11-30 13:13:51+00', '2026-11-30 13:13:51+00', '2026-11-30 13:13:51+00', NULL, '2026-11-30 13:13:51.210038+00'),
	('05cf0f0a-e4dd-5a49-8b87-4cfbdb5055df', 30, '05cf0f0a-e4dd-5a49-8b87-4cfbdb5055df', '227841650415338:ZW.10495462346408552804', 5, 'accepted', '2026-11-30 13:13:52.600042+00', '2026-12-01 13:13:52.533954+00', '\x6741414141414272445861517931794b7a6a78734e476c5a364e4d69746771556257436e636b6c6d4c6e6d6c4b447a6232584b4b6e62614c41704a7868587346333737422d6343517a4f534a5f5a437a6c5549776c327358716c3743466539504f306f42374e75664656694449487143593544696e56474246375246644f5630383272747a70626f5f2d4765704e706567674261335566635475314a696e7238704465764e624c4d6e3765735730753436474b58743857486850554a62595856664d6b4c7a42555a4b7443744843716d7062494b76727354594b375a615a4b3544544f6c2d524d6c67434c75337a4f79705a6b485a5272664469374477454d764a6978786a4c446b62356f7465425f5a447745425054366d786f676d5a7154702d4f7236397868646355516d736f30644249742d6669633d', NULL, 'wamid.HBgMMjYzNzcwMDAwMDA2FQIAERgSNjQyRjNDNjhENkI3QTgzNzEzAA==', NULL, 1, 0, 0, 0, '2026-11-30 13:13:52.572992+00', '2026-11-30 13:13:52+00', '2026-11-30 13:13:52+00', '2026-11-30 13:13:52+00', '2026-11-30 13:13:52+00', NULL, '2026-11-30 13:13:52.533954+00'),
	('ac805cb1-ac6c-567e-b037-86bd625162b1', 28, 'ac805cb1-ac6c-567e-b037-86bd625162b1', '227841650415338:ZW.07744935417327610378', 0, 'accepted', '2026-11-30 13:13:51.815809+00', '2026-12-01 13:13:51.772086+00', '\x674141414141427244586150387873704e536a59684a774474615844485832325736635963655a5242714d696c365570374a4933377964522d41322d315155365a67483059496c4f6c39434672525734344774484871315531624f374a73526d38677770526e496d356d4d6e624c662d4770447373735135557a327262466a565277595a6a4c4a74734b734e45507a66374a5568583175634b426c7a435a6175765f4737614935617a6a536855494c3846685557546f4e5543524c4a674670354762324772794d526743572d68733342304870676e3161716233794678304b3359415079664533747775466851445f7a723077584b583339706439715970674c6e6a4173433876327a72504f4f376b3152626a495836646972674d5451676e66645867355a714e4e303271337151475a5f4e66766c6b376c6a46476531786e675174687157396a6a494c7746582d594a74676e444866646e4f7a65763738706856685f4b486c59702d78305a6d445a746530564a753148794c5a57614c4e366a4d423543305f7877525a6a7952486a4e5078777458507133725a7a664b664c46327136427277727a5f74705949684c37584f5877706c62434f6668677255622d4763416532545764497366627268594b71526a71456e67737349334e506f4e754f3352336d384465437455396230626a6a44594d344c585779723958475a5a6573355849746a4247484d71327a7744305461624b4a61357435717242416d56775f7051564175686c3471584e4c7972416b326a69414247694c34615454416b4c6c6137644e4b313061705332357252723646582d586f32766742465f4d715f75304b74376a3641534d745530504d4b4a53534b4667646c6d616941593852656f474e726e3473554d62535549754745763249676a7738686a59336d41397353666878346d6d765666667333695241433567554e345037773d', NULL, 'wamid.HBgMMjYzNzcwMDAwMDAzFQIAERgSRTJENTM2NTMwODg2NkJFMDJDAA==', NULL, 1, 0, 0, 0, '2026-11-30 13:13:51.790521+00', '2026-11-30 13:13:51+00', '2026-11-30 13:13:51+00', '2026-11-30 13:13:51+00', '2026-11-30 13:13:52+00', NULL, '2026-11-30 13:13:51.772086+00'),
	('4714eeed-a017-5d2c-bc7a-c7514795b4ea', 42, '4714eeed-a017-5d2c-bc7a-c7514795b4ea', '227841650415338:ZW.79633475693850335364', 0, 'accepted', '2026-11-30 13:13:55.012833+00', '2026-12-01 13:13:54.928345+00', '\x67414141414142724458615365483946656e56694d793948695835716c374837636f394731424b2d4b7576732d776d6b556951674a3177684b3344415871374533354b5f7a3245506754707452745171704277502d3654473654525034654f484c71585a7651654d374e59645a7961645977534630305464764556585441666f2d3143704f7079736a77647734697237674865544d4d33374b70534f32762d5a6e5f32534d787574365f2d695a417233665235354c337266584e654b48364a5759716731416533527563736169496264457275475334396e6f505432596b543173436530464177777858586e70454b464745624755514b58652d714d33414f7342797a5951307150657252616a5467665569716d504f5278394d4e6846346c4c6233664e5472744144633469363169304a35323059775856313958326e6f77674b38496f7441325454786c5334635278496d3965524152755037553132773476486f4268444442364857474e486959323238597852656d2d4d575932496133776a48677a434c36726f7053544d546858425979624d535076795348686268514971444b41316675684d44774470725536626f49546e784e557a506a346f343736627937486e34644431765a306e6953754d525a396d614a434179506a2d3456396b46424f7a4b4754764f7875424e784c772d51713478426b30354766444f496f6666386976685a445f34664b69345970727636474f7633664d6d775443445344304566684477633163447031427861425666326b6b5466513366594c6d7150305f3946483079376149306d4e3635674e2d6d477842493344695f7a554c6366575967583076416b5f4b534533753854613741616c635061774f333536387a33735a6831456664596c4c5f3964596e6d6353715a50414e63762d46686a6e3655394b5542706453455247775934537567457a3372562d33633d', NULL, 'wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSQzFEMDdEMEI1QzIwNDlFNTY1AA==', NULL, 1, 0, 0, 0, '2026-11-30 13:13:54.963681+00', '2026-11-30 13:13:54+00', '2026-11-30 13:13:55+00', '2026-11-30 13:13:55+00', '2026-11-30 13:13:55+00', NULL, '2026-11-30 13:13:54.928345+00'),
	('24b34d61-7aad-51cd-83cf-2ea6d6842c56', 37, '24b34d61-7aad-51cd-83cf-2ea6d6842c56', '227841650415338:ZW.47532524924096055833', 0, 'accepted', '2026-11-30 13:13:54.199221+00', '2026-12-01 13:13:54.132716+00', '\x6741414141414272445861534f37515f5766464d5a756a657236644c4e4c6a78785144784e374c61564a33496573336879414f5665666e6c52344d79676b3654476955436c6b42335f77632d6953313567736b6c71413445476f326d6156504b5f437669677741514c6f527a42524a742d6f577566682d54714d4b526c727041484d633933464d4b6e4d35346b5958542d656f6a476a6e586f477a4a642d30787467654b544b6447573232507a72734e546b566c7770756963394d4b793671684a6e6b456f5034566a796f454a5a4f4147526c3577436437316f614a79564d794b4753726b625749687a3242775137436f314f77695f6c5543714d30377a3638345471787173307568674978494162746856436d47584d4473674471385972414876784d4e654447416b4f4c49634d41654874436b714b574b7754484e6339396d4a7261445f4d425f6b7063303262446d6c49544e65733237454a3761763249736b363732777961715f68686b57584c6b6c41734437553d', NULL, 'wamid.HBgMMjYzNzcwMDAwMDA0FQIAERgSN0IxODlBMzgzMkJGMTMyODE1AA==', NULL, 1, 0, 0, 0, '2026-11-30 13:13:54.171074+00', '2026-11-30 13:13:53+00', '2026-11-30 13:13:54+00', '2026-11-30 13:13:54+00', '2026-11-30 13:13:54+00', NULL, '2026-11-30 13:13:54.132716+00'),
	('fc8ad9dd-5978-56a0-bdca-5c2c31a6b5f0', 36, 'fc8ad9dd-5978-56a0-bdca-5c2c31a6b5f0', '227841650415338:ZW.47532524924096055833', 0, 'accepted', '2026-11-30 13:13:53.913189+00', '2026-12-01 13:13:53.803071+00', '\x6741414141414272445861523446727735734875594d57336579756a6c484f72326d4139656e353633723564446c64307278524d4b616f2d75575761356652637877425570706e346f5071624c6d74486e4a416375785a52424d734f566b43486c6e6466396c4a6658324f5a6d6e796769774f33534337356f7837303876714559364153543443784d4f342d585243324e6750545a7553384e4d50484843753545516169417a4165697462495237336f426a7333343466764a63512d4f694d384b4c48516d77415073415148797969373048344943337a55644c75382d5533535776385a4c446366444c3175354f7438594553577a694566414d4d46584245756d4e6c706d644c3754624876375f447a63514559673468504758726b6b674b5f4f7058433563644d6a63305535526e6e4f5041364c4a6d664d385a73574d4e7a342d4357454953787574626f', NULL, 'wamid.HBgMMjYzNzcwMDAwMDA0FQIAERgSQjg5MEI1Q0VBMTcwNUZBNTRBAA==', NULL, 1, 0, 0, 0, '2026-11-30 13:13:53.836517+00', '2026-11-30 13:13:53+00', '2026-11-30 13:13:53+00', '2026-11-30 13:13:54+00', '2026-11-30 13:13:54+00', NULL, '2026-11-30 13:13:53.803071+00');
INSERT INTO notifier.delivery_status VALUES
	('wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSQUFFOTMxRkVFQ0I5MDVFRTFCAA==', 'sent', '2026-11-30 13:13:55+00', NULL, '31f2de14-6524-593c-96db-f94a6a6129fd', '2026-11-30 13:13:55.411816+00'),
	('wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSQzFEMDdEMEI1QzIwNDlFNTY1AA==', 'delivered', '2026-11-30 13:13:55+00', NULL, '4714eeed-a017-5d2c-bc7a-c7514795b4ea', '2026-11-30 13:13:55.206995+00'),
	('wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSQUFFOTMxRkVFQ0I5MDVFRTFCAA==', 'delivered', '2026-11-30 13:13:55+00', NULL, '31f2de14-6524-593c-96db-f94a6a6129fd', '2026-11-30 13:13:55.517135+00'),
	('wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSQzFEMDdEMEI1QzIwNDlFNTY1AA==', 'sent', '2026-11-30 13:13:55+00', NULL, '4714eeed-a017-5d2c-bc7a-c7514795b4ea', '2026-11-30 13:13:55.061446+00'),
	('wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSQUFFOTMxRkVFQ0I5MDVFRTFCAA==', 'read', '2026-11-30 13:13:55+00', NULL, '31f2de14-6524-593c-96db-f94a6a6129fd', '2026-11-30 13:13:55.770508+00'),
	('wamid.HBgMMjYzNzcwMDAwMDA1FQIAERgSQzFEMDdEMEI1QzIwNDlFNTY1AA==', 'read', '2026-11-30 13:13:55+00', NULL, '4714eeed-a017-5d2c-bc7a-c7514795b4ea', '2026-11-30 13:13:55.474744+00');
INSERT INTO notifier.inbox VALUES
	(172, '251d9c95-8f35-4b15-9e7e-8c7f045377db', 'gateway-webhooks', NULL, 5, 'whatsapp.status_received.v1', '\x', NULL, '2026-11-30 13:13:55.761567+00', 0, '2026-11-30 13:13:55.761567+00', '2026-11-30 13:13:55.770508+00', NULL, NULL),
	(166, 'fd66f588-c246-4d95-b72c-9c349b9bcafb', 'flow-engine', 'ZW.79633475693850335364', 0, 'message.send.v1', '\x', NULL, '2026-11-30 13:13:55.166794+00', 0, '2026-11-30 13:13:55.166794+00', '2026-11-30 13:13:55.193851+00', NULL, NULL),
	(173, 'fb8d9e2a-e933-41b9-97c2-44b840bcdde1', 'flow-engine', 'ZW.10495462346408552804', 5, 'message.send.v1', '\x', NULL, '2026-11-30 13:13:56.160977+00', 0, '2026-11-30 13:13:56.160977+00', '2026-11-30 13:13:56.164641+00', NULL, NULL),
	(171, 'f9069548-d197-49f0-84db-bc0769e05be4', 'gateway-webhooks', NULL, 5, 'whatsapp.status_received.v1', '\x', NULL, '2026-11-30 13:13:55.485689+00', 0, '2026-11-30 13:13:55.485689+00', '2026-11-30 13:13:55.517135+00', NULL, NULL);
INSERT INTO notifier.lane VALUES
	('worker', 'ZW.18951024799441629053', 5, NULL, NULL),
	('graph', '227841650415338:ZW.18951024799441629053', 5, NULL, NULL),
	('worker', 'ZW.34425726912597989371', 5, NULL, NULL),
	('graph', '227841650415338:ZW.34425726912597989371', 0, NULL, NULL),
	('worker', 'ZW.85008181935894990085', 5, NULL, NULL),
	('graph', '227841650415338:ZW.85008181935894990085', 0, NULL, NULL),
	('worker', 'ZW.07744935417327610378', 5, NULL, NULL),
	('graph', '227841650415338:ZW.07744935417327610378', 0, NULL, NULL),
	('worker', 'ZW.47532524924096055833', 5, NULL, NULL),
	('worker', 'ZW.79633475693850335364', 5, NULL, NULL),
	('graph', '227841650415338:ZW.79633475693850335364', 0, NULL, NULL),
	('worker', 'ZW.10495462346408552804', 5, NULL, NULL),
	('graph', '227841650415338:ZW.47532524924096055833', 0, NULL, NULL),
	('graph', '227841650415338:ZW.10495462346408552804', 5, '2026-11-30 13:14:56.186544+00', '152ded7e-e155-4f9f-9196-31a7dfe884ca');
INSERT INTO notifier.notification VALUES
	('bbdefe96-a488-59ac-a0d9-a9a7c98ab915', '227841650415338', 'ZW.18951024799441629053', '263770000000', 'money', 'WG7V04VM', '2026-11-30 13:13:49.469649+00', NULL),
	('4ca0614f-6c9d-5758-9f9a-1f6c6ed92a04', '227841650415338', 'ZW.18951024799441629053', '263770000000', 'chat', NULL, '2026-11-30 13:13:49.469649+00', NULL),
	('396a9622-df8d-51dc-9300-ff9d50381ba0', '227841650415338', 'ZW.34425726912597989371', '263770000001', 'money', NULL, '2026-11-30 13:13:50.233286+00', NULL),
	('bdb8cb9e-2379-5ade-a7ee-5619da7f8794', '227841650415338', 'ZW.34425726912597989371', '263770000001', 'money', NULL, '2026-11-30 13:13:50.233286+00', NULL),
	('da5b1653-bc38-56b1-99b7-03c2287c2d22', '227841650415338', 'ZW.85008181935894990085', '263770000002', 'money', NULL, '2026-11-30 13:13:51.012828+00', NULL),
	('027d9b94-6d8c-5f58-a56b-6843b0c8201b', '227841650415338', 'ZW.85008181935894990085', '263770000002', 'money', NULL, '2026-11-30 13:13:51.210038+00', NULL),
	('53a3d6dd-82c7-5ae6-a53a-01af44845e8f', '227841650415338', 'ZW.07744935417327610378', '263770000003', 'money', NULL, '2026-11-30 13:13:51.664945+00', NULL),
	('ac805cb1-ac6c-567e-b037-86bd625162b1', '227841650415338', 'ZW.07744935417327610378', '263770000003', 'money', NULL, '2026-11-30 13:13:51.772086+00', NULL),
	('1b0d13da-9379-550e-9eda-e18561ac40ca', '227841650415338', 'ZW.10495462346408552804', '263770000006', 'chat', NULL, '2026-11-30 13:13:52.379847+00', NULL),
	('05cf0f0a-e4dd-5a49-8b87-4cfbdb5055df', '227841650415338', 'ZW.10495462346408552804', '263770000006', 'chat', NULL, '2026-11-30 13:13:52.533954+00', NULL),
	('fc8ad9dd-5978-56a0-bdca-5c2c31a6b5f0', '227841650415338', 'ZW.47532524924096055833', '263770000004', 'money', NULL, '2026-11-30 13:13:53.803071+00', NULL),
	('24b34d61-7aad-51cd-83cf-2ea6d6842c56', '227841650415338', 'ZW.47532524924096055833', '263770000004', 'money', NULL, '2026-11-30 13:13:54.132716+00', NULL),
	('4714eeed-a017-5d2c-bc7a-c7514795b4ea', '227841650415338', 'ZW.79633475693850335364', '263770000005', 'money', NULL, '2026-11-30 13:13:54.928345+00', NULL),
	('31f2de14-6524-593c-96db-f94a6a6129fd', '227841650415338', 'ZW.79633475693850335364', '263770000005', 'money', NULL, '2026-11-30 13:13:55.193851+00', NULL),
	('2c7b23f7-6c3c-549d-9ded-042ffebe8c02', '227841650415338', 'ZW.10495462346408552804', '263770000006', 'chat', NULL, '2026-11-30 13:13:56.164641+00', NULL);
INSERT INTO notifier.pace VALUES
	('227841650415338:ZW.18951024799441629053', '2026-11-30 13:14:36.377397+00', NULL, 0),
	('227841650415338:ZW.34425726912597989371', '2026-11-30 13:14:37.582197+00', NULL, 0),
	('227841650415338:ZW.85008181935894990085', '2026-11-30 13:14:32.363052+00', NULL, 0),
	('227841650415338:ZW.07744935417327610378', '2026-11-30 13:14:21.313946+00', NULL, 0),
	('227841650415338:ZW.47532524924096055833', '2026-11-30 13:14:34.599102+00', NULL, 0),
	('227841650415338:ZW.79633475693850335364', '2026-11-30 13:14:30.304157+00', NULL, 0),
	('227841650415338:ZW.10495462346408552804', '2026-11-30 13:14:10.395729+00', NULL, 0);
INSERT INTO notifier.recipient_window VALUES
	('227841650415338', '263770000000', '2026-11-30 13:13:49+00'),
	('227841650415338', 'ZW.18951024799441629053', '2026-11-30 13:13:49+00'),
	('227841650415338', '263770000001', '2026-11-30 13:13:50+00'),
	('227841650415338', 'ZW.34425726912597989371', '2026-11-30 13:13:50+00'),
	('227841650415338', '263770000002', '2026-11-30 13:13:50+00'),
	('227841650415338', 'ZW.85008181935894990085', '2026-11-30 13:13:50+00'),
	('227841650415338', '263770000003', '2026-11-30 13:13:51+00'),
	('227841650415338', 'ZW.07744935417327610378', '2026-11-30 13:13:51+00'),
	('227841650415338', '263770000004', '2026-11-30 13:13:53+00'),
	('227841650415338', 'ZW.47532524924096055833', '2026-11-30 13:13:53+00'),
	('227841650415338', '263770000005', '2026-11-30 13:13:55+00'),
	('227841650415338', 'ZW.79633475693850335364', '2026-11-30 13:13:55+00'),
	('227841650415338', '263770000006', '2026-11-30 13:13:56+00'),
	('227841650415338', 'ZW.10495462346408552804', '2026-11-30 13:13:56+00');
INSERT INTO notifier.schema_version VALUES
	('0002');
INSERT INTO payments_omari.accepted_request VALUES
	('0f0d0c5f-43cd-47fb-9a5b-955ae091082e', 'e26153d3-acd6-5288-83e5-be03ac3eb07a', '2026-11-30 13:13:48.867109+00'),
	('9a74452b-7b1a-483e-bf9c-b2002148e7c5', 'e26153d3-acd6-5288-83e5-be03ac3eb07a', '2026-11-30 13:13:49.249464+00'),
	('f65c03a1-c770-48ff-9e75-32e85dd206c4', 'd30a2bc7-63a1-5f95-bbca-71ebee5e1158', '2026-11-30 13:13:49.816526+00'),
	('40581434-a01e-4aeb-a07b-24c76a339127', 'd30a2bc7-63a1-5f95-bbca-71ebee5e1158', '2026-11-30 13:13:50.092995+00'),
	('db91a749-cc7f-4e41-9bf7-c11edbffdc3e', 'e3217759-14e2-583a-9447-afebe7cea950', '2026-11-30 13:13:50.702869+00'),
	('2c64add3-cebf-4408-9c76-4cd6f1c6616b', 'e3217759-14e2-583a-9447-afebe7cea950', '2026-11-30 13:13:51.002245+00'),
	('2f187ebc-2a75-450b-9a94-f156b422c53e', '626f3a01-f2f4-52cd-af69-05eeae801192', '2026-11-30 13:13:51.643829+00'),
	('a10279a9-003c-402e-8500-3b4d6ac5de0f', '251b9365-a187-56a2-a718-7a4aacacb7ac', '2026-11-30 13:13:53.341128+00'),
	('ae94a978-52a3-43d9-9cd9-923e73567c54', '251b9365-a187-56a2-a718-7a4aacacb7ac', '2026-11-30 13:13:53.789425+00'),
	('11775d42-bbd9-40c4-8f12-b36ac3ec7d33', 'eae87fc6-a2e2-502e-ac5f-ceaa1e5c214e', '2026-11-30 13:13:54.646458+00'),
	('94048d0b-59da-4d90-998e-c4fcc1daaf97', 'eae87fc6-a2e2-502e-ac5f-ceaa1e5c214e', '2026-11-30 13:13:55.191121+00');
INSERT INTO payments_omari.attempt VALUES
	('7e7594e7-6f2c-5c58-8c70-bef47c7a1b32', 'e26153d3-acd6-5288-83e5-be03ac3eb07a', 1, '2026-11-30 13:13:48.867109+00', 'ZSUW', '2026-11-30 13:13:49.018289+00', 3, NULL, NULL),
	('ddcc3748-6da1-5029-804a-39de2cc89d07', 'd30a2bc7-63a1-5f95-bbca-71ebee5e1158', 1, '2026-11-30 13:13:49.816526+00', 'HWTS', '2026-11-30 13:13:49.883441+00', 3, NULL, NULL),
	('d4ec6bf8-0f95-5276-a703-b06c071d8b92', 'e3217759-14e2-583a-9447-afebe7cea950', 1, '2026-11-30 13:13:50.702869+00', 'DVOF', '2026-11-30 13:13:50.785942+00', 3, NULL, '2026-12-01 13:13:51.092691+00'),
	('b3fcbb40-aba3-5e01-9015-3fc9dd7e397f', '626f3a01-f2f4-52cd-af69-05eeae801192', 1, '2026-11-30 13:13:51.643829+00', 'JCZI', '2026-11-30 13:13:51.722222+00', 3, NULL, NULL),
	('fb4e18db-b1b6-5758-b89a-ac78761c61a2', 'e7b0e22e-aabf-5e19-8c13-c2d4b55a0895', 1, '2026-11-30 13:13:51.879519+00', 'ZUAL', '2026-11-30 13:13:51.939006+00', 3, NULL, NULL),
	('9e74206e-cb70-5249-aceb-88cbbcc62a1f', '952b874d-0d25-5f16-a92b-305517194bb4', 1, '2026-11-30 13:13:52.023102+00', 'SPCU', '2026-11-30 13:13:52.074086+00', 3, NULL, NULL),
	('d1ad1eaf-528a-59a2-9912-cd431ca32afd', '251b9365-a187-56a2-a718-7a4aacacb7ac', 1, '2026-11-30 13:13:53.341128+00', 'RBLP', '2026-11-30 13:13:53.411681+00', 3, NULL, NULL),
	('14f29f9f-812c-5b2e-ad2b-dc1d9ab24b43', 'eae87fc6-a2e2-502e-ac5f-ceaa1e5c214e', 1, '2026-11-30 13:13:54.646458+00', 'ZMUK', '2026-11-30 13:13:54.818939+00', 3, NULL, NULL),
	('f68bc3f5-e959-5873-ba24-b423d41aa871', '717c0325-6024-5c34-b1fa-ed19031f9623', 1, '2026-11-30 13:13:57+00', NULL, NULL, 0, NULL, NULL),
	('f6b2d83e-2e5a-5a24-95bb-07981e9d50ed', 'eb14ef85-6c9a-5cd8-b121-f53f3fe6e91f', 1, '2026-11-30 13:13:57+00', NULL, NULL, 0, NULL, NULL),
	('e12a1191-698f-5a13-b5b0-f5e38e5789e9', '0fc94d4c-d357-5803-9547-d872e2a6652d', 1, '2026-11-30 13:13:57+00', NULL, NULL, 0, NULL, NULL),
	('898a114d-fae9-51f8-801a-d8a9a85ff433', '478f0aa0-ede9-5266-9a52-cdea3f30e691', 1, '2026-11-30 13:13:57+00', 'ETDC', '2026-11-30 13:13:57+00', 3, NULL, NULL),
	('3ebf8856-fec9-587f-8b4a-120844513f68', 'c626ec69-549e-546e-addf-e5a89a7bf632', 1, '2026-11-30 13:13:57+00', 'ETDC', '2026-11-30 13:13:57+00', 3, NULL, NULL),
	('43c982ab-ade2-5576-af20-d18c212c2e7f', '2e9027d1-a00e-5c9a-80be-f2d12756b2c9', 1, '2026-11-30 13:13:57+00', 'ETDC', '2026-11-30 13:13:57+00', 3, NULL, NULL),
	('90c55884-7277-53a8-9b4b-42e77084dfc3', '2e9027d1-a00e-5c9a-80be-f2d12756b2c9', 2, '2026-11-30 13:13:57+00', NULL, NULL, 0, NULL, NULL),
	('dc235d37-6601-5714-aacd-0d9585c8e14c', 'edecd476-940f-5367-b283-16152d1bbe21', 1, '2026-11-30 13:13:57+00', 'ETDC', '2026-11-30 13:13:57+00', 3, NULL, NULL),
	('b53fe4e3-2249-5be1-a8a1-3d626ed904cd', 'bc599e72-debf-5747-9339-a50292158138', 1, '2026-11-30 13:13:57+00', 'ETDC', '2026-11-30 13:13:57+00', 3, NULL, NULL),
	('dd45ad34-acdf-59da-b15c-7263741d6390', 'a3744a8a-749c-508a-a801-7043f6d1b810', 1, '2026-11-30 13:13:48+00', 'ETDC', '2026-11-30 13:13:48+00', 3, NULL, NULL),
	('7dd89ff6-7ed3-5d91-a87a-8818b8191756', '0c028d41-3600-55bd-8a6a-b21570ebeda7', 1, '2026-11-30 13:13:46+00', 'ETDC', '2026-11-30 13:13:46+00', 3, NULL, NULL),
	('2cb036a7-2c16-5005-93d1-0d66c8cdb01f', '24d485ed-d2e9-5550-acec-cd762b984956', 1, '2026-11-30 13:13:26+00', 'ETDC', '2026-11-30 13:13:26+00', 3, '2026-11-30 13:13:57+00', NULL),
	('0acb44e7-8ee1-5bc2-8259-0940456e72f0', 'b8fc7a2a-bc10-586a-92fd-a99c0c92383f', 1, '2026-11-30 13:13:57+00', 'ETDC', '2026-11-30 13:13:57+00', 2, NULL, NULL),
	('74cd4c7c-3596-53e1-b69e-c740e674b253', '26d268ed-9273-559d-bf8e-be087c9bedc7', 1, '2026-11-30 13:13:57+00', 'ETDC', '2026-11-30 13:13:57+00', 2, NULL, NULL),
	('fd033a79-0fe0-50f2-93b1-f85384a889da', '7631d1db-a42c-5e9c-bde2-aafe15aa8f4d', 1, '2026-11-30 13:13:57+00', 'ETDC', '2026-11-30 13:13:57+00', 2, NULL, NULL),
	('8c643d98-26a8-5096-bf00-47cadbbc8dcc', '212c25dd-b89e-5492-8ff8-7138a468cb8d', 1, '2026-11-30 12:58:57+00', 'ETDC', '2026-11-30 12:58:57+00', 2, NULL, NULL),
	('e2e566c8-a4e5-5bca-9e2c-5a47f4e5e57b', 'a386a787-54a4-5cb8-a348-8b242e2a96f0', 1, '2026-11-30 13:13:57+00', 'ETDC', '2026-11-30 13:13:57+00', 3, NULL, NULL),
	('7bf48622-9f63-59b8-b90a-37a4ee15d185', 'cc34dc18-fdf5-5634-8c5c-9b0ee0d7096e', 1, '2026-11-30 13:13:57+00', 'ETDC', '2026-11-30 13:13:57+00', 3, NULL, '2026-12-01 13:13:57+00'),
	('f4cd69cc-90f4-521d-86d3-c386463b40a2', 'f776a517-19fd-5fe7-b809-26bd7c271f8a', 1, '2026-11-30 12:52:57+00', 'ETDC', '2026-11-30 12:52:57+00', 3, '2026-11-30 13:08:57+00', '2026-12-01 13:10:57+00'),
	('ac1538c0-95c3-5990-abca-1f5ef278ad63', '9d516716-9731-53db-8302-31daaa757e7e', 1, '2026-11-30 12:57:57+00', 'ETDC', '2026-11-30 12:57:57+00', 3, NULL, NULL),
	('ec59f138-8521-5c98-96f2-50db46a4306d', 'f8f4d457-9b0b-51b2-bbbf-a37374dcf91b', 1, '2026-11-30 13:13:57+00', 'ETDC', '2026-11-30 13:13:57+00', 3, NULL, NULL),
	('2a7dcca7-35cf-5432-9a49-fbe2d5ad298e', '0bbbb541-c99d-57d4-8e5a-f653148f46f5', 1, '2026-11-30 13:13:57+00', 'ETDC', '2026-11-30 13:13:57+00', 3, NULL, NULL);
INSERT INTO payments_omari.lane VALUES
	('provider', '251b9365-a187-56a2-a718-7a4aacacb7ac', 3, '2026-11-30 13:14:03.865027+00', NULL),
	('provider', 'e26153d3-acd6-5288-83e5-be03ac3eb07a', 0, NULL, NULL),
	('provider', 'd30a2bc7-63a1-5f95-bbca-71ebee5e1158', 0, NULL, NULL),
	('provider', 'e3217759-14e2-583a-9447-afebe7cea950', 3, '2026-11-30 13:14:51.092691+00', NULL),
	('provider', '626f3a01-f2f4-52cd-af69-05eeae801192', 0, NULL, NULL),
	('provider', 'e7b0e22e-aabf-5e19-8c13-c2d4b55a0895', 0, NULL, NULL),
	('provider', '952b874d-0d25-5f16-a92b-305517194bb4', 0, NULL, NULL),
	('provider', 'eae87fc6-a2e2-502e-ac5f-ceaa1e5c214e', 0, '2026-11-30 13:15:20.230682+00', '283a45bf-9ac5-41a5-a180-43221eb46de3'),
	('provider', '717c0325-6024-5c34-b1fa-ed19031f9623', 0, '2026-11-30 13:13:57+00', NULL),
	('provider', 'eb14ef85-6c9a-5cd8-b121-f53f3fe6e91f', 0, '2026-11-30 13:13:57+00', NULL),
	('provider', '0fc94d4c-d357-5803-9547-d872e2a6652d', 0, '2026-11-30 13:14:57+00', '00000000-0000-0000-0000-00000000dead'),
	('provider', '478f0aa0-ede9-5266-9a52-cdea3f30e691', 0, '2026-11-30 13:13:57+00', NULL),
	('provider', 'c626ec69-549e-546e-addf-e5a89a7bf632', 0, '2026-11-30 13:13:57+00', NULL),
	('provider', '2e9027d1-a00e-5c9a-80be-f2d12756b2c9', 0, '2026-11-30 13:13:57+00', NULL),
	('provider', 'edecd476-940f-5367-b283-16152d1bbe21', 0, '2026-11-30 13:14:57+00', '00000000-0000-0000-0000-00000000dead'),
	('provider', 'bc599e72-debf-5747-9339-a50292158138', 0, '2026-11-30 13:14:57+00', '00000000-0000-0000-0000-00000000dead'),
	('provider', 'a3744a8a-749c-508a-a801-7043f6d1b810', 0, '2026-11-30 13:13:48+00', NULL),
	('provider', '0c028d41-3600-55bd-8a6a-b21570ebeda7', 0, '2026-11-30 13:14:57+00', '00000000-0000-0000-0000-00000000dead'),
	('provider', '24d485ed-d2e9-5550-acec-cd762b984956', 0, '2026-11-30 13:13:57+00', NULL),
	('provider', 'b8fc7a2a-bc10-586a-92fd-a99c0c92383f', 0, '2026-11-30 13:13:57+00', NULL),
	('provider', '26d268ed-9273-559d-bf8e-be087c9bedc7', 0, '2026-11-30 13:13:57+00', NULL),
	('provider', '7631d1db-a42c-5e9c-bde2-aafe15aa8f4d', 0, '2026-11-30 13:13:57+00', NULL),
	('provider', '212c25dd-b89e-5492-8ff8-7138a468cb8d', 0, '2026-11-30 12:58:57+00', NULL),
	('provider', 'a386a787-54a4-5cb8-a348-8b242e2a96f0', 0, '2026-11-30 13:13:57+00', NULL),
	('provider', 'cc34dc18-fdf5-5634-8c5c-9b0ee0d7096e', 0, '2026-11-30 13:13:57+00', NULL),
	('provider', 'f776a517-19fd-5fe7-b809-26bd7c271f8a', 0, '2026-11-30 13:10:57+00', NULL),
	('provider', '9d516716-9731-53db-8302-31daaa757e7e', 0, '2026-11-30 12:57:57+00', NULL),
	('provider', 'f8f4d457-9b0b-51b2-bbbf-a37374dcf91b', 0, '2026-11-30 13:13:57+00', NULL),
	('provider', '0bbbb541-c99d-57d4-8e5a-f653148f46f5', 0, '2026-11-30 13:13:57+00', NULL);
INSERT INTO payments_omari.limit_use OVERRIDING SYSTEM VALUE VALUES
	(17, 'start.contact', '\x57a9cd85476580d201958bf2e5dfceb4712c2ef58d11daf334e677fb9508aeb8', '2026-11-30 13:13:53.341128+00'),
	(18, 'start.payer', '\x7dc75a158d2d90391424c4cbdbf8335d9a895500ec4e7d89161700706ec7550c', '2026-11-30 13:13:53.341128+00'),
	(19, 'code.contact', '\x57a9cd85476580d201958bf2e5dfceb4712c2ef58d11daf334e677fb9508aeb8', '2026-11-30 13:13:53.789425+00'),
	(20, 'code.payer', '\x7dc75a158d2d90391424c4cbdbf8335d9a895500ec4e7d89161700706ec7550c', '2026-11-30 13:13:53.789425+00'),
	(21, 'start.contact', '\xd86bb9e02adfb94e0ea8026e4b1542daeabfcffec4a1336ec978cf1515cdb3d5', '2026-11-30 13:13:54.646458+00'),
	(22, 'start.payer', '\x7730ddd9105ceb89f0d4d1a93acf7c34f02325fe86057b4d4e94ec19efe583b0', '2026-11-30 13:13:54.646458+00'),
	(23, 'code.contact', '\xd86bb9e02adfb94e0ea8026e4b1542daeabfcffec4a1336ec978cf1515cdb3d5', '2026-11-30 13:13:55.191121+00'),
	(24, 'code.payer', '\x7730ddd9105ceb89f0d4d1a93acf7c34f02325fe86057b4d4e94ec19efe583b0', '2026-11-30 13:13:55.191121+00'),
	(89, 'codes_by_contact', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '2026-11-30 12:52:57+00'),
	(90, 'codes_for_payer', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '2026-11-30 12:52:57+00'),
	(93, 'starts_by_contact', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '2026-11-30 13:13:57+00'),
	(94, 'starts_for_payer', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '2026-11-30 13:13:57+00'),
	(95, 'starts_by_contact', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '2026-11-30 13:13:57+00'),
	(96, 'starts_for_payer', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '2026-11-30 13:13:57+00'),
	(97, 'codes_by_contact', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '2026-11-30 13:13:57+00'),
	(98, 'codes_for_payer', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '2026-11-30 13:13:57+00');
INSERT INTO payments_omari.outbox VALUES
	(2, '90f018d7-cfd5-4f2b-83b8-fea1754dfe85', 'payments', NULL, 'ZW.18951024799441629053', 0, 'payment.succeeded.v1', '\x', false, NULL, '2026-11-30 13:13:49.347665+00', 0, '2026-11-30 13:13:49.347665+00', NULL, false, '2026-11-30 13:13:49.396921+00', NULL, NULL),
	(4, '2e8e0b3a-df06-4afa-af78-905b88f58216', 'payments', NULL, 'ZW.34425726912597989371', 0, 'payment.cancelled.v1', '\x', false, NULL, '2026-11-30 13:13:50.092995+00', 0, '2026-11-30 13:13:50.092995+00', NULL, false, '2026-11-30 13:13:50.123193+00', NULL, NULL),
	(6, '4d8231df-ef64-40ce-ac06-f5c69f5b75a6', 'payments', NULL, 'ZW.85008181935894990085', 0, 'payment.failed.v1', '\x', false, NULL, '2026-11-30 13:13:51.092691+00', 0, '2026-11-30 13:13:51.092691+00', NULL, false, '2026-11-30 13:13:51.128521+00', NULL, NULL),
	(10, 'fd23bb6b-65f3-4467-a61d-b0806bfe8456', 'payments', NULL, '263771234567', 0, 'payment.cancelled.v1', '\x', false, NULL, '2026-11-30 13:13:52.183223+00', 0, '2026-11-30 13:13:52.183223+00', NULL, false, '2026-11-30 13:13:52.210389+00', NULL, NULL),
	(11, '20d12899-c889-470a-8fa4-a4f44950e220', 'payments', NULL, 'ZW.47532524924096055833', 0, 'payment.otp_requested.v1', '\x', false, NULL, '2026-11-30 13:13:53.411681+00', 0, '2026-11-30 13:13:53.411681+00', NULL, false, '2026-11-30 13:13:53.437674+00', NULL, NULL),
	(12, '2a6f23c3-7834-4202-b3ab-f5bd9ab15765', 'payments', NULL, 'ZW.47532524924096055833', 0, 'payment.unknown.v1', '\x', false, NULL, '2026-11-30 13:13:53.92661+00', 0, '2026-11-30 13:13:53.92661+00', NULL, false, '2026-11-30 13:13:53.990207+00', NULL, NULL),
	(13, '86b4811d-f655-46b4-b48e-9b77220379a6', 'payments', NULL, 'ZW.79633475693850335364', 0, 'payment.otp_requested.v1', '\x', false, NULL, '2026-11-30 13:13:54.818939+00', 0, '2026-11-30 13:13:54.818939+00', NULL, false, '2026-11-30 13:13:54.883511+00', NULL, NULL);
INSERT INTO payments_omari.payment VALUES
	('e26153d3-acd6-5288-83e5-be03ac3eb07a', 'omari', 'succeeded', 5, 5000, 'USD', 'WG7V04VM', 'Solar lamp', 'ZW.18951024799441629053', 'WEB', '\x8b2d8e15e30472b803e10ba3b07c2dfc19a589fdbf299e4fbc6f82c182cc5607', '\x524667d65d23d88046930a6737dbcaae48f9b276969bed07f8090c8fe3ef5fe4', '\x67414141414142724458614d6f6167766a4b74684a456b3937526775385a554a7665694f3565566a335f3343574f334542757a6c4431535656716c6d6846655a586d6b73336c7959703853644b61463265336a332d71797643783862755646576e75744e616d647652394443544a7a6a762d746e7037343d', '2637*****000', NULL, true, '2026-11-30 13:13:48.867109+00', '2026-11-30 13:13:49.347665+00', '2026-11-30 13:28:49.018289+00', '2026-11-30 13:14:48.867109+00', '', '', NULL, NULL, 5000, '020ID7QRHYVNIEQD9BB2D7NLRF', 'aa84f2d30edb', NULL, NULL, false, 2),
	('d30a2bc7-63a1-5f95-bbca-71ebee5e1158', 'omari', 'cancelled', 4, 5000, 'USD', 'S8C58A92', 'Solar lamp', 'ZW.34425726912597989371', 'WEB', '\x80a3afdb95e44f62d7c3faa24ee4c8e8c61525077402c61a46e5c29d82ef5ab4', '\x52edac5ca96d61ced654527ef64513dd4a87d8756041e2d7b1b19d0cfa863a43', '\x67414141414142724458614e696f57555174337a4a76394e315933677856364272534f714777334f6e3444504f63486b3471354e542d69694d2d7a304b747836794c744a5546676953746634644e33356e5a545868726a44634c33443246352d44564b30454b753572557a454c786f63494259775231453d', '2637*****001', NULL, true, '2026-11-30 13:13:49.816526+00', '2026-11-30 13:13:50.092995+00', '2026-11-30 13:28:49.883441+00', '2026-11-30 13:14:49.816526+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('e3217759-14e2-583a-9447-afebe7cea950', 'omari', 'failed', 5, 2000, 'USD', 'ZQVH5DPA', 'Solar lamp', 'ZW.85008181935894990085', 'WEB', '\xf312193d8f19c39fea943669cf9d678855603cd693075be7ec02049ee3fdd5d2', '\x870ee7cfc076378339ae27954ecc96da1d9c2a246612a0fe4b9e92cf70f5dc7c', '\x67414141414142724458614f73784b5f4c3868433842436f683664757a6451534c474e487a443463646b552d494875717a554b6e6a32624d4d344334534330487645356e5737776b6f35756851316e6d6d4350484a677754365f425757465f5a55567550684e363766764f51525941486578524b7479383d', '2637*****002', NULL, true, '2026-11-30 13:13:50.702869+00', '2026-11-30 13:13:51.092691+00', '2026-11-30 13:28:50.785942+00', '2026-11-30 13:14:50.702869+00', '', '', NULL, NULL, NULL, NULL, NULL, 'insufficient_funds', NULL, false, 3),
	('626f3a01-f2f4-52cd-af69-05eeae801192', 'omari', 'awaiting_customer', 3, 5000, 'USD', '6H584ZYH', 'Solar lamp', 'ZW.07744935417327610378', 'WEB', '\xf9aa8fb2a9af2e4a2563f0b49d2fbd19df492a3c16c00a650d0854e392f778e6', '\xa5ff09a902eedbc48f1ba16b5ccc5eb7e36a8e21cf553ce09624912ad9513f46', '\x674141414141427244586150326e4c752d36732d327476515a645763364170324c49415a6b6a4155796d56764b46745666416966524b447045784f795047557747453361444d756550355746443142795f5145375f622d7077682d74544c6d6f6a6e346444373938553754734d4d7079524d6a5a6336673d', '2637*****003', NULL, true, '2026-11-30 13:13:51.643829+00', '2026-11-30 13:13:51.722222+00', '2026-11-30 13:28:51.722222+00', '2026-11-30 13:14:51.643829+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 1),
	('e7b0e22e-aabf-5e19-8c13-c2d4b55a0895', 'omari', 'awaiting_customer', 3, 350, 'USD', 'XGS393ZR', 'Omari transaction fb4e18db-b1b6-5758-b89a-ac78761c61a2', '263771234567', 'POS', '\x885ff85ad5407bd2b0a18b47e0c9706cf157fc8bbbb0c1aa5eeb33ab12e03f05', '\x975196a5fc2387704252d4a7ef3acffd7b04cb6958c25bdb5647a7b7fd03067b', '\x6741414141414272445861507a75385936317930327636573632477a5767725566684a553370775f37324378466851304a31316343305338484b756d504967503058537a594c77364c563559515a5a5774685841494c6a355364624c42314958727a5542623135796c6b6868545a454948684e375a58303d', '2637*****567', 'fb4e18db-b1b6-5758-b89a-ac78761c61a2', true, '2026-11-30 13:13:51.879519+00', '2026-11-30 13:13:51.939006+00', '2026-11-30 13:28:51.939006+00', '2026-11-30 13:14:51.879519+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 1),
	('952b874d-0d25-5f16-a92b-305517194bb4', 'omari', 'cancelled', 4, 350, 'USD', '2SHJEDD9', 'Omari transaction 9e74206e-cb70-5249-aceb-88cbbcc62a1f', '263771234567', 'POS', '\x885ff85ad5407bd2b0a18b47e0c9706cf157fc8bbbb0c1aa5eeb33ab12e03f05', '\x975196a5fc2387704252d4a7ef3acffd7b04cb6958c25bdb5647a7b7fd03067b', '\x67414141414142724458615172586665793644584e64336e617956577a6869446a566f725a446139424a55575a47776d67616a7137654a49524f322d43566830426963572d6d6d313837754c71665f5376527279744e727252783244414a725861374d454531645f6f454f563638525a694e35505644513d', '2637*****567', '9e74206e-cb70-5249-aceb-88cbbcc62a1f', true, '2026-11-30 13:13:52.023102+00', '2026-11-30 13:13:52.183223+00', '2026-11-30 13:28:52.074086+00', '2026-11-30 13:14:52.023102+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('251b9365-a187-56a2-a718-7a4aacacb7ac', 'omari', 'unknown', 5, 5000, 'USD', 'P7PS5Q6Y', 'Solar lamp', 'ZW.47532524924096055833', 'WEB', '\x57a9cd85476580d201958bf2e5dfceb4712c2ef58d11daf334e677fb9508aeb8', '\x7dc75a158d2d90391424c4cbdbf8335d9a895500ec4e7d89161700706ec7550c', '\x6741414141414272445861524f41745f6f6a30756344326b6a7972344d367a533369795a63326b6e4c37756749304f41776f754a47757a73514b6f3659415f2d76554a665970363558456c6b4c3746437177305045424f3052624e3434495238647476574e4d375041416b796f6d494452466474755f4d3d', '2637*****004', NULL, true, '2026-11-30 13:13:53.341128+00', '2026-11-30 13:13:53.92661+00', '2026-11-30 13:28:53.411681+00', '2026-11-30 13:14:53.341128+00', '', '', NULL, '2026-11-30 13:13:53.92661+00', NULL, NULL, NULL, NULL, NULL, false, 3),
	('eae87fc6-a2e2-502e-ac5f-ceaa1e5c214e', 'omari', 'sending', 4, 5000, 'USD', 'CXZ0JTF1', 'Solar lamp', 'ZW.79633475693850335364', 'WEB', '\xd86bb9e02adfb94e0ea8026e4b1542daeabfcffec4a1336ec978cf1515cdb3d5', '\x7730ddd9105ceb89f0d4d1a93acf7c34f02325fe86057b4d4e94ec19efe583b0', '\x674141414141427244586153505f597146766b67446d4e7942614f62503476524338685061736661746e6a56337a5f48636d33676a5774645379317a6e63593541564c795a47534d78762d3747464944524c353751616e2d32426852375a4f427974316373612d39326638795433747967304767754b493d', '2637*****005', NULL, true, '2026-11-30 13:13:54.646458+00', '2026-11-30 13:13:55.191121+00', '2026-11-30 13:28:54.818939+00', '2026-11-30 13:14:54.646458+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('717c0325-6024-5c34-b1fa-ed19031f9623', 'omari', 'new', 1, 5000, 'USD', 'new', 'Solar lamp', 'ZW.new', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x67414141414142724458615659756c755647636e50576e4b7267655a4d796b727662326a4f67693668726c655071384174364543635f6877734a722d7a6e69654e52414735316b443047334f3857466d79397267496741324b47734b4c646769446a4f2d7452786242476a5758547976416630733737773d', '2637*****187', NULL, true, '2026-11-30 13:13:57+00', NULL, '2026-11-30 13:14:57+00', '2026-11-30 13:14:57+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 1),
	('eb14ef85-6c9a-5cd8-b121-f53f3fe6e91f', 'omari', 'sending', 3, 5000, 'USD', 'start_again', 'Solar lamp', 'ZW.start_again', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x6741414141414272445861565876657557493362464e48526774567a45596a6c6a45424b6d696d507244384930476b347a4d376b646e7a5f5975746f43495643566f314430736e6a2d62306277554c716871536a416d5032375f356231784b67624c6c745a6d567332514a3969675776715968305247513d', '2637*****187', NULL, true, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '2026-11-30 13:14:57+00', '2026-11-30 13:14:57+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('0fc94d4c-d357-5803-9547-d872e2a6652d', 'omari', 'sending', 2, 5000, 'USD', 'starting', 'Solar lamp', 'ZW.starting', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x6741414141414272445861565f342d4e41702d5f53746f315872316d6c365235486e45314e6e396a362d6f4270373530532d424b7036707052714e69666e4657366632514d614746724e54394b5a6c7139446e5f374b58365a6b4e5f51785a3454694e495675534362666c7a4a64314b6e6264657239303d', '2637*****187', NULL, true, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '2026-11-30 13:14:57+00', '2026-11-30 13:14:57+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 1),
	('478f0aa0-ede9-5266-9a52-cdea3f30e691', 'omari', 'awaiting_customer', 3, 5000, 'USD', 'awaiting', 'Solar lamp', 'ZW.awaiting', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x67414141414142724458615676744c376e6e5f48346966504e5879514263503972306d6451496773675539647533737536726d4f464361357368336247454553444a484b2d33484e554567704f557370715253456f5a594b482d52413469494e6641474c62446e6b425a573149377864524d56544c69413d', '2637*****187', NULL, true, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '2026-11-30 13:28:57+00', '2026-11-30 13:14:57+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 1),
	('c626ec69-549e-546e-addf-e5a89a7bf632', 'omari', 'sending', 4, 5000, 'USD', 'code_waits', 'Solar lamp', 'ZW.code_waits', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x674141414141427244586156365f7a7946625a316d62394f333939584d4d3333386776463335752d7857686654496343366952576d534133375266623469483775447055315a43756a5a704254622d66716b5f713338385f2d6d457533564d447267387450556956534f38306247446d524156623456493d', '2637*****187', NULL, true, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '2026-11-30 13:28:57+00', '2026-11-30 13:14:57+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('2e9027d1-a00e-5c9a-80be-f2d12756b2c9', 'omari', 'sending', 4, 5000, 'USD', 'resent', 'Solar lamp', 'ZW.resent', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x6741414141414272445861563670464a5f4e5a5069355f6e535048666445496b54503069346f4d5937315137466f38574a414f4271714a6f376146546d774a4f646c575461736a574a4b7075334a364c58486f4a5a49676d577a454c383558446b49726b442d6376346d38624b34373361636e515f69673d', '2637*****187', NULL, true, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '2026-11-30 13:28:57+00', '2026-11-30 13:14:57+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('edecd476-940f-5367-b283-16152d1bbe21', 'omari', 'sending', 4, 5000, 'USD', 'charging', 'Solar lamp', 'ZW.charging', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x6741414141414272445861567a6b495742466873532d4b4c56306d6953433549625a4e656b50394453575153726744627a6d647a7a5857462d58394458456f646a59525357664a7057423044715166345257794342636966686d5a6137564f516a345f5533366b7678797a39516861625f65716a674b453d', '2637*****187', NULL, true, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '2026-11-30 13:28:57+00', '2026-11-30 13:14:57+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('bc599e72-debf-5747-9339-a50292158138', 'omari', 'sending', 5, 5000, 'USD', 'charging_cancelled', 'Solar lamp', 'ZW.charging_cancelled', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x67414141414142724458615649577839493638676531724e663854327032365a4730303576753764476e6b73626f36663561764b56654f41637056455651564442756866395053633678766e4e7678566839384673764a473777515a5f6b36705431426f556156677a6435693051465942466f556d37343d', '2637*****187', NULL, true, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '2026-11-30 13:28:57+00', '2026-11-30 13:14:57+00', 'cancel', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('a3744a8a-749c-508a-a801-7043f6d1b810', 'omari', 'unknown', 5, 5000, 'USD', 'unknown', 'Solar lamp', 'ZW.unknown', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x6741414141414272445861566a71714b73514a6a366e6d442d796a4d487646316867707476664c55742d55693653506a766c6e7169355647325a6b56487775496650616b766f5f67304e38395f6e4a687177767034416d6643763572646b774b62487a4668594366757a517a55466353366853726c77773d', '2637*****187', NULL, true, '2026-11-30 13:13:48+00', '2026-11-30 13:13:48+00', '2026-11-30 13:28:48+00', '2026-11-30 13:14:48+00', '', '', NULL, '2026-11-30 13:13:48+00', NULL, NULL, NULL, NULL, NULL, false, 3),
	('0c028d41-3600-55bd-8a6a-b21570ebeda7', 'omari', 'unknown', 5, 5000, 'USD', 'asking', 'Solar lamp', 'ZW.asking', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x674141414141427244586156665842596e694e78705f7841565a646c6931475033586437643965336e5132386d5f767956777744437a58414157554e61514a736838494d47555033456a665641764431784c6c576c43753377333273776c423473344a364e4c5252776a30584e6a4f33424472496654553d', '2637*****187', NULL, true, '2026-11-30 13:13:46+00', '2026-11-30 13:13:46+00', '2026-11-30 13:28:46+00', '2026-11-30 13:14:46+00', '', '', NULL, '2026-11-30 13:13:46+00', NULL, NULL, NULL, NULL, NULL, false, 3),
	('24d485ed-d2e9-5550-acec-cd762b984956', 'omari', 'unknown', 6, 5000, 'USD', 'absent_once', 'Solar lamp', 'ZW.absent_once', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x67414141414142724458615647537732565579385a43333133506c616162552d38706a674a366e776c474d494a2d6a4d363845497857435634356b775131594c42556d4f6b62496551385f675f454b4f5836736f5a4f35564a7a4f30706b74304c3348355069705a7672346d755038454e6f4a7732356f3d', '2637*****187', NULL, true, '2026-11-30 13:13:26+00', '2026-11-30 13:13:26+00', '2026-11-30 13:28:26+00', '2026-11-30 13:14:26+00', '', '', NULL, '2026-11-30 13:13:26+00', NULL, NULL, NULL, NULL, NULL, false, 4),
	('b8fc7a2a-bc10-586a-92fd-a99c0c92383f', 'omari', 'awaiting_customer', 6, 5000, 'USD', 'closing_cancel', 'Solar lamp', 'ZW.closing_cancel', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x67414141414142724458615649366a50695865455559435a6637727038684151506e7239446d6c686a4262324f4332364739364b72304c3235492d514d5f386d5a715044656f446f734f424a306f6e544651675f3177556b365362414f514e4937757073564f666453656b6b6f484b373831696e31666b3d', '2637*****187', NULL, true, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '2026-11-30 13:28:57+00', '2026-11-30 13:14:57+00', 'cancel', 'cancel', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL, NULL, NULL, false, 3),
	('26d268ed-9273-559d-bf8e-be087c9bedc7', 'omari', 'awaiting_customer', 6, 5000, 'USD', 'closing_resend', 'Solar lamp', 'ZW.closing_resend', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x67414141414142724458615768462d64356368545855334f49662d615f66684e4c4d4a6e6f4c3049575f597a613663316a466264364b506d2d4f2d7334322d31562d39634b4a705247676b326b63516a3238544a67686e3436392d3036677731526a746d4c39715570782d4d636f3644424257534371553d', '2637*****187', NULL, true, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '2026-11-30 13:28:57+00', '2026-11-30 13:14:57+00', 'resend', 'check', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL, NULL, NULL, false, 3),
	('7631d1db-a42c-5e9c-bde2-aafe15aa8f4d', 'omari', 'awaiting_customer', 5, 5000, 'USD', 'wrong_code', 'Solar lamp', 'ZW.wrong_code', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x6741414141414272445861576c5779674a4b76394e564549472d4177374672556950674178574a664f544c5f7449374c665061474730587351476676336e31447933587352384830364c363445475a32447565475a72587a4d6e5937466638426771447159324e725778793176426f7171575f6379316b3d', '2637*****187', NULL, true, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '2026-11-30 13:28:57+00', '2026-11-30 13:14:57+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('212c25dd-b89e-5492-8ff8-7138a468cb8d', 'omari', 'awaiting_customer', 6, 5000, 'USD', 'closing_expire', 'Solar lamp', 'ZW.closing_expire', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x6741414141414272445861576777615578426547716e4b3478505f724c3045662d47767a427563505436493446476975346f7a6179364651374d38696c474768444977527049506b7659784959467065477748353068717a6639723147455657497645756e553161326e6d2d7368497a39486a665159383d', '2637*****187', NULL, true, '2026-11-30 12:58:57+00', '2026-11-30 12:58:57+00', '2026-11-30 13:13:57+00', '2026-11-30 12:59:57+00', 'expire', '', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL, NULL, NULL, false, 3),
	('a386a787-54a4-5cb8-a348-8b242e2a96f0', 'omari', 'succeeded', 5, 5000, 'USD', 'succeeded', 'Solar lamp', 'ZW.succeeded', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x67414141414142724458615746564e795a75325a4a4667612d385a466b644742454868324937497439516b625755754c444e4d696e56554f71664c62593937345f3470442d395857567562545171704250635649397239717a735f326963513975704e717641393575495261374a7a7563392d484d33513d', '2637*****187', NULL, true, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '2026-11-30 13:28:57+00', '2026-11-30 13:14:57+00', '', '', NULL, NULL, 5000, 'P-succeeded', 'D-succeeded', NULL, NULL, false, 2),
	('cc34dc18-fdf5-5634-8c5c-9b0ee0d7096e', 'omari', 'failed', 5, 5000, 'USD', 'declined', 'Solar lamp', 'ZW.declined', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x6741414141414272445861577a6431413933634a4976742d32484f58387835377a6831544f6d37462d4f4242426c796757495f456e784565445961584a68586a77317875787873756f3978587375415a70596e7a4e2d6c4b74526c49386b494669455f5655594839753356414b6a41345069355f61456b3d', '2637*****187', NULL, true, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '2026-11-30 13:28:57+00', '2026-11-30 13:14:57+00', '', '', NULL, NULL, NULL, NULL, NULL, 'insufficient_funds', NULL, false, 3),
	('f776a517-19fd-5fe7-b809-26bd7c271f8a', 'omari', 'failed', 7, 5000, 'USD', 'watched', 'Solar lamp', 'ZW.watched', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x67414141414142724458615758414349537578523538573361496232726e6677676b54417244783334545a4f55554934515f577679414a396c4a76483830746c4869434b614478695162516834663058366e5837526c5f61664e305f7142796574586d77637152786274754541384b38636458577348383d', '2637*****187', NULL, true, '2026-11-30 12:52:57+00', '2026-11-30 13:10:57+00', '2026-11-30 13:07:57+00', '2026-11-30 12:53:57+00', '', '', NULL, '2026-11-30 12:52:57+00', NULL, NULL, NULL, 'not_charged', NULL, false, 5),
	('9d516716-9731-53db-8302-31daaa757e7e', 'omari', 'expired', 4, 5000, 'USD', 'expired', 'Solar lamp', 'ZW.expired', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x674141414141427244586157546141636e54636675385561676c566a3844314374577a515a645666723154493531795f365a484a5f37335864554335476e41646273626e4d485a386f72454d4e61563064636a64375334705a2d6a354932356c57755f394d4c4d4e734d644a6c42673541674b6d2d5f673d', '2637*****187', NULL, true, '2026-11-30 12:57:57+00', '2026-11-30 13:13:57+00', '2026-11-30 13:12:57+00', '2026-11-30 12:58:57+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('f8f4d457-9b0b-51b2-bbbf-a37374dcf91b', 'omari', 'cancelled', 4, 5000, 'USD', 'cancelled', 'Solar lamp', 'ZW.cancelled', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x67414141414142724458615737703947433845386e555072734c614b386c79495174466350645f62344470703946485948667561445f374a415978706e6135686d56416b515178676176334b6369637a6d6a4145516750525379733849584d6e657a317478507659394539485a517568683930504f446f3d', '2637*****187', NULL, true, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '2026-11-30 13:28:57+00', '2026-11-30 13:14:57+00', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 2),
	('0bbbb541-c99d-57d4-8e5a-f653148f46f5', 'omari', 'unknown', 5, 5000, 'USD', 'held', 'Solar lamp', 'ZW.held', 'WEB', '\x9295af08dfbbe39961f39230f112192665e967aae6ff74dae0d7813eeb69f699', '\x6f8931d3af5701fe02007f0a7b1f24ab2a21fc9448ef7e23b9544c1e2670cba6', '\x6741414141414272445861575a656f58614a6b6f5978774a4e56384942587753372d56557239466e4c586776356d5f342d653132356d4e35516f354664495261486631435669716d356b486c50644f326c513963526b474a6a364a39424e6b6c79485954326d6b7a77377757357169417838414a324f413d', '2637*****187', NULL, true, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '2026-11-30 13:28:57+00', '2026-11-30 13:14:57+00', '', '', NULL, '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL, '010', true, 3);
INSERT INTO payments_omari.provider_call OVERRIDING SYSTEM VALUE VALUES
	('5d36cc38-50e2-504a-8bf8-fb4bf382f759', 1, 'e26153d3-acd6-5288-83e5-be03ac3eb07a', '7e7594e7-6f2c-5c58-8c70-bef47c7a1b32', 'start', 'done', 1, '2026-11-30 13:13:48.867109+00', '2026-11-30 13:13:48.867109+00', '283a45bf-b3a2-41c7-8950-2f22756e4d93', '2026-11-30 13:13:48.969274+00', '2026-11-30 13:13:49.018289+00', 'accepted', '000', NULL),
	('51e639ff-57d7-548a-88d4-44ac0337a117', 2, 'e26153d3-acd6-5288-83e5-be03ac3eb07a', '7e7594e7-6f2c-5c58-8c70-bef47c7a1b32', 'charge', 'done', 0, '2026-11-30 13:13:49.249464+00', '2026-11-30 13:13:49.249464+00', '283a45bf-4add-44cc-a4b7-5382fc5acbc4', '2026-11-30 13:13:49.30115+00', '2026-11-30 13:13:49.347665+00', 'accepted', '000', NULL),
	('b4cdf1de-e9f9-54e7-8772-59a0d57b9c10', 3, 'd30a2bc7-63a1-5f95-bbca-71ebee5e1158', 'ddcc3748-6da1-5029-804a-39de2cc89d07', 'start', 'done', 1, '2026-11-30 13:13:49.816526+00', '2026-11-30 13:13:49.816526+00', '283a45bf-035a-40b8-af75-5073a391e7ed', '2026-11-30 13:13:49.866796+00', '2026-11-30 13:13:49.883441+00', 'accepted', '000', NULL),
	('dcc37b1c-a045-558d-ba6b-67cb46a212b4', 4, 'd30a2bc7-63a1-5f95-bbca-71ebee5e1158', 'ddcc3748-6da1-5029-804a-39de2cc89d07', 'cancel', 'done', 5, '2026-11-30 13:13:50.092995+00', '2026-11-30 13:13:50.092995+00', '283a45bf-5976-452a-a1c4-c106e0f409d6', '2026-11-30 13:13:50.129819+00', '2026-11-30 13:13:50.198125+00', 'accepted', '000', NULL),
	('c53b0b50-ebfa-5fb7-8de8-f07ec6487056', 5, 'e3217759-14e2-583a-9447-afebe7cea950', 'd4ec6bf8-0f95-5276-a703-b06c071d8b92', 'start', 'done', 1, '2026-11-30 13:13:50.702869+00', '2026-11-30 13:13:50.702869+00', '283a45bf-2f79-4d28-8151-2976b17c0e55', '2026-11-30 13:13:50.734626+00', '2026-11-30 13:13:50.785942+00', 'accepted', '000', NULL),
	('bb3c5c86-2ce1-5d5e-98a0-1840bf78cc99', 6, 'e3217759-14e2-583a-9447-afebe7cea950', 'd4ec6bf8-0f95-5276-a703-b06c071d8b92', 'charge', 'done', 0, '2026-11-30 13:13:51.002245+00', '2026-11-30 13:13:51.002245+00', '283a45bf-a108-4bbd-b1f6-06caafba20f3', '2026-11-30 13:13:51.042824+00', '2026-11-30 13:13:51.092691+00', 'refused', '051', NULL),
	('f363f296-e7c2-5106-8403-8d91384b1287', 7, 'e3217759-14e2-583a-9447-afebe7cea950', 'd4ec6bf8-0f95-5276-a703-b06c071d8b92', 'query', 'due', 3, '2026-11-30 13:14:51.092691+00', '2026-11-30 13:13:51.092691+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('b8b9f1ac-b80d-5deb-8223-dfd4cf92bbd9', 8, '626f3a01-f2f4-52cd-af69-05eeae801192', 'b3fcbb40-aba3-5e01-9015-3fc9dd7e397f', 'start', 'done', 1, '2026-11-30 13:13:51.643829+00', '2026-11-30 13:13:51.643829+00', '283a45bf-a708-4dbb-b742-a0249f783ea3', '2026-11-30 13:13:51.676771+00', '2026-11-30 13:13:51.722222+00', 'accepted', '000', NULL),
	('5ed32373-d818-5676-8c4d-456559860444', 9, 'e7b0e22e-aabf-5e19-8c13-c2d4b55a0895', 'fb4e18db-b1b6-5758-b89a-ac78761c61a2', 'start', 'done', 1, '2026-11-30 13:13:51.879519+00', '2026-11-30 13:13:51.879519+00', '283a45bf-ef96-4b8a-b416-9c9bb0fef2b2', '2026-11-30 13:13:51.911554+00', '2026-11-30 13:13:51.939006+00', 'accepted', '000', NULL),
	('16869a63-755a-5cb7-aa8b-ee1b73662458', 10, '952b874d-0d25-5f16-a92b-305517194bb4', '9e74206e-cb70-5249-aceb-88cbbcc62a1f', 'start', 'done', 1, '2026-11-30 13:13:52.023102+00', '2026-11-30 13:13:52.023102+00', '283a45bf-bf2e-4204-b01a-4ec4e20159fe', '2026-11-30 13:13:52.039034+00', '2026-11-30 13:13:52.074086+00', 'accepted', '000', NULL),
	('0b38ad2b-9aca-5ec6-966f-b68a4d9bad60', 11, '952b874d-0d25-5f16-a92b-305517194bb4', '9e74206e-cb70-5249-aceb-88cbbcc62a1f', 'cancel', 'done', 5, '2026-11-30 13:13:52.183223+00', '2026-11-30 13:13:52.183223+00', '283a45bf-76da-446e-8500-67a55ae6bf56', '2026-11-30 13:13:52.211643+00', '2026-11-30 13:13:52.300161+00', 'accepted', '000', NULL),
	('08bb7df5-0ebf-5f92-b7e7-0b565677164b', 12, '251b9365-a187-56a2-a718-7a4aacacb7ac', 'd1ad1eaf-528a-59a2-9912-cd431ca32afd', 'start', 'done', 1, '2026-11-30 13:13:53.341128+00', '2026-11-30 13:13:53.341128+00', '283a45bf-5298-4c46-9408-076e6a3c1e89', '2026-11-30 13:13:53.364031+00', '2026-11-30 13:13:53.411681+00', 'accepted', '000', NULL),
	('1da02059-2258-5165-b8d8-3c7d004fc671', 13, '251b9365-a187-56a2-a718-7a4aacacb7ac', 'd1ad1eaf-528a-59a2-9912-cd431ca32afd', 'charge', 'done', 0, '2026-11-30 13:13:53.789425+00', '2026-11-30 13:13:53.789425+00', '283a45bf-ff57-4bb5-97b0-14473a452d03', '2026-11-30 13:13:53.865027+00', '2026-11-30 13:13:53.92661+00', 'unknown', 'http_500_unreadable', NULL),
	('d0b6abd8-2882-5a23-aa8a-002194d5f550', 14, '251b9365-a187-56a2-a718-7a4aacacb7ac', 'd1ad1eaf-528a-59a2-9912-cd431ca32afd', 'query', 'due', 3, '2026-11-30 13:14:03.865027+00', '2026-11-30 13:13:53.92661+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('e778455b-0cf8-5c05-9c2e-a54f62c375c4', 15, 'eae87fc6-a2e2-502e-ac5f-ceaa1e5c214e', '14f29f9f-812c-5b2e-ad2b-dc1d9ab24b43', 'start', 'done', 1, '2026-11-30 13:13:54.646458+00', '2026-11-30 13:13:54.646458+00', '283a45bf-e802-4a8f-b263-b48a58cdaeae', '2026-11-30 13:13:54.716854+00', '2026-11-30 13:13:54.818939+00', 'accepted', '000', NULL),
	('60e2406e-25c3-5722-bfe8-2b0b6b0482d7', 16, 'eae87fc6-a2e2-502e-ac5f-ceaa1e5c214e', '14f29f9f-812c-5b2e-ad2b-dc1d9ab24b43', 'charge', 'calling', 0, '2026-11-30 13:13:55.191121+00', '2026-11-30 13:13:55.191121+00', '283a45bf-9ac5-41a5-a180-43221eb46de3', '2026-11-30 13:13:55.230682+00', NULL, NULL, NULL, NULL),
	('9645de41-2521-5f06-8e25-91bb87fe005d', 17, '717c0325-6024-5c34-b1fa-ed19031f9623', 'f68bc3f5-e959-5873-ba24-b423d41aa871', 'start', 'due', 1, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('8bdefd0f-19f9-5996-9c6b-1159b9361a04', 18, 'eb14ef85-6c9a-5cd8-b121-f53f3fe6e91f', 'f6b2d83e-2e5a-5a24-95bb-07981e9d50ed', 'start', 'done', 1, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'not_sent', 'connect_error', NULL),
	('bca0284e-2cee-5742-bb2e-3e94bfc22df0', 19, 'eb14ef85-6c9a-5cd8-b121-f53f3fe6e91f', 'f6b2d83e-2e5a-5a24-95bb-07981e9d50ed', 'start', 'due', 1, '2026-11-30 13:13:59+00', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('835cf721-0182-533a-9b1e-d6bc74753741', 20, '0fc94d4c-d357-5803-9547-d872e2a6652d', 'e12a1191-698f-5a13-b5b0-f5e38e5789e9', 'start', 'calling', 1, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL),
	('e15dc41e-0ba2-564c-befc-b670572bf11b', 21, '478f0aa0-ede9-5266-9a52-cdea3f30e691', '898a114d-fae9-51f8-801a-d8a9a85ff433', 'start', 'done', 1, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'accepted', '000', NULL),
	('00a31122-bb55-53e3-a8bf-4d2432aab104', 22, 'c626ec69-549e-546e-addf-e5a89a7bf632', '3ebf8856-fec9-587f-8b4a-120844513f68', 'start', 'done', 1, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'accepted', '000', NULL),
	('b2c289ab-6408-511b-8545-0b26ac3c2802', 23, 'c626ec69-549e-546e-addf-e5a89a7bf632', '3ebf8856-fec9-587f-8b4a-120844513f68', 'charge', 'due', 0, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL, NULL, '\x674141414141427244586156777852486359655a4368693038324632596b4b4859425174764c4571732d354c6d3941432d44484b5643592d4a5a2d51353843794270536b69636770784c474c587972536a717771584d6571643858737a493762476a3545444d3537665675363179734c4e5074774e6b4d3d'),
	('ecce1ba5-ab33-585e-ab80-c952212f1dd9', 24, '2e9027d1-a00e-5c9a-80be-f2d12756b2c9', '43c982ab-ade2-5576-af20-d18c212c2e7f', 'start', 'done', 1, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'accepted', '000', NULL),
	('111b93e8-ecde-5141-a8ce-4d6b73c6b926', 25, '2e9027d1-a00e-5c9a-80be-f2d12756b2c9', '90c55884-7277-53a8-9b4b-42e77084dfc3', 'start', 'due', 1, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('161b4ee1-4581-5c16-80cb-9d0eeddf8bfe', 26, 'edecd476-940f-5367-b283-16152d1bbe21', 'dc235d37-6601-5714-aacd-0d9585c8e14c', 'start', 'done', 1, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'accepted', '000', NULL),
	('9ceb6cd5-4af2-5bbc-ad74-2ecf9e8751a2', 27, 'edecd476-940f-5367-b283-16152d1bbe21', 'dc235d37-6601-5714-aacd-0d9585c8e14c', 'charge', 'calling', 0, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL),
	('8a117a56-fd6b-5d90-abbc-806a44bcecfd', 28, 'bc599e72-debf-5747-9339-a50292158138', 'b53fe4e3-2249-5be1-a8a1-3d626ed904cd', 'start', 'done', 1, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'accepted', '000', NULL),
	('c3042570-0a84-57b6-bcfb-bc4128fd4e6b', 29, 'bc599e72-debf-5747-9339-a50292158138', 'b53fe4e3-2249-5be1-a8a1-3d626ed904cd', 'charge', 'calling', 0, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL),
	('de42edb5-5b61-59a7-8c1f-6bb570ad0d28', 30, 'a3744a8a-749c-508a-a801-7043f6d1b810', 'dd45ad34-acdf-59da-b15c-7263741d6390', 'start', 'done', 1, '2026-11-30 13:13:48+00', '2026-11-30 13:13:48+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:48+00', '2026-11-30 13:13:48+00', 'accepted', '000', NULL),
	('183c79be-98b8-514b-8626-b02af3b46483', 31, 'a3744a8a-749c-508a-a801-7043f6d1b810', 'dd45ad34-acdf-59da-b15c-7263741d6390', 'charge', 'done', 0, '2026-11-30 13:13:48+00', '2026-11-30 13:13:48+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:48+00', '2026-11-30 13:13:48+00', 'unknown', 'remote_protocol_error', NULL),
	('459a801b-b559-5fea-8ed2-194c97622c44', 32, 'a3744a8a-749c-508a-a801-7043f6d1b810', 'dd45ad34-acdf-59da-b15c-7263741d6390', 'query', 'due', 3, '2026-11-30 13:13:58+00', '2026-11-30 13:13:48+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('c06637aa-3604-5712-9478-237dd79c9003', 33, '0c028d41-3600-55bd-8a6a-b21570ebeda7', '7dd89ff6-7ed3-5d91-a87a-8818b8191756', 'start', 'done', 1, '2026-11-30 13:13:46+00', '2026-11-30 13:13:46+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:46+00', '2026-11-30 13:13:46+00', 'accepted', '000', NULL),
	('1235a9b7-8371-5a29-ba45-b2d30682a499', 34, '0c028d41-3600-55bd-8a6a-b21570ebeda7', '7dd89ff6-7ed3-5d91-a87a-8818b8191756', 'charge', 'done', 0, '2026-11-30 13:13:46+00', '2026-11-30 13:13:46+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:46+00', '2026-11-30 13:13:46+00', 'unknown', 'remote_protocol_error', NULL),
	('9bd5923a-ae07-5371-b832-f335c79426ae', 35, '0c028d41-3600-55bd-8a6a-b21570ebeda7', '7dd89ff6-7ed3-5d91-a87a-8818b8191756', 'query', 'calling', 3, '2026-11-30 13:13:56+00', '2026-11-30 13:13:46+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL),
	('554a0083-f1a4-5de0-839c-0c02d1487d46', 36, '24d485ed-d2e9-5550-acec-cd762b984956', '2cb036a7-2c16-5005-93d1-0d66c8cdb01f', 'start', 'done', 1, '2026-11-30 13:13:26+00', '2026-11-30 13:13:26+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:26+00', '2026-11-30 13:13:26+00', 'accepted', '000', NULL),
	('5ee7c5e0-f9b5-51d2-9510-24774b94eaf1', 37, '24d485ed-d2e9-5550-acec-cd762b984956', '2cb036a7-2c16-5005-93d1-0d66c8cdb01f', 'charge', 'done', 0, '2026-11-30 13:13:26+00', '2026-11-30 13:13:26+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:26+00', '2026-11-30 13:13:26+00', 'unknown', 'remote_protocol_error', NULL),
	('4115bdb9-c9e2-5d5b-8529-bff86561f619', 38, '24d485ed-d2e9-5550-acec-cd762b984956', '2cb036a7-2c16-5005-93d1-0d66c8cdb01f', 'query', 'done', 3, '2026-11-30 13:13:36+00', '2026-11-30 13:13:26+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'not_found', '025', NULL),
	('48ee1bc6-0c7f-5d99-84bd-a17340001ba1', 39, '24d485ed-d2e9-5550-acec-cd762b984956', '2cb036a7-2c16-5005-93d1-0d66c8cdb01f', 'query', 'due', 3, '2026-11-30 13:14:17+00', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('0079896a-16de-5109-92b5-449aa6ee653d', 40, 'b8fc7a2a-bc10-586a-92fd-a99c0c92383f', '0acb44e7-8ee1-5bc2-8259-0940456e72f0', 'start', 'done', 1, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'accepted', '000', NULL),
	('cb981b9f-6d37-52b5-9514-96f0dfcf8c99', 41, 'b8fc7a2a-bc10-586a-92fd-a99c0c92383f', '0acb44e7-8ee1-5bc2-8259-0940456e72f0', 'charge', 'done', 0, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'refused', '055', NULL),
	('3e5eaba2-7022-5ba2-8ef6-b3937f42e02f', 42, 'b8fc7a2a-bc10-586a-92fd-a99c0c92383f', '0acb44e7-8ee1-5bc2-8259-0940456e72f0', 'query', 'due', 0, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('1aeaaf02-6ae3-5b3e-8857-bd15a9568669', 43, '26d268ed-9273-559d-bf8e-be087c9bedc7', '74cd4c7c-3596-53e1-b69e-c740e674b253', 'start', 'done', 1, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'accepted', '000', NULL),
	('608529d3-f0e3-52ec-9e19-66815a9e1b49', 44, '26d268ed-9273-559d-bf8e-be087c9bedc7', '74cd4c7c-3596-53e1-b69e-c740e674b253', 'charge', 'done', 0, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'refused', '055', NULL),
	('13ea9329-fac0-502b-acae-c612b60e0308', 45, '26d268ed-9273-559d-bf8e-be087c9bedc7', '74cd4c7c-3596-53e1-b69e-c740e674b253', 'query', 'due', 0, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('48f98e94-253b-5329-9d3e-09c617d7c34b', 46, '7631d1db-a42c-5e9c-bde2-aafe15aa8f4d', 'fd033a79-0fe0-50f2-93b1-f85384a889da', 'start', 'done', 1, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'accepted', '000', NULL),
	('33ce0fa4-33e4-5c42-b7b8-d9167bcab6bc', 47, '7631d1db-a42c-5e9c-bde2-aafe15aa8f4d', 'fd033a79-0fe0-50f2-93b1-f85384a889da', 'charge', 'done', 0, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'refused', '055', NULL),
	('713e0de1-c808-564f-96a3-f968f0d02228', 48, '212c25dd-b89e-5492-8ff8-7138a468cb8d', '8c643d98-26a8-5096-bf00-47cadbbc8dcc', 'start', 'done', 1, '2026-11-30 12:58:57+00', '2026-11-30 12:58:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:58:57+00', '2026-11-30 12:58:57+00', 'accepted', '000', NULL),
	('4128f333-952f-55e1-a87b-f95018279c9b', 49, '212c25dd-b89e-5492-8ff8-7138a468cb8d', '8c643d98-26a8-5096-bf00-47cadbbc8dcc', 'charge', 'done', 0, '2026-11-30 12:58:57+00', '2026-11-30 12:58:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:58:57+00', '2026-11-30 12:58:57+00', 'refused', '055', NULL),
	('771320fb-5da1-5543-9562-dc5a3568f750', 50, '212c25dd-b89e-5492-8ff8-7138a468cb8d', '8c643d98-26a8-5096-bf00-47cadbbc8dcc', 'query', 'due', 0, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('526795f1-54e7-5ab6-a40e-bb8581f1ed3d', 51, 'a386a787-54a4-5cb8-a348-8b242e2a96f0', 'e2e566c8-a4e5-5bca-9e2c-5a47f4e5e57b', 'start', 'done', 1, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'accepted', '000', NULL),
	('a2de0541-010f-5448-9cec-49a223082e86', 52, 'a386a787-54a4-5cb8-a348-8b242e2a96f0', 'e2e566c8-a4e5-5bca-9e2c-5a47f4e5e57b', 'charge', 'done', 0, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'accepted', '000', NULL),
	('01fe8422-b5a8-538a-b4e7-684d93bd12bb', 53, 'cc34dc18-fdf5-5634-8c5c-9b0ee0d7096e', '7bf48622-9f63-59b8-b90a-37a4ee15d185', 'start', 'done', 1, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'accepted', '000', NULL),
	('26195c2e-7c5e-5965-9038-bb89348da9af', 54, 'cc34dc18-fdf5-5634-8c5c-9b0ee0d7096e', '7bf48622-9f63-59b8-b90a-37a4ee15d185', 'charge', 'done', 0, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'refused', '051', NULL),
	('7b4228f1-3138-5d30-abaf-0acc83826c6d', 55, 'cc34dc18-fdf5-5634-8c5c-9b0ee0d7096e', '7bf48622-9f63-59b8-b90a-37a4ee15d185', 'query', 'due', 3, '2026-11-30 13:14:57+00', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('3af14099-fa88-5d31-a4fb-22d22e1c6a44', 56, 'f776a517-19fd-5fe7-b809-26bd7c271f8a', 'f4cd69cc-90f4-521d-86d3-c386463b40a2', 'start', 'done', 1, '2026-11-30 12:52:57+00', '2026-11-30 12:52:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:52:57+00', '2026-11-30 12:52:57+00', 'accepted', '000', NULL),
	('1f220fd5-d225-5d39-aa13-d68189ec6390', 57, 'f776a517-19fd-5fe7-b809-26bd7c271f8a', 'f4cd69cc-90f4-521d-86d3-c386463b40a2', 'charge', 'done', 0, '2026-11-30 12:52:57+00', '2026-11-30 12:52:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:52:57+00', '2026-11-30 12:52:57+00', 'unknown', 'remote_protocol_error', NULL),
	('38ecc90c-34c2-5076-9306-9d44e9176170', 58, 'f776a517-19fd-5fe7-b809-26bd7c271f8a', 'f4cd69cc-90f4-521d-86d3-c386463b40a2', 'query', 'done', 3, '2026-11-30 12:53:07+00', '2026-11-30 12:52:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:08:57+00', '2026-11-30 13:08:57+00', 'not_found', '025', NULL),
	('e92ed9b4-47de-5324-b5a3-4f1f6b9d1bb7', 59, 'f776a517-19fd-5fe7-b809-26bd7c271f8a', 'f4cd69cc-90f4-521d-86d3-c386463b40a2', 'query', 'done', 3, '2026-11-30 13:09:57+00', '2026-11-30 13:08:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:10:57+00', '2026-11-30 13:10:57+00', 'not_found', '025', NULL),
	('223184c8-2c81-5499-a76d-84e78b83d4a0', 60, 'f776a517-19fd-5fe7-b809-26bd7c271f8a', 'f4cd69cc-90f4-521d-86d3-c386463b40a2', 'query', 'due', 3, '2026-11-30 13:11:57+00', '2026-11-30 13:10:57+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('924091d2-a5f9-533c-b9ad-feebf4d53c4c', 61, '9d516716-9731-53db-8302-31daaa757e7e', 'ac1538c0-95c3-5990-abca-1f5ef278ad63', 'start', 'done', 1, '2026-11-30 12:57:57+00', '2026-11-30 12:57:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 12:57:57+00', '2026-11-30 12:57:57+00', 'accepted', '000', NULL),
	('cd060e00-bcd2-5d12-80d4-508ebfada37b', 62, '9d516716-9731-53db-8302-31daaa757e7e', 'ac1538c0-95c3-5990-abca-1f5ef278ad63', 'cancel', 'due', 5, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('71d1bbcb-bdfe-5d61-a2b5-cf4250b0a922', 63, 'f8f4d457-9b0b-51b2-bbbf-a37374dcf91b', 'ec59f138-8521-5c98-96f2-50db46a4306d', 'start', 'done', 1, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'accepted', '000', NULL),
	('78e7b6bb-4cf1-53fe-8176-ad85671bb74f', 64, 'f8f4d457-9b0b-51b2-bbbf-a37374dcf91b', 'ec59f138-8521-5c98-96f2-50db46a4306d', 'cancel', 'due', 5, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL, NULL, NULL),
	('b831dc48-9ee5-5796-b778-39cd4bf239c9', 65, '0bbbb541-c99d-57d4-8e5a-f653148f46f5', '2a7dcca7-35cf-5432-9a49-fbe2d5ad298e', 'start', 'done', 1, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'accepted', '000', NULL),
	('81094fce-d0b8-5438-b4ea-d7974c0de13b', 66, '0bbbb541-c99d-57d4-8e5a-f653148f46f5', '2a7dcca7-35cf-5432-9a49-fbe2d5ad298e', 'charge', 'done', 0, '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', '00000000-0000-0000-0000-00000000dead', '2026-11-30 13:13:57+00', '2026-11-30 13:13:57+00', 'unknown', '010', NULL),
	('bb6956b5-33ab-56e3-a57a-3fdc4f5d7ca7', 67, '0bbbb541-c99d-57d4-8e5a-f653148f46f5', '2a7dcca7-35cf-5432-9a49-fbe2d5ad298e', 'query', 'due', 3, '2026-11-30 13:14:07+00', '2026-11-30 13:13:57+00', NULL, NULL, NULL, NULL, NULL, NULL);
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
