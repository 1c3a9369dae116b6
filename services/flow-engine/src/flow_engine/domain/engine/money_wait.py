"""The wait for money: the code, questions while it lasts, and every way out of it."""

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from flow_engine.domain.action_texts import action_text
from flow_engine.domain.conversation import CheckPayment, Note, PaymentInput, Wait
from flow_engine.domain.definition.message import Message
from flow_engine.domain.definition.step import CodeEntry, WaitForPaymentStep
from flow_engine.domain.engine.overpayment import stop_overpaying, would_overpay
from flow_engine.domain.engine.run import FlowFailureError, Run
from flow_engine.domain.outgoing import (
    MAX_BODY,
    MAX_TEXT,
    Outgoing,
    button_message,
    fill,
    source_of,
    text_message,
    with_body,
)
from flow_engine.domain.readers import Command, looks_like_code, read_code, read_command
from flow_engine.domain.rendering import render_within
from flow_engine.domain.reply_ids import OLD_BUTTON_TEXT
from flow_engine.domain.required_action import NO_ACTION, from_data

_FIELDS: Final = (
    "otp_reference", "masked_msisdn", "tries_left", "code", "status", "asked", "settled", "left",
    "left_minor", "order_reference", "test", *NO_ACTION,
)  # fmt: skip
_LONGEST_BESIDE_BUTTONS: Final = 500
"""Characters of a link that stands whole in a message with buttons; a longer one has none."""
_AWAITS_CUSTOMER: Final = frozenset({"awaiting_customer", "awaiting_code", "otp_requested"})


def enter_money_wait(run: Run, step: WaitForPaymentStep) -> None:
    """Say what this phase has to say, and wait for the payment. Raises FlowFailureError."""
    payment = run.payment
    if not payment.get("id"):
        raise FlowFailureError("no_payment")
    was_wrong, is_new = payment.pop("was_wrong", False), payment.pop("is_new", False)
    phase = str(payment["phase"])
    if phase == "cancelling":
        run.offer_nothing()
    messages = {str(known): one for known, one in step.config.entry_messages.items()}
    message = messages.get(phase)
    if step.config.code is not None and phase == "code":
        message = step.config.code.wrong if was_wrong else step.config.code.prompt
    if message is not None and (phase != "action" or is_new):
        run.send(_filled(run, message))
    run.wait_for(Wait("payment", run.generation + 1, UUID(str(payment["id"])), secret=True))


def _filled(run: Run, message: Message) -> Outgoing:
    """Return it filled in; a link is never shortened, so that a long one goes without buttons."""
    names = run.names()
    if len(str(run.payment.get("url", ""))) <= _LONGEST_BESIDE_BUTTONS:
        return fill(message, names)
    return Outgoing(text_message(render_within(source_of(message), names, MAX_TEXT)))


def hear_at_money_wait(run: Run, step: WaitForPaymentStep) -> None:
    """Take a message while money is waited for. It never starts or ends a payment by itself."""
    run.next_step = run.way_on(step, only_about_reply=True)
    if run.next_step is not None:
        return
    text = (
        run.reply.text
        if run.reply and run.reply.kind in {"text", "button", "interactive"}
        else None
    )
    phase = str(run.payment.get("phase", "unknown"))
    if read_command(text) is Command.CHECK or (
        phase not in {"code", "action", "starting"} and looks_like_code(text)
    ):
        _check(run, step)
    elif step.config.code is not None and phase == "code":
        _take_code(run, step, step.config.code, text)
    elif step.config.code is not None and phase == "starting" and looks_like_code(text):
        _say(run, step, step.config.code.early_text)
    else:
        _say(run, step, _busy_text(step, phase))


def _busy_text(step: WaitForPaymentStep, phase: str) -> str:
    texts = {str(known): text for known, text in step.config.busy_texts.items()}
    return texts.get(phase, texts["unknown"])


def _check(run: Run, step: WaitForPaymentStep) -> None:
    run.add(CheckPayment(_payment_id(run)))
    _say(run, step, step.config.checking_text)


