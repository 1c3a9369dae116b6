"""What an operator does with a service's lanes: look, replay what was parked, or discard it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from common.clock import to_z
from common.contracts import MESSAGES, MONEY
from common.db import Database
from common.errors import ConflictError, NotFoundError, RefusedError
from common.lanes import store
from common.lanes.figures import Figures, read_figures, read_rates
from common.lanes.store import parked
from common.lanes.timeline import named
from common.log import get_logger
from common.messaging.topology import CALLBACKS

log = get_logger(__name__)

_MONEY_TOPICS: Final = CALLBACKS | {"payments"}


@dataclass(frozen=True, slots=True)
class Discard:
    """Who lets a parked row go, why, and whether he knows that it is about money."""

    by: str
    why: str
    is_confirmed: bool = False


def is_about_money(type_: str, peer: str, path: str | None, priority: int) -> bool:
    """Tell whether a row reports or asks for a payment, or tells a customer of his.

    It is never let go by accident.
    """
    if priority == MONEY:
        return True
    known = MESSAGES.get(type_)
    topic = known.TOPIC if known else peer
    return topic in _MONEY_TOPICS or type_.startswith("payment.") or "/v1/payments" in (path or "")


class LaneDesk:
    """One service's parked rows and figures; nothing here shows a body or a key."""

    def __init__(self, database: Database, ring: Callable[[], None]) -> None:
        self._database = database
        self._ring = ring

    async def figures(self) -> Figures:
        """Return how much waits now, by one statement."""
        async with self._database.begin() as session:
            return await read_figures(session)

    async def rates(self) -> Mapping[str, int]:
        """Return how many rows each loop finished in the last minute."""
        async with self._database.begin() as session:
            return await read_rates(session)

    async def parked(self, *, after: int, limit: int) -> list[dict[str, Any]]:
        """Return parked rows beyond number `after`, the oldest first."""
        async with self._database.begin() as session:
            return [shown(row) for row in await parked.rows(session, after=after, limit=limit)]

    async def one(self, n: int) -> dict[str, Any]:
        """Return one parked row. Raises NotFoundError."""
        async with self._database.begin() as session:
            return shown(await _found(session, n))

    async def replay(self, n: int) -> dict[str, Any]:
        """Give a parked row another chance.

        Raises NotFoundError, or ConflictError when its body is gone, as that of a code is.
        """
        async with self._database.begin() as session:
            row = await _found(session, n)
            if not row.size:
                raise ConflictError(
                    "Its body is gone: it carried a code, or it could never be read.",
                    code="parked:erased",
                )
            if row.box == "inbox":
                await store.replay(session, n)
            else:
                await parked.replay_outbox(session, n)
        log.warning("parked.replayed", n=n, box=row.box, type=row.type)
        self._ring()
        return shown(row) | {"state": "replayed"}

    async def discard(self, n: int, order: Discard) -> dict[str, Any]:
        """Let a parked row go, with a record of who did and why; what is about money is kept whole.

        Raises NotFoundError, or RefusedError for money without confirmation.
        """
        async with self._database.begin() as session:
            row = await _found(session, n)
            money = _is_money(row)
            if money and not order.is_confirmed:
                raise RefusedError(
                    "It is about a payment, so it takes a confirmation.",
                    code="parked:money",
                )
            note = f"discarded by {order.by}: {order.why}"
            await parked.discard(session, n, note, keep_body=money)
        say = log.error if money else log.warning
        say("parked.discarded", n=n, box=row.box, type=row.type, by=order.by, why=order.why)
        return shown(row) | {"state": "discarded"}


async def _found(session: AsyncSession, n: int) -> Row[Any]:
    row = await parked.lock(session, n)
    if row is None:
        raise NotFoundError("No parked row has this number.", code="parked:not_found")
    return row


def _is_money(row: Row[Any]) -> bool:
    return is_about_money(row.type, row.peer, row.path, row.priority)


def shown(row: Row[Any]) -> dict[str, Any]:
    """Return what an operator may see of a row; its key is a digest, its body a size."""
    return named(row) | {
        "state": "parked",
        "at": to_z(row.at),
        "parked_at": to_z(row.parked_at),
        "attempts": row.attempts,
        "error": row.error,
        "is_money": _is_money(row),
        "is_erased": not row.size,
    }
