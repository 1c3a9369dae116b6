"""What the services did lately, for the chat page: as their own internal timelines tell it."""

import asyncio
from collections.abc import Callable, Collection
from typing import Any, Final

import httpx
from common.contracts import WhatsAppStatusReceived
from common.process.clients import ServiceClients
from common.process.settings import ProcessSettings
from sandbox.settings import TimelineSource

from standalone.principals import SANDBOX, asking_as

_STATUS: Final = WhatsAppStatusReceived.TYPE
_MOST_ROWS: Final = 300


async def timeline(
    client_for: Callable[[str], httpx.AsyncClient], services: Collection[str]
) -> list[dict[str, Any]]:
    """Return the rows of all services; of one that does not answer, none.

    Delivery statuses are left out: three for each message, they would hide everything else.
    """

    async def ask(service: str) -> list[dict[str, Any]]:
        try:
            answer = await client_for(service).get("/v1/timeline", params={"limit": _MOST_ROWS})
        except httpx.TransportError:
            return []
        if not answer.is_success:
            return []
        rows = [row for row in answer.json()["rows"] if row["type"] != _STATUS]
        return [row | {"service": service} for row in rows]

    found = await asyncio.gather(*map(ask, services))
    return [row for rows in found for row in rows]


def timeline_from_afar(key: str) -> TimelineSource | None:
    """Return the source of a sandbox apart from the services; None when it knows none of them."""
    urls = ProcessSettings().urls
    if not urls:
        return None
    clients = ServiceClients(asking_as(SANDBOX, key), urls=urls)

    async def source() -> list[dict[str, Any]]:
        return await timeline(clients.client, urls)

    return source
