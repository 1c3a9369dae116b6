"""WhatsApp numbers: one person's number has several spellings, and one canonical form.

facts: WhatsApp gives digits with the country code; those of Argentina, Brazil and Mexico may have
a digit more or less than what was dialled. Elsewhere people leave the national prefix in
(`2630771…`). A number is kept for writing to as WhatsApp gave it, and known by its canonical form.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    format_number,
    is_possible_number,
    ndd_prefix_for_region,
    parse,
    region_code_for_country_code,
)

from common.phones import PhoneError

_SEPARATORS: Final = re.compile(r"[\s().\-\u00a0\u2010-\u2015]")
_NUMBER: Final = re.compile(r"(?:\+|00)?([1-9][0-9]{6,15})", flags=re.ASCII)
_ARGENTINA: Final = re.compile(r"549([0-9]{10})")
_BRAZIL: Final = re.compile(r"55([1-9][0-9])([6-9][0-9]{7})")
_MEXICO: Final = re.compile(r"521([0-9]{10})")
_BRAZIL_LONG: Final = re.compile(r"55([1-9][0-9])9([6-9][0-9]{7})")


@lru_cache(maxsize=4096)
def canonical_number(text: str) -> str:
    """Return the digits by which a number is known, however it is spelled.

    Raises PhoneError for what is no number with its country code.
    """
    found = _NUMBER.fullmatch(_SEPARATORS.sub("", text))
    if found is None:
        raise PhoneError("a number has its country code and only digits, as 263771234567")
    digits = _of_its_country(found.group(1))
    try:
        number = parse(f"+{digits}")
    except NumberParseException:
        raise PhoneError("no country has such a number") from None
    if not is_possible_number(number):
        raise PhoneError("the number is too long or too short for its country")
    return format_number(number, PhoneNumberFormat.E164).removeprefix("+")


def known_number(phone: str) -> str:
    """Return the canonical form of what WhatsApp calls a number, or else its digits as they are.

    A customer is never lost because a numbering plan is newer than ours.
    """
    try:
        return canonical_number(phone)
    except PhoneError:
        return phone.removeprefix("+")


def spellings(phone: str) -> tuple[str, ...]:
    """Return the canonical form first, and then every other way in which it may have been kept."""
    canonical = known_number(phone)
    found = (*_spelled(canonical), phone.removeprefix("+"))
    return tuple(one for one in dict.fromkeys(found) if known_number(one) == canonical)


def _spelled(canonical: str) -> Iterator[str]:
    yield canonical
    if long := _BRAZIL_LONG.fullmatch(canonical):
        yield f"55{long[1]}{long[2]}"
    for code, added in (("54", "9"), ("52", "1")):
        if canonical.startswith(code):
            yield f"{code}{added}{canonical[len(code) :]}"
    try:
        number = parse(f"+{canonical}")
    except NumberParseException:
        return
    region = region_code_for_country_code(number.country_code or 0)
    prefix = ndd_prefix_for_region(region, True) if region else None  # noqa: FBT003 - its signature
    if prefix:
        code = str(number.country_code)
        yield f"{code}{prefix}{canonical[len(code) :]}"


def _of_its_country(digits: str) -> str:
    """Return the digits without what is written in some places and not in others."""
    if found := _ARGENTINA.fullmatch(digits):
        return f"54{found[1]}"
    if found := _MEXICO.fullmatch(digits):
        return f"52{found[1]}"
    if found := _BRAZIL.fullmatch(digits):
        return f"55{found[1]}9{found[2]}"
    return digits
