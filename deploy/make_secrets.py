"""Make the folder of secrets that docker-compose.yml mounts: `python3 deploy/make_secrets.py`.

`--sandbox` makes `deploy/secrets-sandbox` for a TEST, what a provider would give made at random.
Another folder can be named as the last argument.

One file for each variable, named like it. Mari's own keys, passwords and addresses are made at
random; what a provider gives is an empty file to fill in (empty: that provider is off). What is
there already is never changed, so it can be run again after an upgrade. Plain Python 3.9 or newer.
"""

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
    "MARI_SERVICE_KEYS",
    "MARI_API_KEY",
    "WHATSAPP_WEBHOOK_VERIFY_TOKEN",
    "GRAFANA_ADMIN_PASSWORD",
)
_ADMIN = "mari-admin"


def variable(service: str, ending: str) -> str:
    """Return a service's variable: FLOW_ENGINE_DATABASE_URL."""
    return f"{service.upper().replace('-', '_')}_{ending}"


def contents(*, is_sandbox: bool = False) -> dict[str, str]:
    """Return fresh contents for every file."""
    found = {name: _key() if is_sandbox else "" for name in GIVEN}
    found |= {name: _key() for name in KEYS}
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
    fresh = contents(is_sandbox=is_sandbox)
    together = set(_administrators("", ""))
    there = {name for name in together if (folder / name).exists()}
    if there and there != together:
        missing = ", ".join(sorted(together - there))
        raise ValueError(f"{folder} lacks {missing}: bring the files back from your copy.")
    missing = [name for name in sorted(fresh) if not (folder / name).exists()]
    for name in missing:
        file = folder / name
        file.write_text(fresh[name])
        # Containers read it as users of their own; the folder keeps everybody else out.
        file.chmod(0o644)
    return missing


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
