"""The public door: Meta's verification and events."""

from gateway_webhooks.api.events import EventDesk, events_router
from gateway_webhooks.api.whatsapp import PATHS, Door, Keys, whatsapp_doors, whatsapp_router

__all__ = [
    "PATHS",
    "Door",
    "EventDesk",
    "Keys",
    "events_router",
    "whatsapp_doors",
    "whatsapp_router",
]
