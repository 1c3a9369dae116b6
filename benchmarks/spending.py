"""Where a turn's CPU time goes: the running line is looked at a few hundred times a second."""

import signal
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Final

_EVERY_SECONDS: Final = 0.004
_PACKAGES: Final = "site-packages/"
PARTS: Final = (
    ("SQLAlchemy: sessions, unit of work, its way to the driver", ("sqlalchemy", "greenlet")),
    ("asyncpg: talking to PostgreSQL", ("asyncpg",)),
    ("HTTP: client, server, routing", ("httpx", "httpcore", "h11", "anyio", "sniffio", "uvicorn")),
    ("FastAPI and Starlette", ("fastapi", "starlette", "opentelemetry")),
    ("contracts: pydantic, JSON", ("pydantic", "pydantic_core", "orjson", "json", "typing.py")),
    ("sealing and signatures", ("cryptography", "hmac.py", "hashlib.py", "base64.py")),
    ("flow-engine: the conversation", ("flow_engine", "jinja2", "markupsafe")),
    ("gateway and notifier: their own rules", ("gateway_webhooks", "notifier")),
    ("lanes and what all services share", ("common",)),
    ("the sandbox, and the customers of this benchmark", ("sandbox", "standalone", "benchmarks")),
)
"""Shown as, and the packages that belong to it."""
_REST: Final = "Python's own library: the event loop, tasks, uuid, re, …"


@dataclass(slots=True)
class Spending:
    """Samples by part."""

    parts: Counter[str] = field(default_factory=Counter[str])

    def look(self, _signal: int, frame: FrameType | None) -> None:
        """Count the line that runs: it is its package's."""
        if frame is not None:
            self.parts[part_of(frame.f_code.co_filename)] += 1

    def shares(self) -> list[tuple[str, float]]:
        """Return each part and its share, the largest first."""
        total = sum(self.parts.values()) or 1
        return [(part, count / total) for part, count in self.parts.most_common()]


def part_of(filename: str) -> str:
    """Return the part that a file belongs to."""
    for marker in (_PACKAGES, "/src/"):
        filename = filename.rsplit(marker, 1)[-1]
    names = set(filename.strip("/").split("/")[-4:])
    for part, packages in PARTS:
        if names & set(packages):
            return part
    return _REST


@contextmanager
def watched() -> Generator[Spending]:
    """Look while the block runs; what waits costs nothing and is not seen."""
    spending = Spending()
    before = signal.signal(signal.SIGPROF, spending.look)
    signal.setitimer(signal.ITIMER_PROF, _EVERY_SECONDS, _EVERY_SECONDS)
    try:
        yield spending
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
