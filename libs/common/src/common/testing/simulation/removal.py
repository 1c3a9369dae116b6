"""Taking one guard away from the protocol, for as long as a `with` block lasts."""

from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any

Rule = Callable[..., Any]
Without = Callable[[Rule], Rule]
Place = ModuleType | type

REMOVABLE: dict[str, list[tuple[Place, str, Without]]] = {}
"""What is put in the place of which functions of the rules, by the name of the guard."""


def without(place: Place, function: str, *, guard: str = "") -> Callable[[Without], Without]:
    """Note a maker of the rule without its guard; `guard` adds it to another one's removal."""

    def note(maker: Without) -> Without:
        REMOVABLE.setdefault(guard or maker.__name__, []).append((place, function, maker))
        return maker

    return note


@contextmanager
def removed(name: str) -> Generator[None]:
    """Take one guard away, where all its callers look it up. Raises KeyError for an unknown one."""
    with ExitStack() as back:
        for place, function, maker in REMOVABLE[name]:
            rule = getattr(place, function)
            back.callback(setattr, place, function, rule)
            setattr(place, function, maker(rule))
        yield
