"""JSON from outside is read strictly."""

import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from common.errors import InvalidError
from common.strict_json import parse_json
from hypothesis import given
from hypothesis import strategies as st

_SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text()
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "json:malformed"),
        (b"{", "json:malformed"),
        (b"{'a': 1}", "json:malformed"),
        (b"1 2", "json:malformed"),
        (b"\xef\xbb\xbf{}", "json:malformed"),
        (b'"\xff"', "json:not_utf8"),
        ('{"a": 1}'.encode("utf-16"), "json:not_utf8"),
        (b"NaN", "json:number"),
        (b'{"a": [Infinity]}', "json:number"),
        (b"-Infinity", "json:number"),
        (b"1" * 5000, "json:number"),
        (b"1e99999999999999999999", "json:number"),
        (b'{"a": 1, "a": 1}', "json:duplicate_key"),
        (b'[{"x": {"a": 1, "b": 2, "a": 3}}]', "json:duplicate_key"),
        (b"[" * 100_000, "json:too_deep"),
        (b"[" * 100_000 + b"]" * 100_000, "json:too_deep"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "json:too_deep"),
    ],
)
def test_what_two_parsers_could_read_differently_is_refused(raw: bytes, code: str) -> None:
    """Malformed text, NaN, repeated keys, unholdable numbers and depth are invalid, with a code."""
    with pytest.raises(InvalidError) as caught:
        parse_json(raw)

    assert caught.value.code == code


def test_a_refusal_never_repeats_input() -> None:
    """The detail may be shown, so it holds a place at most."""
    with pytest.raises(InvalidError) as caught:
        parse_json(b'{"code": 482913')

    assert "482913" not in caught.value.detail


@pytest.mark.parametrize("levels", [1, 2, 63, 64])
def test_depth_is_allowed_up_to_the_limit(levels: int) -> None:
    """Sixty-four levels of nesting are read."""
    value = parse_json(b"[" * levels + b"1" + b"]" * levels)

    assert isinstance(value, list)


def test_depth_over_the_limit_is_refused() -> None:
    """One level more is refused."""
    with pytest.raises(InvalidError) as caught:
        parse_json(b"[" * 65 + b"1" + b"]" * 65)

    assert caught.value.code == "json:too_deep"


def test_a_fraction_is_exact() -> None:
    """Money may be in it, so a number with a fraction is a Decimal."""
    assert {"price": Decimal("12.50"), "n": 3} == parse_json(b'{"price": 12.50, "n": 3}')


@given(value=_VALUES)
def test_what_json_writes_is_read_back(value: Any) -> None:
    """Strict reading changes nothing that has one meaning."""
    assert value == parse_json(json.dumps(value).encode())


@given(raw=st.binary(max_size=200))
def test_any_bytes_give_a_value_or_a_named_refusal(raw: bytes) -> None:
    """No input raises anything but InvalidError."""
    with suppress(InvalidError):
        parse_json(raw)
