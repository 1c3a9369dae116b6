"""Which service owns a public path, in every form in which Mari runs."""

import re
from collections.abc import Iterable
from typing import Final

from starlette.types import Scope

PUBLIC_ROUTES: Final = (
    ("/webhooks/", "gateway-webhooks"),
    ("/api/integrations/webhooks/", "gateway-webhooks"),
    ("/crm-api/meta/", "gateway-webhooks"),
    ("/api/", "flow-engine"),
    ("/crm-api/", "flow-engine"),
)
"""The first prefix that fits; nothing else is public."""


_ODD: Final = re.compile(rb"//|\\|%(?:2f|5c)|/(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)
"""Written otherwise than it will be read: a segment of dots, an empty one, a backslash, encoded or
not. The next one on the way may put it together and arrive where no public prefix leads."""


def worst(states: Iterable[str]) -> str:
    """Return all services' readiness in one word, which is all that the public is told.

    What is wrong, and where, says each service itself to the inside, and `mari doctor`.
    """
    found = set(states)
    return next((word for word in ("down", "degraded") if word in found or not found), "ready")


def owner_of(scope: Scope) -> str | None:
    """Return the service that owns a request's path, None when it is not public."""
    path: str = scope["path"]
    if _ODD.search(scope["raw_path"]) or _ODD.search(path.encode()):
        return None
    return next((service for prefix, service in PUBLIC_ROUTES if path.startswith(prefix)), None)
