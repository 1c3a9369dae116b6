"""What every service's HTTP side shares: app factory, problem details, health, public routes."""

from common.web.app import AppSpec, create_service_app
from common.web.hosts import served_hosts
from common.web.keyed import KeyedRoute
from common.web.part import Part
from common.web.routes import Access, PlainRoute, add_public_route, internal, mark
from common.web.standing import ServiceStanding, Standing

__all__ = [
    "Access",
    "AppSpec",
    "KeyedRoute",
    "Part",
    "PlainRoute",
    "ServiceStanding",
    "Standing",
    "add_public_route",
    "create_service_app",
    "internal",
    "mark",
    "served_hosts",
]
