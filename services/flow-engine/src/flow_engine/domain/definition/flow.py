"""A whole flow, as it was checked."""

from typing import Any

from pydantic import Field, PrivateAttr

from flow_engine.domain.definition.step import Step, StepBase
from flow_engine.domain.part import Name, Part, Pattern


class TriggerConfig(Part):
    """Takes a piece of the text that started the flow into a variable."""

    extraction_regex: Pattern
    context_variable: Name


class Flow(Part):
    """A flow: what starts it, what it knows at first, and its steps."""

    name: Name
    version: int = Field(default=1, ge=1)
    """Given by whoever stores the flow; a session stays with the one it started in."""
    friendly_name: str = Field(min_length=1, max_length=100)
    description: str = ""
    trigger_keywords: tuple[str, ...] = Field(default=(), max_length=50)
    trigger_config: TriggerConfig | None = None
    is_active: bool = True
    initial_variables: dict[Name, Any] = Field(default_factory=dict)
    cancel_step: Name | None = None
    steps: tuple[Step, ...] = Field(min_length=1, max_length=200)

    _by_name: dict[str, Step] = PrivateAttr(default_factory=dict)

    def model_post_init(self, _context: object, /) -> None:
        """Index the steps."""
        self._by_name.update({step.name: step for step in self.steps})

    def as_version(self, version: int) -> "Flow":
        """Return the same flow under this version."""
        return self.model_copy(update={"version": version})

    @property
    def entry(self) -> StepBase:
        """The step that the flow starts with."""
        return next(step for step in self.steps if step.is_entry_point)

    def step(self, name: str) -> Step | None:
        """Return the step of that name."""
        return self._by_name.get(name)
