"""set_variable (also set_context_variable): keep a value under a name."""

from typing import Any

from pydantic import field_validator

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.part import RESERVED, Name
from flow_engine.domain.rendering import value_of


class SetVariable(Action):
    """Keeps one value: the text that was rendered, or the value itself when it is one name."""

    variable_name: Name
    value_template: Any

    @field_validator("variable_name")
    @classmethod
    def _is_free(cls, name: str) -> str:
        if name in RESERVED:
            raise ValueError(f"'{name}' is a name of the engine's own")
        return name

    def outputs(self) -> frozenset[str]:
        """Return the one name."""
        return frozenset({self.variable_name})

    def run(self, scene: Scene) -> Result:
        """Keep it."""
        return Result({self.variable_name: value_of(self.value_template, scene.variables)})
