"""Whatever Meta may sign one day: never a crash, never a lost sibling."""

import json
from collections.abc import Callable
from typing import Any

from common.testing.clock import NOON
from gateway_webhooks.domain import Item, Policy, Reception, split
from gateway_webhooks.service import rows_of
from hypothesis import given
from hypothesis import strategies as st

NAMES = st.sampled_from([
    "object", "entry", "changes", "field", "value", "metadata", "phone_number_id", "contacts",
    "messages", "statuses", "errors", "user_actions", "id", "from", "from_user_id", "timestamp",
    "type", "text", "system", "user_id", "wa_id", "profile", "name", "status", "code",
])  # fmt: skip
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(alphabet=st.characters(), max_size=8)
    | st.sampled_from(["messages", "text", "sent", "whatsapp_business_account", "\ud800", "\x00"])
)
ANY = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(), inner, max_size=5)
    ),
    max_leaves=25,
)
GOOD = {"from": "263771230045", "id": "wamid.GOOD", "timestamp": "1795000000", "type": "text"}
GOOD_STATUS = {"id": "wamid.GOOD", "status": "read", "timestamp": "1795000000"}
RECEPTION = Reception(NOON, "0" * 64)


def _keys(items: list[Item]) -> set[str]:
    return {item.dedupe for item in items}


@given(value=ANY)
def test_any_json_gives_rows_that_can_be_stored(value: Any) -> None:
    """Bodies are JSON, keys are bounded text that PostgreSQL holds; nothing raises."""
    for row in rows_of(json.dumps(value).encode(), Policy(), received_at=NOON):
        json.loads(row.body)
        for text in (row.dedupe, row.key, row.type, row.target):
            assert text is None or ("\x00" not in text and len(text.encode()) <= 600)


@given(before=st.lists(ANY, max_size=3), after=st.lists(ANY, max_size=3))
def test_w_e5_no_neighbour_loses_a_well_formed_item(before: list[Any], after: list[Any]) -> None:
    """A good message and a good status go on whatever stands beside them, at every level."""
    value = {
        "metadata": {"phone_number_id": "2278"},
        "messages": [*before, GOOD, *after],
        "statuses": [*after, GOOD_STATUS, *before],
        "contacts": before,
        "errors": after,
    }
    change = {"field": "messages", "value": value}
    body = {"entry": [*before, {"changes": [*after, change, *before]}, *after]}
    items = split(body, RECEPTION, Policy())

    assert {"wa:2278:wamid.GOOD", "wa-st:2278:wamid.GOOD:read"} <= _keys(items)


@given(values=st.lists(ANY, max_size=6))
def test_every_listed_item_is_a_row(values: list[Any]) -> None:
    """As many rows as there were messages: none is merged away, none is dropped."""
    body = {"entry": [{"changes": [{"value": {"messages": values}}]}]}

    assert len(split(body, RECEPTION, Policy(default_number="2278"))) == len(values)


@given(value=ANY)
def test_the_same_body_gives_the_same_keys(value: Any) -> None:
    """W-E3: a repeated delivery is recognised, also of what nobody can read."""
    later = Reception(NOON.replace(hour=23), "0" * 64)

    assert _keys(split(value, RECEPTION, Policy())) == _keys(split(value, later, Policy()))


def test_a_thousand_updates_in_one_body_are_a_thousand_rows(
    a_message: Callable[..., dict[str, Any]],
) -> None:
    """Meta batches up to about 1 000 updates."""
    messages = [GOOD | {"id": f"wamid.{n}"} for n in range(1000)]
    raw = json.dumps(a_message({}, messages=messages)).encode()

    assert len({row.dedupe for row in rows_of(raw, Policy(), received_at=NOON)}) == 1000
