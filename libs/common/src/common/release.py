"""Which Mari runs here: version and commit, for health, logs, metrics and `mari --version`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from pydantic import Field

from common.settings import MariSettings

_SHOWN: Final = 10
_UNSAFE: Final = re.compile(r"[^0-9A-Za-z.+_-]")
_UNKNOWN: Final = "unknown"


class ReleaseSettings(MariSettings):
    """What an image knows about itself; a checkout finds it out."""

    version: str = Field(
        default="",
        validation_alias="MARI_VERSION",
        description="The version that runs; images set it. Unset: that of the package.",
    )
    commit: str = Field(
        default="",
        validation_alias="MARI_COMMIT",
        description="The commit that runs; images set it. Unset: that of the checkout.",
    )


@dataclass(frozen=True, slots=True)
class Release:
    """A version and the commit it was built from."""

    version: str
    commit: str

    def __str__(self) -> str:
        """Return both in one word, as `git describe` writes it."""
        return self.version if self.commit == _UNKNOWN else f"{self.version}-g{self.commit}"


@cache
def release() -> Release:
    """Return what runs in this process."""
    return release_of(ReleaseSettings(), Path(__file__))


def release_of(settings: ReleaseSettings, source: Path) -> Release:
    """Return what the variables say; else the package's version and the checkout's commit."""
    commit = settings.commit or _commit_above(source)
    return Release(
        _UNSAFE.sub("", settings.version)[:40] or _package_version(source),
        _UNSAFE.sub("", commit)[:_SHOWN] or _UNKNOWN,
    )


def _package_version(source: Path) -> str:
    """Return the installed package's version, in a checkout that of the sources."""
    try:
        return version("mari-common")
    except PackageNotFoundError:
        return version_above(source)


def version_above(source: Path) -> str:
    """Return the version of the member whose sources these are."""
    for folder in source.resolve().parents:
        project = folder / "pyproject.toml"
        if project.is_file():
            return (
                tomllib.loads(project.read_text("utf-8"))
                .get("project", {})
                .get("version", _UNKNOWN)
            )
    return _UNKNOWN


def _commit_above(source: Path) -> str:
    """Return the commit that a checkout above `source` stands on; empty when there is none."""
    for folder in source.resolve().parents:
        head = folder / ".git" / "HEAD"
        if head.is_file():
            return _commit_at(folder / ".git", head.read_text("utf-8").strip())
    return ""


def _commit_at(git: Path, head: str) -> str:
    name = head.removeprefix("ref: ")
    if name == head:
        return head
    loose, packed = git / name, git / "packed-refs"
    if loose.is_file():
        return loose.read_text("utf-8").strip()
    lines = packed.read_text("utf-8").splitlines() if packed.is_file() else []
    return next((line.split()[0] for line in lines if line.endswith(f" {name}")), "")
