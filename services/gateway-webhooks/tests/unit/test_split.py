"""A body falls into items: each its own, with its own key, and none is ever lost."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from common.contracts import WhatsAppMessageReceived, WhatsAppStatusReceived
from gateway_webhooks.domain import ARCHIVE, Item, Policy

Build = Callable[..., dict[str, Any]]
Read = Callable[[str], dict[str, Any]]
Split = Callable[..., list[Item]]

MESSAGES = WhatsAppMessageReceived.TOPIC
STATUSES = WhatsAppStatusReceived.TOPIC
SAMPLES = {
    "batch_mixed": {MESSAGES: 4, STATUSES: 3},
    "image_with_url": {MESSAGES: 1},
    "interactive_button_reply": {MESSAGES: 1},
    "interactive_list_reply": {MESSAGES: 1},
    "interactive_nfm_reply": {MESSAGES: 1},
    "location_pin": {MESSAGES: 1},
    "status_delivered": {STATUSES: 1},
    "status_failed_131047": {STATUSES: 1},
    "status_sent_v24": {STATUSES: 1},
    "template_status_rejected": {ARCHIVE: 1},
    "text": {MESSAGES: 1},
    "text_bsuid_only": {MESSAGES: 1},
}
MEDIA = {"mime_type": "image/jpeg", "sha256": "c3Bn", "id": "2754859441498128", "url": "https://x"}
TYPES: list[dict[str, Any]] = [
    {"type": "text", "text": {"body": "Hi"}},
    {"type": "image", "image": MEDIA | {"caption": "Proof"}},
    {"type": "video", "video": MEDIA},
    {"type": "document", "document": MEDIA | {"filename": "a.pdf"}},
    {"type": "audio", "audio": MEDIA | {"voice": True}},
    {"type": "sticker", "sticker": MEDIA | {"animated": True}},
    {"type": "location", "location": {"latitude": -17.8317, "longitude": 31.0456}},
    {"type": "contacts", "contacts": [{"origin": "other", "vcard": "BEGIN:VCARD"}]},
    {"type": "interactive", "interactive": {"type": "button_reply", "button_reply": {"id": "a"}}},
    {"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": "b"}}},
    {"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": {"body": "Sent"}}},
    {"type": "interactive", "interactive": {"type": "call_permission_reply"}},
    {"type": "interactive"},
    {"type": "button", "button": {"payload": "confirm:ord_10442", "text": "Confirm"}},
    {"type": "order", "order": {"catalog_id": "1948", "product_items": [{"item_price": 12.5}]}},
    {"type": "reaction", "reaction": {"message_id": "wamid.HBg", "emoji": "👍"}},
    {"type": "reaction", "reaction": {"message_id": "wamid.HBg"}},
    {"type": "system", "system": {"type": "user_changed_number", "wa_id": "263712223344"}},
    {"type": "system", "system": {"type": "customer_identity_changed"}, "identity": {"hash": "x"}},
    {"type": "unsupported", "errors": [{"code": 131051}], "unsupported": {"type": "poll_creation"}},
    {"type": "unsupported", "errors": [{"code": 131060}]},
]


def _message(item: Item) -> WhatsAppMessageReceived:
    return WhatsAppMessageReceived.model_validate_json(item.body)


def _reason(item: Item) -> str:
    assert item.target == ARCHIVE
    return json.loads(item.body)["reason"]


@pytest.mark.parametrize(("name", "expected"), SAMPLES.items())
def test_each_recorded_body_gives_its_items(
    name: str, expected: dict[str, int], sample: Read, split_body: Split
) -> None:
    """Every message and status of a body is one row with one key, and goes to its topic."""
    items = split_body(sample(name))

    assert expected == dict(Counter(item.target for item in items))
    assert len(items) == len({item.dedupe for item in items})


@pytest.mark.parametrize("message", TYPES)
def test_each_type_of_message_goes_on_as_it_came(
    message: dict[str, Any], a_message: Build, split_body: Split
) -> None:
    """The content is Meta's object without sender, id and time; numbers are exact."""
    (item,) = split_body(a_message(message))

    assert item.target == MESSAGES
    assert message == json.loads(item.body)["content"]
    assert message["type"] == _message(item).kind


