"""`mari secrets set` and `remove`: every service that takes a field gets it."""

from collections.abc import Mapping
from typing import Any

from standalone.commands.asking import asking, who
from standalone.commands.failing import CANNOT, WELL, CommandError
from standalone.commands.secrets.keepers import PATH, fields_of, kept
from standalone.commands.secrets.reading import values_for
from standalone.commands.showing import WELL as GREEN
from standalone.commands.showing import say


async def keep(provider: str, field: str | None, scope: str, *, is_forced: bool) -> int:
    """Keep values where they are used. Raises CommandError."""
    async with asking() as asker:
        takers = fields_of(await kept(asker), provider)
        values = values_for(_all(takers), field)
        for service, fields in takers.items():
            taken = {name: value for name, value in values.items() if name in fields}
            if taken:
                body = {"values": taken, "by": who(), "force": is_forced}
                told = await asker.put(service, f"{PATH}/{provider}/{scope}", body)
                _say_kept(service, told, taken)
    return WELL


async def remove(provider: str, field: str | None, scope: str, *, is_forced: bool) -> int:
    """Forget a field, or all of a scope, wherever it is kept. Raises CommandError."""
    async with asking() as asker:
        found = await kept(asker)
        takers = fields_of(found, provider)
        if field is not None and field not in _all(takers):
            raise CommandError(f"There is no field {field!r}.", status=CANNOT)
        keepers = [s for s in takers if _is_kept(found[s], provider, scope, field)]
        if not keepers:
            raise CommandError("Nothing of that is kept: the environment counts already.")
        for service in keepers:
            only = {"field": field} if field else {}
            told = await asker.delete(
                service, f"{PATH}/{provider}/{scope}", by=who(), force=is_forced, **only
            )
            names = [field] if field else list(told["fields"])
            sources = {name: told["fields"][name]["source"] for name in names}
            shown = ", ".join(f"{name}: {source}" for name, source in sources.items())
            say(f"✓ {service} forgot it; now from {shown}", GREEN)
    return WELL


def _all(takers: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {name: field for fields in takers.values() for name, field in fields.items()}


def _is_kept(lines: Any, provider: str, scope: str, field: str | None) -> bool:  # noqa: ANN401 - what a service tells
    for line in lines:
        if (line["provider"], line["scope"]) == (provider, scope) and line["set_at"]:
            return field is None or line["fields"].get(field, {}).get("source") == "database"
    return False


def _say_kept(service: str, told: Mapping[str, Any], taken: Mapping[str, str]) -> None:
    prints = ", ".join(f"{name} {told['fields'][name]['fingerprint']}" for name in taken)
    say(f"✓ {service} keeps {told['provider']}/{told['scope']}: {prints}", GREEN)
