"""Who signs with which key: everybody is listed, and every key that is known here is the listed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from common.clock import utc_now
from common.settings import reveal
from common.signing import PublicKeys, SigningKey
from common.strength import weakness

from standalone.commands.doctor.report import Finding, fail, ok, warn
from standalone.commands.settings import DeploymentSettings
from standalone.principals import OPERATOR, SERVICES, variable_of

_PUBLIC: Final = "MARI_PUBLIC_KEYS"
_UNTIL: Final = "MARI_UNSIGNED_UNTIL"
_PAIR: Final = "mari secrets pair"


def check_signing(settings: DeploymentSettings, signing: Mapping[str, str]) -> list[Finding]:
    """Return a line for the list, one for each private key that is known here, and for the old."""
    entries = reveal(settings.public_keys)
    if not entries:
        return [warn(_PUBLIC, "is not set here", "run this where the services' values are")]
    try:
        keys = PublicKeys.read(entries)
    except ValueError as error:
        return [fail(_PUBLIC, f"cannot be read: {error}", _PAIR)]
    found = [_key(keys, name, text) for name, text in signing.items()]
    return [_list(entries), *found, *_old(settings.unsigned_until)]


def _list(entries: tuple[str, ...]) -> Finding:
    names = [entry.partition("=")[0] for entry in entries]
    missing = sorted({*SERVICES, OPERATOR} - set(names))
    if missing:
        return fail(_PUBLIC, f"does not list {', '.join(missing)}", f"{_PAIR} {missing[0]}")
    twice = sorted({name for name in names if names.count(name) > 1})
    more = f"; two keys of {', '.join(twice)}: a rotation" if twice else ""
    return ok(_PUBLIC, f"lists everybody who signs{more}")


def _key(keys: PublicKeys, name: str, text: str) -> Finding:
    variable = variable_of(name)
    found = weakness(text)
    if found is not None:
        return fail(variable, found, f"{_PAIR} {name}")
    if not keys.has(name, SigningKey(text).public):
        advice = "add its public key there for every process before it signs"
        return fail(variable, f"belongs to no key that {_PUBLIC} lists for {name}", advice)
    return ok(variable, "strong, and listed")


def _old(until: str) -> list[Finding]:
    if not until:
        return []
    advice = "unset it once every process is of this version"
    try:
        moment = datetime.fromisoformat(until)
    except ValueError:
        return [fail(_UNTIL, "is no time like 2026-12-24T18:00:00Z", advice)]
    if moment.tzinfo is None:
        return [fail(_UNTIL, "has no zone", "end it with Z")]
    if moment > utc_now():
        return [warn(_UNTIL, f"who does not sign is believed until {until}", advice)]
    return [warn(_UNTIL, "is over: it does nothing any more", "unset it")]
