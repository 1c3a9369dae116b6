"""What is wrong with a definition, said so that its author can mend it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: in which flow, in which step, where, and what."""

    flow: str
    step: str
    where: str
    what: str

    def __str__(self) -> str:
        step = f", step '{self.step}'" if self.step else ""
        where = f", {self.where}" if self.where else ""
        return f"flow '{self.flow}'{step}{where}: {self.what}"


class DefinitionError(ValueError):
    """A definition is refused; `problems` names everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(one) for one in problems))
        self.problems = tuple(problems)
