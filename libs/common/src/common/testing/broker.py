"""RabbitMQ for tests: one private broker for the run, a virtual host of its own for each test."""

import asyncio
from collections.abc import Generator, Mapping, Set
from dataclasses import dataclass
from typing import Final

import aio_pika
import httpx
import pytest
from aio_pika.abc import AbstractIncomingMessage

from common.ids import new_id
from common.local.packages import LocalServerError
from common.local.rabbitmq import PrivateRabbit
from common.messaging.amqp import declare_topology
from common.messaging.topology import SUBSCRIPTIONS, rights_of
from common.testing.plugin import open_folder

_PASSWORD: Final = "of-the-tests"  # noqa: S105 - a broker that nobody else reaches


@dataclass(frozen=True, slots=True)
class Broker:
    """A test's own virtual host on the run's broker."""

    rabbit: PrivateRabbit
    vhost: str

    @property
    def url(self) -> str:
        """The AMQP URL of the administrator."""
        return self.rabbit.admin_url(self.vhost)

    def url_by(self, port: int) -> str:
        """Return the administrator's AMQP URL by way of another port: a proxy's."""
        return self.url.replace(f":{self.rabbit.port}/", f":{port}/")

    async def declare(self, subscriptions: Mapping[str, Set[str]] = SUBSCRIPTIONS) -> list[str]:
        """Declare the topology here, as the operator does."""
        return await declare_topology(self.url, subscriptions)

    async def rest(self) -> None:
        """Let the broker write down which queues it has.

        It does so a moment after a declaration; killed before, it comes back with a queue that
        answers nobody (seen on 3.10).
        """
        every_table = "[dets:sync(Table) || Table <- dets:all()]."
        await asyncio.to_thread(self.rabbit.ctl, "eval", every_table)

    async def take(self, queue: str, count: int) -> list[AbstractIncomingMessage]:
        """Take so many messages from a queue, each acknowledged. Raises TimeoutError."""
        came: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
        connection = await aio_pika.connect(self.url)
        async with connection, asyncio.timeout(10):
            channel = await connection.channel()
            await (await channel.get_queue(queue)).consume(came.put)
            taken = [await came.get() for _ in range(count)]
            for message in taken:
                await message.ack()
        return taken

    def url_of(self, service: str) -> str:
        """Return the AMQP URL of a service's own user, who may do what a service may."""
        self.rabbit.add_user(service, _PASSWORD, self.vhost, *rights_of(service))
        return self.rabbit.amqp_url(service, _PASSWORD, self.vhost)


@pytest.fixture(scope="session")
def rabbit() -> Generator[PrivateRabbit]:
    """Give the run's broker; a machine that cannot have one fails and says what to install."""
    with open_folder() as folder:
        server = PrivateRabbit(folder)
        server.start()
        yield server
        server.discard()


@pytest.fixture
def broker(rabbit: PrivateRabbit) -> Generator[Broker]:
    """Give a virtual host on which nothing is declared yet."""
    rabbit.start()  # a test before this one may have killed it
    name = f"t{new_id().hex}"
    rabbit.add_vhost(name)
    if not _takes_queues(rabbit, name):
        rabbit.begin_anew()
        rabbit.add_vhost(name)
    yield Broker(rabbit, name)
    rabbit.start()
    rabbit.drop_vhost(name)


def _takes_queues(rabbit: PrivateRabbit, vhost: str) -> bool:
    """Tell whether the broker declares queues.

    Killed soon after virtual hosts were dropped, 3.10 sometimes comes back with a Raft system that
    answers every declaration with INTERNAL_ERROR. Other tests are not to pay for that.
    """
    try:
        rabbit.try_queue(vhost)
    except (LocalServerError, httpx.HTTPError):
        return False
    return True
