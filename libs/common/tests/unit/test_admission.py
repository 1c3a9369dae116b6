"""Who may say what: every other pair of service, topic and type is refused."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from common.contracts import MESSAGES
from common.messaging.admission import SIGNATURE, Admission, RefusedParcelError, opened, sealed
from common.messaging.envelope import REFUSED, Headers, encode
from common.messaging.topology import (
    CALLBACKS,
    PUBLICATIONS,
    SUBSCRIPTIONS,
    publishes,
    readers_of,
)
from common.signing import Identity, PublicKeys, SigningKey, Trust
from common.testing.clock import FakeClock
from common.testing.identities import PUBLIC_KEYS, TRUST, identity_of, key_text_of
from common.wiring import Envelope, Parcel
from hypothesis import given
from hypothesis import strategies as st

TOPICS = sorted({topic for topics in PUBLICATIONS.values() for topic in topics})
SERVICES = sorted(PUBLICATIONS)


def _envelope(source: str, kind: str, *, key: str | None = "263771230045") -> Envelope:
    return Envelope(f"of-{source}", source, kind, "2026-11-25T10:00:00Z", key, 0, b"sealed")


def _parcel(source: str, topic: str, *envelopes: Envelope) -> Parcel:
    return Parcel(topic=topic, source=source, last=7, follows=6, envelopes=list(envelopes))


def test_every_service_that_reads_or_writes_is_in_the_topology() -> None:
    """The tables below are complete: what a service reads, a service publishes."""
    read = {topic for topics in SUBSCRIPTIONS.values() for topic in topics}

    assert set(SERVICES) == set(SUBSCRIPTIONS)
    assert read == set(TOPICS)


@pytest.mark.parametrize(
    ("service", "topic", "kind"), [*product(SERVICES, TOPICS, sorted(MESSAGES))]
)
def test_only_a_type_of_a_topic_of_its_publisher_is_taken(
    service: str, topic: str, kind: str
) -> None:
    """Whatever a service publishes under whatever topic: all but its own is refused."""
    sent = _envelope(service, kind)
    (taken,), count = Admission().admitted(_parcel(service, topic, sent))
    is_its_own = publishes(service, topic) and topic == MESSAGES[kind].TOPIC

    assert (taken == sent, count) == (is_its_own, 0 if is_its_own else 1)
    assert is_its_own or taken.type == f"{REFUSED}{kind}"


@pytest.mark.parametrize("topic", sorted(CALLBACKS))
def test_a_callback_may_be_said_by_the_gateway_once_somebody_reads_it(topic: str) -> None:
    """Until its provider's service exists it is refused from everybody, the gateway too."""
    may = {service for service in SERVICES if publishes(service, topic)}

    assert may == ({"gateway-webhooks"} if readers_of(topic) else set())


@pytest.mark.parametrize(("topic", "kind"), [*product(sorted(CALLBACKS), sorted(MESSAGES))])
def test_under_a_callbacks_topic_nothing_else_is_taken(topic: str, kind: str) -> None:
    """Once it is read: no type of money passes for a callback, nor one provider's for another's."""
    admission = Admission(publishes=lambda service, _topic: service == "gateway-webhooks")
    sent = _envelope("gateway-webhooks", kind, key=None)
    (taken,), count = admission.admitted(_parcel("gateway-webhooks", topic, sent))
    is_its_own = topic == MESSAGES[kind].TOPIC

    assert (taken == sent, count) == (is_its_own, 0 if is_its_own else 1)


@pytest.mark.parametrize(
    ("service", "name"), [(s, n) for s, n in product(SERVICES, SERVICES) if s != n]
)
def test_an_envelope_in_anothers_name_is_refused(service: str, name: str) -> None:
    """A parcel says who speaks; an envelope in it says nothing else."""
    for topic in PUBLICATIONS[service]:
        kind = next(kind.TYPE for kind in MESSAGES.values() if topic == kind.TOPIC)
        (taken,), count = Admission().admitted(_parcel(service, topic, _envelope(name, kind)))

        assert (1, f"{REFUSED}{kind}") == (count, taken.type)


def test_what_is_refused_takes_no_ones_place() -> None:
    """An id of its own, no lane, no body: a true event with the claimed id still comes in."""
    forged = _envelope("gateway-webhooks", "payment.succeeded.v1")
    good = replace(_envelope("gateway-webhooks", "whatsapp.message_received.v1"), id="good")
    parcel = _parcel("gateway-webhooks", "whatsapp.messages", forged, good)
    (refused, neighbour), _ = Admission().admitted(parcel)

    assert good == neighbour
    assert forged.id != refused.id
    assert (None, b"", "gateway-webhooks") == (refused.key, refused.body, refused.source)


