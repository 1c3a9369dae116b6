"""One-time codes as people type them. A code is the whole message, never a number inside a text."""

import re
from typing import Final

from flow_engine.domain.readers.folding import folded

_SEPARATORS: Final = re.compile(r"[\s\-\u2010-\u2015.*_\"']")
_CODE: Final = re.compile(r"[0-9]{4,6}", re.ASCII)
_LIKE_A_CODE: Final = re.compile(r"[0-9]{3,10}", re.ASCII)
_LONGEST: Final = 24


def read_code(text: str | None) -> str | None:
    """Return the 4 to 6 digits, zeros in front kept; nothing when the message is anything else."""
    bare = _bare(text)
    return bare if bare is not None and _CODE.fullmatch(bare) else None


def looks_like_code(text: str | None) -> bool:
    """Say whether the message may have been meant as a code."""
    bare = _bare(text)
    return bare is not None and _LIKE_A_CODE.fullmatch(bare) is not None


def _bare(text: str | None) -> str | None:
    if text is None:
        return None
    given = folded(text)
    return None if len(given) > _LONGEST else _SEPARATORS.sub("", given)
