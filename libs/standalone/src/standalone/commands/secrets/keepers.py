"""Which services keep credentials of which providers, as they themselves say."""

from collections.abc import Mapping
from typing import Any

from standalone.commands.asking import Asker
from standalone.commands.failing import CANNOT, CommandError
from standalone.commands.finding import SERVICES

PATH = "/v1/credentials"
_NOT_KEPT = 404

Kept = list[dict[str, Any]]
"""What one service tells: a line for each provider and scope."""


async def kept(asker: Asker) -> dict[str, Kept]:
    """Return what each service that keeps credentials tells of them.

    Raises CommandError, UnreachableError.
    """
    found: dict[str, Kept] = {}
    for service in SERVICES:
        answer = await asker.answer(service, PATH)
        if answer.status_code == _NOT_KEPT:
            continue
        found[service] = (await asker.get(service, PATH))["credentials"]
    return found


def fields_of(found: Mapping[str, Kept], provider: str) -> dict[str, dict[str, Any]]:
    """Return by service the fields of a provider. Raises CommandError when nobody knows it."""
    fields = {
        service: next((line["fields"] for line in lines if line["provider"] == provider), None)
        for service, lines in found.items()
    }
    takers = {service: taken for service, taken in fields.items() if taken}
    if not takers:
        names = sorted({line["provider"] for lines in found.values() for line in lines})
        raise CommandError(f"There is no provider {provider!r}: {', '.join(names)}.", status=CANNOT)
    return takers
