"""read_travellers: the names in one message, one for each person who travels."""

import re
from typing import ClassVar

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.part import Name

_LONGEST = 80
_SEPARATORS = re.compile(r"[,;\n\r]+|\s+(?:and|&)\s+")
_NUMBERING = re.compile(r"^\s*\d{1,2}[.)]\s*")


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
        pieces = _SEPARATORS.split(scene.text(self.reply_variable))
        names = [" ".join(_NUMBERING.sub("", piece).split()) for piece in pieces]
        found = [name for name in names if any(letter.isalpha() for letter in name)]
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
