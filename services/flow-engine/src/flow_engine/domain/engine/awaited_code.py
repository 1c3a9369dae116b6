"""A code that is typed where no step waits for it: passed on to the one payment that does."""

from typing import Final

from flow_engine.domain.actions import Scene
from flow_engine.domain.actions.resume_payment import ResumePayment
from flow_engine.domain.definition import GLOBAL_IDS
from flow_engine.domain.definition.step import QuestionStep, WaitForPaymentStep
from flow_engine.domain.engine.overpayment import stop_overpaying, would_overpay
from flow_engine.domain.engine.questions import outcome_of
from flow_engine.domain.engine.run import Run
from flow_engine.domain.outgoing import Outgoing, text_message
from flow_engine.domain.readers import read_code
from flow_engine.domain.replies import Answer
from flow_engine.domain.secrets import is_reference
from flow_engine.domain.wording import money_text, order_facts
from flow_engine.domain.world import Order, World

_ASKS_DIGITS: Final = frozenset({"number", "amount", "date"})
_SEVERAL_TEXT: Final = (
    "I did not use that code: more than one of your payments waits for one.\n\n{listed}\n\n"
    "Type *pay* and choose which one, then type the code."
)
_STILL_OPEN_TEXT: Final = "Your payment of {amount}{order} is still open. {next}"
_TYPE_IT_TEXT: Final = "When you have the code from the SMS, just type it here."
_SHOW_IT_TEXT: Final = (
    "It waits for you: type *pay* to see how to pay it. Pay it once, in that one way."
)
_WILL_TELL_TEXT: Final = "Please do not pay again; I will tell you the result here."

_NEXT_TEXTS: Final = {"code": _TYPE_IT_TEXT, "action": _SHOW_IT_TEXT}


def awaiting_code(world: World) -> tuple[Order, ...]:
    """Return the customer's orders whose open payment waits for a code."""
    return tuple(
        order
        for order in world.orders
        if order.open_intent is not None and order.open_intent.status == "awaiting_code"
    )


def takes_code(run: Run, text: str | None) -> bool:
    """Pass a code on to the payment that waits for it; return whether the message was one.

    Not where the digits answer the question. A code never reaches a step that did not ask for
    it, so with several payments that wait the customer is asked which.
    """
    waiting = awaiting_code(run.world)
    code = read_code(text)
    if code is None or not waiting or _is_answer(run, code):
        return False
    if len(waiting) == 1 and _resume(run, waiting[0], code):
        return True
    listed = "\n".join(_line(order) for order in waiting)
    run.send(Outgoing(text_message(_SEVERAL_TEXT.format(listed=listed))))
    return True


def _is_answer(run: Run, code: str) -> bool:
    """Tell whether the digits are what the step asked for; no sum and no number begins with 0."""
    step = None if run.wait is None else run.flow.step(run.step)
    if not isinstance(step, QuestionStep) or run.reply is None:
        return isinstance(step, WaitForPaymentStep)
    expected = step.config.reply_config.expected_type
    if expected == "reference":
        return is_reference(code, (order.reference for order in run.world.orders))
    is_padded = expected in {"amount", "number"} and code.startswith("0")
    return (
        expected in _ASKS_DIGITS
        and not is_padded
        and isinstance(outcome_of(run, step, run.reply), Answer)
    )


def _resume(run: Run, order: Order, code: str) -> bool:
    """Take the payment in hand where its flow asks for the code; false when no flow does."""
    flow = run.flows.latest(GLOBAL_IDS["mari:pay"])
    steps = (one for one in flow.steps if isinstance(one, WaitForPaymentStep))
    step = next((one for one in steps if one.config.code is not None), None)
    if step is None or step.config.code is None:
        return False
    run.start(flow.name, {}, None)
    run.keep({"order": order_facts(order, run.world)})
    scene = Scene(run.world, run.names(), run.message_id, step.name)
    run.keep(ResumePayment().run(scene).variables)
    run.step = step.name
    if would_overpay(run):
        stop_overpaying(run)
        run.next_step = step.name
    else:
        run.code, run.next_step = code, step.config.code.to_step
    return True


def name_open_payment(run: Run) -> None:
    """Say which payment stays open when the customer leaves its wait."""
    step = None if run.wait is None else run.flow.step(run.step)
    amount = run.payment.get("amount")
    if not isinstance(step, WaitForPaymentStep) or not amount:
        return
    reference = run.payment.get("order_reference")
    said = _STILL_OPEN_TEXT.format(
        amount=amount,
        order=f" for {reference}" if reference else "",
        next=_NEXT_TEXTS.get(str(run.payment.get("phase")), _WILL_TELL_TEXT),
    )
    run.send(Outgoing(text_message(said)))


def _line(order: Order) -> str:
    intent = order.open_intent
    amount = money_text(intent.amount_minor, order.currency) if intent else ""
    return f"{amount} for {order.reference}"
