"""Keys are bounded and exact, whatever is in them."""

from decimal import Decimal

import pytest
from gateway_webhooks.domain import message_dedupe, status_dedupe
from gateway_webhooks.domain.text import encoded, scrubbed


def test_a_short_key_is_readable() -> None:
    """An operator can find a message by its key."""
    assert message_dedupe("2278", "wamid.A") == "wa:2278:wamid.A"
    assert status_dedupe("2278", "wamid.A", "read") == "wa-st:2278:wamid.A:read"


def test_a_long_key_is_a_digest() -> None:
    """An index holds no longer key; two long ids stay two."""
    first, second = (message_dedupe("2278", "w" * 511 + last) for last in "ab")

    assert first != second
    assert len(first) < 100
    assert first.startswith("wa-sha256:")


def test_numbers_are_written_as_they_came() -> None:
    """No float touches a number on its way through, however large or fine."""
    value = {"b": Decimal("12.50"), "a": 10**30, "c": [-17.5]}

    assert encoded(scrubbed(value)) == b'{"a":%d,"b":12.50,"c":[-17.5]}' % 10**30


def test_what_is_no_json_is_not_written() -> None:
    """Nothing but JSON values and times is ever encoded."""
    with pytest.raises(TypeError):
        encoded({"a": object()})
