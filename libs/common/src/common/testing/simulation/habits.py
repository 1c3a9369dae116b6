"""What the edges around the rules do right; a mutant takes one habit away."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habits:
    """Each is a guard of the house; all hold in production."""

    writes_before_calling: bool = True
    compares_versions: bool = True
    sends_by_outbox: bool = True
    sweeps: bool = True
