"""What is printed reaches every terminal: a sign that its encoding lacks is written another way."""

import codecs
import io
import sys
from typing import Final

WRITTEN_PLAIN: Final = "mari.plain"
"""The name of the way to encode that never fails."""
_PLAIN: Final = {
    "\u2026": "...",
    "\u2022": "*",
    "\u00b7": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2192": "->",
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u00a0": " ",
    "\u202f": " ",
}


def print_anywhere() -> None:
    """Let standard output and errors take every text, in any locale, from now on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=WRITTEN_PLAIN)


def takes_unicode() -> bool:
    """Tell whether standard output can show every sign."""
    return (sys.stdout.encoding or "").lower().startswith("utf")


def _plain(error: UnicodeError) -> tuple[str, int]:
    """Write what cannot be encoded with plain signs, else as its number."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(_PLAIN.get(sign) or _numbered(sign) for sign in lost), error.end


def _numbered(sign: str) -> str:
    return sign.encode("ascii", "backslashreplace").decode("ascii")


codecs.register_error(WRITTEN_PLAIN, _plain)
