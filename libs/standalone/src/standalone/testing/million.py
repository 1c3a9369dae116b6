"""Tables as they are after years: a million finished rows each, and some thousands that wait.

Whatever waits is one row of five hundred. Ids, keys and names follow from the number of a row, so
that a test knows what it asks for.
"""

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

_INDEXES: Final = """
select indexname, indexdef from pg_indexes i where schemaname = $1
  and not exists (select from pg_constraint c where c.conname = i.indexname)
"""
_ID: Final = "lpad(to_hex(n), 32, '0')::uuid"
_WAITS: Final = "n % 501 = 0"
_AT: Final = "now() - make_interval(secs => 9000000 - n * 8)"
_LANES: Final = (
    f"""
    outbox (id, target, path, key, type, body, dedupe, created_at, sent_at)
    select {_ID}, case n % 4 when 0 then 'http:payments-omari' when 1 then 'archive'
      else 'payments' end, case n % 4 when 0 then 'PUT /v1/payments/x' end, 'k' || n % 5000,
      'note.v1', 'x', 'wa:1:' || n, {_AT}, case when {_WAITS} then null
      else {_AT} end
    """,
    f"""
    inbox (id, source, key, type, body, received_at, done_at, parked_at)
    select 'i' || n, 'x', case when n % 4 > 0 then 'k' || n % 5000 end, 'note.v1', '', {_AT},
      case when {_WAITS} or n % 5003 = 1 then null else {_AT} end,
      case when n % 5003 = 1 then {_AT} end
    """,
    f"""
    lane (loop, key, due_at, token)
    select case n % 3 when 0 then 'worker' when 1 then 'graph' else 'provider' end, 'k' || n,
      case when {_WAITS} or n % 5000 = 1 then now() end, case n % 5000 when 1 then {_ID} end
    """,
)
_OF: Final[dict[str, tuple[str, ...]]] = {
    "gateway_webhooks": _LANES[:1],
    "notifier": (
        *_LANES,
        f"""
        notification (id, phone_number_id, user_id, phone, kind, created_at)
        select {_ID}, '1', 'u' || n, 'p' || n, 'chat', {_AT}
        """,
        f"""
        delivery (id, notification_id, lane, priority, state, next_at, give_up_at, content, wamid,
          token, attempts, doubts, refusals, holds, created_at)
        select {_ID}, {_ID}, 'k' || n, 5, case when {_WAITS} then 'waiting' when n % 5000 = 1
          then 'sending' when n % 5000 = 2 then 'unknown' when n % 5000 = 3 then 'held'
          else 'accepted' end, {_AT}, now(), case when {_WAITS} or n % 5000 < 4 or n > 990000
          then 'x'::bytea end, 'w' || n, case n % 5000 when 1 then {_ID} end, 1, 0, 0, 0, {_AT}
        """,
        f"""
        delivery_status (message_id, status, at, delivery_id, received_at)
        select 'w' || n, 'sent', {_AT}, case when n % 5000 > 1 then {_ID} end, {_AT}
        """,
        f"""
        recipient_window (phone_number_id, recipient, wrote_at) select '1', 'u' || n, {_AT}
        """,
        "pace (lane, full_at, refusals) select 'k' || n, now(), 0",
    ),
    "payments_omari": (
        _LANES[2],
        f"""
        payment (id, provider, status, version, amount_minor, currency, order_reference,
          description, partition_key, channel, contact_digest, payer_digest, payer_sealed,
          masked_msisdn, test, created_at, expires_at, start_deadline, closing, asked,
          settled_minor, needs_staff, calls_made)
        select {_ID}, 'omari', case when {_WAITS} then (array['new', 'sending',
          'awaiting_customer', 'unknown'])[n / 501 % 4 + 1] else 'succeeded' end, 1, 100, 'USD',
          'r' || n, '', 'k' || n, 'WEB', '', '', case when n > 100000 then 'x' else '' end::bytea,
          '', true, {_AT}, {_AT}, {_AT}, '', '', case when {_WAITS} then null else 100 end,
          false, 1
        """,
        f"""
        attempt (id, payment_id, number, created_at, opened_at, tries_left)
        select {_ID}, {_ID}, 1, {_AT}, {_AT}, 3
        """,
        f"""
        provider_call (id, payment_id, attempt_id, kind, state, priority, next_at, created_at,
          started_at, verdict)
        select {_ID}, {_ID}, {_ID}, case when n % 1002 = 501 then 'query' else 'charge'
          end, case when n % 1002 = 501 then 'due' when {_WAITS} then 'calling' else 'done' end,
          3, {_AT}, {_AT}, {_AT}, case when {_WAITS} then null else 'accepted' end
        """,
        f"""
        settlement (id, payment_id, attempt_id, provider, account, movement, method, amount_minor,
          currency, provider_reference, source, named_by, settled_at)
        select {_ID}, {_ID}, {_ID}, 'omari', 'a', 'm' || n, 'omari', 100, 'USD', 'x', 'provider',
          '', {_AT}
        """,
        f"""
        refund (id, payment_id, settlement_id, amount_minor, currency, reason, status,
          provider_reference, refunded_minor, needs_staff, is_awaited, created_at)
        select {_ID}, {_ID}, {_ID}, 100, 'USD', '', 'done', 're' || n, 100, false, false, {_AT}
        """,
        f"""
        dispute (id, payment_id, settlement_id, key, amount_minor, currency, state, reason,
          created_at, updated_at)
        select {_ID}, {_ID}, {_ID}, 'dp' || n, 100, 'USD', 'won', '', {_AT}, {_AT}
        """,
        f"accepted_request (key, payment_id, accepted_at) select 'r' || n, {_ID}, {_AT}",
        f"limit_use (rule, subject, used_at) select 'start.payer', ('s' || n)::bytea, {_AT}",
    ),
    "flow_engine": (
        *_LANES[1:],
        f"""
        customer (id, name, must_confirm, created_at, version)
        select {_ID}, 'c', false, {_AT}, 1
        """,
        f"customer_identity (kind, value, customer_id) select 'phone', 'p' || n, {_ID}",
        f"""
        contact (id, phone_number_id, customer_id, lane_key, muted, menu_offered, wrote_at,
          created_at, version) select {_ID}, '1', {_ID}, 'k' || n, false, 0, {_AT}, {_AT}, 1
        """,
        f"""
        task (id, kind, reason, customer_id, contact_id, order_id, created_at, released_at)
        select {_ID}, 'person', '', {_ID}, {_ID}, {_ID}, {_AT},
          case when {_WAITS} then null else {_AT} end
        """,
        f"""
        customer_order (id, reference, kind, customer_id, description, currency, total_minor,
          paid_minor, payment_status, created_at, version)
        select {_ID}, 'r' || n, 'order', {_ID}, '', 'USD', 100, 0, 'unpaid', {_AT}, 1
        """,
        f"traveller (id, order_id, position, name) select {_ID}, {_ID}, 1, 't'",
        f"""
        payment_intent (payment_id, order_id, customer_id, contact_id, lane_key, provider,
          amount_minor, currency, status, unknown_told, opened_at, version)
        select {_ID}, {_ID}, {_ID}, {_ID}, 'k' || n, 'omari', 100, 'USD',
          case when {_WAITS} then 'charging' else 'paid' end, false, {_AT}, 1
        """,
        f"""
        ledger_txn (id, kind, payment_id, order_id, provider, provider_reference, placement,
          amount_minor, currency, happened_at, created_at)
        select {_ID}, 'payment', {_ID}, {_ID}, 'omari', 'x', 'order', 100, 'USD', {_AT}, {_AT}
        """,
        f"""
        refund (id, request_id, order_id, payment_id, settlement_id, placement, amount_minor,
          currency, status, reason, asked_by, created_at, version)
        select {_ID}, {_ID}, {_ID}, {_ID}, {_ID}, 'order', 100, 'USD',
          case when {_WAITS} then 'manual' else 'done' end, '', '', {_AT}, 1
        """,
        f"""
        dispute (id, order_id, payment_id, settlement_id, state, amount_minor, currency, reason,
          created_at, updated_at, version)
        select {_ID}, {_ID}, {_ID}, {_ID}, case when {_WAITS} then 'opened' else 'won' end, 100,
          'USD', '', {_AT}, {_AT}, 1
        """,
        f"""
        audit (id, at, by_name, action, order_id, task_id, refund_id, reason)
        select {_ID}, {_AT}, '', 'refund', {_ID}, {_ID}, {_ID}, ''
        """,
        f"apology (inbox_id, made_at) select 'i' || n, {_AT}",
        f"""
        idempotency_key (scope, key, fingerprint, status, body, created_at)
        select 'omari', 'key' || n, '', 200, '', {_AT}
        """,
    ),
}


def id_of(number: int) -> UUID:
    """Return the id of the row with this number, in whatever table."""
    return UUID(int=number)


async def fill(url: str, schema: str, rows: int) -> None:
    """Fill a service's tables and let the server count what is in them, however long it takes.

    Checks between rows are not made, and indexes are built afterwards: that is much faster.
    """
    given = {"search_path": schema, "statement_timeout": "0", "maintenance_work_mem": "256MB"}
    engine = create_async_engine(url, connect_args={"server_settings": given})
    try:
        async with engine.begin() as connection:
            await _write(connection, schema, rows)
        async with engine.begin() as connection:
            await connection.exec_driver_sql("analyze")
    finally:
        await engine.dispose()


async def _write(connection: AsyncConnection, schema: str, rows: int) -> None:
    await connection.exec_driver_sql("set local session_replication_role = replica")
    found = await connection.exec_driver_sql(_INDEXES, (schema,))
    indexes = {row.indexname: row.indexdef for row in found}
    for name in indexes:
        await connection.exec_driver_sql(f'drop index "{name}"')
    for table in _OF[schema]:
        await connection.exec_driver_sql(f"insert into {table} from generate_series(1, {rows}) n")
    for definition in indexes.values():
        await connection.exec_driver_sql(definition)
