"""The credentials in force, which providers ask at each call."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Self, cast

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from common.credentials import repository
from common.credentials.fingerprint import fingerprint
from common.credentials.spec import DEFAULT, ProviderSpec
from common.crypto import Keyring, SealError
from common.log import get_logger
from common.web.part import Part

log = get_logger(__name__)

Environment = Mapping[str, Mapping[str, str]]
"""By provider and field, what the variables hold; empty where they are not set."""
_UNREADABLE = "a kept credential does not open: its storage key is missing"


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database keeps for one provider and scope; None when no key of ours opens it."""

    values: Mapping[str, str] | None
    fingerprints: Mapping[str, str]
    set_at: Any
    set_by: str


@dataclass(frozen=True, slots=True)
class KeyInForce:
    """A key and the account that it speaks for; only the key is secret.

    No provider says whose a key is. Its fingerprint is its `key_id`; an `account` is called by
    the first key of it that we saw, and by a later one too if a person insisted that it is the
    same account's. Without a key both are empty.
    """

    value: str = field(repr=False)
    key_id: str
    account: str

    @classmethod
    def given(cls, provider: str, name: str, value: str) -> Self:
        """Return a key that nobody kept: its account is called by itself. It is costly."""
        key_id = fingerprint(value, f"{provider}:{name}")
        return cls(value, key_id, key_id)


class Credentials:
    """What is kept in the database wins over the environment, field by field.

    A scope of its own wins over the default one. What is kept but does not open is never replaced
    by something else: it might be another account's.
    """

    def __init__(
        self, specs: Sequence[ProviderSpec], environment: Environment, keyring: Keyring
    ) -> None:
        self.specs = {spec.name: spec for spec in specs}
        self.keyring = keyring
        self._environment = environment
        self._kept: dict[tuple[str, str], Kept] = {}
        self._was_on: dict[str, bool] = {}
        self._given: dict[tuple[str, str], KeyInForce] = {}
        _check_environment(self.specs, environment)

    def get(self, provider: str, field: str, scope: str = DEFAULT) -> str:
        """Return a value, or nothing."""
        return self.source(provider, field, scope)[1]

    def source(
        self, provider: str, field: str, scope: str = DEFAULT
    ) -> tuple[Literal["database", "environment", "none"], str]:
        """Return where a value comes from, and the value."""
        kept = self._keeping(provider, field, scope)
        if kept is not None:
            return "database", (kept.values or {}).get(field, "")
        value = self._environment.get(provider, {}).get(field, "")
        return ("environment" if value else "none"), value

    def in_force(self, provider: str, field: str, scope: str = DEFAULT) -> KeyInForce:
        """Return a key with the account that it speaks for."""
        kept = self._keeping(provider, field, scope)
        if kept is None:
            return self._from_environment(provider, field)
        key_id = kept.fingerprints.get(field, "")
        value = (kept.values or {}).get(field, "")
        account = kept.fingerprints.get(account_mark(field), key_id)
        return KeyInForce(value, key_id, account) if value else KeyInForce("", "", "")

    def every(self, provider: str, field: str) -> tuple[str, ...]:
        """Return the values of all scopes, each once: a caller may come from any of them."""
        found = (self.get(provider, field, scope) for scope in self.scopes(provider))
        return tuple(dict.fromkeys(value for value in found if value))

    def scopes(self, provider: str) -> tuple[str, ...]:
        """Return the default scope, and those that have something of their own."""
        own = sorted(scope for name, scope in self._kept if name == provider)
        return tuple(dict.fromkeys((DEFAULT, *own)))

    def is_configured(self, provider: str, scope: str | None = None) -> bool:
        """Tell whether a scope, or any, has what the provider needs."""
        scopes = self.scopes(provider) if scope is None else (scope,)
        needed = self.specs[provider].needed()
        return any(all(self.get(provider, name, one) for name in needed) for one in scopes)

    def kept(self, provider: str, scope: str) -> Kept | None:
        """Return what the database has for a scope."""
        return self._kept.get((provider, scope))

    def part(self, provider: str) -> Part | None:
        """Return why the provider cannot be used, or nothing when it can."""
        rows = [kept for (name, _), kept in self._kept.items() if name == provider]
        if any(kept.values is None for kept in rows):
            return Part("down", _UNREADABLE)
        return None if self.is_configured(provider) else Part("off", "not configured")

    async def load(self, session: AsyncSession) -> None:
        """Read what the database keeps; fingerprints are made beside the event loop."""
        for name, spec in self.specs.items():
            for one in spec.naming():
                await asyncio.to_thread(self._from_environment, name, one)
        self.take(await repository.list_all(session))

    def take(self, rows: Sequence[Any]) -> None:
        """Put rows in force, and say once of each provider that it is off, or on again."""
        known = [row for row in map(repository.Row.of, rows) if row.provider in self.specs]
        self._kept = {(row.provider, row.scope): self._open(row) for row in known}
        for name, spec in self.specs.items():
            self._tell(name, spec)

    def _keeping(self, provider: str, field: str, scope: str) -> Kept | None:
        """Return the row that has the field, or that may have it but does not open."""
        rows = (self._kept.get((provider, place)) for place in dict.fromkeys((scope, DEFAULT)))
        return next((r for r in rows if r and (r.values is None or field in r.values)), None)

    def _from_environment(self, provider: str, field: str) -> KeyInForce:
        if (provider, field) not in self._given:
            value = self._environment.get(provider, {}).get(field, "")
            self._given[provider, field] = KeyInForce.given(provider, field, value)
        return self._given[provider, field]

    def _open(self, row: repository.Row) -> Kept:
        values = opened(row, self.keyring)
        if values is None:
            log.error("credential.unreadable", provider=row.provider, scope=row.scope)
        return Kept(values, row.fingerprints, row.set_at, row.set_by)

    def _tell(self, name: str, spec: ProviderSpec) -> None:
        is_on = self.is_configured(name)
        if self._was_on.get(name) is not is_on:
            variables = ", ".join(spec.fields[field].variable for field in spec.needed())
            if not is_on:
                log.warning("provider.not_configured", provider=name, variable=variables)
            elif name in self._was_on:
                log.info("provider.configured", provider=name)
        self._was_on[name] = is_on


def account_mark(field: str) -> str:
    """Return the name under which the account of a field's value stands among fingerprints."""
    return f"{field}:account"


def opened(row: repository.Row, keyring: Keyring) -> dict[str, str] | None:
    """Return the values of a row, or nothing when no key of the ring opens it."""
    try:
        sealed = keyring.open(row.value, repository.place(row.provider, row.scope))
    except SealError:
        return None
    return cast("dict[str, str]", orjson.loads(sealed))


def _check_environment(specs: Mapping[str, ProviderSpec], environment: Environment) -> None:
    """Refuse a variable that cannot be right. Raises ValueError naming it, never its value."""
    for spec, name, value in _set(specs, environment):
        field = spec.fields[name]
        if not field.pattern.fullmatch(value):
            raise ValueError(f"{field.variable}: {field.rule}")


def _set(
    specs: Mapping[str, ProviderSpec], environment: Environment
) -> Iterator[tuple[ProviderSpec, str, str]]:
    for provider, values in environment.items():
        for name, value in values.items():
            if value:
                yield specs[provider], name, value
