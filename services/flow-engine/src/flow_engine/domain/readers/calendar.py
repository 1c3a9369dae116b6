"""Names of days and months in English, Shona and Ndebele."""

from collections.abc import Mapping
from typing import Final

_MONTHS: Final = (
    ("january", "jan", "ndira", "zibandlela"),
    ("february", "feb", "kukadzi", "nhlolanja"),
    ("march", "mar", "kurume", "mbimbitho"),
    ("april", "apr", "kubvumbi", "mabasa"),
    ("may", "chivabvu", "nkwenkwezi"),
    ("june", "jun", "chikumi", "nhlangula"),
    ("july", "jul", "chikunguru", "ntulikazi"),
    ("august", "aug", "nyamavhuvhu", "ncwabakazi"),
    ("september", "sep", "sept", "gunyana", "mpandula"),
    ("october", "oct", "gumiguru", "mfumfu"),
    ("november", "nov", "mbudzi", "lwezi"),
    ("december", "dec", "zvita", "mpalakazi"),
)
_WEEKDAYS: Final = (
    ("monday", "mon", "muvhuro", "mvulo", "umvulo"),
    ("tuesday", "tue", "tues", "chipiri", "lwesibili", "olwesibili"),
    ("wednesday", "wed", "chitatu", "lwesithathu", "olwesithathu"),
    ("thursday", "thu", "thur", "thurs", "china", "lwesine", "olwesine"),
    ("friday", "fri", "chishanu", "lwesihlanu", "olwesihlanu"),
    ("saturday", "sat", "mugovera", "mgqibelo", "umgqibelo"),
    ("sunday", "sun", "svondo", "sonto", "isonto"),
)
_FEWEST_LETTERS: Final = 3


def _named() -> Mapping[str, int]:
    """Return each name of a month with its number; English ones may be cut short: octo, janu."""
    found = {name: at for at, names in enumerate(_MONTHS, 1) for name in names}
    for at, names in enumerate(_MONTHS, 1):
        for size in range(_FEWEST_LETTERS, len(names[0])):
            found.setdefault(names[0][:size], at)
    return found


MONTHS: Final = _named()
WEEKDAYS: Final = {name: at for at, names in enumerate(_WEEKDAYS) for name in names}
NEAR: Final = {
    **dict.fromkeys(("today", "nhasi", "namuhla", "lamuhla", "lamhla"), 0),
    **dict.fromkeys(("tomorrow", "tmrw", "tomorow", "mangwana", "kusasa"), 1),
    **dict.fromkeys(("after tomorrow", "kuswera mangwana"), 2),
    **dict.fromkeys(("yesterday", "nezuro", "izolo"), -1),
    **dict.fromkeys(("before yesterday", "marimwezuro"), -2),
}
"""Days from today. "day" is a word that is left out."""
CHRISTMAS: Final = frozenset({"christmas", "xmas", "kisimusi", "krismasi"})
