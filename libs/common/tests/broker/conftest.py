"""What the broker's tests share: a vhost, a proxy before it, and publishing and reading by hand."""

from collections.abc import AsyncGenerator

import pytest
from common.testing.broker import Broker
from common.testing.tcp_proxy import TcpProxy


@pytest.fixture
async def proxy(broker: Broker) -> AsyncGenerator[TcpProxy]:
    """Give a proxy before the broker, for tests that cut the link."""
    async with TcpProxy(broker.rabbit.port) as proxy:
        yield proxy
