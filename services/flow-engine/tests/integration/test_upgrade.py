"""A database of an earlier version opens, and what it holds is put right."""

from pathlib import Path
from typing import Any

import flow_engine
import pytest
from alembic import command
from common.db import MigrationSource
from common.db.migrate import alembic_config, run_migrations
from common.ids import new_id
from flow_engine.main import load_shipped
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

pytestmark = pytest.mark.database
SCHEMA = "flow_engine"
VERSIONS = Path(flow_engine.__file__).parent / "migrations" / "versions"
_ORDER = text("""
insert into flow_engine.customer_order (id, reference, kind, customer_id, description, currency,
  total_minor, paid_minor, payment_status, created_at, version)
values (:id, :reference, 'order', :customer, 'x', 'USD', 500, 0, 'unpaid', now(), 1)
""")
_INTENT = text("""
insert into flow_engine.payment_intent (payment_id, order_id, customer_id, lane_key, provider,
  amount_minor, currency, status, merchant_reference, unknown_told, opened_at, version)
values (:id, :order, :customer, 'k', 'omari', 500, 'USD', :status, :reference, false, now(), 1)
""")


_CUSTOMER = text(
    "insert into flow_engine.customer values (:id, 'T', null, '1', false, null, now(), 1)"
)


def _to(connection: Connection, revision: str) -> None:
    config = alembic_config(MigrationSource(SCHEMA, VERSIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


async def _fill(connection: Any) -> dict[str, str]:
    """Write orders of the first version; returns what became of each one's payment."""
    customer, made = new_id(), dict[str, str]()
    await connection.execute(_CUSTOMER, {"id": customer})
    for status, is_merchants in (
        ("cancelled", True), ("refused", True), ("unknown", True), ("declined", False)
    ):  # fmt: skip
        order = new_id()
        made[str(order)] = f"{status}:{is_merchants}"
        await connection.execute(
            _ORDER, {"id": order, "reference": f"R{order.hex[-7:]}", "customer": customer}
        )
        reference = new_id() if is_merchants else None
        values = {"id": new_id(), "order": order, "customer": customer, "status": status}
        await connection.execute(_INTENT, values | {"reference": reference})
    return made


async def test_debts_of_ended_transactions_end_with_the_upgrade(make_database: Any) -> None:
    """Voided or never started: not owed. Unknown, or a customer's own order: owed as before."""
    url = await make_database([])
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text(f"create schema {SCHEMA}"))
        await connection.run_sync(_to, "0001")
        made = await _fill(connection)
    await run_migrations(url, [MigrationSource(SCHEMA, VERSIONS)])
    await load_shipped(url)
    async with engine.connect() as connection:
        rows = await connection.execute(
            text("select id, payment_status, for_transaction from flow_engine.customer_order")
        )
        found = {made[str(row.id)]: (row.payment_status, row.for_transaction) for row in rows}
    await engine.dispose()

    assert {
        "cancelled:True": ("not_owed", True),
        "refused:True": ("not_owed", True),
        "unknown:True": ("unpaid", True),
        "declined:False": ("unpaid", False),
    } == found


async def test_an_open_payment_of_an_earlier_version_waits_on(make_database: Any) -> None:
    """The upgrade changes none, keeps one for each order, and may be repeated."""
    url = await make_database([])
    engine = create_async_engine(url)
    order, customer = new_id(), new_id()
    values = {"order": order, "customer": customer, "reference": None, "status": "awaiting_code"}
    async with engine.begin() as connection:
        await connection.execute(text(f"create schema {SCHEMA}"))
        await connection.run_sync(_to, "0003")
        await connection.execute(
            text("insert into flow_engine.customer (id, must_confirm, created_at, version)"
                 " values (:id, false, now(), 1)"),
            {"id": customer},
        )  # fmt: skip
        await connection.execute(_ORDER, values | {"id": order, "reference": "R7"})
        await connection.execute(_INTENT, values | {"id": new_id()})
    for _ in range(2):
        await run_migrations(url, [MigrationSource(SCHEMA, VERSIONS)])
    async with engine.connect() as connection:
        found = await connection.execute(
            text("select status, staff_told, action_sealed from flow_engine.payment_intent")
        )
        assert [("awaiting_code", False, None)] == [tuple(row) for row in found]
    with pytest.raises(IntegrityError, match="one_open_intent"):
        async with engine.begin() as connection:
            await connection.execute(_INTENT, values | {"id": new_id()})
    await engine.dispose()
