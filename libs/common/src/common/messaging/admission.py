"""What a reader takes: parcels that a publisher of their topic signed, with types of that topic."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from common.contracts import MESSAGES, Message
from common.log import get_logger
from common.messaging.envelope import Headers, ParcelError, decode, encode, refused
from common.messaging.topology import publishes
from common.signing import Identity, Trust
from common.wiring import Envelope, Parcel

log = get_logger(__name__)

SIGNATURE: Final = "signature"
_PURPOSE: Final = "parcel:1"
_SIGNED: Final = ("source", "topic", "last")
"""`follows` is only a hint of gaps, and leaves a dead letter that is replayed."""


class RefusedParcelError(ParcelError):
    """It is a parcel, but not of somebody who may send it: for the dead-letter queue."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Admission:
    """Who may say what; the same for every transport."""

    publishes: Callable[[str, str], bool] = publishes
    messages: Mapping[str, type[Message]] = field(default_factory=lambda: MESSAGES)

    def admitted(self, parcel: Parcel) -> tuple[Sequence[Envelope], int]:
        """Return what is written into the inbox, and how many of it only say what was refused.

        A type that nobody knows goes on: it is parked by who reads it.
        """
        taken: list[Envelope] = []
        count = 0
        for envelope in parcel.envelopes:
            code = self._refusal(parcel, envelope)
            if code is not None:
                count += 1
                log.error(
                    "envelope.not_allowed", source=parcel.source, topic=parcel.topic, error=code
                )
            taken.append(envelope if code is None else refused(envelope, parcel.source))
        return taken, count

    def _refusal(self, parcel: Parcel, envelope: Envelope) -> str | None:
        if not self.publishes(parcel.source, parcel.topic):
            return "bus:not_a_publisher"
        if envelope.source != parcel.source:
            return "bus:another_source"
        kind = self.messages.get(envelope.type)
        if kind is not None and parcel.topic != kind.TOPIC:
            return "bus:type_of_another_topic"
        return None


def sealed(parcel: Parcel, identity: Identity) -> tuple[Headers, bytes]:
    """Return a parcel's headers, with its publisher's signature, and its body."""
    headers, body = encode(parcel)
    return signed_headers(headers, body, identity), body


def signed_headers(headers: Headers, body: bytes, identity: Identity) -> Headers:
    """Return a body's headers with the signature of whoever sends it, whatever the body is."""
    return {**headers, SIGNATURE: identity.sign(_PURPOSE, _signed(headers, body))}


def opened(headers: Mapping[str, Any], body: bytes, trust: Trust) -> Parcel:
    """Read a parcel that its publisher signed.

    Raises ParcelError, and RefusedParcelError when nobody who is known signed it; without a
    signature it is taken only while processes of the version before are believed.
    """
    signature = headers.get(SIGNATURE)
    if signature is None:
        if not trust.believes_old:
            raise RefusedParcelError("bus:unsigned")
    elif not trust.keys.holds(
        str(headers.get("source")), _PURPOSE, _signed(headers, body), str(signature)
    ):
        raise RefusedParcelError("bus:forged")
    return decode(headers, body)


def _signed(headers: Mapping[str, Any], body: bytes) -> bytes:
    place = "\n".join(str(headers.get(name)) for name in _SIGNED)
    return place.encode() + b"\n" + hashlib.sha256(body).digest()
