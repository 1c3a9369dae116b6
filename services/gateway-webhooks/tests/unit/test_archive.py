"""What nobody reads is kept, each item of its own, and harms no other."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from common.contracts import WhatsAppMessageReceived
from gateway_webhooks.domain import ARCHIVE, Item, Policy

Build = Callable[..., dict[str, Any]]
Split = Callable[..., list[Item]]

MESSAGES = WhatsAppMessageReceived.TOPIC


def _reason(item: Item) -> str:
    assert item.target == ARCHIVE
    return json.loads(item.body)["reason"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"message": {"group_id": "120363"}}, "group"),
        ({"message": {"from": "+263 86 7700123"}}, "echo"),
        ({"message": {}, "metadata": {"phone_number_id": "9999"}}, "other_number"),
        (
            {
                "message": {},
                "messages": [],
                "metadata": {"phone_number_id": "9999"},
                "statuses": [{"id": "wamid.S", "status": "read"}],
            },
            "other_number",
        ),
    ],
)
def test_what_is_not_for_us_is_archived(
    change: dict[str, Any], reason: str, a_message: Build, split_body: Split
) -> None:
    """Groups, echoes of our own phone and numbers that are not ours never become conversations."""
    message = {"type": "text"} | change.pop("message")
    (item,) = split_body(a_message(message, **change), Policy(numbers=frozenset({"2278"})))

    assert _reason(item) == reason


@pytest.mark.parametrize(
    ("item", "whose"),
    [
        ({"messages": [{"id": "wamid.A", "from": "+263 771 230045"}]}, "263771230045"),
        ({"messages": [{"id": "wamid.A", "from": "26377", "from_user_id": "ZW.1"}]}, "ZW.1"),
        ({"messages": [{"from": "263771230045", "text": {"body": "no id"}}]}, "263771230045"),
        (
            {"messages": [{"id": "wamid.A", "from": "263867700123", "to": "263771230045"}]},
            "263771230045",
        ),
        ({"statuses": [{"id": "wamid.S", "status": "read", "recipient_id": "26377"}]}, "26377"),
        ({"messages": [{"id": "wamid.A", "from": "2" * 201}]}, None),
        ({"messages": ["no object"]}, None),
        ({"messages": "no list"}, None),
    ],
)
def test_what_is_archived_is_found_by_whom_it_names(
    item: dict[str, Any], whose: str | None, split_body: Split
) -> None:
    """Who is to be forgotten is found without a key to the bodies, also if nobody can read them."""
    value = {"metadata": {"phone_number_id": "9999"}} | item
    (kept,) = split_body(
        {"entry": [{"changes": [{"value": value}]}]}, Policy(numbers=frozenset({"2278"}))
    )

    assert (kept.target, kept.key) == (ARCHIVE, whose)


@pytest.mark.parametrize(
    "name",
    ["smb_message_echoes", "history", "calls", "flows", "user_preferences", "new"],
)
def test_a_field_that_nobody_reads_is_archived(
    name: str, a_message: Build, split_body: Split
) -> None:
    """Echoes under their own field are never inbound, even with messages in them."""
    body = a_message({"type": "text"})
    body["entry"][0]["changes"][0]["field"] = name
    (item,) = split_body(body)

    assert _reason(item) == "unknown_field"


def test_errors_actions_and_unknown_values_are_archived_each(
    a_message: Build, split_body: Split
) -> None:
    """Everything in a value is kept, beside the message that goes on."""
    errors = [{"code": 131000}, {"code": 131001}]
    body = a_message({"type": "text"}, errors=errors, user_actions=[{"a": 1}], novelty={"b": 2})
    body["entry"][0]["messaging"] = [{"c": 3}]
    items = split_body(body)

    assert [item.target for item in items] == [MESSAGES, *[ARCHIVE] * 5]
    assert len({item.dedupe for item in items}) == 6


def test_another_object_is_archived(a_message: Build, split_body: Split) -> None:
    """What another product of Meta sends is kept and starts nothing."""
    (item,) = split_body(a_message({"type": "text"}) | {"object": "page"})

    assert _reason(item) == "other_object"


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("text", "not_an_object"),
        (None, "not_an_object"),
        ({"type": "text", "from": "263"}, "no_id"),
        ({"type": "text", "from": "263", "id": ""}, "no_id"),
        ({"type": "text", "from": "263", "id": "w" * 513}, "no_id"),
        ({"type": "text", "id": "wamid.B"}, "no_sender"),
        ({"type": "text", "id": "wamid.B", "from": {"a": 1}}, "no_sender"),
        ({"type": "text", "id": "wamid.B", "from_user_id": "Z" * 201}, "sender_too_long"),
    ],
)
def test_w_e5_a_malformed_item_never_loses_its_siblings(
    message: object, reason: str, a_message: Build, split_body: Split
) -> None:
    """The bad one is archived with the reason; those before and after go on."""
    body = a_message({"type": "text"})
    messages = body["entry"][0]["changes"][0]["value"]["messages"]
    messages += [message, messages[0] | {"id": "wamid.C"}]
    first, bad, last = split_body(body)

    assert [first.dedupe, last.dedupe] == ["wa:2278:wamid.A", "wa:2278:wamid.C"]
    assert bad.type == "whatsapp.unreadable.v1"
    assert _reason(bad) == reason


@pytest.mark.parametrize(
    "body",
    [None, True, 7, "text", [], [1], {}, {"entry": None}, {"entry": {}}],
)
def test_a_body_that_is_no_envelope_is_archived_whole(body: object, split_body: Split) -> None:
    """What was signed is kept, whatever it is."""
    (item,) = split_body(body)

    assert _reason(item) == "no_entries"


@pytest.mark.parametrize(
    ("value", "reason"),
    [({"contacts": []}, "no_items"), ({"messages": {"a": 1}}, "not_a_list")],
)
def test_a_value_without_lists_is_archived(
    value: dict[str, Any], reason: str, split_body: Split
) -> None:
    """Nothing that was signed disappears, also where no item can be told apart."""
    (item,) = split_body({"entry": [{"changes": [{"value": value}]}]})

    assert _reason(item) == reason


def test_an_empty_envelope_has_no_items(split_body: Split) -> None:
    """The spec's probe bodies are taken and store nothing."""
    assert split_body({"entry": []}) == []
    assert split_body({"entry": [{"changes": [{"value": {"messages": []}}]}]}) == []
