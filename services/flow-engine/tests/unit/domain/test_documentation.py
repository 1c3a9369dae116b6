"""docs/flows.md names everything that a definition may use, and its example loads."""

import json
import re
from pathlib import Path

import pytest
from flow_engine.domain.actions import ACTIONS
from flow_engine.domain.definition import load_flow, load_flows
from flow_engine.domain.definition.condition import CONDITION_TYPES, REFUSED_CONDITIONS
from flow_engine.domain.definition.step import EXPECTED_TYPES, STEP_TYPES
from flow_engine.domain.rendering.filters import FILTERS
from flow_engine.flows import shipped_flows

PAGE = (Path(__file__).parents[5] / "docs" / "flows.md").read_text(encoding="utf-8")
NAMES = sorted(
    {*ACTIONS, *CONDITION_TYPES, *REFUSED_CONDITIONS, *EXPECTED_TYPES, *STEP_TYPES, *FILTERS}
)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_documented(name: str) -> None:
    """What can be written can be looked up."""
    assert re.search(rf"`{name}\b", PAGE)


def test_every_step_of_the_shipped_flows_is_in_its_picture() -> None:
    """The pictures show the flows as they are."""
    pictures = dict(re.findall(r"### (\w+)\n[^#]*?```mermaid\n(.*?)```", PAGE, re.DOTALL))
    for flow in load_flows(shipped_flows()):
        for step in flow.steps:
            assert re.search(rf"\b{step.name}\b", pictures[flow.name]), (flow.name, step.name)


def test_the_example_loads() -> None:
    """The small flow of the page is a good definition."""
    example = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None

    assert load_flow(json.loads(example.group(1))).name == "rate_us"
