"""Ids and references come from here and nowhere else."""

import re
import secrets
import uuid
from uuid import UUID

_HOUSE = UUID("6d617269-0000-5000-8000-6d6f6e657921")
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015]+")
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_id() -> UUID:
    """Return a random id."""
    return uuid.uuid4()  # noqa: TID251 - the one place that makes them


def derived_id(*parts: str) -> UUID:
    """Return the id that these parts always give: the same message can never open two payments."""
    return uuid.uuid5(_HOUSE, "\x1f".join(parts))


def short_reference(length: int = 8) -> str:
    """Return a random public reference in Crockford's alphabet: an identifier, never a key."""
    return "".join(secrets.choice(_CROCKFORD) for _ in range(length))


def normalise_reference(text: str) -> str:
    """Return a typed reference without case, spaces, dashes or look-alike letters."""
    return _SEPARATORS.sub("", text).upper().translate(_LOOKALIKES)
