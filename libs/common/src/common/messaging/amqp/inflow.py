"""What has come from the broker and waits to be written; the consumer's callback only puts here."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from aio_pika.abc import AbstractIncomingMessage

from common.messaging.admission import Admission, RefusedParcelError, opened
from common.messaging.envelope import ParcelError, decode
from common.messaging.topology import EXCHANGE
from common.signing import Trust
from common.wiring import Envelope, Parcel


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message and the parcel in it; None when it is none, or none that may be taken."""

    message: AbstractIncomingMessage
    parcel: Parcel | None
    refusal: str | None = None
    """Why a parcel is not taken."""
    refused: int = 0
    """How many of the envelopes only say what was refused."""

    @property
    def envelopes(self) -> Sequence[Envelope]:
        """The envelopes that it brought."""
        return self.parcel.envelopes if self.parcel else ()


@dataclass(frozen=True, slots=True)
class Gate:
    """What of all that comes is taken."""

    trust: Trust
    admission: Admission

    def read(self, message: AbstractIncomingMessage) -> Arrived:
        """Return the parcel of a message, or why there is none."""
        try:
            parcel = opened(message.headers, message.body, self.trust)
        except RefusedParcelError as error:
            return Arrived(message, None, error.code)
        except ParcelError:
            return Arrived(message, None)
        # The broker holds each user to the routing keys of its own topics; what was a dead letter
        # and was given back comes by no exchange of ours.
        if message.exchange == EXCHANGE and message.routing_key != parcel.topic:
            return Arrived(message, None, "bus:another_topic")
        taken, refused = self.admission.admitted(parcel)
        return Arrived(message, replace(parcel, envelopes=taken), refused=refused)


def read(message: AbstractIncomingMessage) -> Arrived:
    """Return a message with the parcel in it, if it is one, whoever sent it: to look at only."""
    try:
        return Arrived(message, decode(message.headers, message.body))
    except ParcelError:
        return Arrived(message, None)


class Inflow:
    """Messages in the order in which they came, and whether more can come."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._waiting: deque[AbstractIncomingMessage] = deque()
        self._bell = asyncio.Event()
        self.is_over = False
        """Whether the connection, the channel or the consumer has ended: nothing can be acked."""

    async def put(self, message: AbstractIncomingMessage) -> None:
        """Take a message; there is nothing here that a lost connection could cut in two."""
        self._waiting.append(message)
        self._bell.set()

    def end(self, *_: Any) -> None:  # noqa: ANN401 - a callback of several kinds
        """Note that no more will come."""
        self.is_over = True
        self._bell.set()

    def ring(self, *_: Any) -> None:  # noqa: ANN401 - the same
        """Wake whoever waits."""
        self._bell.set()

    async def something(self) -> None:
        """Wait for a message, the end, or a ring."""
        if not self._waiting:
            self._bell.clear()
            if not self.is_over:
                await self._bell.wait()

    def take(self, most: int) -> list[Arrived]:
        """Return what waits, parcels whole, about so many envelopes."""
        taken: list[Arrived] = []
        count = 0
        while self._waiting and count < most:
            arrived = self._gate.read(self._waiting.popleft())
            count += len(arrived.envelopes) or 1
            taken.append(arrived)
        return taken
