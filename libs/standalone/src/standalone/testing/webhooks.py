"""Signed webhook bodies in Meta's shape, of as many messages or statuses as one likes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

import orjson
from common.clock import utc_now

from standalone.environment import ACCOUNT_ID, DISPLAY_NUMBER, PHONE_NUMBER_ID

STATUSES: Final = ("sent", "delivered", "read")
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that the Graph API has accepted."""

    wamid: str
    to: str
    callback_id: str


def messages_body(texts: Sequence[tuple[str, str]]) -> bytes:
    """Return one body with a text message from each customer (number, words)."""
    now = str(int(utc_now().timestamp()))
    messages = [
        {
            "from": number,
            "id": f"wamid.measured.{next(_numbers)}.{now}",
            "timestamp": now,
            "type": "text",
            "text": {"body": words},
        }
        for number, words in texts
    ]
    contacts = [{"profile": {"name": "Tendai"}, "wa_id": number} for number, _ in texts]
    return _body({"contacts": contacts, "messages": messages})


def statuses_body(sent: Sequence[tuple[Sent, str]]) -> bytes:
    """Return one body with a status of each message."""
    now = str(int(utc_now().timestamp()))
    statuses = [
        {
            "id": one.wamid,
            "status": status,
            "timestamp": now,
            "recipient_id": one.to,
            "biz_opaque_callback_data": one.callback_id,
        }
        for one, status in sent
    ]
    return _body({"statuses": statuses})


def _body(value: Mapping[str, Any]) -> bytes:
    metadata = {"display_phone_number": DISPLAY_NUMBER, "phone_number_id": PHONE_NUMBER_ID}
    change = {
        "field": "messages",
        "value": {"messaging_product": "whatsapp", "metadata": metadata, **value},
    }
    entry = {"id": ACCOUNT_ID, "changes": [change]}
    return orjson.dumps({"object": "whatsapp_business_account", "entry": [entry]})