def test_a_type_of_a_newer_version_goes_on() -> None:
    """Nobody handles it yet: whoever reads it parks it, and it can be replayed later."""
    sent = _envelope("gateway-webhooks", "whatsapp.call_received.v1")

    assert ([sent], 0) == Admission().admitted(
        _parcel("gateway-webhooks", "whatsapp.messages", sent)
    )


@pytest.mark.parametrize(("signer", "source"), [*product(SERVICES, SERVICES)])
def test_only_its_own_key_speaks_for_a_service(signer: str, source: str) -> None:
    """Whoever can read a topic, and has the bus keys, cannot speak as its publisher."""
    topic = min(PUBLICATIONS[source])
    parcel = _parcel(source, topic, _envelope(source, "note.v1"))
    key = SigningKey(key_text_of(signer))
    headers, body = sealed(parcel, Identity(signer, key, TRUST))

    if signer == source:
        assert parcel == opened(headers, body, TRUST)
    else:
        with pytest.raises(RefusedParcelError, match="bus:forged"):
            opened(headers, body, TRUST)


def _signed() -> tuple[Headers, bytes]:
    parcel = _parcel("payments-omari", "payments", _envelope("payments-omari", "note.v1"))
    return sealed(parcel, identity_of("payments-omari"))


@pytest.mark.parametrize(
    ("header", "value"),
    [
        *(("topic", "messages"), ("source", "notifier"), ("last", 8)),
        *((SIGNATURE, ""), (SIGNATURE, "x" * 86), (SIGNATURE, "sch\u00f6n"), (SIGNATURE, 5)),
    ],
)
def test_a_changed_header_is_a_forgery(header: str, value: str | int) -> None:
    """Topic, source and place are signed with the body: no parcel can be moved."""
    headers, body = _signed()
    with pytest.raises(RefusedParcelError, match="bus:forged"):
        opened({**headers, header: value}, body, TRUST)


@given(st.integers(0, 200), st.integers(1, 255))
def test_a_changed_body_is_a_forgery(place: int, change: int) -> None:
    """Every byte counts."""
    headers, body = _signed()
    at = place % len(body)
    changed = body[:at] + bytes([body[at] ^ change]) + body[at + 1 :]

    with pytest.raises(RefusedParcelError, match="bus:forged"):
        opened(headers, changed, TRUST)


def test_what_was_signed_for_a_call_is_no_parcel() -> None:
    """A key signs calls and parcels; one is never taken for the other."""
    signature = identity_of("notifier").sign("call:1", b"x")

    assert TRUST.keys.holds("notifier", "call:1", b"x", signature)
    assert not TRUST.keys.holds("notifier", "parcel:1", b"x", signature)


def test_while_a_key_is_changed_both_are_believed() -> None:
    """The next public key is listed before it signs, the last one until its parcels are read."""
    fresh = SigningKey("the-next-key-of-the-payments-service-0123456789")
    trust = Trust(PublicKeys.read([*PUBLIC_KEYS.split(","), f"payments-omari={fresh.public}"]))
    parcel = _parcel("payments-omari", "payments")

    for identity in (identity_of("payments-omari"), Identity("payments-omari", fresh, trust)):
        assert parcel == opened(*sealed(parcel, identity), trust)


@pytest.mark.parametrize(("hours", "is_taken"), [(1, True), (0, False), (-1, False)])
def test_an_unsigned_parcel_is_taken_only_until_the_time_that_is_set(
    clock: FakeClock, hours: int, *, is_taken: bool
) -> None:
    """A rolling upgrade: the version before signs nothing, and may speak until then."""
    parcel = _parcel("payments-omari", "payments")
    trust = replace(TRUST, old_until=clock() + timedelta(hours=hours), clock=clock)

    if is_taken:
        assert parcel == opened(*encode(parcel), trust)
    else:
        with pytest.raises(RefusedParcelError, match="bus:unsigned"):
            opened(*encode(parcel), trust)


def test_an_unsigned_parcel_is_refused_when_no_time_is_set() -> None:
    """Nobody is believed by being forgotten."""
    with pytest.raises(RefusedParcelError, match="bus:unsigned"):
        opened(*encode(_parcel("payments-omari", "payments")), TRUST)
