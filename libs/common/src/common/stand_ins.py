"""Which of a service's settings name a stand-in for a provider."""

from collections.abc import Collection
from typing import Final

from pydantic_settings import BaseSettings

from common.addresses import is_stand_in

_PROVIDERS_URL: Final = ("_API_BASE_URL", "_GRAPH_BASE_URL")
"""How the variables of providers' addresses end."""


def stand_ins_in(settings: BaseSettings, sandboxes: Collection[str]) -> list[str]:
    """Return the variables that name a stand-in: addresses too that only others call."""
    urls = {
        str(field.validation_alias): str(getattr(settings, name))
        for name, field in type(settings).model_fields.items()
    }
    named = ["MARI_SANDBOX_HOSTS"] if sandboxes else []
    return named + [
        variable
        for variable, url in urls.items()
        if variable.endswith(_PROVIDERS_URL) and url and is_stand_in(url, sandboxes)
    ]
