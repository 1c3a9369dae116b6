"""Make the folder of secrets that docker-compose.yml mounts: `python3 deploy/make_secrets.py`.

`--sandbox` makes `deploy/secrets-sandbox` for a TEST, what a provider would give made at random.
Another folder can be named as the last argument.

One file for each variable, named like it. Mari's own keys, passwords and addresses are made at
random; what a provider gives is an empty file to fill in (empty: that provider is off). What is
there already is never changed, so it can be run again after an upgrade. Plain Python 3.9 or newer.
"""

import base64
import hashlib
import secrets
import sys
from pathlib import Path

SERVICES = ("gateway-webhooks", "flow-engine", "payments-omari", "notifier")
GIVEN = (
    "WHATSAPP_APP_SECRET",
    "WHATSAPP_APP_SECRET_PREVIOUS",
    "WHATSAPP_ACCESS_TOKEN",
    "OMARI_MERCHANT_KEY",
)
"""What Meta and Omari give."""
KEYS = (
    "MARI_BUS_KEYS",
    "MARI_API_KEY",
    "WHATSAPP_WEBHOOK_VERIFY_TOKEN",
    "GRAFANA_ADMIN_PASSWORD",
)
OLD = "MARI_SERVICE_KEYS"
"""Of the version before: empty, unless it is there."""
PUBLIC = "MARI_PUBLIC_KEYS"
OPERATOR = "operator"
_ADMIN = "mari-admin"


_UPGRADE = """Services sign from this version on. While the version before still runs, or parcels of
it lie in the broker, set MARI_UNSIGNED_UNTIL in .env to a time tomorrow, like 2026-12-24T18:00:00Z;
then unset it.
"""
# The curve Ed25519 (RFC 8032, 5.1): Python has no such key before a package brings one.
_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
_BASE = (
    15112221349535400772501151409588531511454012693041857206046113283949847762202,
    46316835694926478169428394003475163141307993866256225615783033603165251855960,
)


def variable(service: str, ending: str) -> str:
    """Return a service's variable: FLOW_ENGINE_DATABASE_URL."""
    return f"{service.upper().replace('-', '_')}_{ending}"


def signing_variable(name: str) -> str:
    """Return the variable of a private key."""
    return variable("mari-operator" if name == OPERATOR else name, "SIGNING_KEY")


def contents(*, is_sandbox: bool = False) -> dict[str, str]:
    """Return fresh contents for every file."""
    found = {name: _key() if is_sandbox else "" for name in GIVEN} | {OLD: ""}
    found |= {name: _key() for name in KEYS}
    found |= {signing_variable(name): _key() for name in (*SERVICES, OPERATOR)}
    for service in SERVICES:
        role = service.replace("-", "_")
        found[variable(service, "STORAGE_KEYS")] = _key()
        found[variable(service, "DATABASE_URL")] = _database(role, _key())
        found[variable(service, "AMQP_URL")] = f"amqp://{service}:{_key()}@rabbitmq/mari"
    return found | _administrators(_key(), _key())


def _administrators(database: str, broker: str) -> dict[str, str]:
    """Return what the two servers and the set-up job must agree about."""
    return {
        "POSTGRES_PASSWORD": database,
        "MARI_ADMIN_DATABASE_URL": _database("postgres", database),
        "RABBITMQ_ADMIN": f"default_user = {_ADMIN}\ndefault_pass = {broker}\n",
        "MARI_ADMIN_AMQP_URL": f"amqp://{_ADMIN}:{broker}@rabbitmq/mari",
        "MARI_ADMIN_RABBITMQ_API": f"http://{_ADMIN}:{broker}@rabbitmq:15672",
    }


def _database(role: str, password: str) -> str:
    return f"postgresql+asyncpg://{role}:{password}@postgres/mari"


def _key() -> str:
    return secrets.token_urlsafe(32)


def write(folder: Path, *, is_sandbox: bool = False) -> list[str]:
    """Write the files that are missing; returns their names.

    Raises ValueError when only some of an administrator's files are there: they would disagree.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    is_new = not any(folder.iterdir())
    fresh = contents(is_sandbox=is_sandbox)
    together = set(_administrators("", ""))
    there = {name for name in together if (folder / name).exists()}
    if there and there != together:
        missing = ", ".join(sorted(together - there))
        raise ValueError(f"{folder} lacks {missing}: bring the files back from your copy.")
    missing = [name for name in sorted(fresh) if not (folder / name).exists()]
    for name in missing:
        _write(folder / name, fresh[name])
    unlisted = _unlisted(folder)
    if unlisted:
        known = (folder / PUBLIC).read_text().strip() if (folder / PUBLIC).exists() else ""
        _write(folder / PUBLIC, ",".join(filter(None, (known, *unlisted))))
        missing.append(PUBLIC)
        if not (is_new or known):
            sys.stdout.write(_UPGRADE)
    return missing


def _write(file: Path, text: str) -> None:
    file.write_text(text)
    # Containers read it as users of their own; the folder keeps everybody else out.
    file.chmod(0o644)


def _unlisted(folder: Path) -> list[str]:
    """Return the entries that the list of public keys lacks."""
    keys = {name: folder / signing_variable(name) for name in (*SERVICES, OPERATOR)}
    known = (folder / PUBLIC).read_text() if (folder / PUBLIC).exists() else ""
    entries = [f"{name}={public_key(file.read_text().strip())}" for name, file in keys.items()]
    return [entry for entry in entries if entry not in known.strip().split(",")]


def public_key(text: str) -> str:
    """Return the public key of a private one, as `mari secrets pair` does (RFC 8032, 5.1.5)."""
    seed = hashlib.sha256(b"mari:signing:" + text.encode()).digest()
    digest = bytearray(hashlib.sha512(seed).digest()[:32])
    digest[0] &= 248
    digest[31] = digest[31] & 127 | 64
    x, y = _times(int.from_bytes(digest, "little"), _BASE)
    raw = (y | (x & 1) << 255).to_bytes(32, "little")
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _times(count: int, point: tuple[int, int]) -> tuple[int, int]:
    found = (0, 1)
    while count:
        if count & 1:
            found = _add(found, point)
        point, count = _add(point, point), count >> 1
    return found


def _add(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    (x1, y1), (x2, y2) = one, other
    part = _D * x1 * x2 * y1 * y2
    x = (x1 * y2 + x2 * y1) * pow(1 + part, -1, _P)
    y = (y1 * y2 + x1 * x2) * pow(1 - part, -1, _P)
    return x % _P, y % _P


def main() -> None:
    """Make what is missing and say what is to fill in."""
    is_sandbox = "--sandbox" in sys.argv[1:]
    usual = Path(__file__).parent / ("secrets-sandbox" if is_sandbox else "secrets")
    folder = next((Path(word) for word in sys.argv[1:] if word != "--sandbox"), usual)
    try:
        made = write(folder, is_sandbox=is_sandbox)
    except ValueError as error:
        sys.stderr.write(f"make_secrets.py: {error}\n")
        sys.exit(2)
    empty = [name for name in GIVEN if not (folder / name).read_text().strip()]
    sys.stdout.write(f"{folder}: {len(made)} files made. Keep a copy in a safe place.\n")
    if empty:
        sys.stdout.write(f"To fill in, with what Meta and Omari gave you: {', '.join(empty)}\n")


if __name__ == "__main__":
    main()
