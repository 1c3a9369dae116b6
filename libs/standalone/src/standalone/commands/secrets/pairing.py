"""`mari secrets pair`: a private key for one process, and its public half for all."""

import secrets

from common.signing import SigningKey

from standalone.commands.failing import CANNOT, CommandError
from standalone.principals import OPERATOR, SERVICES, variable_of

_NAMES = (*SERVICES, OPERATOR)


def pairs(name: str | None) -> str:
    """Return lines of VARIABLE=value for one who signs, or for all. Raises CommandError."""
    if name is not None and name not in _NAMES:
        raise CommandError(f"Nobody called {name!r} signs: {', '.join(_NAMES)}.", status=CANNOT)
    made = {one: secrets.token_urlsafe(32) for one in (_NAMES if name is None else (name,))}
    private = [f"{variable_of(one)}={text}" for one, text in made.items()]
    public = ",".join(f"{one}={SigningKey(text).public}" for one, text in made.items())
    return "\n".join([*private, f"MARI_PUBLIC_KEYS={public}"]) + "\n"
