"""docs/how-to/add-a-step-type.md, followed: an action, a condition and a step of its own."""

import json
from typing import Any

Workshop = Any
DATA = "services/flow-engine/tests/data"
GOLDEN = "pytest services/flow-engine/tests/unit/domain/test_golden.py"


TABLES = {
    "actions.first_name.json": "test_every_action_has_a_case",
    "conditions.variable_starts_with.json": "test_every_condition_has_cases_for_yes_and_no",
    "steps.note.talk.json": "test_every_step_type_is_in_a_recorded_conversation",
}


def test_a_flow_uses_an_action_a_condition_and_a_step_of_its_own(workshop: Workshop) -> None:
    """All three are known, documented and recorded; without its table, each of them is missed."""
    assert "passed" in workshop.follow("add-a-step-type.md")
    data = workshop.root / DATA
    talk = json.loads((data / "steps.note.talk.json").read_text())
    action = json.loads((data / "actions.first_name.json").read_text())
    note, sent = talk["turns"][0]["out"]

    assert note["Note"]["code"] == "flow.note.came_by"
    assert sent["send"]["text"]["body"] == "Hello Tendai"
    assert [{"first_name": "Tendai"}, {"first_name": "traveller"}] == [c["sets"] for c in action]
    for name in TABLES:
        (data / name).unlink()
    missed = workshop.fails(GOLDEN)
    assert [test for test in TABLES.values() if test not in missed] == []
