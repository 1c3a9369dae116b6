"""Amounts as people type them: 50, 50.00, $50, 50 dollars, USD 1,250.00. Never a guess."""

import re
from typing import Final

from common.money import CURRENCIES, LARGEST_MINOR, AmountError, Money, exponent

from flow_engine.domain.readers.folding import LONGEST_ANSWER, POLITE, folded

_MOST_DIGITS: Final = 13
_TOKEN: Final = re.compile(
    r"(?P<number>(?:(?<![0-9])\.)?[0-9]{1,60}(?:[.,][0-9]{1,60}){0,6}(?:\ [0-9]{3}(?![0-9])){0,4}"
    r"(?:\.[0-9]{1,60})?)|(?P<word>us\$|[^\W\d_]{1,60}|[$€£¥])|(?P<minus>[-\u2212])|(?P<other>\S)"
)
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.([0-9]{1,4}))?")
_PLAIN: Final = re.compile(r"([0-9]{0,60})(?:\.([0-9]{1,60}))?")
_IGNORED: Final = frozenset(".,!;:?*()\"'=")
_WORDS: Final = {code.casefold(): code for code in CURRENCIES} | {
    **dict.fromkeys(("$", "us", "us$", "dollar", "dollars", "buck", "bucks"), "USD"),
    "zig": "ZWG",
    **dict.fromkeys(("r", "rand", "rands"), "ZAR"),
    **dict.fromkeys(("£", "pound", "pounds"), "GBP"),
    **dict.fromkeys(("€", "euro", "euros"), "EUR"),
    **dict.fromkeys(("¥", "yen"), "JPY"),
    "pula": "BWP",
    "kwacha": "ZMW",
}
_SMALL_WORDS: Final = POLITE | {
    "i",
    "want",
    "to",
    "will",
    "can",
    "pay",
    "of",
    "the",
    "amount",
    "is",
}


def read_amount(text: str, currency: str) -> Money:
    """Return what was meant. Raises AmountError with a code.

    Codes: `letters`, `comma` (12,50 may mean two things), `too_precise`, `not_positive`,
    `too_large`, `other_currency`. What Mari writes (`USD 1,250.00`) is read.
    """
    given = folded(text)
    tokens = list(_TOKEN.finditer(given)) if len(given) <= LONGEST_ANSWER else []
    numbers = [one for one in tokens if one.lastgroup == "number"]
    if len(numbers) != 1 or not _is_only_words(tokens, currency):
        raise AmountError("letters")
    before = [one for one in tokens if one.lastgroup == "minus"]
    if before:
        raise AmountError("not_positive" if before[0].end() <= numbers[0].start() else "letters")
    return _valued(numbers[0].group(), currency)


def _is_only_words(tokens: list[re.Match[str]], currency: str) -> bool:
    """Tell whether all that is not the number changes nothing about it."""
    words = {one.group() for one in tokens if one.lastgroup == "word"}
    others = {one.group() for one in tokens if one.lastgroup == "other"}
    if any(_WORDS[word] != currency for word in words & _WORDS.keys()):
        raise AmountError("other_currency")
    return words <= _WORDS.keys() | _SMALL_WORDS and others <= _IGNORED


def _valued(number: str, currency: str) -> Money:
    places = exponent(currency)
    bare = number.replace(" ", "")
    if "," in bare:
        own = _GROUPED.fullmatch(bare)
        if own is None or len(own[1] or "") != places:
            raise AmountError("comma")
        bare = bare.replace(",", "")
    found = _PLAIN.fullmatch(bare)
    if found is None:
        raise AmountError("letters")
    return _positive(found[1] or "0", found[2] or "", currency)


def _positive(whole: str, fraction: str, currency: str) -> Money:
    places = exponent(currency)
    if len(fraction) > places:
        raise AmountError("too_precise")
    if len(whole) > _MOST_DIGITS:
        raise AmountError("too_large")
    minor = int(whole) * 10**places + int(fraction.ljust(places, "0") or "0")
    if minor == 0:
        raise AmountError("not_positive")
    if minor > LARGEST_MINOR:
        raise AmountError("too_large")
    return Money(minor, currency)
