"""What the decisions about a task do; `service.resolving` has locked and checked before."""

from uuid import UUID

from common.errors import ConflictError, InvalidError
from common.ids import derived_id
from common.money import Money

from flow_engine.domain import receipts
from flow_engine.domain.ledger import Movement, MovementKind, Placement
from flow_engine.domain.tasks import TaskKind
from flow_engine.models import IntentRow, LedgerTxnRow, OrderRow
from flow_engine.repository.ledger import count_placed
from flow_engine.repository.refunds import lock_settlement, sum_gone
from flow_engine.service import requests
from flow_engine.service.cases import Case
from flow_engine.service.closing import stop_other_intent
from flow_engine.service.following import EXTRA
from flow_engine.service.loading import loaded
from flow_engine.service.movements import write_movement
from flow_engine.service.places import SUSPENSE, read_lying
from flow_engine.service.tasks import About, add_task
from flow_engine.service.telling import tell_customer
from flow_engine.service.worlds import state_of


async def credit_order(case: Case) -> Money:
    """Put what is left of the suspended money on the order that was named; returns how much."""
    order = case.target
    if order is None:
        raise InvalidError("credit_order needs the order.", code="tasks:order_missing")
    settlement, left, key = await _in_suspense(case)
    _check_takes(order, left)
    before = state_of(order).credit_minor
    placed = Movement(
        kind=MovementKind.PLACED,
        movement_id=key,
        payment_id=settlement.payment_id,
        settlement_id=settlement.settlement,
        provider=settlement.provider,
        provider_reference=settlement.provider_reference,
        amount=left,
        happened_at=case.uow.now,
        placement=Placement.ORDER,
        order_id=order.id,
        method=settlement.method or "",
        can_refund=settlement.can_refund,
    )
    if not write_movement(case.uow, placed, order):
        raise ConflictError("It lies on an order already.", code="tasks:nothing_left")
    if left.minor > before:
        _add_overpaid(case, placed, Money(left.minor - before, left.currency))
    stop_other_intent(case.uow, order)
    _tell_placed(case, order, placed)
    return left


async def _in_suspense(case: Case) -> tuple[LedgerTxnRow, Money, UUID]:
    """Return the task's settlement, locked, what of the task's money lies in suspense, and the key.

    The key is of its movement to an order: the settlement's own for the first of them.
    """
    key = case.task.settlement_id or case.task.payment_id
    part = None
    if case.task.refund_id is not None:
        part = loaded(case.uow.session).refunds.get(case.task.refund_id)
    if part is not None and part.placement != Placement.SUSPENSE:
        raise ConflictError(
            "This money lies on its order: give it back, or say that it was given back.",
            code="tasks:wrong_action",
        )
    settlement = None if key is None else await lock_settlement(case.uow.session, key)
    if settlement is None:
        raise ConflictError("No money is known for this task.", code="tasks:nothing_left")
    id_ = settlement.settlement
    gone = await sum_gone(case.uow.session, [id_])
    places = await read_lying(case.uow.session, [settlement])
    about = case.task.amount_minor or settlement.amount_minor
    left = min(about, places[id_].get(SUSPENSE, 0), settlement.amount_minor - gone.get(id_, 0))
    if left <= 0:
        raise ConflictError(
            "None of it lies in suspense: it went back, is on its way back, or is on an order.",
            code="tasks:nothing_left",
        )
    count = await count_placed(case.uow.session, settlement.payment_id, id_)
    key = derived_id("placed", str(id_), str(count)) if count else id_
    return settlement, Money(left, settlement.currency), key


def _check_takes(order: OrderRow, left: Money) -> None:
    if order.currency != left.currency:
        raise ConflictError(
            f"{order.reference} is paid in {order.currency}, and this is {left.currency}:"
            " name an order of that currency, or give it back.",
            code="tasks:other_currency",
        )
    if state_of(order).is_cancelled:
        raise ConflictError(
            f"{order.reference} is cancelled: it takes no money.", code="tasks:order_cancelled"
        )


def _add_overpaid(case: Case, placed: Movement, excess: Money) -> None:
    about = About(
        payment_id=placed.payment_id,
        amount=excess,
        settlement_id=placed.settlement_id,
        order=case.target,
    )
    add_task(
        case.uow,
        TaskKind.OVERPAID,
        "overpaid",
        id_=derived_id("task", "placed", str(placed.movement_id)),
        intent=case.intent,
        about=about,
    )


def _tell_placed(case: Case, order: OrderRow, placed: Movement) -> None:
    """Write to whose order it is, and to who paid if that is somebody else."""
    open_ = Money(state_of(order).open_minor, order.currency)
    text = receipts.placed_text(
        placed.amount, placed.provider, order.reference, placed.provider_reference, open_
    )
    whom = {order.customer_id}
    if case.intent is not None:
        whom.add(case.intent.customer_id)
    for customer_id in sorted(whom):
        name = derived_id("placed", str(placed.movement_id), str(customer_id))
        tell_customer(case.uow, case.house, customer_id, name, text, order=order)


async def enter_amount(case: Case) -> None:
    """Tell the payments service what its provider's portal shows: its event then credits it."""
    intent, resolution = _unclear(case), case.resolution
    if not resolution.amount_minor or not resolution.provider_reference:
        raise InvalidError(
            "enter_amount needs amount_minor and provider_reference, as the provider's portal"
            " shows them.",
            code="tasks:amount_missing",
        )
    body: dict[str, int | str] = {
        "amount_minor": resolution.amount_minor,
        "currency": resolution.currency or intent.currency,
        "provider_reference": resolution.provider_reference,
        "by": resolution.by,
    }
    if resolution.reference is not None:
        body["reference"] = str(resolution.reference)
    case.uow.request(requests.decided(intent, "settlements", body))


async def nothing_arrived(case: Case) -> None:
    """Have the payment closed: its provider's portal shows nothing of it."""
    _close_payment(case, "nothing_arrived")


async def release_order(case: Case) -> None:
    """Have the payment closed although nobody knows; what arrives late is credited all the same."""
    _close_payment(case, "released")


def _close_payment(case: Case, reason: str) -> None:
    body = {"reason": reason, "by": case.resolution.by}
    case.uow.request(requests.decided(_unclear(case), "release", body))


def _unclear(case: Case) -> IntentRow:
    """Return the payment nobody is sure of. Raises ConflictError for one that is not ours."""
    if case.intent is None:
        raise ConflictError("This payment is not of an order here.", code="tasks:not_ours")
    return case.intent


async def keep_overpaid(case: Case) -> None:
    """Leave it where it lies, and say so to the customer."""
    order, amount = case.order, case.amount
    if order is None or amount is None:
        raise ConflictError("No order holds this money.", code="tasks:nothing_left")
    name = derived_id("kept", str(case.task.id))
    again = case.task.reason in EXTRA
    text = receipts.kept_text(amount, order.reference, case.house.merchant, again=again)
    tell_customer(case.uow, case.house, order.customer_id, name, text, order=order)
