"""How often one contact, or one payer, may have codes sent and may try them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from common.errors import TooManyError
from common.payments.tables import LimitUseColumns

_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:name, 0))")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` uses `within` a sliding span, for each subject."""

    rule: str
    most: int
    within: timedelta


_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one service; each start has a code sent to somebody's phone."""

    starts_by_contact: Limit = Limit("start.contact", 3, _HOUR)
    starts_for_payer: Limit = Limit("start.payer", 5, _DAY)
    codes_by_contact: Limit = Limit("code.contact", 12, _HOUR)
    codes_for_payer: Limit = Limit("code.payer", 12, _HOUR)

    def longest(self) -> timedelta:
        """Return how long a use is remembered."""
        spans = (self.starts_by_contact, self.starts_for_payer, self.codes_by_contact)
        return max(limit.within for limit in (*spans, self.codes_for_payer))


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a limit by one subject's digest."""

    limit: Limit
    subject: bytes


class LimitBook:
    """Counts uses in the transaction that they are part of: what rolls back was no use."""

    def __init__(self, session: AsyncSession, table: type[LimitUseColumns]) -> None:
        self._session = session
        self._table = table

    async def use(self, uses: Sequence[Use], now: datetime) -> None:
        """Count one use of each. Raises TooManyError that says when to try again."""
        for use in sorted(uses, key=lambda u: (u.limit.rule, u.subject)):
            name = f"{use.limit.rule}:{use.subject.hex()}"
            await self._session.execute(_LOCK, {"name": name})
            await self._refuse(use, now)
            values = {"rule": use.limit.rule, "subject": use.subject, "used_at": now}
            self._session.add(self._table(**values))

    async def _refuse(self, use: Use, now: datetime) -> None:
        table, limit = self._table, use.limit
        query = (
            select(table.used_at)
            .where(table.rule == limit.rule, table.subject == use.subject)
            .where(table.used_at > now - limit.within)
            .order_by(table.used_at.desc())
            .limit(limit.most)
        )
        used = (await self._session.scalars(query)).all()
        if len(used) >= limit.most:
            raise TooManyError(
                "Too many codes were asked for or tried: wait, then try again.",
                code=f"payments:too_many_{limit.rule.partition('.')[0]}s",
                retry_at=used[-1] + limit.within,
            )
