"""`.env.example`, written from the settings classes: every variable, its meaning, its default."""

from typing import Any

import flow_engine.settings
import gateway_webhooks.settings
import notifier.settings
import payments_omari.settings
from common.process.settings import ProcessSettings
from common.release import ReleaseSettings
from common.settings import ServiceSettings
from pydantic_core import PydanticUndefined
from pydantic_settings import BaseSettings

from standalone.commands.settings import FindingSettings
from standalone.compose import ComposeVariables
from standalone.given import GivenSettings
from standalone.operators import OperatorSettings
from standalone.settings import StandaloneSettings

_HEAD = """# Copy to `.env` and fill in. Written from the settings classes by `make docs`.
# `make run` needs none of these: it makes its own keys and talks to the sandbox.
"""
_GROUPS: tuple[tuple[str, type[BaseSettings]], ...] = (
    ("Every service", ServiceSettings),
    ("gateway-webhooks", gateway_webhooks.settings.Settings),
    ("flow-engine", flow_engine.settings.Settings),
    ("payments-omari", payments_omari.settings.Settings),
    ("notifier", notifier.settings.Settings),
    ("A service as its own process", ProcessSettings),
    ("The operator's commands", OperatorSettings),
    ("make run", StandaloneSettings),
    ("The operator's commands, asking services", FindingSettings),
    ("mari sandbox, apart from the services", GivenSettings),
    ("docker compose", ComposeVariables),
    ("What runs", ReleaseSettings),
)


def env_example() -> str:
    """Return the file; a variable that several services read stands where it is first read."""
    seen: set[str] = set()
    parts = [_HEAD]
    for title, settings in _GROUPS:
        lines = [line for name, line in _lines(settings) if not (name in seen or seen.add(name))]
        if lines:
            parts.append(f"\n# --- {title} ---\n" + "".join(lines))
    return "".join(parts)


def _lines(settings: type[BaseSettings]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for field_name, field in settings.model_fields.items():
        if field.description is None:
            continue  # whose own variable it is describes it
        name = str(field.validation_alias or field_name.upper())
        default = _shown(field.default)
        setting = f"{name}={default}" if field.is_required() else f"#{name}={default}"
        found.append((name, f"# {field.description}\n{setting}\n"))
    return found


def _shown(default: Any) -> str:  # noqa: ANN401 - any field's default
    if default is PydanticUndefined or default is None:
        return ""
    if isinstance(default, tuple):
        return ",".join(map(str, default))  # pyright: ignore[reportUnknownArgumentType] - any field's default
    if isinstance(default, bool):
        return str(default).lower()
    return str(default)
