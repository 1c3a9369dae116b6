"""The relay over a broker: topics side by side, one parcel of each under way, marked together.

Publishing waits for the network, so it is done outside any transaction and outside the turnstile.
A topic whose parcel does not arrive holds back itself alone.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from common.crash import crashpoint
from common.lanes.doorbell import Record
from common.lanes.names import RELAY
from common.lanes.relay import MOST_ENVELOPES, Relay, by_topic, is_full
from common.lanes.store import outbox
from common.lanes.turnstile import turnstile
from common.wiring import Parcel

_TOGETHER_SECONDS: Final = 0.25
"""How long a turn waits for the confirms of its parcels; a slow one is left under way."""
_SHORTEST_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 2.0


@dataclass(frozen=True, slots=True)
class _Flight:
    """A parcel under way, and whether it has arrived."""

    parcel: Parcel
    seqs: Sequence[int]
    result: asyncio.Task[Mapping[str, bool]]

    @property
    def has_arrived(self) -> bool:
        """Tell whether it was confirmed; whatever else happened, it may have arrived."""
        done = self.result
        if not done.done() or done.cancelled() or done.exception() is not None:
            return False
        return bool(done.result().get(self.parcel.topic))


class BusRelay(Relay):
    """Publishes a service's topics in order; the next parcel of a topic waits for the last."""

    async def run(self) -> None:
        """Relay until stopping; what is under way then is waited for, within its own limits."""
        self._last.clear()
        self._flights: dict[str, _Flight] = {}
        self._pauses: dict[str, float] = {}
        self._held: set[str] = set()
        try:
            await self._units.doorbell.serve(RELAY, self.turn, self._stopping, is_gated=False)
            await self._land(list(self._flights.values()), patience=None)
        finally:
            for flight in self._flights.values():
                flight.result.cancel()
            await asyncio.gather(
                *(flight.result for flight in self._flights.values()), return_exceptions=True
            )

    async def turn(self) -> bool:
        """Send one parcel of each free topic; returns whether there may be more at once."""
        is_leader = self._units.doorbell.is_leader
        rows = (
            await self._units.doorbell.fetch(outbox.BUS_ROWS, MOST_ENVELOPES) if is_leader else ()
        )
        if not rows:
            await self._transport.send(None, ())  # so that health tells how the way stands
            return False
        groups = by_topic(rows)
        started = [
            self._start(topic, group)
            for topic, group in groups.items()
            if topic not in self._flights and topic not in self._held
        ]
        arrived = await self._land(started, patience=_TOGETHER_SECONDS)
        sent = sum(len(flight.seqs) for flight in arrived)
        return bool(sent) and (sent < len(rows) or is_full(groups))

    def _start(self, topic: str, rows: Sequence[Record]) -> _Flight:
        parcel = self._parcel(rows)
        result = asyncio.ensure_future(self._transport.send(None, [parcel]))
        flight = _Flight(parcel, [row["seq"] for row in rows], result)
        self._flights[topic] = flight
        return flight

    async def _land(self, started: Sequence[_Flight], *, patience: float | None) -> list[_Flight]:
        """Wait for parcels, then mark whatever has arrived by now in one statement."""
        if started:
            _, slow = await asyncio.wait([flight.result for flight in started], timeout=patience)
            for result in slow:
                result.add_done_callback(lambda _: self._units.doorbell.ring(RELAY))
        landed = [flight for flight in self._flights.values() if flight.result.done()]
        arrived = [flight for flight in landed if flight.has_arrived]
        if arrived:
            crashpoint("relay.before_commit")
            async with turnstile():
                seqs = [seq for flight in arrived for seq in flight.seqs]
                await outbox.mark_sent_alone(self._units.database, seqs)
            crashpoint("relay.after_commit")
        for flight in landed:
            self._settle(flight, has_arrived=flight in arrived)
        return arrived

    def _settle(self, flight: _Flight, *, has_arrived: bool) -> None:
        topic = flight.parcel.topic
        del self._flights[topic]
        if has_arrived:
            self._last[topic] = flight.parcel.last
            self._pauses.pop(topic, None)
            return
        pause = self._pauses.get(topic, _SHORTEST_PAUSE)
        self._pauses[topic] = min(pause * 2, _LONGEST_PAUSE)
        self._held.add(topic)
        asyncio.get_running_loop().call_later(pause, partial(self._free, topic))

    def _free(self, topic: str) -> None:
        self._held.discard(topic)
        self._units.doorbell.ring(RELAY)