@pytest.mark.parametrize("kind", ["revoke", "media_placeholder", "", "x" * 101, None, ["text"]])
def test_a_type_that_is_no_word_is_archived(
    kind: object, a_message: Build, split_body: Split
) -> None:
    """What was taken back changes nothing that was started; it is kept under its id."""
    (item,) = split_body(a_message({"type": kind}))

    assert _reason(item) == "unknown_type"
    assert item.dedupe == "wa:2278:wamid.A"


@pytest.mark.parametrize(
    "message",
    [
        {"type": "revoke", "revoke": {"message": {"type": "text", "text": {"body": "918273"}}}},
        {"type": "media_placeholder", "image": {"caption": "it is 918 273!"}},
        {"hologram": [{"caption": "code 918-273"}]},
    ],
)
def test_a_code_in_what_nobody_reads_is_covered_before_it_is_kept(
    message: dict[str, Any], a_message: Build, split_body: Split
) -> None:
    """Nobody would erase it: what is taken back, or cannot be read, was written all the same."""
    (item,) = split_body(a_message(message))
    kept = json.loads(item.body)["item"]

    assert _reason(item) == "unknown_type"
    assert not any(code in json.dumps(kept) for code in ("918273", "918 273", "918-273"))
    assert kept["id"] == "wamid.A"


def test_a_message_is_keyed_by_number_and_id(a_message: Build, split_body: Split) -> None:
    """W-E3: the key of a message is our number and Meta's id, whatever the body around it."""
    (item,) = split_body(a_message({"type": "text", "text": {"body": "Hi"}}))

    assert item.dedupe == "wa:2278:wamid.A"
    assert item.key == "263771230045"


def test_the_user_id_is_the_lane_before_the_phone(
    a_message: Build, split_body: Split, sample: Read
) -> None:
    """A customer who hides the number has a lane all the same."""
    both = split_body(a_message({"type": "text", "from_user_id": "ZW.60"}))
    alone = split_body(sample("text_bsuid_only"))

    assert [item.key for item in (*both, *alone)] == ["ZW.60", "ZW.60218437719530264811"]
    assert _message(alone[0]).sender.phone is None


def test_a_contact_is_matched_by_its_id_never_by_position(
    a_message: Build, split_body: Split
) -> None:
    """The name and the user id come from the contact with the same number."""
    contacts = [
        {"profile": {"name": "Rudo"}, "wa_id": "263782220099", "user_id": "ZW.90"},
        "no contact",
        {"profile": {"name": "Tendai"}, "wa_id": "+263 77 123 0045", "user_id": "ZW.60"},
    ]
    (item,) = split_body(a_message({"type": "text"}, contacts=contacts))

    assert _message(item).profile_name == "Tendai"
    assert _message(item).sender.user_id == "ZW.60"


def test_a_contact_without_user_id_is_matched_by_its_number(
    a_message: Build, split_body: Split
) -> None:
    """Entries may lack either id; the one that is there decides."""
    contacts = [{"profile": {"name": "Tendai"}, "wa_id": "263771230045"}]
    (item,) = split_body(a_message({"type": "text", "from_user_id": "ZW.60"}, contacts=contacts))

    assert _message(item).profile_name == "Tendai"


