"""What every service's HTTP side shares: app factory, problem details, health, public routes."""

from common.web.app import AppSpec, create_service_app
from common.web.health import Check, Part
from common.web.routes import Access, add_public_route, mark

__all__ = ["Access", "AppSpec", "Check", "Part", "add_public_route", "create_service_app", "mark"]
