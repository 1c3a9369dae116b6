"""Which service owns a public path, in every form in which Mari runs."""

from typing import Final

PUBLIC_ROUTES: Final = (
    ("/webhooks/", "gateway-webhooks"),
    ("/api/integrations/webhooks/", "gateway-webhooks"),
    ("/crm-api/meta/", "gateway-webhooks"),
    ("/api/", "flow-engine"),
    ("/crm-api/", "flow-engine"),
)
"""The first prefix that fits; nothing else is public."""


def owner_of(path: str) -> str | None:
    """Return the service that owns a public path, None when it is not public."""
    return next((service for prefix, service in PUBLIC_ROUTES if path.startswith(prefix)), None)
