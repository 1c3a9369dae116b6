"""What the broker's tests share: a proxy before it, a transport, and lanes with it between them."""

from collections.abc import AsyncGenerator

import pytest
from common.messaging.amqp import AmqpTransport
from common.testing.broker import Broker
from common.testing.identities import ANYTHING, identity_of
from common.testing.lanes import TOPICS, LaneHouse, lane_house
from common.testing.plugin import MakeDatabase
from common.testing.tcp_proxy import TcpProxy


@pytest.fixture
async def proxy(broker: Broker) -> AsyncGenerator[TcpProxy]:
    """Give a proxy before the broker, for tests that cut the link."""
    async with TcpProxy(broker.rabbit.port) as proxy:
        yield proxy


@pytest.fixture
async def transport(broker: Broker, proxy: TcpProxy) -> AsyncGenerator[AmqpTransport]:
    """Give a transport through the proxy to a broker that has the toy services' topology."""
    await broker.declare(TOPICS)
    transport = AmqpTransport(
        broker.url_by(proxy.port),
        identity_of("first-service"),
        reads=TOPICS.__contains__,
        admission=ANYTHING,
    )
    yield transport
    await transport.close()


@pytest.fixture
async def house(
    broker: Broker, proxy: TcpProxy, make_database: MakeDatabase
) -> AsyncGenerator[LaneHouse]:
    """Give the toy services with a broker between them, behind the proxy."""
    await broker.declare(TOPICS)
    url = broker.url_by(proxy.port)
    async with lane_house(await make_database([])) as house:
        house.carriers = lambda service: AmqpTransport(
            url, identity_of(service), reads=TOPICS.__contains__, admission=ANYTHING
        )
        yield house