def _take_code(run: Run, step: WaitForPaymentStep, entry: CodeEntry, text: str | None) -> None:
    code = read_code(text)
    if code is None:
        _say(run, step, entry.invalid_text)
    elif would_overpay(run):
        stop_overpaying(run)
    else:
        run.code, run.next_step = code, entry.to_step


def say_old_button(run: Run, step: WaitForPaymentStep) -> None:
    """Say that the button is of an earlier message, and what is waited for; change nothing."""
    entry, phase = step.config.code, str(run.payment.get("phase", "unknown"))
    text = entry.invalid_text if entry and phase == "code" else _busy_text(step, phase)
    _say(run, step, text, f"{OLD_BUTTON_TEXT} ")


def _say(run: Run, step: WaitForPaymentStep, text: str, before: str = "") -> None:
    """Answer with the buttons that fit: the code prompt's own while a code can be typed."""
    names = run.names()
    if step.config.code is not None and run.payment.get("phase") == "code":
        run.send(with_body(step.config.code.prompt, text, names, before))
        return
    body = before + render_within(text, names, MAX_BODY - len(before))
    buttons = tuple((one.reply.id, one.reply.title) for one in step.config.busy_buttons)
    run.send(button_message(body, buttons))


def _payment_id(run: Run) -> UUID:
    return UUID(str(run.payment["id"]))


def learn(run: Run, step: WaitForPaymentStep, given: PaymentInput) -> None:
    """Take what became known about the payment that is waited for."""
    _remember(run, given)
    if given.outcome in _ENDS:
        run.next_step = getattr(step.config.exits, given.outcome)
    else:
        _NEWS[given.outcome](run, step)


def _remember(run: Run, given: PaymentInput) -> None:
    known = {k: given.fields[k] for k in _FIELDS if given.fields.get(k) is not None}
    payment = run.payment | {"code": "", "asked": "", "status": ""}
    payment |= {k: v if isinstance(v, bool | int) else str(v) for k, v in known.items()}
    payment["retry_at"] = run.local_time(given.fields.get("retry_at", ""))
    left = str(payment.get("left", ""))
    payment["paid_in_full"] = left != "" and not any(sign in "123456789" for sign in left)
    run.keep({"payment": payment})


def _phase(run: Run, phase: str, **more: object) -> None:
    run.keep({"payment": run.payment | {"phase": phase} | more})


def _on_code_sent(run: Run, step: WaitForPaymentStep) -> None:
    _phase(run, "code", **NO_ACTION)
    if step.config.code is not None:
        run.next_step = step.name
    elif step.config.exits.otp_requested is not None:
        run.next_step = step.config.exits.otp_requested
    else:
        run.add(Note("payment.code_not_expected"))


def _on_action(run: Run, step: WaitForPaymentStep) -> None:
    """Show what must be done outside the chat, instead of any code; a flow need not know how."""
    _phase(run, "action", is_new=True, otp_reference="")
    is_here = "action" in step.config.entry_messages
    run.next_step = step.name if is_here else step.config.exits.action_required
    if run.next_step is None:
        run.add(Note("payment.action_not_expected"))
        run.send(Outgoing(text_message(_plain_action(run))))


def _plain_action(run: Run) -> str:
    payment = run.names()["payment"]
    named = f"{payment.get('method', '')} payment of {payment.get('amount', '')}"
    action = from_data(payment)
    return action_text(action, named, payment["open_until"], test=payment.get("test") is True)


def _on_wrong_code(run: Run, step: WaitForPaymentStep) -> None:
    _phase(run, "code", was_wrong=True)
    run.next_step = step.name if step.config.code else step.config.exits.otp_refused
    if run.next_step is None:
        run.add(Note("payment.code_not_expected"))


def _on_unknown(run: Run, step: WaitForPaymentStep) -> None:
    """Keep waiting for the same payment: the host tells the customer, and both ends stay open."""
    _phase(run, "unknown")
    run.next_step = step.config.exits.unknown


