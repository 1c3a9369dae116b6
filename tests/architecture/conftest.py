"""What the architecture tests share: each service's app as `create_app` builds it, never opened."""

import gc
import importlib
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path

import pytest
from common.lanes.api import HandlerSet
from common.messaging.embedded import EmbeddedTransport
from common.messaging.topology import schema_of
from common.signing import SigningKey
from common.wiring import Wiring
from fastapi import FastAPI
from standalone.asgi import Neighbours
from standalone.environment import Place, environment
from standalone.folder import KEY_NAMES
from standalone.principals import identities, keys_in_folder
from standalone.settings import StandaloneSettings

KEYS = {name: f"{name}-of-the-architecture-tests-0123456789" for name in KEY_NAMES}


@cache
def _build(service: str) -> FastAPI:
    module = importlib.import_module(schema_of(service) + ".main")
    url = "postgresql+asyncpg://nobody@127.0.0.1:9/none"
    settings = StandaloneSettings.model_validate({})
    place = Place(settings=settings, folder=Path(), keys=KEYS, database_url=url)
    neighbours = Neighbours(identities(keys_in_folder(KEYS)))
    client_for = partial(neighbours.client, service)
    wiring = Wiring(transport=EmbeddedTransport(), client_for=client_for)
    return module.create_app(module.Settings(**environment(place)), wiring)


@pytest.fixture
def keys() -> Mapping[str, SigningKey]:
    """Give the keys that the apps know, by who signs."""
    return keys_in_folder(KEYS)


@pytest.fixture
def app_of() -> Callable[[str], FastAPI]:
    """Build a service's app from the standalone's variables; nothing is opened."""
    return _build


@pytest.fixture
def handled_by() -> Callable[[str], set[str]]:
    """Tell which types the handlers of a service's composed app take."""

    def handled(service: str) -> set[str]:
        app = _build(service)
        package = schema_of(service)
        # Handlers are given to the lanes and nobody else, so the heap is asked.
        found = {
            kind
            for handlers in gc.get_objects()
            if isinstance(handlers, HandlerSet)
            for kind, handler in (*handlers.handlers.items(), *handlers.bulk.items())
            if handler.__module__.partition(".")[0] == package
        }
        assert app.title.endswith(service)
        return found

    return handled
