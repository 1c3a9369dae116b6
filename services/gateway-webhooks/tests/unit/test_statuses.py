"""Statuses of our messages: what is kept of each, and that nobody is named."""

from collections.abc import Callable
from typing import Any

from common.contracts import WhatsAppStatusReceived
from gateway_webhooks.domain import Item

Read = Callable[[str], dict[str, Any]]
Split = Callable[..., list[Item]]

STATUSES = WhatsAppStatusReceived.TOPIC


def _status(item: Item) -> WhatsAppStatusReceived:
    return WhatsAppStatusReceived.model_validate_json(item.body)


def test_a_status_without_metadata_goes_on(split_body: Split) -> None:
    """A status needs no number of ours: its message id says whose it is."""
    status = {"id": "wamid.xxx", "status": "delivered", "timestamp": "1234567890"}
    (item,) = split_body({"entry": [{"changes": [{"value": {"statuses": [status]}}]}]})

    assert (item.target, item.key, item.dedupe) == (STATUSES, None, "wa-st::wamid.xxx:delivered")


def test_a_status_keeps_its_reasons_and_our_id(sample: Read, split_body: Split) -> None:
    """W-E6: why a message failed is part of the report."""
    body = sample("status_failed_131047")
    status = body["entry"][0]["changes"][0]["value"]["statuses"][0]
    status["biz_opaque_callback_data"] = "ntf-1"
    status["errors"] += [{"code": "131026"}, {"title": "no code"}, "no error"]
    (item,) = split_body(body)

    assert [error.code for error in _status(item).errors] == [131047, 131026]
    assert _status(item).callback_id == "ntf-1"


def test_each_participant_of_a_group_has_a_status_of_his_own(split_body: Split) -> None:
    """The same status of the same message comes once for each participant."""
    statuses = [
        {"id": "wamid.G", "status": "read", "recipient_type": "group", "recipient_id": "120363",
         "recipient_participant_id": person}
        for person in ("263771", "263772")
    ]  # fmt: skip
    items = split_body({"entry": [{"changes": [{"value": {"statuses": statuses}}]}]})

    assert len({item.dedupe for item in items}) == 2


def test_a_status_is_kept_without_whom_it_is_about(sample: Read, split_body: Split) -> None:
    """Erasing a person finds rows by their lane; a status has none, so it names nobody."""
    body = sample("status_failed_131047")
    status = body["entry"][0]["changes"][0]["value"]["statuses"][0]
    status |= {"recipient_user_id": "ZW.77001", "recipient_participant_id": "263772999888"}
    (item,) = split_body(body)

    for who in ("263771230045", "ZW.77001", "263772999888"):
        assert who.encode() not in item.body
