"""Refunds in any order, with any answers: what is told is what went back."""

from datetime import timedelta
from uuid import UUID

from common.contracts.payments import PaymentRefunded
from common.errors import ConflictError
from common.money import Money
from common.payments.domain import (
    LINK,
    Call,
    CallKind,
    Declined,
    NotFound,
    NotSent,
    Outcome,
    Paid,
    Pending,
    Refunded,
    SeenRefund,
    Shape,
    Turn,
    Unknown,
    claims,
    record,
    requests,
)
from common.testing.refund_story import (
    ONCE,
    USD_50,
    settled_story,
    wished,
)
from common.testing.story import TOKEN
from hypothesis import given
from hypothesis import strategies as st

SECONDS = timedelta(seconds=1)
QUERY = CallKind.QUERY
REFUND = CallKind.REFUND


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wish"), st.integers(1, 4), st.integers(1, 6000)),
        st.tuples(st.just("hand"), st.integers(1, 4), st.integers(1, 2000)),
        st.tuples(st.just("answer"), st.integers(0, 5), st.integers(0, 3)),
        st.tuples(st.just("wait"), st.integers(1, 1500), st.just(0)),
    ),
    max_size=40,
)
ANSWERS: tuple[Outcome, ...] = (
    Unknown("read_timeout"), NotFound("404"), NotSent("connect_error"), Declined("declined", "x"),
    Pending("pending"), Unknown("lost"),
)  # fmt: skip


class Books:
    """A provider that makes each refund that it is sent, and what was said of all of them."""

    def __init__(self, shape: Shape) -> None:
        self.story = settled_story(shape)
        self.given: dict[UUID, int] = {}
        self.by_hand: dict[str, int] = {}
        self.said: list[PaymentRefunded] = []

    def wish(self, number: int, minor: int) -> None:
        """Wish a refund; more than is left is refused."""
        try:
            wished(self.story, Money(minor, "USD"), UUID(int=number))
        except ConflictError:
            return

    def hand(self, number: int, minor: int) -> None:
        """Give back by hand what the provider still has, and read the record."""
        left = 5000 - sum(self.given.values()) - sum(self.by_hand.values())
        if 0 < minor <= left:
            self.by_hand.setdefault(f"h{number}", minor)

    def read(self) -> None:
        """Read the whole record."""
        mine = [SeenRefund(f"re_{i.int}", Money(m, "USD"), ours=i) for i, m in self.given.items()]
        hand = [SeenRefund(key, Money(m, "USD")) for key, m in self.by_hand.items()]
        requests.hint(self.story.wait(10 * SECONDS).turn(), self.story.payment.attempts[0])
        self._make(QUERY, Paid(USD_50, "pi_1", refunds=(*mine, *hand)))

    def answer(self, fate: int, how: int) -> None:
        """Make the call that is due: it works, or its answer is lost, or it never arrives."""
        call = claims.begin(self.story.turn(), TOKEN)
        if call is None:
            return
        if call.kind is REFUND and call.refund_id:
            self._take(self.story.turn(), call, self._refund(call.refund_id, fate, how))
        elif call.refund_id and call.refund_id in self.given:
            self._take(self.story.turn(), call, self._done(call.refund_id))
        elif call.refund_id:
            self._take(self.story.turn(), call, NotFound("404"))
        else:
            self._take(self.story.turn(), call, Unknown("read_timeout"))

    def _refund(self, refund_id: UUID, fate: int, how: int) -> Outcome:
        refund = self.story.payment.refund_by_id(refund_id)
        assert refund is not None
        left = 5000 - sum(self.given.values()) - sum(self.by_hand.values())
        if how == 0 or (refund.amount_minor > left and refund_id not in self.given):
            return ANSWERS[fate] if how == 0 and fate not in (1, 4) else Declined("declined", "x")
        if refund_id not in self.given:
            self.given[refund_id] = refund.amount_minor
        return self._done(refund_id) if how == 1 else Unknown("read_timeout")

    def _done(self, refund_id: UUID) -> Refunded:
        return Refunded(Money(self.given[refund_id], "USD"), f"re_{refund_id.int}")

    def _make(self, kind: CallKind, outcome: Outcome) -> None:
        call = claims.begin(self.story.turn(), TOKEN)
        if call is not None:
            self._take(self.story.turn(), call, outcome if call.kind is kind else Unknown("x"))

    def _take(self, turn: Turn, call: Call, outcome: Outcome) -> None:
        record.record(turn, call, outcome, TOKEN)
        self.said += [event for event in turn.events if isinstance(event, PaymentRefunded)]


@given(steps=STEPS, shape=st.sampled_from([ONCE, LINK]))
def test_in_any_order_never_more_is_counted_than_arrived_and_each_is_told_once(
    steps: list[tuple[str, int, int]], shape: Shape
) -> None:
    """Wishes, refunds by hand, lost answers, noes: what is told is what went back, once each."""
    books = Books(shape)
    for what, first, second in steps:
        if what == "wish":
            books.wish(first, second)
        elif what == "hand":
            books.hand(first, second)
            books.read()
        elif what == "answer":
            books.answer(first, second)
        else:
            books.story.wait(first * SECONDS)
    told = [event.refund_id for event in books.said]

    assert len(told) == len(set(told))
    assert sum(event.refunded_minor for event in books.said) <= 5000
    assert {i for i in told if i.int < 10} <= set(books.given)
