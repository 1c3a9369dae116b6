"""The internal HTTP of this service: the kit's routes, behind service tokens."""

from common.payments.router import Desk, payments_router

__all__ = ["Desk", "payments_router"]
