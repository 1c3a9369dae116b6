"""A customer's message: what it means here, and who takes it."""

from typing import Final

from flow_engine.domain.conditions import holds
from flow_engine.domain.conversation import MessageInput, Note
from flow_engine.domain.definition import GLOBAL_IDS
from flow_engine.domain.definition.condition import (
    ReplyContainsKeyword,
    ReplyIdEquals,
    ReplyMatchesKeyword,
    TextContainsAny,
)
from flow_engine.domain.definition.step import QuestionStep, WaitForPaymentStep, WaitForReplyStep
from flow_engine.domain.engine.money_wait import hear_at_money_wait
from flow_engine.domain.engine.questions import (
    READABLE,
    ask_again,
    ask_anything_again,
    hear_answer,
    hear_anything,
)
from flow_engine.domain.engine.run import Run
from flow_engine.domain.outgoing import Outgoing, button_message, text_message
from flow_engine.domain.typed import CANCEL_WORDS, MENU_WORDS, PERSON_WORDS, choose, is_one_of

_SILENT: Final = frozenset({"reaction", "system", "revoke"})
_EDITED_TEXT: Final = "I cannot see changes to a message. Please send it again as a new one."
_STOPPED_TEXT: Final = "OK, I stopped. Nothing was changed. What would you like to do?"
_NO_NUMBERS: Final = frozenset({"number", "amount"})
_NAMED: Final = (ReplyIdEquals, TextContainsAny, ReplyMatchesKeyword, ReplyContainsKeyword)
_MENU: Final = ("mari:menu", "Menu")


class Listener:
    """Takes one message of a customer."""

    def __init__(self, run: Run, home: str) -> None:
        self._run = run
        self._home = home

    def hear(self, given: MessageInput) -> None:
        """Let the message have its effect."""
        if given.kind in _SILENT:
            self._run.add(Note("message.ignored", {"kind": given.kind}))
        elif given.kind == "edit":
            self._run.send(Outgoing(text_message(_EDITED_TEXT)))
        else:
            self._run.option = self._meant(given)
            self._route(given, given.text if given.kind in READABLE else None)

    def _meant(self, given: MessageInput) -> str | None:
        """Return the option that was tapped or typed, if it is one that is offered or global."""
        run = self._run
        if given.reply_id is not None:
            known = given.reply_id in dict(run.options) or given.reply_id in GLOBAL_IDS
            return given.reply_id if known else None
        if given.kind not in READABLE or given.text is None:
            return None
        return choose(given.text[:300], run.options, by_number=self._takes_numbers())

    def _takes_numbers(self) -> bool:
        """Say whether a typed number means an option: not where a number is the answer."""
        step = self._run.flow.step(self._run.step)
        if self._run.wait and isinstance(step, QuestionStep):
            return step.config.reply_config.expected_type not in _NO_NUMBERS
        return True

    def _route(self, given: MessageInput, text: str | None) -> None:
        run = self._run
        typed = text if given.reply_id is None else None
        if is_one_of(typed, MENU_WORDS) and run.option is None:
            run.start(self._home, {}, None)
        elif is_one_of(typed, PERSON_WORDS):
            run.start(GLOBAL_IDS["mari:agent"], {}, None)
        elif run.option in GLOBAL_IDS and not self._is_named_here():
            run.start(GLOBAL_IDS[str(run.option)], {}, None)
        elif is_one_of(typed, CANCEL_WORDS) and run.option is None and not self._is_named_here():
            self._cancel()
        elif run.wait is None:
            self._begin(typed)
        else:
            self._answer(given, typed)

    def _is_named_here(self) -> bool:
        """Say whether the step itself names what was said: its author's wish goes first."""
        run = self._run
        step = run.flow.step(run.step)
        if run.wait is None or step is None:
            return False
        facts = run.facts()
        return any(
            isinstance(one.condition_config, _NAMED) and holds(one.condition_config, facts)
            for one in step.transitions
        )

    def _cancel(self) -> None:
        run = self._run
        step = run.flow.step(run.step)
        if run.wait is not None and isinstance(step, WaitForPaymentStep):
            is_asked = run.payment.get("phase") == "cancelling"
            run.next_step = None if is_asked else step.config.cancel_step
            if run.next_step is None:
                hear_at_money_wait(run, step)
        elif run.wait is not None and run.flow.cancel_step is not None:
            run.next_step = run.flow.cancel_step
        else:
            run.options = ()
            run.send(button_message(_STOPPED_TEXT, (_MENU,)))
            run.end()

    def _begin(self, text: str | None) -> None:
        flow = self._run.flows.match_trigger(text) if text else None
        self._run.start(flow.name if flow else self._home, {}, text)

    def _answer(self, given: MessageInput, text: str | None) -> None:
        run = self._run
        step = run.flow.step(run.step)
        reply = run.reply
        if isinstance(step, WaitForPaymentStep):
            hear_at_money_wait(run, step)
        elif isinstance(step, QuestionStep) and reply is not None:
            if not hear_answer(run, step, reply) and not self._start_other(text):
                ask_again(run, step, reply)
        elif isinstance(step, WaitForReplyStep):
            if not hear_anything(run, step) and not self._start_other(text):
                ask_anything_again(run)
        else:
            run.add(Note("session.step_gone", {"flow": run.flow.name}))
            self._begin(text)

    def _start_other(self, text: str | None) -> bool:
        """Start another flow when the step does not take the words and they are its trigger."""
        run = self._run
        is_home = run.flow.name == self._home
        flow = run.flows.match_trigger(text, whole=not is_home) if text else None
        if flow is None:
            return False
        run.start(flow.name, {}, text)
        return True
