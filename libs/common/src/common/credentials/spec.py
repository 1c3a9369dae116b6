"""Which credentials a service takes: providers, their fields, and the variables they have."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from common.errors import InvalidError, NotFoundError
from common.strength import weakness

DEFAULT: Final = "default"
"""The scope of an account that serves whatever has none of its own."""
_SCOPE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", flags=re.ASCII)
SHORTEST_SECRET: Final = 8
"""Characters without which nothing is a secret that a provider gave."""
_VALUE: Final = re.compile(r"[!-~]{1,4096}", flags=re.ASCII)


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a provider's credentials, and the variable that may hold it."""

    variable: str
    is_secret: bool = True
    is_needed: bool = False
    """Without it the provider is off."""
    earlier: str = ""
    """The field that keeps the last value while both are in use (a rotation at the provider)."""
    shortest: int = 0
    """A secret that guards our own door has so many characters, and is not easily guessed."""
    names_account: bool = False
    """Another value is another account's, unless a person insisted on the change."""
    pattern: re.Pattern[str] = _VALUE
    rule: str = "1 to 4096 printable characters without spaces"


@dataclass(frozen=True, slots=True)
class ProviderSpec:
    """A provider as one service knows it; a scope is an account there, or a number."""

    name: str
    fields: Mapping[str, Field]
    scopes: re.Pattern[str] = field(default=_SCOPE)
    scope_rule: str = "1 to 64 letters, digits, points, dashes"

    def check_scope(self, scope: str) -> None:
        """Refuse what names no account. Raises NotFoundError."""
        if scope != DEFAULT and not self.scopes.fullmatch(scope):
            raise NotFoundError(
                f"A scope of {self.name} is {DEFAULT}, or {self.scope_rule}.",
                code="credentials:scope",
            )

    def check_values(self, values: Mapping[str, str]) -> None:
        """Refuse unknown fields and values that cannot be right. Raises InvalidError."""
        for name, value in values.items():
            found = self.fields.get(name)
            if found is None:
                known = ", ".join(sorted(self.fields))
                raise InvalidError(f"{self.name} has the fields {known}.", code="credentials:field")
            if value and not found.pattern.fullmatch(value):
                raise InvalidError(f"{name}: {found.rule}.", code="credentials:value")
            if value and found.is_secret and len(value) < SHORTEST_SECRET:
                raise InvalidError(
                    f"{name} is too short: {SHORTEST_SECRET} characters or more are needed.",
                    code="credentials:weak",
                )
            weak = weakness(value, shortest=found.shortest) if value and found.shortest else None
            if weak is not None:
                raise InvalidError(f"{name} {weak}.", code="credentials:weak")

    def naming(self) -> tuple[str, ...]:
        """Return the fields whose values tell accounts apart."""
        return tuple(name for name, one in self.fields.items() if one.names_account)

    def needed(self) -> tuple[str, ...]:
        """Return the fields without which the provider is off."""
        return tuple(name for name, one in self.fields.items() if one.is_needed)
