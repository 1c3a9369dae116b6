"""The forms in which Mari runs: every story is told in each of them."""

from typing import Any, Final

import pytest

from standalone.testing.local_house import LocalHouse
from standalone.testing.process import House

AnyHouse = House | LocalHouse
FORMS: Final[tuple[Any, ...]] = (
    pytest.param(House, id="in-one-process"),
    pytest.param(LocalHouse, id="over-rabbitmq", marks=pytest.mark.broker),
)
"""One process over one database; and separate processes over RabbitMQ."""
