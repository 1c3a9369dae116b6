"""Who reads what: topology as data, for the embedded transport and the broker alike."""

import re
from typing import Final

SUBSCRIPTIONS: Final[dict[str, frozenset[str]]] = {
    "gateway-webhooks": frozenset({"messages.secrets"}),
    "flow-engine": frozenset({"whatsapp.messages", "payments", "notifications"}),
    "notifier": frozenset({"messages", "whatsapp.statuses"}),
    "payments-omari": frozenset(),
}

CALLBACKS: Final = frozenset({"paynow.callbacks", "stripe.callbacks"})
"""Topics of providers' callbacks, each for the payments service of its provider alone."""
_READ: Final = frozenset[str]().union(*SUBSCRIPTIONS.values())

PUBLICATIONS: Final[dict[str, frozenset[str]]] = {
    "gateway-webhooks": frozenset({"whatsapp.messages", "whatsapp.statuses"}) | CALLBACKS & _READ,
    "flow-engine": frozenset({"messages", "messages.secrets"}),
    "notifier": frozenset({"notifications"}),
    "payments-omari": frozenset({"payments"}),
}
"""Who may say what: the broker refuses a topic that is another service's.

The gateway may speak of callbacks once a service reads them: nobody would take them before.
"""


def publishes(service: str, topic: str) -> bool:
    """Tell whether a service may say anything under a topic."""
    return topic in PUBLICATIONS.get(service, ())


def schema_of(service: str) -> str:
    """Return the database schema that a service owns: its import name."""
    return service.replace("-", "_")


def readers_of(topic: str) -> tuple[str, ...]:
    """Return the services that read a topic, in name order (locks are taken in that order)."""
    return tuple(sorted(s for s, topics in SUBSCRIPTIONS.items() if topic in topics))


EXCHANGE: Final = "mari"
"""The topic exchange that every service publishes to; the routing key is the topic."""
DEAD_EXCHANGE: Final = "mari.dead"
"""Where a queue's messages go that nobody can read, with the queue's name as routing key."""
DELIVERY_LIMIT: Final = 20
"""How often a parcel may come back unacknowledged before it is dead."""


def queue_of(service: str) -> str:
    """Return the queue of a service."""
    return f"{EXCHANGE}.{service}"


def dead_queue_of(service: str) -> str:
    """Return the queue that keeps what a service could not read."""
    return f"{queue_of(service)}.dead"


def queue_arguments(service: str) -> dict[str, str | int | bool]:
    """Return the arguments of a service's queue (RabbitMQ 3.10 and later)."""
    return {
        "x-queue-type": "quorum",
        "x-single-active-consumer": True,
        "x-delivery-limit": DELIVERY_LIMIT,
        "x-dead-letter-exchange": DEAD_EXCHANGE,
        "x-dead-letter-routing-key": queue_of(service),
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }


def rights_of(service: str) -> tuple[str, str, str]:
    """Return what a service's user may configure, write and read, as RabbitMQ's patterns."""
    exchange, queue = re.escape(EXCHANGE), re.escape(queue_of(service))
    return "^$", f"^{exchange}$", f"^{queue}$" if SUBSCRIPTIONS.get(service) else "^$"


def topics_of(service: str) -> str:
    """Return the routing keys that a service's user may publish with, as RabbitMQ's pattern."""
    return f"^({'|'.join(map(re.escape, sorted(PUBLICATIONS[service])))})$"
