"""What the transport brings: one statement writes it into the inbox and wakes its lanes."""

from collections.abc import Sequence

from common.lanes.doorbell import Arrivals
from common.lanes.names import RECEIVER
from common.lanes.store import inbox
from common.lanes.unit_of_work import Units
from common.wiring import Envelope


class Inbox:
    """Writes envelopes in their order and rings the loops that have work; an InboxWriter."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self._arrivals = Arrivals(units.doorbell)

    async def __call__(self, envelopes: Sequence[Envelope]) -> int:
        """Return after the commit, with how many were new.

        Without envelopes something is written, committed and gone again: a database that
        connects but cannot write fails here. Errors are the driver's own.
        """
        with self._units.doorbell.turns.under_way(RECEIVER):
            if not envelopes:
                await inbox.try_write(self._units.database)
                return 0
            received = await inbox.receive_alone(self._units.database, envelopes)
        self._arrivals.tell(keyed=received.keyed, free=received.new - received.keyed)
        return received.new
