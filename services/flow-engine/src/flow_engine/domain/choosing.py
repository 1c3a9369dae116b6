"""Which of the offered buttons or rows somebody means who types instead of tapping."""

from collections.abc import Iterable
from typing import Final

from flow_engine.domain.readers.folding import POLITE
from flow_engine.domain.typed import plain, words

Options = tuple[tuple[str, str], ...]
"""(id, whole title) of what was offered, in its order."""

_LONGEST_PLACE: Final = 2
_SHORTEST_BEGINNING: Final = 12
"""WhatsApp shows the first 19 characters of a long title; fewer than this may be any word."""
_COMPANY: Final = POLITE | {"wait"}
"""Words beside an answer that change nothing about it."""
_YES: Final = frozenset({"y", "yes", "yeah", "yep", "ehe", "hongu", "yebo"})
_NO: Final = frozenset({"n", "no", "nope", "aiwa", "kwete", "hatshi"})
_SHARES: Final = {
    "pay_full": frozenset({"full", "all", "everything", "whole", "zvese", "konke"}),
    "pay_deposit": frozenset({"deposit", "half"}),
    "pay_later": frozenset({"later"}),
}
"""How much of an order is paid, by the end of the option's id."""
_BESIDE_SHARE: Final = _COMPANY | {
    *("pay", "i", "want", "to", "will", "ill", "can", "the", "a", "in", "it", "of", "my", "amount"),
    *("now", "balance", "price"),
}


def choose(text: str, offered: Iterable[tuple[str, str]], *, by_number: bool) -> Options:
    """Return the options that the text can mean: none, the one, or all that it fits.

    It names an option by its number, its whole title or its id, else by "yes" or "no", by how much
    is paid, or by the beginning of a long title, of which WhatsApp shows no more. Polite words
    beside it change nothing.
    """
    options, meant = tuple(offered), plain(text)
    return _meant(meant, options, by_number=by_number) or _meant(
        " ".join(one for one in words(text) if one not in _COMPANY), options, by_number=by_number
    )


def _meant(meant: str, options: Options, *, by_number: bool) -> Options:
    if not meant:
        return ()
    if by_number and meant.isascii() and meant.isdigit():
        return _numbered(meant, options)
    named = _named(meant, options)
    return named or _yes_or_no(meant, options) or _share(meant, options) or _begun(meant, options)


def _named(meant: str, options: Options) -> Options:
    return tuple(one for one in options if meant in {plain(one[0]), plain(one[1])})


def _numbered(digits: str, options: Options) -> Options:
    place = int(digits) if len(digits) <= _LONGEST_PLACE else 0
    return (options[place - 1],) if 1 <= place <= len(options) else _named(digits, options)


def _yes_or_no(meant: str, options: Options) -> Options:
    """Return the option that begins with it; "no" to a "yes" is else any that is no "yes"."""
    agreed, denied = _begins("yes", options), _begins("no", options)
    if meant in _YES:
        return agreed if len(agreed) == 1 else ()
    if meant == "back":
        return _begins("change", options)
    if meant not in _NO or len(agreed) + len(denied) == 0:
        return ()
    if denied:
        return denied if len(denied) == 1 else ()
    return tuple(one for one in options if one not in agreed)


def _begins(word: str, options: Options) -> Options:
    return tuple(one for one in options if words(one[1])[:1] == (word,))


def _share(meant: str, options: Options) -> Options:
    said = frozenset(words(meant))
    return tuple(
        one
        for one in options
        for named in [_SHARES.get(one[0].rpartition(":")[2], frozenset[str]())]
        if said & named and said <= named | _BESIDE_SHARE
    )


def _begun(meant: str, options: Options) -> Options:
    if len(meant) < _SHORTEST_BEGINNING:
        return ()
    return tuple(one for one in options if plain(one[1]).startswith(meant))
