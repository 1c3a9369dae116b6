"""Who wrote: one person may be known by a user id, a parent user id and a number."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from common.whatsapp_numbers import known_number

BSUID: Final = "bsuid"
PARENT: Final = "parent_bsuid"
PHONE: Final = "phone"

Identity = tuple[str, str]
"""(kind, value)"""

CHANGES: Final = frozenset(
    {"user_changed_number", "user_changed_user_id", "customer_identity_changed"}
)
"""System messages after which the next payment asks the person to confirm."""


@dataclass(frozen=True, slots=True)
class Change:
    """Meta says that one person is known differently from now on."""

    kind: str
    before: tuple[Identity, ...]
    after: tuple[Identity, ...]


def told(user_id: str | None, phone: str | None, content: Mapping[str, Any]) -> list[Identity]:
    """Return the identities that a message names, the surest first; a number by its one form."""
    parent = content.get("from_parent_user_id")
    number = known_number(phone) if phone else None
    named = ((BSUID, user_id), (PARENT, parent), (PHONE, number))
    return [(kind, value) for kind, value in named if isinstance(value, str) and value]


def read_change(
    kind: str, content: Mapping[str, Any], sender: tuple[Identity, ...]
) -> Change | None:
    """Return the change that a system message reports, or None for any other message.

    facts: `user_changed_number` (older: `new_wa_id`) and `user_changed_user_id` name the new
    identity and `previous_user_id`; `customer_identity_changed` names nothing new.
    """
    system = content.get("system")
    if kind != "system" or not isinstance(system, Mapping):
        return None
    part = cast("Mapping[str, Any]", system)
    change = part.get("type")
    if change not in CHANGES:
        return None
    after = told(_one(part, "user_id"), _one(part, "wa_id") or _one(part, "new_wa_id"), {})
    before = told(_one(part, "previous_user_id"), None, {})
    known = (*before, *(identity for identity in sender if identity not in after))
    return Change(str(change), known, tuple(after))


def _one(part: Mapping[str, Any], name: str) -> str | None:
    value = part.get(name)
    return value if isinstance(value, str) and value else None