def _on_held(run: Run, step: WaitForPaymentStep) -> None:
    """Wait no longer: the host tells the customer that a person looks, and nothing can be done."""
    run.next_step = step.config.exits.held
    if run.next_step is None:
        run.end()


def _on_start_delayed(run: Run, step: WaitForPaymentStep) -> None:
    """Say that the code is slow in coming, while it is what the customer waits for."""
    if run.payment.get("phase") == "starting":
        texts = {str(known): text for known, text in step.config.busy_texts.items()}
        _say(run, step, step.config.slow_text or texts["starting"])


def _on_state(run: Run, step: WaitForPaymentStep) -> None:
    """Say how the payment stands; a state with a refusal's code answers what was asked."""
    if run.payment.get("code"):
        _on_request_refused(run, step, str(run.payment.get("asked", "")))
        return
    status = str(run.payment.get("status", ""))
    phase = str(run.payment.get("phase", ""))
    if isinstance(run.given, PaymentInput) and run.given.fields.get("until"):
        _on_still_open(run, step, status, phase)
        return
    awaits = status in _AWAITS_CUSTOMER and bool(run.payment.get("otp_reference"))
    if awaits and phase != "code" and step.config.exits.otp_requested is not None:
        _phase(run, "code")
        run.next_step = step.config.exits.otp_requested
        return
    if phase == "cancelling":
        _phase(run, "unknown")
    is_elsewhere = status in _AWAITS_CUSTOMER and bool(run.payment.get("action"))
    texts = step.config.state_texts
    _say(run, step, texts["default"] if is_elsewhere else texts.get(status, texts["default"]))


def _on_still_open(run: Run, step: WaitForPaymentStep, status: str, phase: str) -> None:
    """Answer for what cannot be taken back: after a wish to cancel, that it must not be done."""
    is_cancel = run.payment.get("asked") == "cancel" or phase == "cancelling"
    is_known = status in _AWAITS_CUSTOMER
    wanted = "still_open" if is_cancel else "not_done" if is_known else "default"
    texts = step.config.state_texts
    _say(run, step, texts.get(wanted, texts["default"]))
    if is_cancel:
        _phase(run, "cancelling")
    elif is_known and run.payment.get("action"):
        _phase(run, "action")
        run.next_step = step.config.exits.action_required


def _on_refused(run: Run, step: WaitForPaymentStep) -> None:
    """End a start that was refused; anything else that was refused leaves the payment open."""
    phase = str(run.payment.get("phase", ""))
    has_code = bool(run.payment.get("otp_reference") or run.payment.get("action"))
    usual = {"charging": "otp", "cancelling": "cancel", "starting": "resend"}
    asked = str(run.payment.get("asked") or (usual.get(phase, "") if has_code else "start"))
    if asked == "start":
        run.next_step = step.config.exits.refused or step.config.exits.declined
    else:
        _on_request_refused(run, step, asked)


def _on_request_refused(run: Run, step: WaitForPaymentStep, asked: str) -> None:
    """Say what was not taken and when to try again; a code that was not taken is asked again."""
    if asked in {"otp", "resend"}:
        _phase(run, "code")
    elif asked == "cancel":
        _phase(run, "unknown")
    _say(run, step, step.config.refused_text)
    if asked in {"otp", "cancel"}:
        run.add(CheckPayment(_payment_id(run)))
    if asked in {"otp", "resend"} and step.config.code is None:
        run.next_step = step.config.exits.otp_requested


_ENDS: Final = frozenset({"paid", "declined", "cancelled", "expired"})
_NEWS: Final[Mapping[str, Callable[[Run, WaitForPaymentStep], None]]] = {
    "otp_requested": _on_code_sent,
    "otp_refused": _on_wrong_code,
    "action_required": _on_action,
    "unknown": _on_unknown,
    "held": _on_held,
    "start_delayed": _on_start_delayed,
    "state_reported": _on_state,
    "refused": _on_refused,
}
