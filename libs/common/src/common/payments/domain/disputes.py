"""What the payer's bank disputes, as the provider's record shows it: told once for each state."""

from typing import Final

from common.contracts.payments import PaymentDisputed
from common.ids import derived_id
from common.payments.domain import refunds, settlements
from common.payments.domain.returns import Dispute, DisputeState, SeenDispute
from common.payments.domain.settlement import Settlement
from common.payments.domain.turn import Turn

_ORDER: Final = {
    DisputeState.OPENED: 0,
    DisputeState.EVIDENCE_DUE: 1,
    DisputeState.LOST: 2,
    DisputeState.WON: 3,
}
_ENDS: Final = (DisputeState.WON, DisputeState.LOST)


def see(turn: Turn, settlement: Settlement, seen: SeenDispute) -> None:
    """Take a dispute as the record shows it; an older state than is known changes nothing.

    What is first seen at its end was opened before: that is said first, for it took the money. One
    of another amount than before, or in another currency, is for a person.
    """
    if seen.money.currency != settlement.currency:
        settlements.look_at_return(turn, settlement, seen.money)
        return
    dispute_id = derived_id(str(settlement.id), "dispute", seen.key)
    known = turn.payment.dispute_by_id(dispute_id)
    if known is not None:
        _look_at_change(turn, settlement, known, seen)
        advance(turn, known, seen)
        return
    is_over = seen.state in _ENDS
    new = Dispute(
        id=dispute_id,
        settlement_id=settlement.id,
        key=seen.key,
        amount_minor=seen.money.minor,
        currency=seen.money.currency,
        state=DisputeState.OPENED if is_over else seen.state,
        created_at=turn.now,
        updated_at=turn.now,
        due_at=seen.due_at,
        reason=seen.reason,
    )
    turn.payment.disputes.append(new)
    _say(turn, new)
    advance(turn, new, seen)
    refunds.refuse_what_does_not_fit(turn, settlement.id)


def advance(turn: Turn, dispute: Dispute, seen: SeenDispute) -> None:
    """Move a dispute forward and say so; never back. What was lost may still be won."""
    if not is_forward(dispute.state, seen.state):
        return
    dispute.state, dispute.updated_at = seen.state, turn.now
    dispute.due_at, dispute.reason = seen.due_at or dispute.due_at, seen.reason or dispute.reason
    _say(turn, dispute)


def is_forward(before: DisputeState, after: DisputeState) -> bool:
    """Whether a dispute that stood there can stand here."""
    return _ORDER[after] > _ORDER[before]


def _look_at_change(turn: Turn, settlement: Settlement, known: Dispute, seen: SeenDispute) -> None:
    """Have a person look when the ledger moved otherwise: another amount, or won and then lost.

    What was given back to us as won is taken away again by somebody who saw the bank's word. It is
    said at each reading, whatever else the payment is held for: whoever hears it knows it by then.
    """
    is_lost_after_all = known.state is DisputeState.WON and seen.state is DisputeState.LOST
    if seen.money.minor == known.amount_minor and not is_lost_after_all:
        return
    known.amount_minor = seen.money.minor
    settlements.look_at_return(turn, settlement, seen.money)
    refunds.refuse_what_does_not_fit(turn, settlement.id)


def _say(turn: Turn, dispute: Dispute) -> None:
    turn.say(
        PaymentDisputed,
        dispute_id=dispute.id,
        settlement_id=dispute.settlement_id,
        state=dispute.state.value,
        disputed_minor=dispute.amount_minor,
        currency=dispute.currency,
        due_at=None if dispute.state in _ENDS else dispute.due_at,
        reason=dispute.reason,
    )
