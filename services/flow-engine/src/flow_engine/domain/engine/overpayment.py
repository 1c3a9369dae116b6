"""The last look before a code is used: money may have come for the order since it was asked for."""

from typing import Final
from uuid import UUID

from flow_engine.domain.conversation import CancelPayment
from flow_engine.domain.engine.run import Run
from flow_engine.domain.outgoing import Outgoing, text_message
from flow_engine.domain.wording import find_order, money_text
from flow_engine.domain.world import Order

_TEXT: Final = (
    "Money came for {reference} in the meantime: {left} is left to pay, less than the {amount} of"
    " this payment. So I did not use your code, and I am stopping this payment."
)


def would_overpay(run: Run) -> bool:
    """Say whether less is left to pay by now than the running payment would take."""
    order = _order(run)
    intent = order.open_intent if order else None
    is_this = intent is not None and str(intent.payment_id) == str(run.payment["id"])
    return bool(order and intent and is_this and intent.amount_minor > order.open_minor)


def stop_overpaying(run: Run) -> None:
    """Keep the code back, say why, and cancel the payment."""
    order = _order(run)
    left = money_text(order.open_minor, order.currency) if order else ""
    reference, amount = run.payment.get("order_reference"), run.payment.get("amount")
    said = _TEXT.format(reference=reference, left=left, amount=amount)
    run.send(Outgoing(text_message(said)))
    run.offer_nothing()
    run.keep({"payment": run.payment | {"phase": "cancelling"}})
    run.add(CancelPayment(UUID(str(run.payment["id"]))))


def _order(run: Run) -> Order | None:
    return find_order(run.world, str(run.payment.get("order_reference", "")))
