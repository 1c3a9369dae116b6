"""Alerts and dashboard ask for figures that services serve, and each alert says what to do."""

import json
import re
from dataclasses import asdict
from typing import Any

import pytest
import yaml
from common.lanes.figures import Figures, Waiting
from common.lanes.sweeper import ScheduleState
from common.messaging.amqp.counters import Counters
from common.metrics import MetricsPage, OpenTasks, Reading
from standalone.testing.deployment import ROOT, Compose

ALERTS = ROOT / "deploy/prometheus/alerts.yml"
DASHBOARD = ROOT / "deploy/grafana/dashboards/mari.json"
RULES: list[dict[str, Any]] = [
    rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]
]
ON_WHOLE_FAMILIES = {"mari_bus_"}
"""The dashboard takes these by a pattern."""


@pytest.fixture(scope="module")
def served() -> set[str]:
    """Give the names of a service's page on which everything has a value."""
    one = {"worker": Waiting(1, 1.0)}
    page = MetricsPage()
    page.requests.note({"method": "GET", "type": "http"}, 200, 0.1)
    reading = Reading(
        loops={"worker": True},
        restarts={"worker": 1},
        silences={"worker": 1.0},
        parts={"omari": True},
        counters=asdict(Counters()),
        failures={"worker": 1},
        orphans={"worker": 1},
        schedules={"lanes.gone": ScheduleState()},
        hints={"other_account": 1},
        tasks=OpenTasks({("suspense", "hour"): 1}, {"suspense": 1.0}),
        figures=Figures(rows=one, parked=one, due=one, held=one, failing=one),
    )
    text = page.text(reading).decode()
    return set(re.findall(r"^(mari_\w+)", text, re.MULTILINE))


@pytest.mark.parametrize("text", [ALERTS.read_text(), DASHBOARD.read_text()])
def test_every_figure_that_is_asked_for_is_served(text: str, served: set[str]) -> None:
    """An alert on a name that nobody serves never fires."""
    asked = set(re.findall(r"\bmari_[a-z_]+", text))

    assert set() == asked - served - ON_WHOLE_FAMILIES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_every_alert_says_what_is_wrong_and_what_to_do(rule: dict[str, Any]) -> None:
    """Whoever is woken reads two sentences; whether to wake anybody is said too."""
    assert {"summary", "what"} == rule["annotations"].keys()
    assert rule["labels"]["severity"] in {"page", "ticket"}


def test_the_dashboard_asks_the_source_that_is_provisioned() -> None:
    """Every panel, so that none is empty for a wrong name."""
    folder = ROOT / "deploy/grafana/provisioning/datasources"
    (source,) = yaml.safe_load((folder / "prometheus.yml").read_text())["datasources"]
    panels = [panel for panel in json.loads(DASHBOARD.read_text())["panels"] if "targets" in panel]

    assert panels
    assert {source["uid"]} == {panel["datasource"]["uid"] for panel in panels}
    assert all(panel["description"] for panel in panels)


def test_what_prometheus_reads_is_mounted(compose: Compose) -> None:
    """Rules that are not where the configuration looks are no rules."""
    config = yaml.safe_load((ROOT / "deploy/prometheus/prometheus.yml").read_text())
    mounts = [volume.split(":")[1] for volume in compose["services"]["prometheus"]["volumes"]]

    assert set(config["rule_files"]) <= set(mounts)
