"""What one look at a step cannot tell: targets, ways through, actions, names nobody sets."""

from collections import Counter
from collections.abc import Iterator

from pydantic import ValidationError

from flow_engine.domain.actions import ACTIONS, Action
from flow_engine.domain.definition.flow import Flow
from flow_engine.domain.definition.message import ButtonAction
from flow_engine.domain.definition.names import names_used
from flow_engine.domain.definition.problem import Problem
from flow_engine.domain.definition.step import (
    ActionStep,
    EndStep,
    HandoverStep,
    QuestionStep,
    Step,
    SwitchStep,
    WaitForPaymentStep,
)
from flow_engine.domain.part import RESERVED

GLOBAL_IDS = {
    "mari:menu": "main_menu",
    "mari:back_to_menu": "main_menu",
    "mari:agent": "talk_to_person",
    "mari:my_bookings": "my_bookings",
    "mari:book": "book_tour",
    "mari:pay": "omari_payment",
}
"""Buttons that work whenever they are tapped, and the flow that each starts."""


def problems_of(flow: Flow) -> Iterator[Problem]:
    """Name everything in a flow of the right shape that could not run."""
    yield from _shape(flow)
    for step in flow.steps:
        yield from (Problem(flow.name, step.name, "", what) for what in _step(flow, step))
    yield from _names(flow)


def _shape(flow: Flow) -> Iterator[Problem]:
    entries = [step.name for step in flow.steps if step.is_entry_point]
    if len(entries) != 1:
        yield Problem(flow.name, "", "steps", f"exactly one entry point, not {len(entries)}")
    for name, count in Counter(step.name for step in flow.steps).items():
        if count > 1:
            yield Problem(flow.name, name, "name", f"{count} steps have this name")
    if flow.cancel_step and flow.step(flow.cancel_step) is None:
        yield Problem(flow.name, "", "cancel_step", f"no step '{flow.cancel_step}'")
    for name in sorted(_unreached(flow)) if len(entries) == 1 else ():
        yield Problem(flow.name, name, "", "no transition leads here")


def _unreached(flow: Flow) -> set[str]:
    reached: set[str] = set()
    waiting = [flow.entry.name, *([flow.cancel_step] if flow.cancel_step else [])]
    while waiting:
        name = waiting.pop()
        step = flow.step(name)
        if step is not None and name not in reached:
            reached.add(name)
            waiting.extend(targets_of(step))
    return {step.name for step in flow.steps} - reached


def targets_of(step: Step) -> tuple[str, ...]:
    """Return the names of all steps that a step can lead to."""
    found = [one.to_step for one in step.transitions]
    if isinstance(step, WaitForPaymentStep):
        exits = step.config.exits.model_dump(exclude_none=True)
        found += [str(name) for name in exits.values()]
        found += [step.config.code.to_step] if step.config.code else []
        found += [step.config.cancel_step] if step.config.cancel_step else []
    return tuple(found)


def _step(flow: Flow, step: Step) -> Iterator[str]:
    for name in dict.fromkeys(targets_of(step)):
        if flow.step(name) is None:
            known = ", ".join(one.name for one in flow.steps)
            yield f"leads to '{name}', which is no step; steps: {known}"
    final = isinstance(step, EndStep | HandoverStep | SwitchStep)
    if final and step.transitions:
        yield "a step that ends the flow has no transitions"
    if not final and not isinstance(step, WaitForPaymentStep) and not step.transitions:
        yield "a dead end: no transition leads on"
    if isinstance(step, ActionStep):
        yield from (
            what
            for call in step.config.actions_to_run
            for what in _action(call.action_type, call.params)
        )
    if isinstance(step, EndStep):
        yield from _last_buttons(step)


def _action(name: str, params: dict[str, object]) -> Iterator[str]:
    kind = ACTIONS.get(name)
    if kind is None:
        yield f"unknown action '{name}'; known: {', '.join(sorted(ACTIONS))}"
        return
    try:
        kind.model_validate(params)
    except ValidationError as error:
        for one in error.errors():
            where = ".".join(str(part) for part in one["loc"])
            yield f"action '{name}', {where}: {one['msg'].removeprefix('Value error, ')}"


def _last_buttons(step: EndStep) -> Iterator[str]:
    message = step.config.message_config
    action = message.interactive.action if message and message.interactive else None
    if not isinstance(action, ButtonAction) or isinstance(action.buttons, str):
        return
    for button in action.buttons:
        if button.reply.id not in GLOBAL_IDS:
            known = ", ".join(GLOBAL_IDS)
            yield f"button '{button.reply.id}' of a last message works nowhere; known: {known}"


def _names(flow: Flow) -> Iterator[Problem]:
    known = names_set(flow)
    for step in flow.steps:
        for name in sorted(names_used(step) - known):
            yield Problem(flow.name, step.name, "", f"nothing sets the variable '{name}'")


def names_set(flow: Flow) -> frozenset[str]:
    """Return every variable that a flow may read."""
    known = set(RESERVED) | set(flow.initial_variables)
    if flow.trigger_config:
        known.add(flow.trigger_config.context_variable)
    for step in flow.steps:
        if isinstance(step, QuestionStep):
            known.add(step.config.reply_config.save_to_variable)
        for action in actions_of(step):
            known |= action.outputs()
    return frozenset(known)


def actions_of(step: Step) -> tuple[Action, ...]:
    """Return the actions of a step whose names and parameters are right."""
    if not isinstance(step, ActionStep):
        return ()
    found: list[Action] = []
    for call in step.config.actions_to_run:
        kind = ACTIONS.get(call.action_type)
        if kind is not None and not list(_action(call.action_type, call.params)):
            found.append(kind.model_validate(call.params))
    return tuple(found)
