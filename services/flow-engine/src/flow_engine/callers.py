"""Asking the payments services what they can take just now."""

from collections.abc import Callable
from typing import Final

import httpx
from common.lanes.watching import Fetch, Watch
from common.payments.offer import PATH, Offer
from common.unanswered import UNANSWERED

from flow_engine.service.house import House

_EVERY_SECONDS: Final = 2.0


def offers_watch(house: House, client_for: Callable[[str], httpx.AsyncClient]) -> Watch:
    """Return the watch that asks each of them; who does not answer keeps its last word."""

    async def look(_fetch: Fetch) -> None:
        for method in house.known_methods:
            try:
                answer = await client_for(f"payments-{method.provider}").get(PATH)
                if answer.is_success:
                    house.offers.take(Offer.model_validate_json(answer.content))
            except (*UNANSWERED, ValueError):
                continue

    return Watch("offers", _EVERY_SECONDS, look, on_rings=False)
