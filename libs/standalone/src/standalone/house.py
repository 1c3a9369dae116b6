"""All services in one process: built, wired to one another, started and stopped together."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any, Final

import flow_engine.main
import gateway_webhooks.main
import notifier.main
import payments_omari.main
from common.db import MigrationSource
from common.lasting import kept_to_the_end
from common.messaging.embedded import EmbeddedTransport
from common.settings import ServiceSettings
from common.signing import Identity
from common.web.running import running
from common.wiring import Wiring
from fastapi import FastAPI

from standalone.asgi import Neighbours, Origin
from standalone.principals import identities, keys_in_environment

Settings = Callable[..., ServiceSettings]
SERVICES: Final[Mapping[str, Any]] = {
    "gateway-webhooks": gateway_webhooks.main,
    "flow-engine": flow_engine.main,
    "payments-omari": payments_omari.main,
    "notifier": notifier.main,
}


def migration_sources() -> list[MigrationSource]:
    """Return every service's migrations."""
    return [module.migrations() for module in SERVICES.values()]


def build(environment: Mapping[str, str], neighbours: Neighbours) -> dict[str, FastAPI]:
    """Build every service's app from the variables it would get in production."""
    transport = EmbeddedTransport()
    apps: dict[str, FastAPI] = {}
    for name, module in SERVICES.items():
        settings = module.Settings(**environment)
        wiring = Wiring(transport=transport, client_for=partial(neighbours.client, name))
        apps[name] = module.create_app(settings, wiring)
    return apps


def empty_house(known: Mapping[str, Identity]) -> tuple[Origin, Neighbours]:
    """Return the public origin of a house in which nobody is in yet: it is live, not ready."""
    neighbours = Neighbours(known)
    return Origin(neighbours), neighbours


@asynccontextmanager
async def moved_in(environment: Mapping[str, str], neighbours: Neighbours) -> AsyncGenerator[None]:
    """Start every service; when the block ends they finish what is in hand and stop."""
    apps = build(environment, neighbours)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(neighbours.close)
        opened = {name: await stack.enter_async_context(running(app)) for name, app in apps.items()}
        neighbours.apps.update(opened)
        stack.enter_context(kept_to_the_end())
        yield
        neighbours.apps.clear()


@asynccontextmanager
async def open_house(environment: Mapping[str, str]) -> AsyncGenerator[tuple[Origin, Neighbours]]:
    """Start every service; gives the public origin and the way to each of them."""
    origin, neighbours = empty_house(identities(keys_in_environment(environment)))
    async with moved_in(environment, neighbours):
        yield origin, neighbours
