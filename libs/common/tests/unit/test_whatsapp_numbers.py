"""One person's number has one form, however it is spelled."""

import pytest
from common.phones import PhoneError
from common.whatsapp_numbers import canonical_number, known_number, spellings
from hypothesis import given
from hypothesis import strategies as st

SAME = [
    ("263771312822", ["+2630771312822", "2630771312822", "+263 77 131 2822", "00263771312822"]),
    ("525512345678", ["5215512345678", "+52 1 55 1234 5678", "+52 55 1234 5678"]),
    ("541123456789", ["5491123456789", "+54 9 11 2345-6789", "541123456789"]),
    ("5511987654321", ["551187654321", "5511987654321", "+55 (11) 98765-4321"]),
    ("442079460018", ["+44 (0)20 7946 0018", "442079460018"]),
]
OTHERS = ["551133334444", "390612345678", "2250701020304", "12025550100"]


@pytest.mark.parametrize("written", ["0771312822", "", "123", "+999123456789", "26377131", "abc"])
def test_what_is_no_number_with_its_country_code_is_refused(written: str) -> None:
    """National numbers, short ones and unknown countries say what is wrong with them."""
    with pytest.raises(PhoneError, match="number"):
        canonical_number(written)


@pytest.mark.parametrize(("canonical", "written"), SAME)
def test_every_spelling_of_a_number_has_one_form(canonical: str, written: list[str]) -> None:
    """National prefixes, Mexico's 1, Argentina's 9 and Brazil's ninth digit make no new person."""
    assert {canonical_number(one) for one in written} == {canonical}


@pytest.mark.parametrize("number", OTHERS)
def test_a_digit_that_belongs_to_the_number_stays(number: str) -> None:
    """Italy and the Ivory Coast keep their noughts, and a line that is no mobile has no ninth."""
    assert canonical_number(number) == number


@pytest.mark.parametrize("written", [one for _, many in SAME for one in many if one.isdigit()])
def test_what_was_kept_under_another_spelling_is_still_found(written: str) -> None:
    """The spellings of a number hold each form in which it may have been kept so far."""
    digits = written.removeprefix("00")

    assert digits in spellings(canonical_number(written))


@given(st.text(max_size=20) | st.from_regex(r"[0-9]{1,18}", fullmatch=True))
def test_a_number_that_whatsapp_names_is_never_lost(written: str) -> None:
    """Any text has a form, which is its own form and the first of its spellings."""
    known = known_number(written)

    assert known_number(known) == known
    assert spellings(written)[0] == known
