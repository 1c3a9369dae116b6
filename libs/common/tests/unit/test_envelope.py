"""Parcels are CloudEvents batches: the official package reads ours, and we read its."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cloudevents.core.base import BaseCloudEvent
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from common.contracts import MESSAGES, Message
from common.crypto import Keyring
from common.messaging.envelope import UNREADABLE, ParcelError, decode, encode
from common.wiring import Envelope, Parcel
from hypothesis import given
from hypothesis import strategies as st

_ENVELOPE = Envelope(
    id="5b1f0c9e-3a52-4c3a-9a55-1a1f8f3f7a11",
    source="flow-engine",
    type="message.send.v1",
    time="2026-11-25T10:00:00Z",
    key="263771230045",
    priority=0,
    body=b"sealed\x00\xff",
)
_HEADERS = {"source": "flow-engine", "topic": "messages", "last": 7}


def _body(message: type[Message]) -> bytes:
    return message.model_validate(message.EXAMPLE).model_dump_json().encode()


def _data(event: BaseCloudEvent) -> bytes:
    data = event.get_data()
    assert isinstance(data, bytes)
    return data


def _parcel(*envelopes: Envelope, follows: int | None = None) -> Parcel:
    return Parcel(
        topic="messages", source="flow-engine", last=7, follows=follows, envelopes=list(envelopes)
    )


@given(
    st.lists(
        st.builds(
            Envelope,
            id=st.text(min_size=1),
            source=st.text(min_size=1),
            type=st.text(min_size=1),
            time=st.just("2026-11-25T10:00:00Z"),
            key=st.none() | st.text(min_size=1),
            priority=st.integers(0, 9),
            body=st.binary(max_size=50),
        ),
        max_size=5,
    ),
    st.none() | st.integers(0, 2**62),
)
def test_a_parcel_survives_the_wire(envelopes: list[Envelope], follows: int | None) -> None:
    """What is encoded is decoded the same."""
    parcel = _parcel(*envelopes, follows=follows)

    assert decode(*encode(parcel)) == parcel


def test_the_official_package_reads_ours() -> None:
    """Each of our events is a CloudEvent 1.0 with our key as its partition key."""
    _, body = encode(_parcel(_ENVELOPE))
    event = JSONFormat().read(CloudEvent, json.dumps(json.loads(body)[0]))

    assert event.get_id() == _ENVELOPE.id
    assert event.get_type() == "message.send.v1"
    assert event.get_time() == datetime(2026, 11, 25, 10, tzinfo=UTC)
    assert event.get_extension("partitionkey") == "263771230045"
    assert event.get_data() == _ENVELOPE.body


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_the_official_package_and_we_agree_on_every_message(message: type[Message]) -> None:
    """It reads each of our messages as we sent it, and we read what it writes of it."""
    ring, body = Keyring(["bus-key-of-the-envelopes-0123456789"]), _body(message)
    sealed = replace(_ENVELOPE, type=message.TYPE, body=ring.seal(body, "envelope:1"))
    event = JSONFormat().read(CloudEvent, json.dumps(json.loads(encode(_parcel(sealed))[1])[0]))

    assert message.TYPE == event.get_type()
    assert body == ring.open(_data(event), "envelope:1")
    again = decode(_HEADERS, b"[" + JSONFormat().write(event) + b"]").envelopes
    assert [sealed] == again


def test_we_read_what_the_official_package_writes() -> None:
    """Events of another producer reach the lanes with id, type, key and body."""
    event = CloudEvent(
        attributes={
            "specversion": "1.0",
            "id": "1",
            "source": "elsewhere",
            "type": "note.v1",
            "time": datetime(2026, 11, 25, 10, tzinfo=UTC),
            "partitionkey": "k",
        },
        data=b"\x01sealed",
    )
    batch = b"[" + JSONFormat().write(event) + b"]"

    assert decode(_HEADERS, batch).envelopes == [
        Envelope("1", "elsewhere", "note.v1", "2026-11-25T10:00:00Z", "k", 5, b"\x01sealed")
    ]


@pytest.mark.parametrize("body", [b"", b"{}", b"nothing", b'{"id": 1}', b"\xff"])
def test_what_is_no_batch_is_no_parcel(body: bytes) -> None:
    """It is for the dead-letter queue."""
    with pytest.raises(ParcelError):
        decode(_HEADERS, body)


@pytest.mark.parametrize("name", ["", "a b", "x" * 101, "nul\x00", "sch\u00f6n"])
def test_a_parcel_of_nobody_is_none(name: str) -> None:
    """Source and topic are written into rows and logs: they are words."""
    for header in ("source", "topic"):
        with pytest.raises(ParcelError):
            decode(_HEADERS | {header: name}, b"[]")


def test_an_unreadable_event_is_the_same_one_in_whatever_parcel_it_comes() -> None:
    """A parcel that is repeated with more rows has another place: the parked row stays one."""
    names = {decode(_HEADERS | {"last": last}, b"[{}]").envelopes[0].id for last in (7, 9)}

    assert 1 == len(names)


def test_a_parcel_without_its_headers_is_none() -> None:
    """Source, topic and place are part of the promise."""
    with pytest.raises(ParcelError):
        decode({}, b"[]")


@pytest.mark.parametrize(
    "event", [{}, 5, {"specversion": "1.0", "id": 5}, {"specversion": "0.3", "id": "1"}]
)
def test_an_event_that_cannot_be_read_does_not_lose_its_neighbours(event: object) -> None:
    """It becomes an envelope that nobody handles, so that it is parked where it can be seen."""
    good = json.loads(encode(_parcel(_ENVELOPE))[1])[0]
    first, second = decode(_HEADERS, json.dumps([event, good]).encode()).envelopes

    assert first.type == UNREADABLE
    assert second == _ENVELOPE
