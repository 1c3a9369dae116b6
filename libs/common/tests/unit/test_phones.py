"""Numbers as people type them."""

import pytest
from common.phones import PhoneError, mask_msisdn, parse_msisdn


@pytest.mark.parametrize(
    "typed",
    ["0774975187", "077 497 5187", "+263 77 497 5187", "263774975187", "774975187", "077-497-5187"],
)
def test_a_number_is_taken_as_it_is_written_here(typed: str) -> None:
    """077…, +263 77… and 263… are the same wallet."""
    assert parse_msisdn(typed) == "263774975187"


@pytest.mark.parametrize(
    "typed", ["", "077497518", "+27821234567", "0244123456", "call me", "٠٧٧٤٩٧٥١٨٧"]
)
def test_what_is_no_zimbabwean_mobile_number_is_refused(typed: str) -> None:
    """A landline, a foreign number or a slip is not guessed at."""
    with pytest.raises(PhoneError):
        parse_msisdn(typed)


def test_a_masked_number_shows_its_owner_enough() -> None:
    """The first four and the last three digits are shown."""
    assert mask_msisdn("263774975187") == "2637*****187"
