"""Parcels over RabbitMQ: confirmed, in order for each topic, and never requeued by hand."""

from common.messaging.amqp.counters import Counters
from common.messaging.amqp.declare import TopologyError, declare_topology
from common.messaging.amqp.transport import AmqpTransport

__all__ = ["AmqpTransport", "Counters", "TopologyError", "declare_topology"]
