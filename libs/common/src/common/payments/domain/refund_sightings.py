"""Refunds in the provider's record: ours, and those that somebody made there by hand."""

from uuid import UUID

from common.ids import derived_id
from common.payments.domain import refunds, settlements
from common.payments.domain.returns import Refund, SeenRefund
from common.payments.domain.settlement import Settlement
from common.payments.domain.turn import Turn


def see(turn: Turn, settlement: Settlement, seen: SeenRefund) -> None:
    """Take a refund that the record shows: ours by its id or name there, else somebody's.

    One that may be ours, of which we do not know what became, waits until we do, or until a person
    was called to ours. One in another
    currency is for a person.
    """
    if seen.money.currency != settlement.currency:
        settlements.look_at_return(turn, settlement, seen.money)
        return
    mine = [one for one in turn.payment.refunds if one.settlement_id == settlement.id]
    known = next((one for one in mine if _is_it(settlement, one, seen)), None)
    if known is not None:
        refunds.done(turn, known, seen.money, known.provider_reference or _name(seen))
        return
    open_ones = (one for one in mine if one.is_in_doubt and not one.needs_staff)
    maybe = [one for one in open_ones if one.money == seen.money]
    for refund in maybe:
        refund.is_awaited = True
    if not maybe:
        _add_seen(turn, settlement, seen)


def _add_seen(turn: Turn, settlement: Settlement, seen: SeenRefund) -> None:
    refund = Refund(
        id=_seen_id(settlement, seen),
        settlement_id=settlement.id,
        amount_minor=seen.money.minor,
        currency=seen.money.currency,
        reason="",
        created_at=turn.now,
        seen_key=seen.key,
    )
    turn.payment.refunds.append(refund)
    refunds.done(turn, refund, seen.money, _name(seen))


def _seen_id(settlement: Settlement, seen: SeenRefund) -> UUID:
    return derived_id(str(settlement.id), "refund", seen.key)


def _name(seen: SeenRefund) -> str:
    return seen.provider_reference or seen.key


def _is_it(settlement: Settlement, refund: Refund, seen: SeenRefund) -> bool:
    """Whether a row is this one; what is done under another name is not, whatever its id."""
    if refund.id == _seen_id(settlement, seen):
        return True
    if refund.provider_reference:
        return refund.provider_reference in (_name(seen), seen.key)
    return refund.id == seen.ours
