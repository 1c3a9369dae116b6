"""Codes are found by their shape, and phone numbers are none."""

import pytest
from flow_engine.domain.secrets import MASK, carries_code, masked
from hypothesis import given
from hypothesis import strategies as st

SEPARATORS = st.sampled_from(["", " ", "-"])


@given(st.lists(st.tuples(st.sampled_from("0123456789"), SEPARATORS), min_size=4, max_size=8))
def test_a_code_is_found_however_it_is_spaced(parts: list[tuple[str, str]]) -> None:
    """4 to 8 digits are found and covered with spaces and dashes between them."""
    code = "".join(digit + gap for digit, gap in parts).strip(" -")
    text = f"my code is {code}, thanks"

    assert carries_code(text)
    assert masked(text) == f"my code is {MASK}, thanks"


@pytest.mark.parametrize(
    "text",
    [
        "0771 234 567",
        "+263 77 123 4567",
        "263771234567",
        "12",
        "menu",
        "",
        None,
        "USD 5",
        "077-1234567",
    ],
)
def test_numbers_that_are_no_codes_stay(text: str | None) -> None:
    """A phone number, a small number and words are no code."""
    assert not carries_code(text)
    assert masked(text or "") == (text or "")


@pytest.mark.parametrize("text", ["123456 5000", "code 012345 for 0771234567", "١٢٣٤٥٦"])
def test_a_code_beside_other_digits_is_found(text: str) -> None:
    """A code is found beside an amount or a number, and in other scripts' digits."""
    assert carries_code(text)