@pytest.mark.parametrize(
    ("message", "contact", "parent"),
    [
        ({}, {"parent_user_id": "ZW.ENT.7"}, "ZW.ENT.7"),
        ({"from_parent_user_id": "ZW.ENT.7"}, {}, "ZW.ENT.7"),
        ({"from_parent_user_id": "ZW.ENT.7"}, {"parent_user_id": "ZW.ENT.8"}, "ZW.ENT.7"),
        ({"from_parent_user_id": None}, {"parent_user_id": "ZW.ENT.7"}, "ZW.ENT.7"),
        ({}, {"parent_user_id": ["ZW.ENT.7"]}, None),
        ({}, {"parent_user_id": "ZW.ENT.7", "user_id": "ZW.90"}, None),
        ({}, {}, None),
    ],
)
def test_a_parent_user_id_is_read_where_meta_sends_it(
    message: dict[str, Any],
    contact: dict[str, Any],
    parent: str | None,
    a_message: Build,
    split_body: Split,
) -> None:
    """It stands in the message, or only in the sender's own contact: one customer either way."""
    ours = {"wa_id": "263771230045", "user_id": "ZW.60"} | contact
    body = a_message({"type": "text", "from_user_id": "ZW.60"} | message, contacts=[ours])
    (item,) = split_body(body)

    assert parent == _message(item).content.get("from_parent_user_id")


def test_a_contact_of_another_user_is_not_taken(a_message: Build, split_body: Split) -> None:
    """The same number with another user id is another person: nothing is joined."""
    contacts = [{"profile": {"name": "Rudo"}, "wa_id": "263771230045", "user_id": "ZW.90"}]
    (item,) = split_body(a_message({"type": "text", "from_user_id": "ZW.60"}, contacts=contacts))

    assert _message(item).profile_name is None


def test_a_system_message_without_sender_is_keyed_by_its_user(
    a_message: Build, split_body: Split
) -> None:
    """`user_changed_user_id` has neither `from` nor contact."""
    system = {"type": "user_changed_user_id", "user_id": "ZW.77", "previous_user_id": "ZW.60"}
    (item,) = split_body(a_message({"type": "system", "from": None, "system": system}))

    assert item.key == "ZW.77"
    assert item.target == MESSAGES


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("1795000000", datetime(2026, 11, 18, 11, 6, 40, tzinfo=UTC)),
        (1795000000, datetime(2026, 11, 18, 11, 6, 40, tzinfo=UTC)),
        ("1795000000123", datetime(2026, 11, 18, 11, 6, 40, tzinfo=UTC)),
        ("soon", datetime(2026, 11, 25, 10, tzinfo=UTC)),
        (None, datetime(2026, 11, 25, 10, tzinfo=UTC)),
        ("9" * 18, datetime(2026, 11, 25, 10, tzinfo=UTC)),
    ],
)
def test_times_are_seconds_or_milliseconds_else_the_time_of_arrival(
    stamp: object, expected: datetime, a_message: Build, split_body: Split
) -> None:
    """A message with an unreadable time is still a message."""
    (item,) = split_body(a_message({"type": "text", "timestamp": stamp}))

    assert expected == _message(item).sent_at


def test_text_that_no_table_can_hold_is_made_holdable(a_message: Build, split_body: Split) -> None:
    """U+0000 and half a surrogate become U+FFFD, in values, keys and ids."""
    message = {"type": "text", "id": "wamid.\x00", "text": {"body": "a\x00b\ud83dc 👍"}}
    (item,) = split_body(a_message(message))

    assert item.dedupe == "wa:2278:wamid.\ufffd"
    assert _message(item).content["text"] == {"body": "a\ufffdb\ufffdc 👍"}


@pytest.mark.parametrize(
    "envelope",
    [
        {"entry": [{"changes": [{"value": {"messages": ["M"]}}]}]},
        {"entry": [{"changes": [{"field": "messages", "value": {"messages": ["M"]}}]}]},
    ],
)
def test_an_envelope_without_object_field_or_metadata_is_taken(
    envelope: dict[str, Any], split_body: Split
) -> None:
    """The spec's samples mean the merchant's one number; without one they are archived."""
    message = {"from": "263777123456", "id": "wamid.xxx", "timestamp": "1795000000"}
    envelope["entry"][0]["changes"][0]["value"]["messages"] = [message | {"type": "text"}]
    (item,) = split_body(envelope, Policy(default_number="2278"))
    (kept,) = split_body(envelope)

    assert item.dedupe == "wa:2278:wamid.xxx"
    assert _reason(kept) == "no_number"
