"""Setting, showing and removing kept credentials; every change is written down."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from common.clock import to_z
from common.credentials import repository
from common.credentials.book import Credentials, account_mark, opened
from common.credentials.fingerprint import fingerprint
from common.credentials.spec import ProviderSpec
from common.db import Database
from common.errors import ConflictError, NotFoundError
from common.log import get_logger

log = get_logger(__name__)

MASK: Final = "••••••••"
Guard = Callable[[AsyncSession], Awaitable[str | None]]
"""Says why credentials should not be changed now, or nothing."""


async def no_guard(_session: AsyncSession) -> str | None:
    """Let every change pass."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants which scope of a provider changed."""

    provider: str
    scope: str
    actor: str
    caller: str
    is_forced: bool = False


@dataclass(frozen=True, slots=True)
class CredentialDesk:
    """The use cases, each its own transaction; this replica knows the change at once."""

    database: Database
    credentials: Credentials
    guard: Guard = no_guard

    async def put(self, wish: Wish, values: Mapping[str, str]) -> None:
        """Keep values; those that are not named stay, an empty one is removed.

        Raises NotFoundError, InvalidError, and ConflictError when the guard says no.
        """
        spec = self._spec(wish)
        spec.check_values(values)
        async with self.database.begin() as session:
            found = await repository.lock(session, wish.provider, wish.scope)
            await self._ask_guard(session, wish)
            wanted = self._merged(spec, wish, self._opened(found), values)
            await self._write(session, wish, found, wanted)
        await self._pick_up(wish)

    async def remove(self, wish: Wish, field: str | None = None) -> None:
        """Forget a field, or all of a scope: the environment counts again.

        Raises NotFoundError when nothing is kept, ConflictError when the guard says no.
        """
        spec = self._spec(wish)
        async with self.database.begin() as session:
            found = await repository.lock(session, wish.provider, wish.scope)
            if found is None:
                raise NotFoundError(
                    "Nothing is kept for this provider and scope.", code="credentials:not_kept"
                )
            await self._ask_guard(session, wish)
            if field is not None:
                spec.check_values({field: ""})
            left = self._opened(found) if field is not None else {}
            await self._write(session, wish, found, {n: v for n, v in left.items() if n != field})
        await self._pick_up(wish)

    async def show(self) -> list[dict[str, Any]]:
        """Tell of every provider and scope which fields are set, from where; never a value."""
        book = self.credentials
        return [
            await self.show_one(name, scope) for name in book.specs for scope in book.scopes(name)
        ]

    async def show_one(self, provider: str, scope: str) -> dict[str, Any]:
        """Tell of one scope. Raises NotFoundError for a provider that is not ours."""
        spec = self._spec(Wish(provider, scope, "", ""))
        kept = self.credentials.kept(provider, scope)
        fields = {name: await self._field(spec, name, scope) for name in spec.fields}
        return {
            "provider": provider,
            "scope": scope,
            "configured": self.credentials.is_configured(provider, scope),
            "set_at": to_z(kept.set_at) if kept else None,
            "set_by": kept.set_by if kept else None,
            "fields": fields,
        }

    async def audit(self, limit: int) -> list[dict[str, Any]]:
        """Return the last changes, the newest first: who, what, when, and fingerprints."""
        async with self.database.begin() as session:
            entries = await repository.list_audit(session, limit=limit)
        return [
            {"at": to_z(e.at)} | {name: getattr(e.change, name) for name in e.change.__slots__}
            for e in entries
        ]

    async def _field(self, spec: ProviderSpec, name: str, scope: str) -> dict[str, Any]:
        source, value = self.credentials.source(spec.name, name, scope)
        field = spec.fields[name]
        return {
            "source": source,
            "variable": field.variable,
            "needed": field.is_needed,
            "secret": field.is_secret,
            "shown": (MASK if field.is_secret else value) if value else "",
            "fingerprint": await _print_of(spec.name, name, value),
        }

    def _spec(self, wish: Wish) -> ProviderSpec:
        spec = self.credentials.specs.get(wish.provider)
        if spec is None:
            known = ", ".join(sorted(self.credentials.specs))
            raise NotFoundError(
                f"This service keeps credentials of {known}.", code="credentials:provider"
            )
        spec.check_scope(wish.scope)
        return spec

    async def _ask_guard(self, session: AsyncSession, wish: Wish) -> None:
        reason = None if wish.is_forced else await self.guard(session)
        if reason is not None:
            raise ConflictError(reason, code="credentials:in_use")

    def _opened(self, found: repository.Row | None) -> dict[str, str]:
        """Return what is kept; nothing of what no key opens, which is about to be replaced."""
        return (opened(found, self.credentials.keyring) if found else None) or {}

    def _merged(
        self, spec: ProviderSpec, wish: Wish, kept: dict[str, str], values: Mapping[str, str]
    ) -> dict[str, str]:
        merged = kept | dict(values)
        for name, value in values.items():
            earlier = spec.fields[name].earlier
            was = kept.get(name) or self.credentials.get(spec.name, name, wish.scope)
            if earlier and earlier not in values and value and was and was != value:
                merged[earlier] = was
        return {name: value for name, value in merged.items() if value}

    async def _write(
        self,
        session: AsyncSession,
        wish: Wish,
        found: repository.Row | None,
        values: Mapping[str, str],
    ) -> None:
        before: Mapping[str, str] = found.fingerprints if found else {}
        after = {n: await _print_of(wish.provider, n, v) for n, v in sorted(values.items())}
        after |= self._accounts(wish, before, after)
        if values:
            sealed = self.credentials.keyring.seal(
                orjson.dumps(dict(values)), repository.place(wish.provider, wish.scope)
            )
            row = repository.Row(wish.provider, wish.scope, sealed, after, wish.actor)
            await repository.put(session, row)
        else:
            await repository.delete(session, wish.provider, wish.scope)
        action = "set" if values else "remove"
        named = (wish.actor, wish.caller, action, wish.provider, wish.scope)
        await repository.add_audit(session, repository.Change(*named, before, after))

    def _accounts(
        self, wish: Wish, before: Mapping[str, str], after: Mapping[str, str]
    ) -> dict[str, str]:
        """Return what the accounts of keys are called, where not by the keys themselves.

        Who insists says that the new key is the same account's; the same key always is.
        """
        found: dict[str, str] = {}
        for name in self.credentials.specs[wish.provider].naming():
            now = self.credentials.in_force(wish.provider, name, wish.scope)
            key_id = before.get(name, now.key_id)
            account = before.get(account_mark(name), key_id if name in before else now.account)
            is_same = wish.is_forced or key_id == after.get(name)
            if name in after and is_same and account and account != after[name]:
                found[account_mark(name)] = account
        return found

    async def _pick_up(self, wish: Wish) -> None:
        async with self.database.begin() as session:
            await self.credentials.load(session)
        log.info("credential.changed", provider=wish.provider, scope=wish.scope, actor=wish.actor)


async def _print_of(provider: str, name: str, value: str) -> str:
    """Make a fingerprint beside the event loop: it is costly on purpose."""
    return await asyncio.to_thread(fingerprint, value, f"{provider}:{name}")
