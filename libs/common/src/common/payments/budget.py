"""The count of requests of this minute, one row for each provider, locked by whoever claims."""

from datetime import datetime

from sqlalchemy import case, or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from common.payments.domain.budget import MINUTE, Minute
from common.payments.tables import BudgetColumns


class RequestBudget:
    """What is left of a provider's minute; the row is the last that a claim locks."""

    def __init__(self, session: AsyncSession, table: type[BudgetColumns]) -> None:
        self._session = session
        self._table = table

    async def lock(self, provider: str, most: int, now: datetime) -> Minute:
        """Return the minute of `now`, or the next one that another replica has begun.

        Until the transaction ends nobody else takes from it. A clock that went back begins anew.
        """
        table, begun = self._table, now.replace(second=0, microsecond=0)
        new = insert(table).values(provider=provider, starts_at=begun, used=0)
        is_over = new.excluded.starts_at > table.starts_at
        is_anew = or_(is_over, table.starts_at > new.excluded.starts_at + MINUTE)
        statement = new.on_conflict_do_update(
            index_elements=[table.provider],
            set_={
                "starts_at": case((is_anew, new.excluded.starts_at), else_=table.starts_at),
                "used": case((is_anew, 0), else_=table.used),
            },
        ).returning(table.starts_at, table.used)
        row = (await self._session.execute(statement)).one()
        return Minute(row.starts_at, most, row.used)

    async def save(self, provider: str, minute: Minute) -> None:
        """Write down what was used of a locked minute."""
        table = self._table
        statement = update(table).where(table.provider == provider).values(used=minute.used)
        await self._session.execute(statement, execution_options={"synchronize_session": False})
