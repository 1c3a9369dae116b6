"""The flows that are shipped: data, one file each; and their languages, one file each."""

import json
from collections.abc import Iterable, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from flow_engine.domain.translation import Language, LanguageError, translate


def shipped_flows() -> list[dict[str, Any]]:
    """Return the definitions, in the order of their names."""
    return [json.loads(one.read_text(encoding="utf-8")) for one in _files("")]


def translated_flows() -> list[dict[str, Any]]:
    """Return them in every language of `languages/`. Raises LanguageError for what is missing."""
    shipped = {str(one["name"]): one for one in shipped_flows()}
    return [flow for one in _files("languages") for flow in _flows_in(_language(one), shipped)]


def _flows_in(
    language: Language, shipped: Mapping[str, Mapping[str, Any]]
) -> Iterable[dict[str, Any]]:
    if unknown := sorted(set(language.triggers) - set(shipped)):
        raise LanguageError(f"language '{language.code}' names no flow: {', '.join(unknown)}")
    return [translate(shipped[name], language) for name in sorted(language.triggers)]


def _language(file: Traversable) -> Language:
    data = json.loads(file.read_text(encoding="utf-8"))
    triggers = {name: tuple(words) for name, words in data["triggers"].items()}
    return Language(file.name.removesuffix(".json"), triggers, data["texts"])


def _files(folder: str) -> list[Traversable]:
    place = resources.files(__name__).joinpath(folder)
    if not place.is_dir():
        return []
    found = [one for one in place.iterdir() if one.name.endswith(".json")]
    return sorted(found, key=lambda one: one.name)
