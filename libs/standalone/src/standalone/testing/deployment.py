"""The deployment as data: the compose file, and the settings that it must agree with."""

import importlib
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml
from common.process.settings import ProcessSettings
from pydantic import SecretStr
from pydantic_settings import BaseSettings

ROOT: Final = Path(__file__).parents[5]
SERVICES: Final = sorted(folder.name for folder in (ROOT / "services").iterdir() if folder.is_dir())
Compose = Mapping[str, Any]


def load_compose() -> Compose:
    """Return the compose file, anchors resolved, variables as they are written."""
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def tool(name: str) -> str:
    """Return the path of a program that the lock brings. AssertionError when it is missing."""
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}"
    found = shutil.which(name, path=beside) or shutil.which(name)
    if found is None:
        raise AssertionError(f"{name} is missing: run `make install`")
    return found


def package_of(service: str) -> str:
    """Return the import name of a service."""
    return service.replace("-", "_")


def settings_of(service: str) -> tuple[type[BaseSettings], ...]:
    """Return every settings class that a service's process reads."""
    module = importlib.import_module(f"{package_of(service)}.settings")
    return module.Settings, ProcessSettings


def variables(service: str) -> Iterator[tuple[str, bool]]:
    """Give each variable of a service's process, and whether it is a secret."""
    for settings in settings_of(service):
        for field in settings.model_fields.values():
            name = str(field.validation_alias)
            is_secret = SecretStr.__name__ in str(field.annotation)
            yield name, is_secret or name.endswith(("_DATABASE_URL", "_AMQP_URL"))


def secrets_of(entry: Mapping[str, Any]) -> set[str]:
    """Return the names of the secrets that a container gets."""
    return {each["source"] if isinstance(each, dict) else each for each in entry.get("secrets", ())}  # pyright: ignore[reportUnknownArgumentType] - YAML


def interpolated(text: str) -> set[str]:
    """Return the variables that a file takes from its surroundings."""
    return set(re.findall(r"(?<!\$)\$\{(\w+)", text))
