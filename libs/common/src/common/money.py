"""Money is integer minor units with an ISO 4217 currency; `Decimal` only at a provider's edge."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_CENTS: Final = ("USD", "ZWG", "ZAR", "EUR", "GBP", "BWP", "ZMW")
_EXPONENTS: Final = dict.fromkeys(_CENTS, 2) | {"JPY": 0}
CURRENCIES: Final = frozenset(_EXPONENTS)
"""What may be owed and paid in."""
LARGEST_MINOR: Final = 10**12
"""What one amount may be at most, in minor units."""
_MOST_DIGITS: Final = 12


class AmountError(ValueError):
    """The text is no amount; `code` says why so that the question can be asked better."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def exponent(currency: str) -> int:
    """Return how many decimals a currency has. Raises AmountError for one that is not taken."""
    if currency not in _EXPONENTS:
        raise AmountError("unknown_currency")
    return _EXPONENTS[currency]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of one currency; two currencies never meet in one sum."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if isinstance(self.minor, bool) or type(self.minor) is not int:
            raise TypeError("minor units are integers")
        exponent(self.currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError("two currencies in one sum")
        return other.minor

    def to_decimal(self) -> Decimal:
        """Return the amount as a provider writes it, exactly."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    @classmethod
    def from_decimal(cls, amount: Decimal, currency: str) -> "Money":
        """Return what a provider says, exactly. Raises AmountError when it does not fit."""
        if not amount.is_finite():
            raise AmountError("not_a_number")
        if amount.adjusted() > _MOST_DIGITS:
            raise AmountError("too_large")
        scaled = amount.scaleb(exponent(currency))
        if abs(scaled) > LARGEST_MINOR:
            raise AmountError("too_large")
        if scaled != scaled.to_integral_value():
            raise AmountError("too_precise")
        return cls(int(scaled), currency)


def format_money(money: Money) -> str:
    """Return `USD 1,250.00`: code first, so that no currency is guessed."""
    return f"{money.currency} {money.to_decimal():,.{exponent(money.currency)}f}"
