"""Where the operator's commands find the services, and the socket of a running `mari run`."""

import json
import socket
import stat
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx
import pytest
from common.testing.plugin import open_folder
from standalone.asgi import Neighbours
from standalone.commands.failing import CommandError
from standalone.commands.finding import Form, found
from standalone.commands.settings import FindingSettings
from standalone.inside import Inside, is_served, listen_inside, reachable

KEY = "service-key-of-the-tests-0123456789abc"


@pytest.fixture
async def folder() -> AsyncGenerator[Path]:
    """Give a folder with keys and a short name."""
    with open_folder() as made:
        (made / "keys.json").write_text(json.dumps({"signing:operator": KEY}))
        yield made


def _settings(folder: Path, **values: Any) -> FindingSettings:
    return FindingSettings.model_validate(
        {
            "MARI_DATA_DIR": folder,
            "MARI_SERVICE_URLS": "",
            "MARI_OPERATOR_SIGNING_KEY": "",
            **values,
        }
    )


def test_where_nothing_runs_the_line_says_what_to_set(folder: Path) -> None:
    """Status 2, the folder that was looked at, and both variables."""
    with pytest.raises(
        CommandError, match="MARI_SERVICE_URLS and MARI_OPERATOR_SIGNING_KEY"
    ) as told:
        found(_settings(folder)).__enter__()

    assert (told.value.status, str(folder) in str(told.value)) == (2, True)


def test_addresses_without_a_key_are_refused(folder: Path) -> None:
    """Every internal route asks for a signature."""
    with pytest.raises(CommandError, match="Set MARI_OPERATOR_SIGNING_KEY"):
        found(_settings(folder, MARI_SERVICE_URLS="notifier=http://n:1")).__enter__()


def test_a_file_that_cannot_be_read_is_one_line(folder: Path) -> None:
    """The path, and no traceback."""
    (folder / "processes.json").write_text("{")

    with pytest.raises(CommandError, match=r"Cannot read .*processes\.json"):
        found(_settings(folder)).__enter__()


def test_a_socket_that_a_killed_run_left_is_nobody(folder: Path) -> None:
    """Only one who answers is there."""
    listen_inside(folder).close()

    assert not is_served(folder)
    with pytest.raises(CommandError, match="Mari does not run"):
        found(_settings(folder)).__enter__()


@pytest.mark.parametrize("other", ["", "a-key-of-another-deployment-0123456789"])
def test_a_running_folder_is_found_by_its_socket_and_key(folder: Path, other: str) -> None:
    """Beside `make run` no variable is needed, and that of another deployment does no harm."""
    settings = _settings(folder, MARI_OPERATOR_SIGNING_KEY=other)
    with listen_inside(folder), found(settings) as place:
        assert (place.form, place.key) == (Form.RUN, KEY)
        assert place.url_of("notifier") == "http://notifier"


def test_processes_are_found_by_their_ports(folder: Path) -> None:
    """As the supervisor keeps them; one that is about to come back is where it was."""
    records = {"notifier": {"pid": None, "port": 4711}, "rabbitmq": {"pid": 1, "port": 5672}}
    (folder / "processes.json").write_text(json.dumps(records))

    with found(_settings(folder)) as place:
        assert place.form is Form.PROCESSES
        assert place.url_of("notifier") == "http://127.0.0.1:4711"


def test_listed_addresses_win_over_the_folder(folder: Path) -> None:
    """What a person sets is what he means; the others stand under their own names."""
    given = {"MARI_SERVICE_URLS": "notifier=http://n:1", "MARI_OPERATOR_SIGNING_KEY": KEY}

    with listen_inside(folder), found(_settings(folder, **given)) as place:
        assert place.form is Form.NETWORK
        assert place.url_of("notifier") == "http://n:1"
        assert place.url_of("flow-engine") == "http://flow-engine:8000"


def test_the_socket_is_its_owners_only(folder: Path) -> None:
    """Nobody else on the machine can even knock."""
    with listen_inside(folder):
        assert stat.S_IMODE((folder / "mari.sock").stat().st_mode) == 0o600


def test_a_long_path_is_no_obstacle(folder: Path) -> None:
    """The system takes 107 bytes; a folder deep in a home has more."""
    deep = folder / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)

    with listen_inside(deep):
        assert is_served(deep)
        with reachable(deep) as path, socket.socket(socket.AF_UNIX) as probe:
            probe.connect(path)


@pytest.mark.parametrize(("host", "status"), [("notifier", 503), ("example.com", 404), ("", 404)])
async def test_only_services_are_inside(host: str, status: int) -> None:
    """One that has not started yet is told so; whatever else is named is not there."""
    transport = httpx.ASGITransport(app=Inside(Neighbours({})))
    async with httpx.AsyncClient(transport=transport, base_url="http://inside") as client:
        answer = await client.get("/v1/parked", headers={"Host": host})

    assert answer.status_code == status
