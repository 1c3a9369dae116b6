"""What a check found: all is well, look at it, or mend it; and how."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much it matters."""

    OK = "ok"
    WARN = "warn"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `advice` says what to do about anything but `ok`."""

    name: str
    level: Level
    detail: str = ""
    advice: str = ""

    def as_json(self) -> dict[str, str]:
        """Return it for machines."""
        return asdict(self) | {"level": str(self.level)}


Check = Callable[[], Awaitable[Sequence[Finding]]]


def ok(name: str, detail: str = "") -> Finding:
    """Return that something is well."""
    return Finding(name, Level.OK, detail)


def warn(name: str, detail: str, advice: str = "") -> Finding:
    """Return that something should be looked at."""
    return Finding(name, Level.WARN, detail, advice)


def fail(name: str, detail: str, advice: str = "") -> Finding:
    """Return that something must be mended."""
    return Finding(name, Level.FAIL, detail, advice)
