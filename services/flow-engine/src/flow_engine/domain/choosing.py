"""Which of the offered buttons or rows somebody means who types instead of tapping."""

from collections.abc import Iterable
from typing import Final

from flow_engine.domain.typed import plain, words

Options = tuple[tuple[str, str], ...]
"""(id, whole title) of what was offered, in its order."""

_LONGEST_PLACE: Final = 2
_SHORTEST_BEGINNING: Final = 12
"""WhatsApp shows the first 19 characters of a long title; fewer than this may be any word."""


def choose(text: str, offered: Iterable[tuple[str, str]], *, by_number: bool) -> Options:
    """Return the options that the text can mean: none, the one, or all that it fits.

    It names an option by its number, its whole title or its id, else by "yes" or "no", else by the
    beginning of a long title, of which WhatsApp shows no more.
    """
    options, meant = tuple(offered), plain(text)
    if not meant:
        return ()
    if by_number and meant.isascii() and meant.isdigit():
        return _numbered(meant, options)
    named = _named(meant, options)
    return named or _yes_or_no(meant, options) or _begun(meant, options)


def _named(meant: str, options: Options) -> Options:
    return tuple(one for one in options if meant in {plain(one[0]), plain(one[1])})


def _numbered(digits: str, options: Options) -> Options:
    place = int(digits) if len(digits) <= _LONGEST_PLACE else 0
    return (options[place - 1],) if 1 <= place <= len(options) else _named(digits, options)


def _yes_or_no(meant: str, options: Options) -> Options:
    said = {"y": "yes", "yes": "yes", "n": "no", "no": "no"}.get(meant)
    found = tuple(one for one in options if said and words(one[1])[:1] == (said,))
    return found if len(found) == 1 else ()


def _begun(meant: str, options: Options) -> Options:
    if len(meant) < _SHORTEST_BEGINNING:
        return ()
    return tuple(one for one in options if plain(one[1]).startswith(meant))
