"""Flow definitions: validated data. Unknown names are refused when a flow is loaded."""

from collections.abc import Iterable, Mapping
from typing import Any

from flow_engine.domain.definition.check import GLOBAL_IDS, names_set, problems_of
from flow_engine.domain.definition.flow import Flow
from flow_engine.domain.definition.load import parse_flow
from flow_engine.domain.definition.problem import DefinitionError, Problem
from flow_engine.domain.definition.step import Fallback, SwitchConfig, SwitchStep

__all__ = ["GLOBAL_IDS", "DefinitionError", "Flow", "Problem", "load_flow", "load_flows"]


def load_flow(data: Mapping[str, Any], *, version: int = 1) -> Flow:
    """Return a flow that can run. Raises DefinitionError that names everything that is wrong."""
    flow = parse_flow(data)
    if problems := list(dict.fromkeys(problems_of(flow))):
        raise DefinitionError(problems)
    return flow.as_version(version)


def load_flows(definitions: Iterable[Mapping[str, Any]]) -> tuple[Flow, ...]:
    """Return flows that can run together. Raises DefinitionError with the problems of all."""
    flows: list[Flow] = []
    problems: list[Problem] = []
    for data in definitions:
        try:
            flows.append(load_flow(data))
        except DefinitionError as error:
            problems.extend(error.problems)
    problems.extend(_between(flows) if not problems else ())
    if problems:
        raise DefinitionError(problems)
    return tuple(flows)


def _between(flows: Iterable[Flow]) -> Iterable[Problem]:
    known = {flow.name: flow for flow in flows}
    for flow in known.values():
        for step in flow.steps:
            for switch in _switches(step):
                yield from (
                    Problem(flow.name, step.name, "", what) for what in _switch(switch, known)
                )


def _switches(step: object) -> Iterable[SwitchConfig]:
    if isinstance(step, SwitchStep):
        yield step.config
    fallback = getattr(getattr(step, "config", None), "fallback_config", None)
    if isinstance(fallback, Fallback) and isinstance(fallback.config_after_retries, SwitchConfig):
        yield fallback.config_after_retries


def _switch(switch: SwitchConfig, known: Mapping[str, Flow]) -> Iterable[str]:
    target = known.get(switch.target_flow_name)
    if target is None:
        flows = ", ".join(known)
        yield f"switches to '{switch.target_flow_name}', which is no flow; flows: {flows}"
        return
    for name in switch.initial_context_template:
        if name not in names_set(target):
            yield f"passes '{name}', which flow '{target.name}' does not name"
