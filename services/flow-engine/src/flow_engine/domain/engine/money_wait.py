"""The wait for money: the code, questions while it lasts, and every way out of it."""

from typing import Final
from uuid import UUID

from flow_engine.domain.conversation import CheckPayment, Note, PaymentInput, Wait
from flow_engine.domain.definition.step import CodeEntry, WaitForPaymentStep
from flow_engine.domain.engine.overpayment import stop_overpaying, would_overpay
from flow_engine.domain.engine.run import FlowFailureError, Run
from flow_engine.domain.outgoing import MAX_BODY, button_message, fill, with_body
from flow_engine.domain.readers import Command, looks_like_code, read_code, read_command
from flow_engine.domain.rendering import render_within
from flow_engine.domain.reply_ids import OLD_BUTTON_TEXT

_FIELDS: Final = (
    "otp_reference", "masked_msisdn", "tries_left", "code", "status", "asked", "settled", "left",
    "left_minor", "order_reference", "test",
)  # fmt: skip
_AWAITS_CUSTOMER: Final = frozenset({"awaiting_customer", "awaiting_code", "otp_requested"})


def enter_money_wait(run: Run, step: WaitForPaymentStep) -> None:
    """Say what this phase has to say, and wait for the payment. Raises FlowFailureError."""
    payment = run.payment
    if not payment.get("id"):
        raise FlowFailureError("no_payment")
    was_wrong = payment.pop("was_wrong", False)
    phase = str(payment["phase"])
    if phase == "cancelling":
        run.offer_nothing()
    messages = {str(known): one for known, one in step.config.entry_messages.items()}
    message = messages.get(phase)
    if step.config.code is not None and phase == "code":
        message = step.config.code.wrong if was_wrong else step.config.code.prompt
    if message is not None:
        run.send(fill(message, run.names()))
    run.wait_for(Wait("payment", run.generation + 1, UUID(str(payment["id"])), secret=True))


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
        phase not in {"code", "starting"} and looks_like_code(text)
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
    match given.outcome:
        case "otp_requested":
            _on_code_sent(run, step)
        case "otp_refused":
            _on_wrong_code(run, step)
        case "paid" | "declined" | "cancelled" | "expired":
            run.next_step = getattr(step.config.exits, given.outcome)
        case "unknown":
            _on_unknown(run, step)
        case "start_delayed":
            _on_start_delayed(run, step)
        case "state_reported":
            _on_state(run, step)
        case "refused":
            _on_refused(run, step)


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
    _phase(run, "code")
    if step.config.code is not None:
        run.next_step = step.name
    elif step.config.exits.otp_requested is not None:
        run.next_step = step.config.exits.otp_requested
    else:
        run.add(Note("payment.code_not_expected"))


def _on_wrong_code(run: Run, step: WaitForPaymentStep) -> None:
    _phase(run, "code", was_wrong=True)
    run.next_step = step.name if step.config.code else step.config.exits.otp_refused
    if run.next_step is None:
        run.add(Note("payment.code_not_expected"))


def _on_unknown(run: Run, step: WaitForPaymentStep) -> None:
    """Keep waiting for the same payment: the host tells the customer, and both ends stay open."""
    _phase(run, "unknown")
    run.next_step = step.config.exits.unknown


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
    awaits = status in _AWAITS_CUSTOMER and bool(run.payment.get("otp_reference"))
    if awaits and phase != "code" and step.config.exits.otp_requested is not None:
        _phase(run, "code")
        run.next_step = step.config.exits.otp_requested
        return
    if phase == "cancelling":
        _phase(run, "unknown")
    texts = step.config.state_texts
    _say(run, step, texts.get(status, texts["default"]))


def _on_refused(run: Run, step: WaitForPaymentStep) -> None:
    """End a start that was refused; anything else that was refused leaves the payment open."""
    phase, has_code = str(run.payment.get("phase", "")), bool(run.payment.get("otp_reference"))
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
