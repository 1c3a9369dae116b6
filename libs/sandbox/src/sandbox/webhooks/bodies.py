"""A webhook's bytes in Meta's own rendering (facts: WhatsApp, sections 1.2 and 1.3)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Account:
    """Whose webhooks they are."""

    waba_id: str
    phone_number_id: str
    display_phone_number: str


def render(
    account: Account, key: str, items: Sequence[tuple[Mapping[str, Any], str | None]]
) -> bytes:
    """Return the body that reports these items under `messages` or `statuses`.

    Items with and without a contact are reported apart: a failed status names no contact.
    """
    named = [(item, contact) for item, contact in items if contact is not None]
    unnamed = [item for item, contact in items if contact is None]
    changes: list[dict[str, Any]] = []
    if named:
        contacts = [json.loads(text) for text in dict.fromkeys(contact for _, contact in named)]
        part = {"contacts": contacts, key: [item for item, _ in named]}
        changes.append(_change(account, part))
    if unnamed:
        changes.append(_change(account, {key: unnamed}))
    entry = {"id": account.waba_id, "changes": changes}
    return escape({"object": "whatsapp_business_account", "entry": [entry]})


def escape(value: Mapping[str, Any]) -> bytes:
    r"""Return JSON as Meta writes it: no spaces, `\u` escapes, and `\/` for a slash."""
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def _change(account: Account, part: Mapping[str, Any]) -> dict[str, Any]:
    metadata = {
        "display_phone_number": account.display_phone_number,
        "phone_number_id": account.phone_number_id,
    }
    value = {"messaging_product": "whatsapp", "metadata": metadata, **part}
    return {"value": value, "field": "messages"}
