"""Answers folded for comparing, and the polite words that change nothing about them."""

from typing import Final
from unicodedata import category, normalize

from flow_engine.domain.characters import ascii_digits, readable

LONGEST_ANSWER: Final = 60
"""Characters of an answer that is one amount, day or number; a longer text is none."""
POLITE: Final = frozenset(
    {
        *("please", "pls", "plz", "thanks", "thank", "you", "ok", "okay", "just", "only"),
        *("ndapota", "ndokumbira", "chete", "tatenda", "ngicela", "kuphela", "ngiyabonga"),
    }
)
"""In English, Shona and Ndebele."""


def folded(text: str) -> str:
    """Return an answer as it is compared: without case, other scripts' digits, odd spaces."""
    seen = map(_usual, readable(text, longest=LONGEST_ANSWER + 1))
    return ascii_digits(" ".join("".join(seen).casefold().split()))


def _usual(sign: str) -> str:
    """Return a wide or small form as the usual one; 5² is never 52."""
    return sign if category(sign) == "No" else normalize("NFKC", sign)
