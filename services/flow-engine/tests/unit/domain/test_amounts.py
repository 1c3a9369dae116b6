"""What people type for an amount."""

import pytest
from common.money import AmountError, Money, format_money
from flow_engine.domain.readers import read_amount
from hypothesis import given
from hypothesis import strategies as st

MINOR = st.integers(min_value=1, max_value=10**11)


@pytest.mark.parametrize("typed", ["50", "50.00", "$50", "USD 50", "usd50", "50 USD", " 50.0 "])
def test_fifty_can_be_typed_in_every_usual_way(typed: str) -> None:
    """'50', '50.00', '$50' and 'USD 50' all mean fifty dollars."""
    assert Money(5000, "USD") == read_amount(typed, "USD")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12,50", "comma"),
        ("1,250", "comma"),
        ("fifty", "letters"),
        ("", "letters"),
        ("5 0", "letters"),
        ("1e3", "letters"),
        ("0", "not_positive"),
        ("0.00", "not_positive"),
        ("-5", "not_positive"),
        ("1.005", "too_precise"),
        ("99999999999999", "too_large"),
        ("9999999999999", "too_large"),
        ("ZAR 50", "other_currency"),
    ],
)
def test_an_amount_that_may_mean_two_things_is_refused_with_its_reason(
    typed: str, code: str
) -> None:
    """A comma, letters, zero, a negative, three decimals: each has its own code to answer with."""
    with pytest.raises(AmountError) as caught:
        read_amount(typed, "USD")

    assert code == caught.value.code


@given(MINOR, st.sampled_from(["USD", "ZWG", "ZAR", "JPY"]))
def test_what_is_shown_can_be_typed_back(minor: int, currency: str) -> None:
    """An amount reads back as itself, in every currency, with and without thousands marks."""
    shown = format_money(Money(minor, currency))

    assert Money(minor, currency) == read_amount(shown, currency)
    assert Money(minor, currency) == read_amount(shown.replace(",", ""), currency)


@given(st.text(max_size=40))
def test_no_text_makes_the_parser_fail_otherwise(typed: str) -> None:
    """Whatever is typed gives an amount or an AmountError."""
    try:
        minor = read_amount(typed, "USD").minor
    except AmountError:
        minor = 1

    assert minor > 0
