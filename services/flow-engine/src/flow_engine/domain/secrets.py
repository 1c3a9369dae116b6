"""Codes that travel as chat text: found by their shape, never kept, never repeated."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, cast

from common.ids import normalise_reference
from common.money import AmountError, Money
from common.phones import PhoneError, parse_msisdn

from flow_engine.domain.readers import DayError, read_amount, read_day, read_number
from flow_engine.domain.typed import words

MASK: Final = "••••••"
AFTER_WAIT: Final = timedelta(hours=1)
"""Digits stay secret this long after a code's wait."""


class Asked(StrEnum):
    """Which digits a step asked for, and so are no secret where they can be its answer."""

    NOTHING = "nothing"
    AMOUNT = "amount"
    DATE = "date"
    REFERENCE = "reference"
    NUMBER = "number"
    WORDS = "words"
    """Names, an e-mail, a phone number: words with digits in them."""


_ROW: Final = re.compile(r"\d[\ufe0f\u20e3]{0,2}(?:[\s\-\u2010-\u2015]{0,2}\d[\ufe0f\u20e3]{0,2})*")
"""Digits in a row, also those on keycaps, which are read as digits."""
_GROUP: Final = re.compile(r"\d+")
_NOT_WRITTEN: Final = frozenset(
    {"id", "message_id", "sha256", "mime_type", "url", "type", "phones", "wa_id", "user_id"}
    | {"from_parent_user_id", "context", "referral", "interactive", "button", "order"}
    | {"location", "system", "errors"}
)
_LENGTHS: Final = range(4, 9)
_SAYS_CODE: Final = frozenset({"code", "otp", "pin"})
_PADDED: Final = re.compile(r"(?<![\d.,])0\d")


def carries_code(text: str | None) -> bool:
    """Tell whether a text holds 4 to 8 digits in a row, spaced ones included; a number does not."""
    return any(_is_code(row) for row in _ROW.findall(text or ""))


def texts_of(content: object) -> Iterator[str]:
    """Give every text that a customer may have written into a message: names of files too.

    A contact's numbers, our own buttons' words and what Meta adds (ids, digests) are none of them.
    """
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        fields = cast("Mapping[str, object]", content)
        for name, part in fields.items():
            if name not in _NOT_WRITTEN:
                yield from texts_of(part)
    elif isinstance(content, list | tuple):
        for part in cast("Sequence[object]", content):
            yield from texts_of(part)


def masked(text: str) -> str:
    """Return the text with every row of digits covered that may be a code."""
    return _ROW.sub(lambda row: MASK if _is_code(row.group()) else row.group(), text)


def is_amount(text: str, balances: Iterable[Money]) -> bool:
    """Tell whether the text is a sum that one of the open balances covers.

    More than is owed can be no answer, and nobody writes a sum with a leading nought: both are
    what a code looks like that comes too late.
    """
    return any(_covers(balance, text) for balance in balances)


def is_day(text: str, today: date) -> bool:
    """Tell whether the text is a day, be it one that cannot be booked; one must exist."""
    try:
        return bool(read_day(text, today))
    except DayError as error:
        return error.code not in {"not_a_date", "no_such_day"}


def is_reference(text: str, references: Iterable[str]) -> bool:
    """Tell whether the text is one of these references, however it is spaced."""
    return normalise_reference(text) in set(references)


def is_answer(text: str, asked: Asked) -> bool:
    """Tell whether what may hold a code is what the step asked for, so that the step must see it.

    A code is the whole message, or is called one; digits inside an answer, such as an identity
    number beside a name, are none. Where a sum or a number is asked for, digits are the answer
    unless a nought leads them: they are refused with the true reason.
    """
    if asked is Asked.NOTHING or _SAYS_CODE & set(words(text)):
        return False
    if any(sign.isalnum() for sign in masked(text)):
        return True
    return _PADDED.search(text) is None and _is_number(text, asked)


def _is_number(text: str, asked: Asked) -> bool:
    if asked is Asked.NUMBER:
        return read_number(text) is not None
    try:
        return asked is Asked.AMOUNT and bool(read_amount(text, "USD"))
    except AmountError as error:
        return error.code != "letters"


def _covers(balance: Money, text: str) -> bool:
    if _PADDED.search(text):
        return False
    try:
        return read_amount(text, balance.currency) <= balance
    except AmountError:
        return False


def _is_code(row: str) -> bool:
    groups = _GROUP.findall(row)
    if sum(map(len, groups)) in _LENGTHS:
        return True
    return any(len(group) in _LENGTHS for group in groups) and not _is_phone(row)


def _is_phone(row: str) -> bool:
    try:
        return bool(parse_msisdn(row))
    except PhoneError:
        return False
