"""How much waits in a service's lanes and since when: one statement over unfinished rows only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from common.lanes.names import FREE, HTTP, RELAY, WORKER
from common.lanes.store.driver import fetch

_AGE: Final = "coalesce(extract(epoch from mari_now() - min({column})), 0)::float8"
_OUT: Final = "from outbox where sent_at is null and parked_at is null and path is"
_IN: Final = "from inbox where done_at is null and parked_at is null and key is"
_CREATED: Final = _AGE.format(column="created_at")
_RECEIVED: Final = _AGE.format(column="received_at")
_PARKED: Final = _AGE.format(column="parked_at")
_FIGURES: Final = f"""
select 'rows' as kind, '{RELAY}' as name, count(*) as n, {_CREATED} as oldest {_OUT} null
union all select 'rows', '{HTTP}', count(*), {_CREATED} {_OUT} not null
union all select 'rows', '{WORKER}', count(*), {_RECEIVED} {_IN} not null
union all select 'rows', '{FREE}', count(*), {_RECEIVED} {_IN} null
union all select 'parked', 'outbox', count(*), {_PARKED} from outbox where parked_at is not null
union all select 'parked', 'inbox', count(*), {_PARKED} from inbox where parked_at is not null
union all select 'due', loop, count(*), {_AGE.format(column="due_at")}
  from lane where due_at <= mari_now() and token is null group by loop
union all select 'held', loop, count(*), 0 from lane where token is not null group by loop
union all select 'failing', loop, count(*), 0 from lane where failures > 0 group by loop
union all select 'writable', '', case current_setting('transaction_read_only') when 'on' then 0
  else 1 end, 0
"""  # noqa: S608 - constants only
_WINDOW: Final = """
seq > (select coalesce(max(seq), 0) - 10000 from {table})
or seq between (select min(seq) from {table} where {unfinished}) - 10000
           and (select min(seq) from {table} where {unfinished}) + 10000
"""
"""The rows among which those of the last minute are: the newest, and those where the work is."""
_SENT: Final = _WINDOW.format(table="outbox", unfinished="sent_at is null and parked_at is null")
_DONE: Final = _WINDOW.format(table="inbox", unfinished="done_at is null and parked_at is null")
_LATELY: Final = "> mari_now() - interval '1 minute'"
_RATES: Final = f"""
with sent as (select path is null as is_bus from outbox where ({_SENT}) and sent_at {_LATELY}),
done as (select key is not null as is_keyed from inbox where ({_DONE}) and done_at {_LATELY})
select '{RELAY}' as name, count(*) as n from sent where is_bus
union all select '{HTTP}', count(*) from sent where not is_bus
union all select '{WORKER}', count(*) from done where is_keyed
union all select '{FREE}', count(*) from done where not is_keyed
"""  # noqa: S608 - constants only


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, and for how many seconds the oldest of them has."""

    count: int = 0
    oldest_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """A service's lanes at one moment."""

    rows: Mapping[str, Waiting] = field(default_factory=dict[str, Waiting])
    """Unfinished rows by the loop that takes them: relay, http, worker, free."""
    parked: Mapping[str, Waiting] = field(default_factory=dict[str, Waiting])
    """Rows that wait for a person, by box: outbox, inbox."""
    due: Mapping[str, Waiting] = field(default_factory=dict[str, Waiting])
    """Lanes that are due and nobody's, by loop."""
    held: Mapping[str, Waiting] = field(default_factory=dict[str, Waiting])
    """Lanes that a caller holds, by loop."""
    failing: Mapping[str, Waiting] = field(default_factory=dict[str, Waiting])
    """Lanes that a caller could not claim at the last try, by loop."""
    is_writable: bool = True
    """Whether the database takes writes, as far as it says so itself."""


async def read_figures(session: AsyncSession) -> Figures:
    """Return how much waits now."""
    kinds = ("rows", "parked", "due", "held", "failing")
    found: dict[str, dict[str, Waiting]] = {kind: {} for kind in kinds}
    is_writable = True
    for row in await fetch(session, _FIGURES):
        if row.kind == "writable":
            is_writable = bool(row.n)
        else:
            found[row.kind][row.name] = Waiting(row.n, max(row.oldest, 0.0))
    return Figures(**found, is_writable=is_writable)


async def read_rates(session: AsyncSession) -> dict[str, int]:
    """Return how many rows each loop finished in the last minute.

    Only rows near the newest and near the oldest unfinished one are looked at.
    """
    return {row.name: row.n for row in await fetch(session, _RATES)}
