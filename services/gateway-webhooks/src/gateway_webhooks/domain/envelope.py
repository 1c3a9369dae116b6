"""Splits a whole body: every entry, change, message, status, error and action is its own item."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from gateway_webhooks.domain.archive import archived, unreadable
from gateway_webhooks.domain.item import Fields, Item, Place, Policy, Reception, UnreadableError
from gateway_webhooks.domain.message import message_item
from gateway_webhooks.domain.reading import (
    as_digits,
    as_fields,
    as_list,
    as_text,
    is_fields,
    is_list,
)
from gateway_webhooks.domain.status import status_item
from gateway_webhooks.domain.text import scrubbed

_OBJECT: Final = "whatsapp_business_account"
_ENTRY: Final = frozenset({"id", "time", "changes"})
_FRAME: Final = frozenset({"messaging_product", "metadata", "contacts"})
_READ_FIELDS: Final = (None, "messages")
"""The spec's samples have no `field`; statuses come under `messages` too."""

Make = Callable[[Place, object, Policy], Item]


def split(value: object, reception: Reception, policy: Policy) -> list[Item]:
    """Return all items of a body, in its order. Total: any JSON value gives items, never an error.

    What has not its shape becomes an archived item, and its siblings go on.
    """
    place = Place(reception)
    body = scrubbed(value)
    if not is_fields(body) or not is_list(body.get("entry")):
        return [unreadable(place, "body", body, "no_entries")]
    is_ours = as_text(body.get("object")) in {None, _OBJECT}
    return [
        item
        for entry in as_list(body["entry"])
        for item in _entry_items(place, entry, policy if is_ours else None)
    ]


def _entry_items(place: Place, entry: object, policy: Policy | None) -> Iterator[Item]:
    fields = as_fields(entry)
    if not is_list(fields.get("changes")):
        yield unreadable(place, "entry", entry, "no_changes")
        return
    here = replace(
        place, entry_id=as_text(fields.get("id")), entry_time=as_text(fields.get("time"))
    )
    for change in as_list(fields["changes"]):
        yield from _change_items(here, change, policy)
    rest = {name: part for name, part in fields.items() if name not in _ENTRY}
    if rest:
        yield archived(here, "entry", rest, "unknown_value")


def _change_items(place: Place, change: object, policy: Policy | None) -> Iterator[Item]:
    if policy is None:
        yield archived(place, "change", change, "other_object")
        return
    value = as_fields(change).get("value")
    if not is_fields(value):
        yield unreadable(place, "change", change, "no_value")
        return
    name = as_text(as_fields(change).get("field"))
    here = _placed(replace(place, field=name), value, policy)
    if name in _READ_FIELDS:
        yield from _value_items(here, value, policy)
    else:
        yield archived(here, "change", value, "unknown_field")


def _placed(place: Place, value: Fields, policy: Policy) -> Place:
    metadata = as_fields(value.get("metadata"))
    return replace(
        place,
        number=as_text(metadata.get("phone_number_id")) or policy.default_number,
        own_phone=as_digits(metadata.get("display_phone_number")),
        contacts=tuple(as_fields(contact) for contact in as_list(value.get("contacts"))),
    )


def _value_items(place: Place, value: Fields, policy: Policy) -> Iterator[Item]:
    for name, (kind, make) in _LISTS.items():
        yield from _list_items(
            place, value.get(name), kind, lambda raw, make=make: make(place, raw, policy)
        )
    rest = {name: part for name, part in value.items() if name not in _FRAME | _LISTS.keys()}
    if rest:
        yield archived(place, "change", rest, "unknown_value")
    elif not _LISTS.keys() & value.keys():
        yield archived(place, "change", value, "no_items")


def _list_items(
    place: Place, found: object, kind: str, make: Callable[[object], Item]
) -> Iterator[Item]:
    if found is not None and not is_list(found):
        yield unreadable(place, kind, found, "not_a_list")
    for raw in as_list(found):
        try:
            yield make(raw)
        except ValueError as error:
            reason = error.reason if isinstance(error, UnreadableError) else "invalid"
            yield unreadable(place, kind, raw, reason)


def _error_item(place: Place, raw: object, _policy: Policy) -> Item:
    return archived(place, "error", raw, "account_error")


def _action_item(place: Place, raw: object, _policy: Policy) -> Item:
    return archived(place, "user_action", raw, "user_action")


_LISTS: Final[dict[str, tuple[str, Make]]] = {
    "messages": ("message", message_item),
    "statuses": ("status", status_item),
    "errors": ("error", _error_item),
    "user_actions": ("user_action", _action_item),
}
