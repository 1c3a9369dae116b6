"""Secrets of Mari's own: what is too weak to start with, and that nothing of it is shown."""

import secrets

import pytest
from common.strength import PASS_LENGTH, check_apart, check_key, weakness
from common.testing.plugin import BUS_KEY, SERVICE_KEY, STORAGE_KEY
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "missing"),
        ("k3y", "too short"),
        ("x" * 40, "too few characters"),
        ("abc" * 12, "too few characters"),
        ("0123456789abcdef" * 2, "too few characters"),
        ("abcdefghijklmnopqrstuvwxyz0123456789", "too few characters"),
        ("change-me-please-0123456789-abcdef", "example value"),
        ("your-32-characters-or-more-secret-key-here", "example value"),
        ("REPLACE_ME_WITH_SOME_RANDOM_SECRET_VALUE", "example value"),
    ],
)
def test_a_weak_key_is_told_apart(value: str, said: str) -> None:
    """Missing, short, repeated, counted, or an example's."""
    assert said in (weakness(value) or "")


@pytest.mark.parametrize("value", [BUS_KEY, SERVICE_KEY, STORAGE_KEY])
def test_a_key_that_says_what_it_is_for_may_be_strong(value: str) -> None:
    """A name before something long is fine."""
    assert weakness(value) is None


@given(st.binary(min_size=16, max_size=16))
def test_the_hint_always_makes_a_strong_key(raw: bytes) -> None:
    """What the error says to run is taken; so is a secret in Meta's shape."""
    assert weakness(secrets.token_urlsafe()) is None
    if len(set(raw)) > 8:
        assert weakness(raw.hex(), shortest=PASS_LENGTH) is None


@given(st.text(alphabet="abcxyz123-", min_size=1, max_size=31))
def test_an_error_names_the_variable_and_never_the_value(value: str) -> None:
    """One line, with the way to make a better one."""
    with pytest.raises(ValueError, match="MARI_BUS_KEYS") as error:
        check_key("MARI_BUS_KEYS", value)

    assert "mari secrets new" in str(error.value)
    assert "\n" not in str(error.value)
    assert len(value) < 8 or value not in str(error.value)


def test_one_value_has_one_purpose() -> None:
    """A key that seals must not sign; the same one twice under one name is nothing."""
    same = SecretStr("a" * 32)

    check_apart({"A": [same, same], "B": [SecretStr(""), SecretStr("b" * 32)]})
    with pytest.raises(ValueError, match="B has the same value as A"):
        check_apart({"A": [same], "B": [SecretStr("b"), same]})
