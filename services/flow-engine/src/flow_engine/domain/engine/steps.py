"""What each type of step does when the conversation comes to it."""

from typing import Any, assert_never

from flow_engine.domain.actions import ACTIONS, ActionError, Scene
from flow_engine.domain.conversation import AskPerson, IdentityConfirmed, IdentityDenied, Wait
from flow_engine.domain.definition.step import (
    ActionCall,
    ActionStep,
    ConditionStep,
    EndConfig,
    EndStep,
    HandoverConfig,
    HandoverStep,
    QuestionStep,
    SendMessageStep,
    StartStep,
    Step,
    SwitchConfig,
    SwitchStep,
    WaitForPaymentStep,
    WaitForReplyStep,
)
from flow_engine.domain.engine.money_wait import enter_money_wait
from flow_engine.domain.engine.run import FlowFailureError, Run
from flow_engine.domain.outgoing import MAX_TEXT, Outgoing, fill, text_message
from flow_engine.domain.rendering import render_within, value_of

HANDOVER_TEXT = "I am getting a person to help you. They will answer here as soon as they can."
HANDOVER_REASON = "The customer asked for a person."


def go_on(run: Run) -> None:
    """Run steps until the conversation waits or ends. Raises FlowFailureError at a limit."""
    while run.next_step is not None:
        run.steps_run += 1
        if run.steps_run > run.limits.steps_per_turn:
            raise FlowFailureError("too_many_steps")
        run.step, run.next_step = run.next_step, None
        run.retries = 0
        execute(run, run.current())


def execute(run: Run, step: Step) -> None:
    """Do what a step does."""
    match step:
        case SendMessageStep():
            run.send(fill(step.config, run.names()))
            leave(run, step)
        case QuestionStep():
            ask(run, step)
        case ActionStep():
            _act(run, step)
        case ConditionStep() | StartStep():
            leave(run, step)
        case WaitForReplyStep():
            run.wait_for(Wait("reply", run.generation + 1))
        case WaitForPaymentStep():
            enter_money_wait(run, step)
        case EndStep() | HandoverStep() | SwitchStep():
            _finish(run, step)
        case _:
            assert_never(step)


def _finish(run: Run, step: EndStep | HandoverStep | SwitchStep) -> None:
    match step:
        case EndStep():
            end_flow(run, step.config)
        case HandoverStep():
            hand_over(run, step.config)
        case SwitchStep():
            switch(run, step.config)
        case _:
            assert_never(step)


def leave(run: Run, step: Step) -> None:
    """Go on by the first transition that holds. Raises FlowFailureError at a dead end."""
    run.next_step = run.way_on(step)
    if run.next_step is None:
        raise FlowFailureError("dead_end")


def ask(run: Run, step: QuestionStep) -> None:
    """Send the question and wait for the answer."""
    run.offer_nothing()
    run.send(fill(step.config.message_config, run.names()))
    run.wait_for(Wait("reply", run.generation + 1))


def _act(run: Run, step: ActionStep) -> None:
    for call in step.config.actions_to_run:
        _run_action(run, call)
    leave(run, step)


def _run_action(run: Run, call: ActionCall) -> None:
    kind = ACTIONS.get(call.action_type)
    if kind is None:
        raise FlowFailureError("unknown_action")
    scene = Scene(run.world, run.names(), run.message_id, run.step, run.code)
    try:
        result = kind.model_validate(call.params).run(scene)
    except ActionError as error:
        raise FlowFailureError(f"action.{error.code}") from None
    run.keep(result.variables)
    run.add(*result.effects)
    for effect in result.effects:
        if isinstance(effect, IdentityConfirmed):
            run.world = run.world.confirmed()
        elif isinstance(effect, IdentityDenied):
            run.world = run.world.denied()


def end_flow(run: Run, config: EndConfig) -> None:
    """Say the last words and end."""
    run.offer_nothing()
    if config.message_config is not None:
        run.send(fill(config.message_config, run.names()))
    run.end()


def hand_over(run: Run, config: HandoverConfig) -> None:
    """Ask for a person and end."""
    names = run.names()
    said = render_within(config.pre_handover_message_text or HANDOVER_TEXT, names, MAX_TEXT)
    run.send(Outgoing(text_message(said)))
    reason = render_within(config.notification_details or HANDOVER_REASON, names, MAX_TEXT)
    run.add(AskPerson(reason))
    run.offer_nothing()
    run.end()


def switch(run: Run, config: SwitchConfig) -> None:
    """Go on in another flow with only what is passed."""
    names = run.names()
    context: dict[str, Any] = {
        name: value_of(template, names)
        for name, template in config.initial_context_template.items()
    }
    run.start(config.target_flow_name, context, config.trigger_keyword_to_pass)
