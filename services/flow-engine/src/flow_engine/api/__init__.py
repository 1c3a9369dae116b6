"""The HTTP side: the merchant API and the Omari routes for the merchant's own program."""

from flow_engine.api.customers import customers_router
from flow_engine.api.desk import Desk
from flow_engine.api.keys import ApiKey
from flow_engine.api.omari import omari_router
from flow_engine.api.orders import orders_router
from flow_engine.api.refunds import refunds_router
from flow_engine.api.tasks import tasks_router
from flow_engine.api.tours import tours_router

__all__ = [
    "ApiKey",
    "Desk",
    "customers_router",
    "omari_router",
    "orders_router",
    "refunds_router",
    "tasks_router",
    "tours_router",
]
