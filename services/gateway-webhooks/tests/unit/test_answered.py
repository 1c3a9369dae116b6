"""Which messages go on to be answered: of every type, and written within eight days."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from common.contracts import WhatsAppMessageReceived
from common.testing.clock import FakeClock
from gateway_webhooks.domain import ARCHIVE, Item

Build = Callable[..., dict[str, Any]]
Split = Callable[..., list[Item]]

MESSAGES = WhatsAppMessageReceived.TOPIC


def _message(item: Item) -> WhatsAppMessageReceived:
    return WhatsAppMessageReceived.model_validate_json(item.body)


def _reason(item: Item) -> str:
    assert item.target == ARCHIVE
    return json.loads(item.body)["reason"]


@pytest.mark.parametrize("kind", ["edit", "unknown", "gif", "hologram", "request_welcome"])
def test_a_type_that_nobody_knows_goes_on_to_be_answered(
    kind: str, a_message: Build, split_body: Split
) -> None:
    """Whoever writes is answered: what is new to us, and an edit, reach the conversation."""
    (item,) = split_body(a_message({"type": kind, kind: {"a": 1}}))

    assert item.target == MESSAGES
    assert (_message(item).kind, _message(item).content[kind]) == (kind, {"a": 1})


@pytest.mark.parametrize("days", [8.01, 30, 20_000])
def test_a_message_that_is_older_than_any_resending_is_archived(
    days: float, a_message: Build, split_body: Split, clock: FakeClock
) -> None:
    """A captured body is kept and never answered, whatever its id."""
    sent_at = str(int((clock() - timedelta(days=days)).timestamp()))
    (item,) = split_body(a_message({"type": "text", "timestamp": sent_at}))

    assert _reason(item) == "too_old"


@pytest.mark.parametrize("timestamp", ["{late}", "", "soon", None, "99999999999999999999"])
def test_a_message_within_a_week_is_answered(
    timestamp: str | None, a_message: Build, split_body: Split, clock: FakeClock
) -> None:
    """What Meta sends again goes on for eight days; one without a time was written now."""
    late = str(int((clock() - timedelta(days=7, hours=23)).timestamp()))
    given = None if timestamp is None else timestamp.format(late=late)
    (item,) = split_body(a_message({"type": "text", "timestamp": given}))

    assert item.target == MESSAGES
