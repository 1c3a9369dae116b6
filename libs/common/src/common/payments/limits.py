"""How often one contact, or one payer, may have codes sent and may try them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from common.errors import TooManyError
from common.payments.tables import LimitUseColumns

_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:name, 0))")


class PayerIs(StrEnum):
    """Who named the payer's number; what one uses up is not taken from the other."""

    OWNER = "owner"
    """The chat that pays has this number."""
    OTHER = "other"
    """Another chat typed it: nobody knows whether its owner agrees."""
    MERCHANT = "merchant"
    """The merchant's own program named it."""


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
    """The limits of one service; each start has a code sent to somebody's phone.

    Chats that are not the owner's share a few starts for his number, and use none of his own.
    """

    starts_by_contact: Limit = Limit("start.contact", 3, _HOUR)
    starts_for_payer: Limit = Limit("start.payer", 5, _DAY)
    starts_by_contact_for_others: Limit = Limit("start.contact_other", 5, _DAY)
    starts_for_payer_by_others: Limit = Limit("start.payer_other", 3, _DAY)
    codes_by_contact: Limit = Limit("code.contact", 12, _HOUR)
    codes_for_payer: Limit = Limit("code.payer", 12, _HOUR)

    def longest(self) -> timedelta:
        """Return how long a use is remembered."""
        return max(getattr(self, one.name).within for one in fields(self))

    def start(self, subjects: "Subjects") -> list["Use"]:
        """Return what having a code sent uses."""
        uses = [Use(self.starts_by_contact, subjects.contact)]
        if subjects.payer_is is PayerIs.OTHER:
            uses.append(Use(self.starts_by_contact_for_others, subjects.contact))
            return [*uses, Use(self.starts_for_payer_by_others, subjects.payer)]
        return [*uses, Use(self.starts_for_payer, subjects.payer)]

    def code(self, subjects: "Subjects") -> list["Use"]:
        """Return what trying a code uses."""
        return [
            Use(self.codes_by_contact, subjects.contact),
            Use(self.codes_for_payer, subjects.payer),
        ]


@dataclass(frozen=True, slots=True)
class Subjects:
    """Whose uses are counted, as digests; `payer` differs with who named the number."""

    contact: bytes
    payer: bytes
    payer_is: PayerIs


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
        """Count one use of each. Raises TooManyError that says when all of them allow one."""
        full: list[tuple[datetime, Use]] = []
        for use in sorted(uses, key=lambda u: (u.limit.rule, u.subject)):
            name = f"{use.limit.rule}:{use.subject.hex()}"
            await self._session.execute(_LOCK, {"name": name})
            free_at = await self._free_at(use, now)
            if free_at is not None:
                full.append((free_at, use))
        if full:
            raise _too_many(*max(full, key=lambda one: one[0]))
        for use in uses:
            values = {"rule": use.limit.rule, "subject": use.subject, "used_at": now}
            self._session.add(self._table(**values))

    async def _free_at(self, use: Use, now: datetime) -> datetime | None:
        """Return when a use is free again; None when one is free now."""
        table, limit = self._table, use.limit
        query = (
            select(table.used_at)
            .where(table.rule == limit.rule, table.subject == use.subject)
            .where(table.used_at > now - limit.within)
            .order_by(table.used_at.desc())
            .limit(limit.most)
        )
        used = (await self._session.scalars(query)).all()
        return used[-1] + limit.within if len(used) >= limit.most else None


def _too_many(free_at: datetime, use: Use) -> TooManyError:
    return TooManyError(
        "Too many codes were asked for or tried: wait, then try again.",
        code=f"payments:too_many_{use.limit.rule.partition('.')[0]}s",
        retry_at=free_at,
    )
