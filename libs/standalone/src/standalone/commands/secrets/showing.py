"""`mari secrets show` and `audit`."""

from typing import Any

from rich.text import Text

from standalone.commands.asking import asking
from standalone.commands.failing import WELL
from standalone.commands.secrets.keepers import PATH, kept
from standalone.commands.showing import CARE, FAINT, say, say_json, since, table
from standalone.commands.showing import WELL as GREEN

_SOURCES = {"database": GREEN, "environment": "", "none": FAINT}


async def show(provider: str | None, scope: str | None, *, as_json: bool) -> int:
    """Show what is set. Raises CommandError."""
    async with asking() as asker:
        found = await kept(asker)
    lines = [
        {"service": service, **line}
        for service, told in found.items()
        for line in told
        if provider in {None, line["provider"]} and scope in {None, line["scope"]}
    ]
    if as_json:
        say_json(lines)
        return WELL
    headings = ("service", "provider", "scope", "field", "from", "value", "fingerprint", "set")
    table(headings, [row for line in lines for row in _rows(line)])
    for line in lines:
        if not line["configured"]:
            say(f"{line['service']}: {line['provider']}/{line['scope']} is not configured.", CARE)
    return WELL


async def show_audit(limit: int, *, as_json: bool) -> int:
    """Show the last changes of all services. Raises CommandError."""
    async with asking() as asker:
        found = [
            {"service": service, **line}
            for service in await kept(asker)
            for line in (await asker.get(service, f"{PATH}/audit", limit=limit))["audit"]
        ]
    lines = sorted(found, key=lambda line: line["at"], reverse=True)[:limit]
    if as_json:
        say_json(lines)
        return WELL
    headings = ("when", "who", "service", "what", "provider", "scope", "before", "after")
    table(headings, [_audit_row(line) for line in lines])
    return WELL


def _rows(line: dict[str, Any]) -> list[tuple[str | Text, ...]]:
    when = f"{since(line['set_at'])} ago by {line['set_by']}" if line["set_at"] else ""
    return [
        (
            line["service"],
            line["provider"],
            line["scope"],
            name,
            Text(field["source"], style=_SOURCES[field["source"]]),
            field["shown"],
            field["fingerprint"],
            when if field["source"] == "database" else "",
        )
        for name, field in line["fields"].items()
    ]


def _audit_row(line: dict[str, Any]) -> tuple[str, ...]:
    names = ("at", "actor", "service", "action", "provider", "scope")
    return (*(line[name] for name in names), _prints(line["before"]), _prints(line["after"]))


def _prints(fields: dict[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in fields.items())
