"""What people type for an amount, and what never happens to money."""

from decimal import Decimal

import pytest
from common.money import AmountError, Money, format_money, parse_amount
from hypothesis import given
from hypothesis import strategies as st

MINOR = st.integers(min_value=1, max_value=10**11)


@pytest.mark.parametrize("typed", ["50", "50.00", "$50", "USD 50", "usd50", "50 USD", " 50.0 "])
def test_fifty_can_be_typed_in_every_usual_way(typed: str) -> None:
    """'50', '50.00', '$50' and 'USD 50' all mean fifty dollars."""
    assert Money(5000, "USD") == parse_amount(typed, "USD")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12,50", "comma"),
        ("1,250.00", "comma"),
        ("fifty", "letters"),
        ("", "letters"),
        ("5 0", "letters"),
        ("\u0665\u0660", "letters"),
        ("1e3", "letters"),
        ("0", "not_positive"),
        ("0.00", "not_positive"),
        ("-5", "not_positive"),
        ("1.005", "too_precise"),
        ("99999999999999", "letters"),
        ("9999999999999", "too_large"),
        ("ZAR 50", "other_currency"),
    ],
)
def test_an_amount_that_may_mean_two_things_is_refused_with_its_reason(
    typed: str, code: str
) -> None:
    """A comma, letters, zero, a negative, three decimals: each has its own code to answer with."""
    with pytest.raises(AmountError) as caught:
        parse_amount(typed, "USD")

    assert code == caught.value.code


@given(MINOR, st.sampled_from(["USD", "ZWG", "ZAR", "JPY"]))
def test_what_is_shown_can_be_typed_back(minor: int, currency: str) -> None:
    """An amount without its thousands marks reads back as itself, in every currency."""
    shown = format_money(Money(minor, currency)).replace(",", "")

    assert Money(minor, currency) == parse_amount(shown, currency)


@given(MINOR, st.sampled_from(["USD", "JPY"]))
def test_a_providers_decimal_is_exact_both_ways(minor: int, currency: str) -> None:
    """To a provider's decimal and back nothing is lost."""
    money = Money(minor, currency)

    assert money == Money.from_decimal(money.to_decimal(), currency)


@given(st.text(max_size=40))
def test_no_text_makes_the_parser_fail_otherwise(typed: str) -> None:
    """Whatever is typed gives an amount or an AmountError."""
    try:
        minor = parse_amount(typed, "USD").minor
    except AmountError:
        minor = 1

    assert minor > 0


@pytest.mark.parametrize("amount", ["1.005", "NaN", "Infinity", "1e20"])
def test_a_decimal_that_does_not_fit_is_refused(amount: str) -> None:
    """A provider's amount with a fraction of a cent is never rounded."""
    with pytest.raises(AmountError):
        Money.from_decimal(Decimal(amount), "USD")


@pytest.mark.parametrize("amount", ["10000000000.01", "1e20", "1e999999"])
def test_a_decimal_that_is_too_large_is_called_so(amount: str) -> None:
    """Not imprecise, whatever its exponent."""
    with pytest.raises(AmountError, match="too_large"):
        Money.from_decimal(Decimal(amount), "USD")


def test_two_currencies_never_meet_in_one_sum() -> None:
    """Dollars and ZiG do not add up."""
    with pytest.raises(ValueError, match="two currencies"):
        _ = Money(1, "USD") + Money(1, "ZWG")


def test_minor_units_are_integers() -> None:
    """A float is no money."""
    with pytest.raises(TypeError):
        Money(1.0, "USD")  # pyright: ignore[reportArgumentType] - the point of the test
