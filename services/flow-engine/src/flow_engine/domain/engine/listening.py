"""A customer's message: what it means here, and who takes it."""

from typing import Final

from flow_engine.domain.choosing import choose
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
from flow_engine.domain.engine.awaited_code import name_open_payment, takes_code
from flow_engine.domain.engine.money_wait import hear_at_money_wait, say_old_button
from flow_engine.domain.engine.questions import (
    READABLE,
    ask_after_old_button,
    ask_again,
    ask_anything_again,
    ask_which,
    hear_answer,
    hear_anything,
    takes_anything,
)
from flow_engine.domain.engine.run import Run
from flow_engine.domain.outgoing import Outgoing, button_message, text_message
from flow_engine.domain.readers import Command, read_command
from flow_engine.domain.replies import Reply
from flow_engine.domain.reply_ids import OLD_BUTTON_TEXT, base_of, find_offered

_SILENT: Final = frozenset({"reaction", "system", "revoke"})
_EDITED_TEXT: Final = (
    "I do not read changes to a message: what you sent first still counts. To change it, "
    "please send it again as a new message."
)
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
        elif given.reply_id is None:
            self._hear_words(given)
        else:
            self._hear_button(given, given.reply_id)

    def _hear_words(self, given: MessageInput) -> None:
        """Take what was typed; what several options fit is asked back by the question."""
        run = self._run
        text = given.text if given.kind in READABLE else None
        meant = choose((text or "")[:300], run.options, by_number=self._takes_numbers())
        run.option = meant[0][0] if len(meant) == 1 else None
        run.meant = meant if len(meant) > 1 else ()
        self._route(text)

    def _hear_button(self, given: MessageInput, reply_id: str) -> None:
        """Take a tap: a button of the current question, one that works always, or an old one.

        A template's quick reply sends what its author wrote; what we do not know is its words.
        """
        run = self._run
        run.option = find_offered(reply_id, run.asking, run.options)
        if run.option is not None:
            self._route(None)
        elif (name := GLOBAL_IDS.get(base_of(reply_id))) is not None:
            run.start(name, {}, None)
        elif given.kind == "button":
            self._hear_words(given)
        else:
            self._answer_old_button()

    def _answer_old_button(self) -> None:
        """Say that the button is of an earlier message, and what is asked now; change nothing."""
        run = self._run
        step = run.flow.step(run.step)
        if run.wait is not None and isinstance(step, WaitForPaymentStep):
            say_old_button(run, step)
        elif run.wait is not None and isinstance(step, QuestionStep):
            ask_after_old_button(run, step)
        elif run.wait is not None:
            run.send(Outgoing(text_message(f"{OLD_BUTTON_TEXT} Type *menu* to start again.")))
        else:
            run.send(button_message(f"{OLD_BUTTON_TEXT} What would you like to do?", (_MENU,)))

    def _takes_numbers(self) -> bool:
        """Say whether a typed number means an option: not where a number is the answer."""
        step = self._run.flow.step(self._run.step)
        if self._run.wait and isinstance(step, QuestionStep):
            return step.config.reply_config.expected_type not in _NO_NUMBERS
        return True

    def _route(self, typed: str | None) -> None:
        run = self._run
        wanted = read_command(typed)
        if run.option is None and takes_code(run, typed):
            return
        if wanted is Command.MENU and run.option is None:
            self._leave_for(self._home)
        elif wanted is Command.PERSON:
            run.start(GLOBAL_IDS["mari:agent"], {}, None)
        elif run.option in GLOBAL_IDS and not self._is_named_here():
            self._leave_for(GLOBAL_IDS[str(run.option)])
        elif wanted is Command.CANCEL and run.option is None and not self._is_named_here():
            self._cancel()
        elif run.wait is None:
            self._begin(typed)
        else:
            self._answer(typed)

    def _leave_for(self, flow: str) -> None:
        name_open_payment(self._run)
        self._run.start(flow, {}, None)

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
            run.offer_nothing()
            run.send(button_message(_STOPPED_TEXT, (_MENU,)))
            run.end()

    def _begin(self, text: str | None) -> None:
        flow = self._run.flows.match_trigger(text) if text else None
        self._run.start(flow.name if flow else self._home, {}, text)

    def _answer(self, text: str | None) -> None:
        run = self._run
        step = run.flow.step(run.step)
        reply = run.reply
        if isinstance(step, WaitForPaymentStep):
            hear_at_money_wait(run, step)
        elif isinstance(step, QuestionStep) and reply is not None:
            self._answer_question(step, reply, text)
        elif isinstance(step, WaitForReplyStep):
            if not hear_anything(run, step) and not self._start_other(text):
                ask_anything_again(run)
        else:
            run.add(Note("session.step_gone", {"flow": run.flow.name}))
            self._begin(text)

    def _answer_question(self, step: QuestionStep, reply: Reply, text: str | None) -> None:
        """Take the answer, unless it is a whole trigger that fits only because everything does."""
        run = self._run
        if takes_anything(run, step, reply) and self._start_other(text, whole=True):
            return
        if hear_answer(run, step, reply):
            return
        if run.meant:
            ask_which(run)
        elif not self._start_other(text):
            ask_again(run, step, reply)

    def _start_other(self, text: str | None, *, whole: bool = False) -> bool:
        """Start another flow when the step does not take the words and they are its trigger."""
        run = self._run
        whole = whole or run.flow.name != self._home
        flow = run.flows.match_trigger(text, whole=whole) if text else None
        if flow is None:
            return False
        run.start(flow.name, {}, text)
        return True
