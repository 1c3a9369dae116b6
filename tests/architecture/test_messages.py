"""Every message between services has an example that stays readable, and someone who reads it."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from common.contracts import MESSAGES, Message
from common.messaging.topology import CALLBACKS, PUBLICATIONS, SUBSCRIPTIONS, readers_of

HandledBy = Callable[[str], set[str]]

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "libs" / "common" / "tests" / "data" / "messages"
SUMS = GOLDEN / "SHA256SUMS"
OWN_INBOX = "requests"
"""The topic of what a service only ever tells itself."""
KINDS = sorted(MESSAGES.values(), key=lambda kind: kind.TYPE)
UNSAID = [kind for kind in KINDS if kind.TOPIC in CALLBACKS and not readers_of(kind.TOPIC)]
"""Of providers whose payments service does not exist: nobody may say them."""
SAID = [kind for kind in KINDS if kind not in UNSAID]


def _golden(kind: type[Message]) -> Path:
    return GOLDEN / f"{kind.TYPE}.json"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.TYPE)
def test_the_example_is_a_message(kind: type[Message]) -> None:
    """What the documentation shows can be sent, and says nothing that the class does not know."""
    message = kind.model_validate(kind.EXAMPLE)

    assert message == kind.model_validate_json(message.model_dump_json())
    assert set(kind.EXAMPLE) <= set(kind.model_fields)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.TYPE)
def test_a_released_example_stays_readable(kind: type[Message]) -> None:
    """A golden file is never edited; a message of yesterday is still understood today."""
    kind.model_validate_json(_golden(kind).read_bytes())


def test_golden_files_are_what_they_were() -> None:
    """Each is in the list of digests and unchanged. New ones: `common.testing.golden`."""
    lines = [line.split() for line in SUMS.read_text(encoding="utf-8").splitlines()]
    listed = {name: digest for digest, name in lines}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in GOLDEN.glob("*.json")
    }

    assert listed == found
    assert {f"{name}.json" for name in MESSAGES} <= set(found)


def test_no_released_field_is_taken_away() -> None:
    """Fields are only ever added: the example still has all that a golden file has."""
    for kind in KINDS:
        assert set(json.loads(_golden(kind).read_bytes())) <= set(kind.EXAMPLE), kind.TYPE


@pytest.mark.parametrize("kind", SAID, ids=lambda kind: kind.TYPE)
def test_every_message_has_a_reader_that_handles_it(
    kind: type[Message], handled_by: HandledBy
) -> None:
    """A service reads its topic and handles its type; else nobody would ever know."""
    readers = SUBSCRIPTIONS if kind.TOPIC == OWN_INBOX else readers_of(kind.TOPIC)
    handling = [service for service in readers if kind.TYPE in handled_by(service)]

    assert handling, f"no service handles {kind.TYPE}"


def test_what_nobody_reads_nobody_may_say() -> None:
    """A callback's message that nobody takes would lie in the gateway's outbox for ever."""
    said = frozenset[str]().union(*PUBLICATIONS.values())

    assert not {kind.TOPIC for kind in UNSAID} & said
    assert {kind.TOPIC for kind in SAID} - {OWN_INBOX} == said


@pytest.mark.parametrize("topic", sorted(CALLBACKS))
def test_callbacks_are_for_their_providers_service_alone(topic: str) -> None:
    """What came from Paynow is no business of whoever speaks to Stripe."""
    assert set(readers_of(topic)) <= {f"payments-{topic.partition('.')[0]}"}
    assert any(topic == kind.TOPIC for kind in KINDS)


@pytest.mark.parametrize("service", sorted(SUBSCRIPTIONS))
def test_a_service_handles_all_of_the_topics_that_it_reads(
    service: str, handled_by: HandledBy
) -> None:
    """What comes into an inbox without a handler would be parked for ever."""
    handled = handled_by(service)
    topics = SUBSCRIPTIONS[service]

    assert [k.TYPE for k in KINDS if k.TOPIC in topics and k.TYPE not in handled] == []


def test_every_subscriber_is_a_service_that_exists() -> None:
    """The topology names rooms, and all rooms."""
    assert {path.name for path in (ROOT / "services").iterdir() if path.is_dir()} == set(
        SUBSCRIPTIONS
    )


def test_every_service_says_what_it_publishes() -> None:
    """The broker lets nobody publish a topic that is not written down; a topic has one sender."""
    assert set(PUBLICATIONS) == set(SUBSCRIPTIONS)
    said = [topic for topics in PUBLICATIONS.values() for topic in topics]
    assert not {topic for topics in SUBSCRIPTIONS.values() for topic in topics} - set(said)
