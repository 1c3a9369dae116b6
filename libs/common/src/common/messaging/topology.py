"""Who reads what: topology as data, for the embedded transport and the broker alike."""

from typing import Final

SUBSCRIPTIONS: Final[dict[str, frozenset[str]]] = {
    "gateway-webhooks": frozenset({"messages.secrets"}),
    "flow-engine": frozenset({"whatsapp.messages", "payments", "notifications"}),
    "notifier": frozenset({"messages", "whatsapp.statuses"}),
    "payments-omari": frozenset(),
}


def schema_of(service: str) -> str:
    """Return the database schema that a service owns: its import name."""
    return service.replace("-", "_")


def readers_of(topic: str) -> tuple[str, ...]:
    """Return the services that read a topic, in name order (locks are taken in that order)."""
    return tuple(sorted(s for s, topics in SUBSCRIPTIONS.items() if topic in topics))
