"""Parcels on the wire: CloudEvents 1.0 in JSON batch format, with the parcel's place in headers."""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from typing import Any, Final, cast

import orjson

from common.wiring import Envelope, Parcel

CONTENT_TYPE: Final = "application/cloudevents-batch+json"
UNREADABLE: Final = "undecodable"
"""The type of an event that was no envelope: it becomes a parked inbox row."""
REFUSED: Final = "refused:"
"""What the type begins with of one that its sender may not say: it becomes a parked inbox row."""
_LOWEST_PRIORITY: Final = 9
_WORD: Final = re.compile(r"[A-Za-z0-9._-]{1,100}")

Headers = dict[str, str | int]


class ParcelError(Exception):
    """It is no parcel: for the dead-letter queue."""


def encode(parcel: Parcel) -> tuple[Headers, bytes]:
    """Return a parcel's headers and its body."""
    headers: Headers = {"source": parcel.source, "topic": parcel.topic, "last": parcel.last}
    if parcel.follows is not None:
        headers["follows"] = parcel.follows
    return headers, orjson.dumps([_event(envelope) for envelope in parcel.envelopes])


def decode(headers: Mapping[str, Any], body: bytes) -> Parcel:
    """Read a parcel; an event that is no envelope is kept as one that nobody can handle.

    Raises ParcelError when it is no parcel at all.
    """
    try:
        events = orjson.loads(body)
        source, topic, last = str(headers["source"]), str(headers["topic"]), int(headers["last"])
        follows = int(headers["follows"]) if headers.get("follows") is not None else None
    except (ValueError, KeyError, TypeError):
        raise ParcelError("neither headers nor a batch of events") from None
    if not (_WORD.fullmatch(source) and _WORD.fullmatch(topic)):
        raise ParcelError("neither a service nor a topic is called that")
    if not isinstance(events, list):
        raise ParcelError("not a batch of events")
    found = cast("list[object]", events)
    envelopes = [_envelope(event) or _unreadable(source, orjson.dumps(event)) for event in found]
    return Parcel(topic=topic, source=source, last=last, follows=follows, envelopes=envelopes)


def unreadable(envelope: Envelope, source: str) -> Envelope:
    """Return what stands in the inbox for an envelope that cannot be stored there."""
    return _unreadable(source, envelope.id.encode(errors="replace") + envelope.body)


def refused(envelope: Envelope, source: str) -> Envelope:
    """Return what stands in the inbox for an envelope that its sender may not send.

    It has an id of its own, so that a forged one never takes the place of a true one, and no
    body: nobody will ever handle it.
    """
    content = envelope.id.encode(errors="replace") + envelope.body
    name, kind = _unreadable(source, content).id.rpartition(":")[2], REFUSED + envelope.type[:100]
    return Envelope(f"{REFUSED}{name}", source, kind, "", None, envelope.priority, b"")


def _event(envelope: Envelope) -> dict[str, Any]:
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": envelope.id,
        "source": envelope.source,
        "type": envelope.type,
        "time": envelope.time,
        "datacontenttype": "application/octet-stream",
        "priority": envelope.priority,
        "data_base64": base64.b64encode(envelope.body).decode(),
    }
    if envelope.key is not None:
        event["partitionkey"] = envelope.key
    return event


def _envelope(event: object) -> Envelope | None:
    try:
        return _read(cast("dict[str, Any]", event)) if isinstance(event, dict) else None
    except (KeyError, TypeError, ValueError, binascii.Error):
        return None


def _read(event: Mapping[str, Any]) -> Envelope:
    key, priority = event.get("partitionkey"), event.get("priority", 5)
    fields = [event[name] for name in ("id", "source", "type")]
    texts = [*fields, event.get("time", ""), "" if key is None else key]
    if event["specversion"] != "1.0" or not all(isinstance(text, str) for text in texts):
        raise ValueError("not an event of CloudEvents 1.0")
    if not isinstance(priority, int) or not 0 <= priority <= _LOWEST_PRIORITY:
        raise ValueError("a priority is 0 to 9")
    if "data_base64" in event:
        body = base64.b64decode(event["data_base64"], validate=True)
    else:
        body = orjson.dumps(event["data"])
    return Envelope(fields[0], fields[1], fields[2], texts[3], key, priority, body)


def _unreadable(source: str, content: bytes) -> Envelope:
    # Named by its content: it is the same one however often, and in whatever parcel, it comes.
    name = hashlib.sha256(source.encode() + b"\0" + content).hexdigest()
    return Envelope(f"{UNREADABLE}:{name[:40]}", source, UNREADABLE, "", None, 5, b"")
