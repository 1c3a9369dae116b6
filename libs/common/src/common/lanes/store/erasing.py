"""Forgetting a person in outbox and inbox: by their lanes, which are named by who writes."""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from common.lanes.store.driver import fetch

SENT: Final = """
update outbox set body = '', key = '' where key = any($1::text[]) and sent_at is not null
returning 1
"""
_RECEIVED: Final = """
update inbox set body = '', key = '' where key = any($1::text[]) and done_at is not null
returning 1
"""


async def erase_lanes(session: AsyncSession, keys: Collection[str]) -> Mapping[str, int]:
    """Empty what was sent and done in these lanes, and the lane's name in it; returns how many.

    A key is a user id or a number. What is still under way, or parked, keeps it: it orders that.
    """
    wanted = sorted(keys)
    return {
        "sent": len(await fetch(session, SENT, wanted)),
        "received": len(await fetch(session, _RECEIVED, wanted)),
    }
