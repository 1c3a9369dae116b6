"""What an action is: named parameters in, variables and effects out, and no more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from common.ids import derived_id
from pydantic import BaseModel, ConfigDict

from flow_engine.domain.conversation import Effect
from flow_engine.domain.rendering import MISSING, is_template, look_up, names_in
from flow_engine.domain.world import World


class ActionError(Exception):
    """The action cannot run on what it was given; `code` says why. The flow ends honestly."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Scene:
    """What an action may read."""

    world: World
    variables: Mapping[str, object]
    message_id: str
    """Of the input: every id that is made follows from it."""
    step: str
    code: str | None = field(default=None, repr=False)
    """What the customer typed as a code in this turn; it is in no variable."""

    def text(self, path: str) -> str:
        """Return the variable as text; empty when it is not there."""
        found = look_up(path, self.variables)
        return "" if found is MISSING or found is None else str(found)

    def number(self, path: str) -> int:
        """Return a whole number. Raises ActionError when it is none."""
        found = look_up(path, self.variables)
        if isinstance(found, bool) or not isinstance(found, int):
            raise ActionError("not_a_number")
        return found

    def id_for(self, what: str) -> UUID:
        """Return the id that this customer, this input and this step always give."""
        return derived_id(what, str(self.world.customer.id), self.message_id, self.step)


@dataclass(frozen=True, slots=True)
class Result:
    """What an action led to."""

    variables: dict[str, Any] = field(default_factory=dict[str, Any])
    effects: tuple[Effect, ...] = ()


class Action(BaseModel):
    """An action with its parameters; subclasses say what they set and do."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    OUTPUTS: ClassVar[frozenset[str]] = frozenset()

    def outputs(self) -> frozenset[str]:
        """Return the variables that it sets."""
        return self.OUTPUTS

    def reads(self) -> frozenset[str]:
        """Return the variables that its parameters name."""
        return frozenset(name for value in self.model_dump().values() for name in _named(value))

    def run(self, scene: Scene) -> Result:
        """Do it. Raises ActionError or RenderError when it cannot."""
        raise ActionError("no_such_action")


def _named(value: object) -> frozenset[str]:
    if isinstance(value, dict):
        return frozenset[str]().union(*(_named(one) for one in value.values()))  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - JSON of a definition
    return names_in(value) if isinstance(value, str) and is_template(value) else frozenset()
