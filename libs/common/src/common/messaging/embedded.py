"""The transport within one database: an insert into each reader's inbox, in the sender's commit."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from common.lanes.doorbell import PROCESS, Arrivals, channel_of
from common.lanes.store import driver, inbox
from common.messaging.admission import Admission
from common.messaging.topology import readers_of, schema_of
from common.wiring import Envelope, Parcel, WithinCommit


class EmbeddedTransport(WithinCommit):
    """Carries parcels between the schemas of one database, exactly once.

    Services that run in this process are woken after the commit; others are notified.
    """

    def __init__(
        self,
        *,
        readers: Callable[[str], Sequence[str]] = readers_of,
        schema: Callable[[str], str] = schema_of,
        admission: Admission | None = None,
    ) -> None:
        self._admission = admission or Admission()
        self._readers = readers
        self._schema = schema
        self._wakes: dict[str, list[Callable[[], None]]] = {}

    async def send(
        self, session: AsyncSession | None, parcels: Sequence[Parcel]
    ) -> Mapping[str, bool]:
        """Insert into every reader's inbox and wake its lanes; targets in the order of names."""
        if session is None:
            raise TypeError("parcels travel in the sender's transaction here")
        targets: dict[str, list[Envelope]] = {}
        for parcel in parcels:
            envelopes, _ = self._admission.admitted(parcel)
            for service in self._readers(parcel.topic):
                targets.setdefault(service, []).extend(envelopes)
        for service in sorted(targets):
            await self._deliver(session, service, targets[service])
        return {parcel.topic: True for parcel in parcels}

    async def subscribe(self, service: str, wake: Callable[[], None]) -> None:
        """Call `wake` whenever something arrived for the service; an Arrivals is told what."""
        self._wakes.setdefault(service, []).append(wake)

    async def _deliver(
        self, session: AsyncSession, service: str, envelopes: Sequence[Envelope]
    ) -> None:
        schema = self._schema(service)
        received = await inbox.receive(session, envelopes, schema=schema)
        wakes = self._wakes.get(service)
        if not wakes:
            await driver.notify(session, channel_of(schema), PROCESS)
            return

        def ring(_session: object) -> None:
            for wake in tuple(wakes):
                if isinstance(wake, Arrivals):
                    wake.tell(keyed=received.keyed, free=received.new - received.keyed)
                else:
                    wake()

        event.listen(session.sync_session, "after_commit", ring, once=True)
