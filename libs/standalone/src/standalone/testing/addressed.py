"""What every house of the tests has: two loopback ports, and a merchant who may ask it."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

import httpx
from common.local.process import free_port
from pydantic import SecretStr

from standalone.settings import StandaloneSettings

API_KEY = "merchant-key-of-the-stories-0123456789"
APP_SECRET = "app-secret-of-the-stories-0123456789"  # noqa: S105 - a test's own key


class Addressed:
    """A house that listens on two loopback ports."""

    port: int
    sandbox_port: int

    @property
    def origin(self) -> str:
        """The public origin."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def sandbox(self) -> str:
        """The sandbox's origin."""
        return f"http://127.0.0.1:{self.sandbox_port}"

    def api(self) -> httpx.AsyncClient:
        """Return a client of the merchant API."""
        return httpx.AsyncClient(
            base_url=self.origin, headers={"X-Api-Key": API_KEY}, timeout=40, trust_env=False
        )


class Logged(Addressed, ABC):
    """A house whose processes log to files."""

    @abstractmethod
    def log_files(self) -> Sequence[Path]:
        """Return the files that its processes print and log to."""

    def log(self) -> str:
        """Return what all processes printed and logged."""
        return "".join(_titled(file, _text(file)) for file in self.log_files())

    def recent_log(self, lines: int = 40) -> str:
        """Return the last lines of each process: what a failure is explained by."""
        files = self.log_files()
        return "".join(_titled(file, _last(_text(file), lines)) for file in files)


def _text(file: Path) -> str:
    return file.read_text(errors="replace")


def _last(text: str, lines: int) -> str:
    return "\n".join([*text.splitlines()[-lines:], ""])


def _titled(file: Path, text: str) -> str:
    return f"== {file.name}\n{text}"


def house_settings(folder: Path) -> StandaloneSettings:
    """Return the settings of a house in a folder, on ports that nobody has at the moment."""
    return StandaloneSettings(
        data_dir=folder,
        port=free_port(),
        sandbox_port=free_port(),
        api_key=SecretStr(API_KEY),
        app_secret=SecretStr(APP_SECRET),
        log_level="INFO",
    )
