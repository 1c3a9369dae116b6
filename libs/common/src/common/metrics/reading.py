"""What a service tells of itself at a scrape."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from common.lanes.figures import Figures
from common.lanes.sweeper import ScheduleState


@dataclass(frozen=True, slots=True)
class OpenTasks:
    """What waits for a person, by its kind."""

    counts: Mapping[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    """How many, by kind and by age: `hour` for up to an hour, `day`, `week`, `older`."""
    oldest_seconds: Mapping[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at a service; without figures its database did not answer."""

    loops: Mapping[str, bool] = field(default_factory=dict[str, bool])
    """Whether each loop runs."""
    restarts: Mapping[str, int] = field(default_factory=dict[str, int])
    """How often each loop was started again."""
    silences: Mapping[str, float] = field(default_factory=dict[str, float])
    """For how many seconds each loop has shown no progress in its turn."""
    parts: Mapping[str, bool] = field(default_factory=dict[str, bool])
    """Whether each outside system is well, as the service last saw it."""
    counters: Mapping[str, int] = field(default_factory=dict[str, int])
    """What the transport has counted since the start."""
    failures: Mapping[str, int] = field(default_factory=dict[str, int])
    """What failed by itself when its batch was taken apart, by loop."""
    orphans: Mapping[str, int] = field(default_factory=dict[str, int])
    """Lanes with work that were found asleep, by loop."""
    put_off: Mapping[str, int] = field(default_factory=dict[str, int])
    """Calls that waited for the next minute because this one's budget was used, by loop."""
    schedules: Mapping[str, ScheduleState] = field(default_factory=dict[str, ScheduleState])
    """How each of the sweeper's schedules stands."""
    hints: Mapping[str, int] = field(default_factory=dict[str, int])
    """What providers' callbacks came to, since the start."""
    figures: Figures | None = None
    tasks: OpenTasks | None = None
    """None: the service has no tasks, or its database did not answer."""
