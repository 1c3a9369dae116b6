"""set_variables: keep several values at once."""

from typing import Any

from pydantic import field_validator

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.part import RESERVED, Name
from flow_engine.domain.rendering import value_of


class SetVariables(Action):
    """Keeps values; each is made from what was known before."""

    variables: dict[Name, Any]

    @field_validator("variables")
    @classmethod
    def _are_free(cls, variables: dict[str, Any]) -> dict[str, Any]:
        if taken := sorted(RESERVED & variables.keys()):
            raise ValueError(f"names of the engine's own: {', '.join(taken)}")
        return variables

    def outputs(self) -> frozenset[str]:
        """Return their names."""
        return frozenset(self.variables)

    def run(self, scene: Scene) -> Result:
        """Keep them."""
        return Result({k: value_of(v, scene.variables) for k, v in self.variables.items()})
