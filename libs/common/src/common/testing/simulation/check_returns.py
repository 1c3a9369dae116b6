"""What must hold of money that goes back, when a call leaves and once everything is at rest."""

from collections.abc import Sequence
from uuid import UUID

from common.payments.domain import Call, CallKind, Payment, Refund, RefundStatus
from common.testing.simulation.house import House
from common.testing.simulation.page_returns import Disputed, GivenBack
from common.testing.simulation.pages import PageProvider
from common.testing.simulation.shapes import Provider
from common.testing.simulation.store import Store

_AT_REST = (RefundStatus.DONE, RefundStatus.FAILED)


def wrong_at_refund(payment: Payment, call: Call) -> list[str]:
    """Return what is wrong when this refund leaves now."""
    if call.kind is not CallKind.REFUND:
        return []
    found = ["more was sent back than arrived"] if _is_over(payment, payment.refunds) else []
    flying = [c for c in payment.calls if c.kind is CallKind.REFUND and c.token and not c.verdict]
    if len(flying) > 1:
        found.append("two refunds were on their way at once")
    return found


def wrong_returns(store: Store, provider: Provider, house: House) -> list[str]:
    """Return what must never be of what went back; empty when all promises were kept."""
    if not isinstance(provider, PageProvider):
        return []
    found = list[str]()
    for payment in map(store.read, store.ids()):
        given = [g for g in provider.back.given if _is_of(payment, g.reference)]
        found += _of_refunds(house, payment, given)
        disputes = [d for d in provider.back.disputes if _is_of(payment, d.reference)]
        found += _of_disputes(payment, disputes)
    return found


def _of_refunds(house: House, payment: Payment, given: Sequence[GivenBack]) -> list[str]:
    """Check that what went back is what was written and heard, once, and never more than came."""
    back = sorted(g.money.minor for g in given)
    done = sorted(r.refunded_minor or 0 for r in payment.refunds if r.status is RefundStatus.DONE)
    mine = {one.id for one in payment.settlements}
    heard = sorted(minor for owner, minor in house.refunds if owner in mine)
    found = list[str]()
    if not back == done == heard:
        found.append(f"gave back {back}, wrote {done}, told {heard}")
    ours = {g.ours for g in given if g.ours}
    if len(ours) != sum(g.ours is not None for g in given):
        found.append("a refund was made twice")
    if ours != {r.id for r in payment.refunds if r.refunded_minor and r.seen_key is None}:
        found.append("a refund of ours was told as somebody else's")
    if sum(back) > sum(one.amount_minor for one in payment.settlements):
        found.append("more went back than arrived")
    left = [one.status for one in payment.refunds if one.status not in _AT_REST]
    return [*found, f"refunds never came to rest: {left}"] if left else found


def _of_disputes(payment: Payment, real: Sequence[Disputed]) -> list[str]:
    known = {one.key: one.state for one in payment.disputes}
    ends = {one.key: one.states[-1][1] for one in real}
    return [] if known == ends else [f"disputes stand at {ends}, written as {known}"]


def _is_over(payment: Payment, refunds: Sequence[Refund]) -> bool:
    return any(
        sum(r.taken_minor for r in refunds if r.settlement_id == one.id) > one.amount_minor
        for one in payment.settlements
    )


def _is_of(payment: Payment, reference: UUID) -> bool:
    return any(attempt.id == reference for attempt in payment.attempts)
