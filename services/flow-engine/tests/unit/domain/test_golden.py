"""Recorded conversations: the same inputs give the same effects, or the recording is renewed."""

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flow_engine.domain.actions import ACTIONS, Scene
from flow_engine.domain.conditions import Facts, holds
from flow_engine.domain.conversation import SendContent
from flow_engine.domain.definition.condition import CONDITION_TYPES, Condition
from flow_engine.domain.definition.step import STEP_TYPES
from flow_engine.domain.world import OpenIntent
from pydantic import TypeAdapter

DATA = Path(__file__).parents[2] / "data"
TALKS = sorted(DATA.glob("*.talk.json"))
CONDITIONS = sorted(DATA.glob("conditions.*.json"))
ACTION_FILES = sorted(DATA.glob("actions.*.json"))
_CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)


def as_data(value: Any) -> Any:
    """Return effects as JSON data."""
    return json.loads(json.dumps(value, default=str))


def without_tags(content: Any) -> Any:
    """Return a message whose ids are as the author wrote them: another asking, another tag."""
    written = json.dumps(content, ensure_ascii=False)
    return json.loads(re.sub(r'("id": "[^"]*)#[0-9a-f]{12}"', r'\1"', written))


def effect_data(effect: Any) -> dict[str, Any]:
    """Return one effect under its name."""
    fields = {f.name: as_data(getattr(effect, f.name)) for f in dataclasses.fields(effect)}
    if isinstance(effect, SendContent):
        return {"send": without_tags(fields["content"])} | ({"money": True} if effect.money else {})
    return {type(effect).__name__: fields}


def give(talk: Any, given: Any) -> None:
    """Give one recorded input: a typed text, a tap, any message, a payment's news, a release."""
    match given:
        case str():
            talk.say(given)
        case {"tap": reply_id}:
            talk.tap(reply_id)
        case {"kind": kind, **content}:
            talk.send(kind, None, content)
        case {"payment": outcome, **fields}:
            talk.learn(outcome, **fields)
        case _:
            talk.release()


def compare(path: Path, found: Any, *, update: bool) -> None:
    """Compare with the recording, or record."""
    written = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    if update:
        path.write_text(written, encoding="utf-8")

    assert path.read_text(encoding="utf-8") == written


@pytest.mark.parametrize("path", TALKS, ids=lambda path: path.name)
def test_a_conversation_goes_as_it_was_recorded(
    path: Path,
    make_talk: Callable[..., Any],
    order_with: Callable[..., Any],
    pytestconfig: pytest.Config,
) -> None:
    """Inputs in, effects out; the session is round-tripped through JSON between inputs."""
    case = json.loads(path.read_text(encoding="utf-8"))
    world: dict[str, Any] = {"orders": tuple(an_order(order_with, one) for one in case["orders"])}
    talk = make_talk(flows=case["flows"], **world)
    for change in ("must_confirm", "is_admin"):
        if case.get(change):
            person = dataclasses.replace(talk.world.customer, **{change: True})
            talk.world = dataclasses.replace(talk.world, customer=person)
    for turn in case["turns"]:
        give(talk, turn["in"])
        turn["out"] = [effect_data(one) for one in talk.turn.effects]
        place = [talk.session.flow, talk.step, talk.waits_for] if talk.session else None
        turn["at"] = place

    compare(path, case, update=bool(pytestconfig.getoption("--update-golden")))


def an_order(order_with: Callable[..., Any], changes: dict[str, Any]) -> Any:
    """Give an order with the recorded changes."""
    known = dict(changes)
    if intent := known.pop("open_intent", None):
        known["open_intent"] = OpenIntent(
            UUID(int=5), "omari", 5000, intent, "ETDC", "2637*****567"
        )
    return order_with(**known)


@pytest.mark.parametrize("path", CONDITIONS, ids=lambda path: path.name)
def test_a_condition_holds_when_it_should(path: Path) -> None:
    """Each recorded condition holds, or does not, for its facts."""
    for case in json.loads(path.read_text(encoding="utf-8")):
        condition = _CONDITION.validate_json(json.dumps(case["condition"]))
        given: dict[str, Any] = {"variables": {}} | case["facts"]
        facts = Facts(**given)

        assert case["holds"] is holds(condition, facts), case


@pytest.mark.parametrize("path", ACTION_FILES, ids=lambda path: path.name)
def test_an_action_does_what_was_recorded(
    path: Path,
    world_with: Callable[..., Any],
    order_with: Callable[..., Any],
    pytestconfig: pytest.Config,
) -> None:
    """Variables in, variables and effects out."""
    name = path.name.split(".")[1]
    cases = json.loads(path.read_text(encoding="utf-8"))
    for case in cases:
        world = world_with(orders=tuple(an_order(order_with, one) for one in case["orders"]))
        person = dataclasses.replace(world.customer, **case.get("customer", {}))
        world = dataclasses.replace(world, customer=person)
        scene = Scene(world, case["variables"], "wamid.1", "here", case.get("code"))
        result = ACTIONS[name].model_validate(case["params"]).run(scene)
        case["sets"] = as_data(result.variables)
        case["does"] = [effect_data(one) for one in result.effects]

    compare(path, cases, update=bool(pytestconfig.getoption("--update-golden")))


def test_every_condition_has_cases_for_yes_and_no() -> None:
    """No operator is without a case; always_true alone never says no."""
    for name in CONDITION_TYPES:
        cases = json.loads((DATA / f"conditions.{name}.json").read_text(encoding="utf-8"))
        answers = {case["holds"] for case in cases if case["condition"]["type"] == name}

        assert answers == ({True} if name == "always_true" else {True, False}), name


def test_every_action_has_a_case() -> None:
    """No action is without a case; two names of one action share it."""
    covered = {ACTIONS[path.name.split(".")[1]] for path in ACTION_FILES}

    assert covered == set(ACTIONS.values())


def test_every_step_type_is_in_a_recorded_conversation() -> None:
    """No step type is without a conversation that comes to it."""
    named = {path.name.split(".")[1] for path in TALKS if path.name.startswith("steps.")}

    assert named == set(STEP_TYPES)
