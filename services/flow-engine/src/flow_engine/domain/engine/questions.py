"""An answer to a question: taken, or asked for again in other words."""

from typing import Final

from flow_engine.domain.conversation import Note
from flow_engine.domain.definition.step import (
    EndConfig,
    Fallback,
    HandoverConfig,
    QuestionStep,
    SwitchConfig,
    WaitForReplyStep,
)
from flow_engine.domain.engine.run import Run
from flow_engine.domain.engine.steps import end_flow, hand_over, leave, switch
from flow_engine.domain.outgoing import (
    MAX_BODY,
    Outgoing,
    button_message,
    choice_message,
    source_of,
    text_message,
    with_body,
)
from flow_engine.domain.rendering import look_up, render_within
from flow_engine.domain.replies import Answer, Refusal, Reply, check_reply
from flow_engine.domain.reply_ids import OLD_BUTTON_TEXT
from flow_engine.domain.wording import find_own_order

READABLE: Final = frozenset({"text", "button", "interactive"})
WHICH_TEXT: Final = "More than one fits that. Which one do you mean?"
TOO_LONG_TEXT: Final = "That is too long: I can take at most {} characters."
UNREADABLE_TEXT: Final = "I can read text and buttons here."
_DEFAULT_TEXTS: Final = {
    "number": "Please type a number, for example 2.",
    "email": "Please type an e-mail address, for example name@example.com.",
    "interactive_id": "Please choose one of the options: tap it or type its name.",
    "image": "Please send a photo.",
    "location": "Please share a location.",
    "nfm_reply": "Please fill in the form above.",
    "amount": "Please type an amount, for example 50 or 50.00.",
    "phone": "Please type a mobile number, for example 0771 234 567.",
    "reference": "Please type the reference of your {{ mine.noun }}, for example K7QX2M4B.",
    "date": "Please type a date, for example 24/12/2026 or 24 Dec.",
    "text": "Please type your answer.",
}
_FALLBACK: Final = Fallback()
_GIVE_UP_TEXT: Final = "I still did not understand. I am getting a person to help you."
_GIVE_UP_REASON: Final = "The bot asked several times and did not understand the answers."


def hear_answer(run: Run, step: QuestionStep, reply: Reply) -> bool:
    """Take the answer; return whether the conversation moves on."""
    outcome = outcome_of(run, step, reply)
    run.is_valid = isinstance(outcome, Answer)
    if isinstance(outcome, Answer):
        run.keep({step.config.reply_config.save_to_variable: outcome.value})
        run.offer_nothing()
        leave(run, step)
        return True
    run.next_step = run.way_on(step, only_about_reply=True)
    return run.next_step is not None


def outcome_of(run: Run, step: QuestionStep, reply: Reply) -> Answer | Refusal:
    """Return what the question makes of a reply."""
    config = step.config.reply_config
    currency = look_up(config.currency_variable or "", run.names())
    said = currency if isinstance(currency, str) else "USD"
    return check_reply(reply, config, today=run.world.today, currency=said)


def hear_anything(run: Run, step: WaitForReplyStep) -> bool:
    """Take any message at a wait; return whether a transition takes it."""
    run.next_step = run.way_on(step)
    return run.next_step is not None


def ask_again(run: Run, step: QuestionStep, reply: Reply) -> None:
    """Ask again, saying what is wrong; after the last try do what the fallback says."""
    fallback = step.config.fallback_config
    outcome = _refusal(run, step, reply)
    if reply.kind in READABLE:
        run.retries += 1
        if fallback.max_retries is not None and run.retries > fallback.max_retries:
            give_up(run, fallback)
            return
    message, source = step.config.message_config, _source(step, outcome)
    before = "" if reply.kind in READABLE else f"{UNREADABLE_TEXT} "
    again = with_body(message, source, run.names(), before)
    if outcome.suggestion:
        body = render_within(source, run.names(), MAX_BODY)
        again = button_message(body, outcome.suggestion + again.options[:2])
    run.send(again)


def ask_after_old_button(run: Run, step: QuestionStep) -> None:
    """Say that the button is of an earlier message and ask the question again; no try is used."""
    message = step.config.message_config
    run.send(with_body(message, source_of(message), run.names(), f"{OLD_BUTTON_TEXT}\n\n"))


def ask_which(run: Run) -> None:
    """Ask which of the options was meant that what was typed fits; no try is used."""
    run.send(choice_message(WHICH_TEXT, run.meant))


def takes_anything(run: Run, step: QuestionStep, reply: Reply) -> bool:
    """Say whether a reply is an answer here only because the question takes nearly every word."""
    config = step.config.reply_config
    if reply.option is not None or config.validation_regex is not None:
        return False
    if config.expected_type == "reference":
        return find_own_order(run.world, reply.text or "") is None
    return config.expected_type == "text"


def ask_anything_again(run: Run) -> None:
    """Say that a wait did not understand; after two tries get a person."""
    run.retries += 1
    if run.retries > (_FALLBACK.max_retries or 0):
        give_up(run, _FALLBACK)
        return
    run.send(Outgoing(text_message("I did not understand that. Type *menu* to start again.")))


def _refusal(run: Run, step: QuestionStep, reply: Reply) -> Refusal:
    found = outcome_of(run, step, reply)
    return found if isinstance(found, Refusal) else Refusal("no_match")


def _source(step: QuestionStep, outcome: Refusal) -> str:
    """Return what asks again, before it is filled in."""
    fallback, config = step.config.fallback_config, step.config.reply_config
    usual = fallback.re_prompt_message_text or _DEFAULT_TEXTS[config.expected_type]
    if outcome.code == "too_long":
        usual = f"{TOO_LONG_TEXT.format(config.max_length)} {usual}"
    return fallback.re_prompt_texts.get(outcome.code) or outcome.said or usual


def give_up(run: Run, fallback: Fallback) -> None:
    """Do what the fallback says after the last try."""
    run.add(Note("question.given_up", {"flow": run.flow.name, "step": run.step}))
    config = fallback.config_after_retries
    if fallback.action_after_retries == "switch_flow" and isinstance(config, SwitchConfig):
        switch(run, config)
    elif fallback.action_after_retries == "end_flow":
        end_flow(run, config if isinstance(config, EndConfig) else EndConfig())
    else:
        given = config if isinstance(config, HandoverConfig) else HandoverConfig()
        hand_over(
            run,
            HandoverConfig(
                pre_handover_message_text=given.pre_handover_message_text or _GIVE_UP_TEXT,
                notification_details=given.notification_details or _GIVE_UP_REASON,
            ),
        )
