"""Picking up what another replica, or a person, has changed: within about a second."""

from typing import Final

from common.credentials import repository
from common.credentials.book import Credentials
from common.lanes.watching import Fetch, Watch

_EVERY_SECONDS: Final = 1.0
NAME: Final = "credentials"


def credentials_watch(credentials: Credentials) -> Watch:
    """Return the watch over the table; a change rings the doorbell, a lost ring costs a second."""
    seen = ""

    async def look(fetch: Fetch) -> None:
        nonlocal seen
        version = str((await fetch(repository.VERSION))[0]["version"])
        if version != seen:
            rows = await fetch(repository.ALL)
            credentials.take([tuple(row.values()) for row in rows])
            seen = version

    return Watch(NAME, _EVERY_SECONDS, look)
