"""Words that work everywhere: cancel, menu, agent, and "paid?" while money is waited for."""

import re
from enum import StrEnum
from typing import Final

from flow_engine.domain.readers.folding import LONGEST_ANSWER, POLITE, folded

_WORD: Final = re.compile(r"[^\W_]{1,60}")
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'\u2019\u2018\u02bc`"))


class Command(StrEnum):
    """What somebody wants who types one of these words."""

    CANCEL = "cancel"
    MENU = "menu"
    PERSON = "person"
    CHECK = "check"


_SMALL: Final = POLITE | {"i", "want", "to", "the", "a", "it", "this", "that", "my", "now", "me"}
_MEANT: Final = {
    Command.CANCEL: frozenset(
        {
            *("cancel", "stop", "quit", "abort", "exit", "nevermind"),
            *("kanzura", "misa", "misai", "rega", "regai", "handichada", "handichadi"),
            *("khansela", "yima", "yekela", "angisafuni"),
        }
    ),
    Command.MENU: frozenset({"menu"}),
    Command.PERSON: frozenset({"agent"}),
    Command.CHECK: frozenset(
        {"paid", "pay", "payment", "check", "status", "ndabhadhara", "ngibhadele"}
    ),
}
_SMALL_WORDS: Final = {
    Command.CANCEL: _SMALL | {"payment", "order", "everything", "all", "so", "zvese", "konke"},
    Command.MENU: _SMALL | {"main", "go", "back", "show", "open"},
    Command.PERSON: _SMALL | {"an", "need", "talk", "speak", "with", "get"},
    Command.CHECK: _SMALL | {"have", "ive", "already", "is", "did", "has", "been", "my"},
}
"""Words that may stand beside it. A word that is not here, such as "not", makes it none."""


def read_command(text: str | None) -> Command | None:
    """Return what is wanted when the whole message says it, with or without small words."""
    given = folded(text or "").translate(_APOSTROPHES)
    words = frozenset(_WORD.findall(given)) if len(given) <= LONGEST_ANSWER else frozenset[str]()
    if "never mind" in given:
        words = (words - {"never", "mind"}) | {"nevermind"}
    for command, meant in _MEANT.items():
        if words & meant and words <= meant | _SMALL_WORDS[command]:
            return command
    return None
