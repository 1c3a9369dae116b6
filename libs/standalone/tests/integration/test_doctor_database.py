"""`mari doctor` about a database that connects and is of no use all the same."""

import pytest
from common.db.engine import bounded_engine
from common.testing.plugin import MakeDatabase
from sqlalchemy import text
from standalone.commands.doctor.databases import check_databases
from standalone.commands.doctor.report import Level

pytestmark = pytest.mark.database


async def test_a_database_that_takes_no_writes_fails_and_says_what_to_do(
    make_database: MakeDatabase,
) -> None:
    """A full disk or a standby: it is named, and that nothing is lost meanwhile."""
    url = await make_database([])
    engine = bounded_engine(url)
    async with engine.begin() as connection:
        name = await connection.scalar(text("select current_database()"))
        await connection.execute(
            text(f'alter database "{name}" set default_transaction_read_only = on')
        )
    await engine.dispose()

    (found,), _ = await check_databases({"flow-engine": url})

    assert found.level is Level.FAIL
    assert "takes no writes" in found.detail
    assert "primary" in found.advice
