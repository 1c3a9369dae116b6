"""read_travellers: the names in one message, one for each person who travels."""

import re
from collections.abc import Iterator
from typing import ClassVar, Final

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.characters import LONGEST_TEXT
from flow_engine.domain.names import person_name
from flow_engine.domain.part import Name

_LONGEST: Final = 80
_SEPARATORS: Final = re.compile(r"[,;\n\r]")
_NUMBERING: Final = re.compile(r"\d{1,2}[.)]\s?")
_JOINING: Final = frozenset({"and", "&"})


class ReadTravellers(Action):
    """Sets `travellers`, and `travellers_ok` when there is a name for each person.

    `travellers_too_long` is true when one has more than 80 characters: no name is ever shortened.
    """

    OUTPUTS: ClassVar[frozenset[str]] = frozenset(
        {
            "travellers",
            "travellers_ok",
            "travellers_named",
            "travellers_too_long",
            "travellers_wanted",
        }
    )

    reply_variable: Name = "travellers_reply"

    def reads(self) -> frozenset[str]:
        """Return the reply and how many travel."""
        return frozenset({self.reply_variable, "adults", "children"})

    def run(self, scene: Scene) -> Result:
        """Split at commas, lines and 'and'."""
        found = list(_names(scene.text(self.reply_variable)))
        is_too_long = any(len(name) > _LONGEST for name in found)
        wanted = scene.number("adults") + scene.number("children")
        return Result(
            {
                "travellers": found[:wanted],
                "travellers_ok": len(found) == wanted and not is_too_long,
                "travellers_named": len(found),
                "travellers_too_long": is_too_long,
                "travellers_wanted": wanted,
            }
        )


def _names(text: str) -> Iterator[str]:
    for line in _SEPARATORS.split(text):
        for piece in _without_joining(line):
            numbering = _NUMBERING.match(piece)
            name = person_name(
                piece[numbering.end() :] if numbering else piece, longest=LONGEST_TEXT
            )
            if name is not None and any(letter.isalpha() for letter in name):
                yield name


def _without_joining(line: str) -> Iterator[str]:
    """Return the parts between the words that join names; it looks at each word once."""
    words: list[str] = []
    for word in line.split():
        if word in _JOINING:
            yield " ".join(words)
            words = []
        else:
            words.append(word)
    yield " ".join(words)
