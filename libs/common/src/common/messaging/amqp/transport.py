"""The transport of the production form: parcels travel over RabbitMQ, each service its own user."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from common.lanes.supervisor import code_of
from common.log import get_logger
from common.messaging.admission import Admission
from common.messaging.amqp.counters import Counters
from common.messaging.amqp.inflow import Gate
from common.messaging.amqp.link import OK, Link
from common.messaging.amqp.publisher import Publisher
from common.messaging.amqp.receiver import Receiver, Source
from common.messaging.topology import SUBSCRIPTIONS, queue_of
from common.signing import Identity
from common.wiring import InboxWriter, Loop, Parcel

log = get_logger(__name__)


class AmqpTransport:
    """Carries one service's parcels; nothing is opened before it is needed."""

    def __init__(
        self,
        url: str,
        identity: Identity,
        *,
        reads: Callable[[str], bool] = lambda service: bool(SUBSCRIPTIONS.get(service)),
        admission: Admission | None = None,
    ) -> None:
        # The library tells of each failed connect with a traceback; the link tells of changes.
        logging.getLogger("aiormq").setLevel(logging.CRITICAL)
        self.counters = Counters()
        self._url = url
        self._reads = reads
        self._links = {"publish": Link(url, "mari publish", self.counters)}
        self._publisher = Publisher(self._links["publish"], identity)
        self._gate = Gate(identity.trust, admission or Admission())

    @property
    def in_commit(self) -> bool:
        """Say that publishing waits for the network."""
        return False

    async def send(
        self, session: AsyncSession | None, parcels: Sequence[Parcel]
    ) -> Mapping[str, bool]:
        """Publish side by side and wait for the confirms; what failed may have arrived.

        Without parcels the way is only opened, so that its state is known.
        """
        if not parcels:
            await asyncio.gather(self._publisher.look(), return_exceptions=True)
            return {}
        # Each in a task of its own: the library may cancel a publish that nobody cancelled.
        results = await asyncio.gather(
            *(self._publisher.publish(parcel) for parcel in parcels), return_exceptions=True
        )
        for parcel, result in zip(parcels, results, strict=True):
            if isinstance(result, BaseException):
                log.info("parcel.kept", topic=parcel.topic, error=code_of(result))
        return {p.topic: r is True for p, r in zip(parcels, results, strict=True)}

    async def subscribe(self, service: str, wake: Callable[[], None]) -> None:
        """Do nothing: what arrives is rung for by whoever writes it into the inbox."""

    def receiver(self, service: str, write: InboxWriter, stopping: asyncio.Event) -> Loop | None:
        """Return the loop that empties the service's queue, None when it reads no topic."""
        if not self._reads(service):
            return None
        link = self._links["receive"] = Link(self._url, f"{service} receive", self.counters)
        source = Source(queue_of(service), self._gate)
        return Receiver(link, source, write, stopping).run

    def health(self) -> Mapping[str, str]:
        """Return `broker`: ok when every way to it is."""
        states = [link.state for link in self._links.values()]
        return {"broker": next((state for state in states if state != OK), OK)}

    async def close(self) -> None:
        """Close the connections."""
        await self._publisher.close()
