"""The relay: unsent rows of each topic leave as one parcel, and are marked once it arrived."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

from common.clock import to_z
from common.crash import crashpoint
from common.lanes.doorbell import Record
from common.lanes.failures import Meaning, is_own_fault, meaning_of
from common.lanes.names import RELAY
from common.lanes.store import outbox
from common.lanes.supervisor import code_of
from common.lanes.unit_of_work import Units
from common.log import get_logger
from common.wiring import Envelope, Parcel, Transport

log = get_logger(__name__)

MOST_ENVELOPES: Final = 200
MOST_BYTES: Final = 256 * 1024


class Relay:
    """Sends a service's topics in order; only the process that holds the service's lock does."""

    def __init__(
        self, service: str, units: Units, transport: Transport, stopping: asyncio.Event
    ) -> None:
        self._service = service
        self._units = units
        self._transport = transport
        self._stopping = stopping
        self._last: dict[str, int] = {}

    async def run(self) -> None:
        """Relay until stopping; after a restart no parcel claims a predecessor."""
        self._last.clear()
        await self._units.doorbell.serve(RELAY, self.turn, self._stopping)

    async def turn(self) -> bool:
        """Send one parcel of each topic; returns whether there may be more at once."""
        if not self._units.doorbell.is_leader:
            return False
        rows = await self._units.doorbell.fetch(outbox.BUS_ROWS, MOST_ENVELOPES)
        if not rows:
            return False
        topics = by_topic(rows)
        try:
            arrived = await self._send(list(topics.values()))
        except Exception as error:  # noqa: BLE001 - judged there
            log.warning("relay.refused", rows=len(rows), error=code_of(error))
            return await self._after_failure(error, topics)
        sent = sum(len(topics[topic]) for topic in arrived)
        return bool(sent) and (sent < len(rows) or is_full(topics))

    async def _after_failure(
        self, error: Exception, topics: Mapping[str, Sequence[Record]]
    ) -> bool:
        """Go on after a failure; returns whether there is something to do at once.

        Only what is the envelope's own fault is looked for and parked. What passes by itself waits
        with all that follow it. What nobody foresaw is raised once the other topics have left: the
        supervisor tells of it.
        """
        meaning, is_ours = meaning_of(error), not is_own_fault(error)
        if is_ours and meaning is Meaning.LOST:
            raise error
        if is_ours and meaning is Meaning.AT_ONCE:
            return True
        waiting = [error] if is_ours and len(topics) == 1 else await self._send_apart(topics)
        for failure in waiting:
            if meaning_of(failure) is Meaning.UNEXPECTED:
                raise failure
        return not waiting

    async def _send(self, groups: Sequence[Sequence[Record]]) -> list[str]:
        parcels = [self._parcel(group) for group in groups]
        async with self._units.database.begin() as session:
            results = await self._transport.send(session, parcels)
            arrived = [p for p in parcels if results.get(p.topic)]
            seqs = [
                row["seq"]
                for p, g in zip(parcels, groups, strict=True)
                if p in arrived
                for row in g
            ]
            if seqs:
                await outbox.mark_sent(session, seqs)
            crashpoint("relay.before_commit")
        crashpoint("relay.after_commit")
        self._last |= {parcel.topic: parcel.last for parcel in arrived}
        return [parcel.topic for parcel in arrived]

    async def _send_apart(self, topics: Mapping[str, Sequence[Record]]) -> list[Exception]:
        """Send topic by topic, and row by row where the database refuses one: that one is parked.

        A topic that fails by no fault of its rows stays as it is, and holds back nobody else.
        Returns those failures.
        """
        waiting: list[Exception] = []
        for topic, rows in topics.items():
            try:
                if await self._refusal(rows) is not None:
                    await self._send_one_by_one(rows)
            except Exception as error:
                if meaning_of(error) is Meaning.LOST:
                    raise
                log.warning("relay.topic_waits", topic=topic, error=code_of(error))
                waiting.append(error)
        return waiting

    async def _send_one_by_one(self, rows: Sequence[Record]) -> None:
        for row in rows:
            code = await self._refusal([row])
            if code is not None:
                log.error("envelope.parked", seq=row["seq"], error=code)
                async with self._units.database.begin() as session:
                    await outbox.park(session, row["seq"], code)

    async def _refusal(self, rows: Sequence[Record]) -> str | None:
        """Send rows; returns the code of a refusal that is their own fault, raises any other."""
        self._units.doorbell.turns.beat(RELAY)
        try:
            await self._send([rows])
        except Exception as error:
            if not is_own_fault(error):
                raise
            return code_of(error)
        return None

    def _parcel(self, rows: Sequence[Record]) -> Parcel:
        topic = rows[0]["target"]
        return Parcel(
            topic=topic,
            source=self._service,
            last=rows[-1]["seq"],
            follows=self._last.get(topic),
            envelopes=[self._envelope(row) for row in rows],
        )

    def _envelope(self, row: Record) -> Envelope:
        return Envelope(
            id=str(row["id"]),
            source=self._service,
            type=row["type"],
            time=to_z(row["created_at"]),
            key=row["key"],
            priority=row["priority"],
            body=row["body"],
        )


def by_topic(rows: Sequence[Record]) -> dict[str, list[Record]]:
    """Return each topic's rows in order, as many as fit into one parcel."""
    topics: dict[str, list[Record]] = {}
    size: dict[str, int] = {}
    for row in rows:
        topic = row["target"]
        size[topic] = size.get(topic, 0) + len(row["body"])
        group = topics.setdefault(topic, [])
        if not group or size[topic] <= MOST_BYTES:
            group.append(row)
    return topics


def is_full(topics: Mapping[str, Sequence[Record]]) -> bool:
    """Tell whether a topic may have more rows than were read."""
    return any(len(rows) == MOST_ENVELOPES for rows in topics.values())
