"""The story of a payment that arrived by a page, and goes back."""

from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from common.money import Money
from common.payments.domain import (
    LINK,
    CallKind,
    CallState,
    OpenLink,
    Paid,
    Policy,
    Refund,
    Refunded,
    RefundWish,
    SeenRefund,
    Shape,
    Started,
    claims,
    refunds,
    requests,
)
from common.testing.story import TOKEN, PaymentStory

USD_50: Final = Money(5000, "USD")
USD_20: Final = Money(2000, "USD")
FIRST, SECOND = UUID(int=101), UUID(int=102)
"""Ids of refunds."""
ONCE: Final = replace(LINK, refund_key_lives=timedelta(), has_disputes=False)
"""A page whose provider makes each refund that it gets, also the same one twice."""
_TEN: Final = timedelta(seconds=10)


def settled_story(shape: Shape = ONCE) -> PaymentStory:
    """Return a payment of 50 dollars that arrived by a page."""
    story = PaymentStory(Policy(shape=shape))
    story.made(CallKind.START, Started(OpenLink("https://pay.example/1")))
    story.wait(_TEN).made(CallKind.QUERY, Paid(USD_50, "pi_1"))
    return story


def wished(
    story: PaymentStory, money: Money = USD_20, refund_id: UUID = FIRST, reason: str = "ill"
) -> Refund:
    """Wish a refund of the only settlement. Raises what the rule does."""
    (settlement,) = story.payment.settlements
    refunds.wish(story.turn(), RefundWish(refund_id, settlement.id, money, reason))
    return next(one for one in story.payment.refunds if one.id == refund_id)


def back(reference: str = "re_1", money: Money = USD_20) -> Refunded:
    """Return the answer that money went back."""
    return Refunded(money, reference)


def read(story: PaymentStory, *seen: SeenRefund) -> list[str]:
    """Read the provider's record, as after a callback; returns what was said."""
    requests.hint(story.wait(_TEN).turn(), story.payment.attempts[0])
    due = (c for c in story.payment.calls if c.state is CallState.DUE)
    call = next(c for c in due if c.kind is CallKind.QUERY)
    claims.start(story.turn(), call, TOKEN)
    return story.answer(call, Paid(USD_50, "pi_1", refunds=seen))
