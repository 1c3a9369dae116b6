"""A flow in another language: the same steps, other words. Only what customers read changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

_TEXTS: Final = frozenset(
    {
        *("text", "body", "title", "description", "button", "caption", "display_text", "flow_cta"),
        *("re_prompt_message_text", "pre_handover_message_text"),
        *("checking_text", "refused_text", "invalid_text", "early_text"),
    }
)
"""The keys of a definition whose value customers read."""
_GROUPS: Final = {
    **dict.fromkeys(("re_prompt_texts", "busy_texts", "state_texts"), "text"),
    "variables": "value_template",
}
"""The keys under which every value is a text, or what a variable is set to."""
_ENDS: Final = {"{{": "}}", "{%": "%}"}


class LanguageError(ValueError):
    """A language lacks what a flow needs, or names a flow that does not exist."""


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language: which flows it has, how each is called for, and every text."""

    code: str
    """ISO 639: `sn`; it ends the names of the flows: `main_menu_sn`."""
    triggers: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, str]

    def flow_name(self, name: str) -> str:
        """Return the name of a flow in this language; one that it lacks stays as it is."""
        return f"{name}_{self.code}" if name in self.triggers else name


def translate(definition: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return the flow in that language. Raises LanguageError that names every text it lacks."""
    name = str(definition["name"])
    missing = sorted(set(texts_of(definition)) - set(language.texts))
    if missing:
        listed = "\n".join(f"  {text!r}" for text in missing)
        raise LanguageError(f"language '{language.code}' lacks texts of flow '{name}':\n{listed}")
    return {
        **definition,
        "name": language.flow_name(name),
        "friendly_name": f"{definition['friendly_name']} ({language.code})",
        "trigger_keywords": list(language.triggers[name]),
        "steps": _translated(definition["steps"], "", language),
    }


def texts_of(definition: Mapping[str, Any]) -> Iterator[str]:
    """Return every text of a flow that has words of its own."""
    yield from _texts(definition["steps"], "")


def _texts(value: object, key: str) -> Iterator[str]:
    for name, item in _items(value, key):
        if isinstance(item, str) and _is_text(name, item):
            yield item
        else:
            yield from _texts(item, name)


def _translated(value: object, key: str, language: Language) -> object:
    if isinstance(value, str):
        if key == "target_flow_name":
            return language.flow_name(value)
        return language.texts[value] if _is_text(key, value) else value
    made = [_translated(item, name, language) for name, item in _items(value, key)]
    if isinstance(value, Mapping):
        return dict(zip(cast("Mapping[str, object]", value), made, strict=True))
    return made if isinstance(value, list) else value


def _items(value: object, key: str) -> Iterator[tuple[str, object]]:
    """Return what is inside, each under the key that says whether it is a text."""
    if isinstance(value, Mapping):
        for name, item in cast("Mapping[str, object]", value).items():
            yield _GROUPS.get(key, name), item
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            yield key, item


def _is_text(key: str, value: str) -> bool:
    """Say whether a value is words for the customer; of a variable's, only a sentence is."""
    words = _without_templates(value)
    if key == "value_template":
        return " " in words.strip()
    quoted = value.split("'")[1:-1]
    is_worded = any(char.isalpha() for char in words) or any(map(_has_letter, quoted))
    return key in _TEXTS and is_worded


def _without_templates(value: str) -> str:
    """Return the text without `{{ … }}` and `{% … %}`; one that does not end is text."""
    kept, rest = "", value
    while (begin := min((at for mark in _ENDS if (at := rest.find(mark)) >= 0), default=-1)) >= 0:
        mark = rest[begin : begin + 2]
        end = rest.find(_ENDS[mark], begin + 2)
        if end < 0:
            break
        kept, rest = kept + rest[:begin], rest[end + 2 :]
    return kept + rest


def _has_letter(text: str) -> bool:
    return any(char.isascii() and char.isalpha() for char in text)
