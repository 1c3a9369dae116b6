"""A wallet's number as people type it: 0771 234 567, +263 77…, my number is 077…."""

import re
from typing import Final

from common.phones import PhoneError, parse_msisdn

from flow_engine.domain.readers.folding import LONGEST_ANSWER, POLITE, folded

_WORD: Final = re.compile(r"[^\W\d_]{1,60}|[:!*,]")
_SMALL_WORDS: Final = POLITE | {
    *("my", "the", "number", "is", "its", "wallet", "use", "on", "phone", "cell", "tel"),
    *("omari", "this", "one", ":", "!", "*", ","),
}


def read_phone(text: str) -> str:
    """Return `2637XXXXXXXX`. Raises PhoneError for what is no Zimbabwean mobile number."""
    given = folded(text).replace("o'mari", "")
    if len(given) > LONGEST_ANSWER or set(_WORD.findall(given)) - _SMALL_WORDS:
        raise PhoneError("not a Zimbabwean mobile number")
    return parse_msisdn(_WORD.sub("", given))
