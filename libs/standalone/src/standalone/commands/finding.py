"""Where the services are: as variables say, else as the data folder shows that Mari runs."""

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from standalone.commands.failing import CANNOT, CommandError
from standalone.commands.settings import FindingSettings
from standalone.inside import is_served, reachable
from standalone.principals import OPERATOR, SERVICES, key_name_of

PROCESSES: Final = "processes.json"
KEYS: Final = "keys.json"
_PORT: Final = 8000


class Form(StrEnum):
    """How Mari runs here."""

    RUN = "mari run"
    PROCESSES = "processes"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The way to each service, and the key with which the operator signs."""

    form: Form
    key: str
    urls: Mapping[str, str]
    folder: Path
    socket: str | None = None
    """The way into `mari run`, while it is open."""

    def url_of(self, service: str) -> str:
        """Return a service's address; behind a socket its name is enough."""
        return f"http://{service}" if self.form is Form.RUN else self.urls[service]


@contextmanager
def found(settings: FindingSettings | None = None) -> Generator[Whereabouts]:
    """Give the way to the services. Raises CommandError when there is nothing to be found."""
    place = _look(settings or FindingSettings())
    if place.form is Form.RUN:
        with reachable(place.folder) as path:
            yield replace(place, socket=path)
    else:
        yield place


def _look(settings: FindingSettings) -> Whereabouts:
    folder = settings.data_dir.expanduser().resolve()
    key = settings.signing_key.get_secret_value()
    if settings.service_urls:
        return _listed(settings, folder, key)
    if is_served(folder):
        return Whereabouts(Form.RUN, _folder_key(folder), {}, folder)
    if (folder / PROCESSES).is_file():
        return Whereabouts(Form.PROCESSES, _folder_key(folder), _ports(folder), folder)
    if key:
        return _listed(settings, folder, key)
    raise CommandError(
        f"Mari does not run in {folder}. Start it, set MARI_DATA_DIR to where it runs, or set"
        " MARI_SERVICE_URLS and MARI_OPERATOR_SIGNING_KEY.",
        status=CANNOT,
    )


def _listed(settings: FindingSettings, folder: Path, key: str) -> Whereabouts:
    if not key:
        raise CommandError("Set MARI_OPERATOR_SIGNING_KEY, the operator's own.", status=CANNOT)
    urls = {name: settings.urls.get(name, f"http://{name}:{_PORT}") for name in SERVICES}
    return Whereabouts(Form.NETWORK, key, urls, folder)


def _ports(folder: Path) -> dict[str, str]:
    processes: dict[str, Any] = _read(folder / PROCESSES)
    return {
        name: f"http://127.0.0.1:{processes[name]['port']}"
        if name in processes
        else f"http://{name}:{_PORT}"
        for name in SERVICES
    }


def _folder_key(folder: Path) -> str:
    key: str | None = _read(folder / KEYS).get(key_name_of(OPERATOR))
    if key is None:
        raise CommandError(f"There is no operator's key in {folder / KEYS}.", status=CANNOT)
    return key


def _read(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise CommandError(f"Cannot read {path}: {type(error).__name__}.", status=CANNOT) from error
