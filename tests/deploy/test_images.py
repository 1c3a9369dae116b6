"""An image holds one service and what it needs, pinned and hashed, and runs as nobody special."""

import json
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from standalone.testing.deployment import ROOT, SERVICES, package_of, tool

DOCKERFILES = ("deploy/Dockerfile", "deploy/caddy/Dockerfile")
INSTALL: dict[str, Any] = runpy.run_path(str(ROOT / "deploy/install.py"))
MEMBERS = [*SERVICES, "standalone"]


def _needs(*arguments: str) -> list[str]:
    command = [sys.executable, str(ROOT / "deploy/requirements.py"), *arguments]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    return found.stdout.splitlines()


@pytest.mark.parametrize("file", DOCKERFILES)
def test_the_linter_finds_nothing(file: str) -> None:
    """Hadolint knows the traps of Dockerfiles and of the shell in them."""
    found = subprocess.run(
        [tool("hadolint"), str(ROOT / file)], capture_output=True, text=True, check=False
    )

    assert (0, "") == (found.returncode, found.stdout)


@pytest.mark.parametrize("file", DOCKERFILES)
def test_an_image_ends_as_a_plain_user_with_a_probe(file: str) -> None:
    """The last stage has a numbered user, a probe, and its command without a shell."""
    last = (ROOT / file).read_text().rpartition("FROM ")[2]
    users = re.findall(r"^USER (\S+)$", last, re.MULTILINE)
    commands = re.findall(r"^\s*CMD (\[.*\])$", last, re.MULTILINE)

    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", users[-1])
    assert "HEALTHCHECK" in last
    assert 2 == len(commands)
    assert all(json.loads(command) for command in commands)


def test_an_image_says_what_it_was_built_from() -> None:
    """Version and commit are arguments of the build and variables of the process."""
    text = (ROOT / "deploy/Dockerfile").read_text()

    assert {"SERVICE", "VERSION", "COMMIT"} <= set(re.findall(r"^ARG (\w+)", text, re.MULTILINE))
    assert "MARI_VERSION=${VERSION}" in text
    assert "MARI_COMMIT=${COMMIT}" in text


@pytest.mark.parametrize("service", SERVICES)
def test_an_image_needs_what_its_service_and_common_name(service: str) -> None:
    """No test tool, no other service's library."""
    named: set[str] = set()
    for folder in (ROOT / "libs/common", ROOT / "services" / service):
        project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
        named |= {text for text in project["dependencies"] if not text.startswith("mari-")}

    assert named == set(_needs(service))


def test_no_image_brings_a_database_server() -> None:
    """`make run` has one in a wheel; a container is given the address of one."""
    assert not [text for text in _needs("standalone") if "pgserver" in text]


@pytest.mark.parametrize("service", SERVICES)
def test_an_images_own_command_is_its_services(service: str) -> None:
    """`docker run` without a command does what compose does."""
    assert f'exec python -m {package_of(service)} "$@"' == _needs("--start", service)[-1]


@pytest.mark.parametrize("member", MEMBERS)
def test_everything_that_is_named_is_locked_with_hashes(member: str) -> None:
    """The build fails in the first minute otherwise, on another machine."""
    assert set() == _unlocked(_needs(member), "requirements.lock")


def test_what_builds_an_image_is_locked_with_hashes() -> None:
    """It is in the lock of tools: no image takes it along."""
    assert set() == _unlocked(_needs("--build"), "requirements-dev.lock")


def _unlocked(requirements: list[str], file: str) -> set[str]:
    lock = INSTALL["locked"]((ROOT / file).read_text())
    names = {name for name, _ in INSTALL["wanted"](requirements)}
    return {name for name in names if "--hash=sha256:" not in lock.get(name, "")}


def test_extras_and_markers_are_followed() -> None:
    """An extra brings what it names; what is for another system is left out."""
    requirements = ["SQLAlchemy[asyncio]>=2", "colorama; sys_platform == 'win32'"]

    assert {("sqlalchemy", ""), ("sqlalchemy", "asyncio")} == INSTALL["wanted"](requirements)
    assert {("greenlet", "")} == INSTALL["wanted"](["greenlet>=1; extra == 'asyncio'"], "asyncio")


def test_what_the_lock_lacks_is_refused() -> None:
    """Nothing is installed that nobody pinned."""
    with pytest.raises(Exception, match="the lock lacks nosuch"):
        INSTALL["install"](sys.executable, ["nosuch>=1"], {})


def test_only_sources_are_sent_to_the_builder() -> None:
    """No secret, no data folder, no history can get into an image."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]

    assert "*" == rules[0]
    assert {"!requirements.lock", "!requirements-dev.lock", "!libs", "!services",
            "!deploy/requirements.py", "!deploy/install.py"
    } == {rule for rule in rules if rule.startswith("!")}  # fmt: skip
    assert (
        Path(ROOT / "deploy/secrets").relative_to(ROOT).as_posix() + "/"
        in (ROOT / ".gitignore").read_text().splitlines()
    )
