"""What never happens to money."""

from decimal import Decimal

import pytest
from common.money import AmountError, Money
from hypothesis import given
from hypothesis import strategies as st

MINOR = st.integers(min_value=1, max_value=10**11)


@given(MINOR, st.sampled_from(["USD", "JPY"]))
def test_a_providers_decimal_is_exact_both_ways(minor: int, currency: str) -> None:
    """To a provider's decimal and back nothing is lost."""
    money = Money(minor, currency)

    assert money == Money.from_decimal(money.to_decimal(), currency)


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
