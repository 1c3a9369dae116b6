"""The page that Prometheus scrapes: requests since the start, and one look at the service."""

from collections.abc import Iterator, Mapping
from typing import Final

from prometheus_client import CollectorRegistry, disable_created_metrics, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from common.lanes.figures import Figures, Waiting
from common.lanes.sweeper import ScheduleState
from common.metrics.http import RequestFigures
from common.metrics.reading import OpenTasks, Reading
from common.release import release

CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4
_ROWS: Final = ("mari_rows", "Unfinished rows by the loop that takes them.", "loop")
_DUE: Final = ("mari_lanes_due", "Lanes that are due and that nobody has taken.", "loop")
_HELD: Final = ("mari_lanes_held", "Lanes held by a caller while its call is made.", "loop")
_FAILING: Final = (
    "mari_lanes_failing",
    "Lanes that a caller could not claim at the last try; tried again at growing intervals.",
    "loop",
)
_PARKED: Final = ("mari_parked", "Rows set aside until a person looks.", "box")


class MetricsPage:
    """One app's metrics; its registry is its own, so that services can share a process."""

    def __init__(self) -> None:
        disable_created_metrics()
        self._registry = CollectorRegistry()
        self.requests = RequestFigures(self._registry)

    def text(self, reading: Reading) -> bytes:
        """Return the page in Prometheus' text format."""
        return generate_latest(_Together(self._registry, reading))


class _Together(CollectorRegistry):
    """What has been counted, and what was read for this scrape."""

    def __init__(self, counted: CollectorRegistry, reading: Reading) -> None:
        super().__init__()
        self._counted = counted
        self._reading = reading

    def collect(self) -> Iterator[Metric]:
        """Give every metric of the page."""
        yield from _told(self._reading)
        yield from self._counted.collect()


def _told(reading: Reading) -> Iterator[Metric]:
    now = release()
    build = GaugeMetricFamily("mari_build", "What runs.", labels=("version", "commit"))
    build.add_metric((now.version, now.commit), 1)
    yield build
    yield _gauge("mari_loop_up", "Whether a loop runs.", "loop", _ones(reading.loops))
    yield _gauge("mari_part_up", "Whether an outside system is well.", "part", _ones(reading.parts))
    silent = "For how long a loop has shown no progress in its turn."
    yield _gauge("mari_loop_silent_seconds", silent, "loop", reading.silences)
    yield _counter("mari_loop_restarts", "How often a loop was started again.", reading.restarts)
    yield _counter(
        "mari_failed_alone", "What failed by itself when its batch was split.", reading.failures
    )
    yield _counter(
        "mari_lanes_orphaned", "Lanes with work that were found asleep.", reading.orphans
    )
    yield _counter(
        "mari_calls_put_off", "Calls that waited for the next minute's budget.", reading.put_off
    )
    yield from _schedules(reading.schedules)
    meaning = "Providers' callbacks by what they came to."
    yield _counter("mari_hints", meaning, reading.hints, label="outcome")
    for name, count in reading.counters.items():
        meaning = f"Between the service and the broker since the start: {name}."
        yield CounterMetricFamily(f"mari_bus_{name}", meaning, count)
    database = 0 if reading.figures is None else 1
    yield GaugeMetricFamily("mari_database_up", "Whether the database answered.", database)
    if reading.figures is not None:
        writable = float(reading.figures.is_writable)
        yield GaugeMetricFamily("mari_database_writable", "Whether it takes writes.", writable)
        yield from _lanes(reading.figures)
    if reading.tasks is not None:
        yield from _tasks(reading.tasks)


def _schedules(states: Mapping[str, ScheduleState]) -> Iterator[Metric]:
    well = {name: float(state.is_well) for name, state in states.items()}
    aside = {name: float(state.aside) for name, state in states.items()}
    meaning = "Whether the last run of a schedule ended well."
    yield _gauge("mari_schedule_up", meaning, "schedule", well)
    meaning = "Rows that a schedule leaves out for now, because they failed by themselves."
    yield _gauge("mari_schedule_aside", meaning, "schedule", aside)


def _lanes(figures: Figures) -> Iterator[Metric]:
    tables = ((_ROWS, figures.rows), (_PARKED, figures.parked), (_DUE, figures.due))
    for (name, meaning, label), found in tables:
        yield _gauge(name, meaning, label, _counts(found))
        ages = {key: waiting.oldest_seconds for key, waiting in found.items()}
        yield _gauge(f"{name}_oldest_seconds", f"Age of the oldest. {meaning}", label, ages)
    for (name, meaning, label), found in ((_HELD, figures.held), (_FAILING, figures.failing)):
        yield _gauge(name, meaning, label, _counts(found))


def _tasks(tasks: OpenTasks) -> Iterator[Metric]:
    meaning = "Tasks that wait for a person, by kind and age."
    family = GaugeMetricFamily("mari_tasks_open", meaning, labels=("kind", "age"))
    for labels, count in tasks.counts.items():
        family.add_metric(labels, float(count))
    yield family
    meaning = f"Age of the oldest. {meaning}"
    yield _gauge("mari_tasks_open_oldest_seconds", meaning, "kind", tasks.oldest_seconds)


def _counter(
    name: str, meaning: str, values: Mapping[str, int], label: str = "loop"
) -> CounterMetricFamily:
    family = CounterMetricFamily(name, meaning, labels=(label,))
    for key, count in values.items():
        family.add_metric((key,), count)
    return family


def _gauge(name: str, meaning: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, meaning, labels=(label,))
    for key, value in values.items():
        family.add_metric((key,), value)
    return family


def _ones(states: Mapping[str, bool]) -> dict[str, float]:
    return {name: float(is_up) for name, is_up in states.items()}


def _counts(found: Mapping[str, Waiting]) -> dict[str, float]:
    return {key: float(waiting.count) for key, waiting in found.items()}
