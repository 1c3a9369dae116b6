"""The public door: each provider's webhook, and Meta's verification."""

from gateway_webhooks.api.events import EventDesk, events_router
from gateway_webhooks.api.webhooks import Parser, WebhookConfig, webhook_routes
from gateway_webhooks.api.whatsapp import PATHS, Door, Keys, whatsapp_doors, whatsapp_router

__all__ = [
    "PATHS",
    "Door",
    "EventDesk",
    "Keys",
    "Parser",
    "WebhookConfig",
    "events_router",
    "webhook_routes",
    "whatsapp_doors",
    "whatsapp_router",
]
