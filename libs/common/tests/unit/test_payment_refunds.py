"""Refunds: never more than arrived, never twice, and never a guess of what became of one."""

from datetime import timedelta
from uuid import UUID

import pytest
from common.contracts.payments import PaymentRefunded, PaymentRefundUnknown
from common.errors import ConflictError, InvalidError, RefusedError
from common.money import Money
from common.payments.domain import (
    CODE,
    LINK,
    Call,
    CallKind,
    CallState,
    Declined,
    EnterCode,
    NotFound,
    NotSent,
    NotSupported,
    OpenLink,
    Outcome,
    Paid,
    Pending,
    Policy,
    Rank,
    Refund,
    Refunded,
    RefundStatus,
    RefundWish,
    SeenRefund,
    Shape,
    Started,
    Turn,
    Unknown,
    Verdict,
    claims,
    record,
    refunds,
    requests,
)
from common.payments.domain.budget import rank_of
from common.testing.story import TOKEN, PaymentStory
from hypothesis import given
from hypothesis import strategies as st

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
DAY = timedelta(days=1)
START, QUERY = CallKind.START, CallKind.QUERY
REFUND, ASK = CallKind.REFUND, CallKind.REFUND_QUERY
USD_50, USD_20 = Money(5000, "USD"), Money(2000, "USD")
FIRST, SECOND_ID = UUID(int=101), UUID(int=102)
ONCE = Shape(
    charging=LINK.charging,
    start_again=LINK.start_again,
    cancel_is_final=True,
    poll_marks=LINK.poll_marks,
    movement=LINK.movement,
    can_refund=True,
)
"""A page whose provider makes each refund that it gets, also the same one twice."""


def settled_story(shape: Shape = ONCE) -> PaymentStory:
    """Return a payment of 50 dollars that arrived by a page."""
    story = PaymentStory(Policy(shape=shape))
    story.made(START, Started(OpenLink("https://pay.example/1")))
    assert ["succeeded"] == story.wait(10 * SECOND).made(QUERY, Paid(USD_50, "pi_1"))
    return story


@pytest.fixture
def settled() -> PaymentStory:
    """Give a payment that arrived."""
    return settled_story()


def wished(
    story: PaymentStory, money: Money = USD_20, refund_id: UUID = FIRST, reason: str = "ill"
) -> Refund:
    """Wish a refund of the only settlement."""
    (settlement,) = story.payment.settlements
    refunds.wish(story.turn(), RefundWish(refund_id, settlement.id, money, reason))
    found = story.payment.refund_by_id(refund_id)
    assert found is not None
    return found


def back(reference: str = "re_1", money: Money = USD_20) -> Refunded:
    """Return the answer that money went back."""
    return Refunded(money, reference)


def read(story: PaymentStory, *seen: SeenRefund) -> list[str]:
    """Read the provider's record, as after a callback; returns what was said."""
    requests.hint(story.wait(10 * SECOND).turn(), story.payment.attempts[0])
    call = next(c for c in story.payment.calls if c.kind is QUERY and c.state is CallState.DUE)
    claims.start(story.turn(), call, TOKEN)
    return story.answer(call, Paid(USD_50, "pi_1", refunds=seen))


def test_more_than_is_left_is_refused(settled: PaymentStory) -> None:
    """What is wished counts as much as what went back."""
    wished(settled, Money(3000, "USD"))

    with pytest.raises(ConflictError, match="Only 2000") as refused:
        wished(settled, Money(2001, "USD"), SECOND_ID)
    assert "payments:over_settled" == refused.value.code
    assert 1 == len(settled.due(REFUND))


def test_a_provider_without_refunds_refuses() -> None:
    """A person gives the money back by hand."""
    story = PaymentStory(Policy(shape=CODE))
    story.made(START, Started(EnterCode("ETDC")))
    story.do("submit_otp")
    story.made(CallKind.CHARGE, Paid(USD_50, "H5PS"))

    with pytest.raises(RefusedError) as refused:
        wished(story)
    assert "payments:refund_not_supported" == refused.value.code


def test_nothing_is_given_back_of_what_did_not_arrive() -> None:
    """Another payment's settlement, or none."""
    story = PaymentStory(Policy(shape=ONCE))

    with pytest.raises(ConflictError, match="Nothing arrived"):
        refunds.wish(story.turn(), RefundWish(FIRST, UUID(int=9), USD_20, "ill"))


def test_it_goes_back_in_the_currency_that_it_came_in(settled: PaymentStory) -> None:
    """Nobody changes money here."""
    with pytest.raises(InvalidError, match="USD"):
        wished(settled, Money(2000, "ZWG"))


def test_the_same_refund_twice_is_one(settled: PaymentStory) -> None:
    """And another body under its id says so."""
    wished(settled)
    wished(settled)
    assert 1 == len(settled.payment.refunds) == len(settled.due(REFUND))

    for money, reason in ((Money(1000, "USD"), "ill"), (USD_20, "no show")):
        with pytest.raises(ConflictError) as refused:
            wished(settled, money, FIRST, reason)
        assert "payments:other_body" == refused.value.code


def test_a_reason_that_was_erased_is_still_the_same_refund(settled: PaymentStory) -> None:
    """A request that is repeated after its customer was forgotten is no other one."""
    wished(settled).reason = ""
    wished(settled)

    assert 1 == len(settled.payment.refunds)


def test_a_refund_is_written_down_before_it_is_sent_and_told_once(settled: PaymentStory) -> None:
    """From then on the provider may have it."""
    refund = wished(settled)
    call = settled.call(REFUND)
    assert (RefundStatus.SENT, settled.now) == (refund.status, refund.sent_at)

    assert ["refunded"] == settled.answer(call, back())
    assert [] == settled.answer(call, back())
    assert (RefundStatus.DONE, 2000, "re_1") == (
        refund.status, refund.refunded_minor, refund.provider_reference,
    )  # fmt: skip


def test_a_refund_is_never_a_charge(settled: PaymentStory) -> None:
    """Neither in doubt nor done does it make a payment one that may be charged."""
    wished(settled)
    settled.made(REFUND, Unknown("read_timeout"))
    made = [call for call in settled.payment.calls if call.refund_id]

    assert not any(call.moves_money or call.may_have_charged for call in made)
    assert "succeeded" == settled.status


def test_refunds_come_between_those_who_ask_and_hints(settled: PaymentStory) -> None:
    """When requests are scarce; also the questions about them."""
    wished(settled)
    settled.made(REFUND, Unknown("read_timeout"))
    ranks = {rank_of(settled.payment, c) for c in settled.payment.calls if c.refund_id}

    assert {Rank.REFUND} == ranks
    assert Rank.ASKED < Rank.REFUND < Rank.HINT


def test_the_calls_of_a_settlement_are_made_one_after_the_other(settled: PaymentStory) -> None:
    """Two at once could overtake each other's record."""
    wished(settled)
    wished(settled, USD_20, SECOND_ID)
    first = settled.call(REFUND)
    with pytest.raises(LookupError):
        settled.call(REFUND)

    settled.answer(first, back())
    assert ["refunded"] == settled.made(REFUND, back("re_2"))


@pytest.mark.parametrize(
    ("answer", "code"),
    [(Declined("declined", "charge_disputed"), "declined"), (NotSupported(), "not_supported")],
)
def test_a_definite_no_fails_it_and_frees_its_amount(
    settled: PaymentStory, answer: Outcome, code: str
) -> None:
    """Nothing went back."""
    refund = wished(settled, USD_50)
    assert ["refund_failed"] == settled.made(REFUND, answer)

    assert (RefundStatus.FAILED, code) == (refund.status, refund.code)
    wished(settled, USD_50, SECOND_ID)


def test_what_was_not_sent_is_tried_again_within_its_window(settled: PaymentStory) -> None:
    """Then it failed: nothing ever left."""
    refund = wished(settled)
    said = list[str]()
    for _ in range(61):
        said += settled.made(REFUND, NotSent("connect_error"))
        settled.wait(MINUTE)

    assert ["refund_failed"] == said
    assert "provider_unavailable" == refund.code
    assert not settled.due(REFUND)


@pytest.mark.parametrize("answer", [Unknown("read_timeout"), Unknown("lost"), NotFound("404")])
def test_a_lost_answer_is_said_once_and_asked_about(settled: PaymentStory, answer: Outcome) -> None:
    """It is no failure, and its amount stays taken."""
    refund = wished(settled, USD_50)
    assert ["refund_unknown"] == settled.made(REFUND, answer)
    assert [] == settled.wait(10 * SECOND).made(ASK, Unknown("read_timeout"))

    assert RefundStatus.UNKNOWN is refund.status
    assert settled.due(ASK)
    assert not settled.due(REFUND)
    with pytest.raises(ConflictError):
        wished(settled, Money(1, "USD"), SECOND_ID)


def test_a_process_that_died_in_a_refund_leaves_it_in_doubt(settled: PaymentStory) -> None:
    """The provider may have made it: it is asked, and nothing is sent again."""
    wished(settled)
    settled.call(REFUND)

    assert ["refund_unknown"] == settled.do("lose")
    assert ["refunded"] == settled.wait(10 * SECOND).made(ASK, back())
    assert not settled.due(REFUND)


def test_what_the_provider_still_works_on_is_neither_unknown_nor_sent_again(
    settled: PaymentStory,
) -> None:
    """Some refunds take days; the provider knows of it."""
    refund = wished(settled)
    assert [] == settled.made(REFUND, Pending("pending"))
    assert [] == settled.wait(HOUR).made(ASK, Pending("pending"))

    assert RefundStatus.SENT is refund.status
    assert ["refunded"] == settled.wait(DAY).made(ASK, back())


def test_it_is_sent_again_only_after_two_noes_well_apart_and_late(settled: PaymentStory) -> None:
    """Twice "no such refund" a minute apart, the second asked for when it was 15 minutes old."""
    wished(settled)
    settled.made(REFUND, Unknown("read_timeout"))
    for wait in (10 * SECOND, 30 * SECOND, 5 * MINUTE):
        assert [] == settled.wait(wait).made(ASK, NotFound("404"))
        assert not settled.due(REFUND)
    settled.wait(10 * MINUTE).made(ASK, NotFound("404"))

    assert [settled.now] == settled.due(REFUND)
    assert ["refunded"] == settled.made(REFUND, back())


def test_one_no_is_no_proof_however_late(settled: PaymentStory) -> None:
    """A record may lag; the second question must be put after the first answer."""
    wished(settled)
    settled.made(REFUND, Unknown("read_timeout"))
    settled.wait(HOUR).made(ASK, NotFound("404"))
    assert not settled.due(REFUND)
    settled.wait(30 * SECOND)
    settled.payment.calls[-1].next_at = settled.now
    settled.made(ASK, NotFound("404"))

    assert not settled.due(REFUND)


def test_where_its_key_counts_once_it_is_made_again_instead(settled: PaymentStory) -> None:
    """As long as the provider knows the key; after that it is only asked about."""
    del settled
    story = settled_story(LINK)
    wished(story)
    assert ["refund_unknown"] == story.made(REFUND, Unknown("read_timeout"))
    assert [] == story.wait(10 * SECOND).made(REFUND, NotSent("connect_error"))
    assert ["refunded"] == story.wait(30 * SECOND).made(REFUND, back())

    verdicts = [c.verdict for c in story.payment.calls if c.kind is REFUND]
    assert [Verdict.REPEATED, Verdict.NOT_SENT, Verdict.ACCEPTED] == verdicts


def test_a_key_that_may_be_forgotten_is_not_used_again() -> None:
    """Then the same request would be a second refund."""
    story = settled_story(LINK)
    wished(story)
    story.made(REFUND, Unknown("read_timeout"))
    for _ in range(200):
        due = [*story.due(REFUND), *story.due(ASK)]
        if story.due(ASK):
            break
        story.wait(max(due) - story.now).made(REFUND, Unknown("read_timeout"))

    sent = [c.started_at for c in story.payment.calls if c.kind is REFUND and c.started_at]
    assert story.due(ASK)
    assert sent[-1] - sent[0] < LINK.refund_key_lives


def test_a_person_is_called_once_when_its_time_is_over(settled: PaymentStory) -> None:
    """Nothing is guessed; money that shows later counts all the same."""
    refund = wished(settled)
    settled.made(REFUND, Unknown("read_timeout"))
    turn_events = list[PaymentRefundUnknown]()
    while settled.due(ASK):
        settled.wait(settled.due(ASK)[0] - settled.now)
        turn = settled.turn()
        call = claims.begin(turn, TOKEN)
        assert call is not None
        record.record(turn, call, Unknown("read_timeout"), TOKEN)
        turn_events += [e for e in turn.events if isinstance(e, PaymentRefundUnknown)]

    assert [True] == [event.needs_staff for event in turn_events]
    assert (RefundStatus.UNKNOWN, True) == (refund.status, refund.needs_staff)
    mine = SeenRefund("re_1", USD_20, "re_1", ours=FIRST)
    assert ["refunded"] == read(settled, mine)
    assert not refund.needs_staff


def test_money_that_went_back_late_counts_though_it_was_called_failed(
    settled: PaymentStory,
) -> None:
    """Success wins, as with what arrives."""
    refund = wished(settled)
    call = settled.call(REFUND)
    settled.answer(call, Declined("declined", "x"))

    assert ["refunded"] == settled.answer(call, back())
    assert RefundStatus.DONE is refund.status


def test_a_refund_by_hand_is_a_row_and_an_event_once(settled: PaymentStory) -> None:
    """Whoever made it at the provider: its id comes of its name there."""
    assert ["refunded"] == read(settled, SeenRefund("re_9", Money(3000, "USD")))
    assert [] == read(settled, SeenRefund("re_9", Money(3000, "USD")))

    (refund,) = settled.payment.refunds
    assert ("re_9", 3000) == (refund.seen_key, refund.refunded_minor)
    with pytest.raises(ConflictError):
        wished(settled, Money(2001, "USD"))


def test_ours_in_the_record_is_ours(settled: PaymentStory) -> None:
    """By the provider's reference once it is known, or by the id that we sent."""
    wished(settled)
    settled.made(REFUND, back())
    wished(settled, Money(1000, "USD"), SECOND_ID)
    settled.made(REFUND, Unknown("read_timeout"))
    first = SeenRefund("re_1", USD_20)
    second = SeenRefund("re_2", Money(1000, "USD"), ours=SECOND_ID)

    assert ["refunded"] == read(settled, first, second)
    assert 2 == len(settled.payment.refunds)


def test_one_that_may_be_ours_waits_until_ours_has_ended(settled: PaymentStory) -> None:
    """The record shows no id of ours: the same amount is not counted twice."""
    wished(settled)
    settled.made(REFUND, Unknown("read_timeout"))
    seen = SeenRefund("re_1", USD_20)
    assert [] == read(settled, seen)

    assert ["refunded"] == settled.wait(10 * SECOND).made(ASK, back())
    assert [] == settled.made(QUERY, Paid(USD_50, "pi_1", refunds=(seen,)))  # by itself
    assert [2000] == [one.refunded_minor for one in settled.payment.refunds]


def test_one_that_waited_and_is_not_ours_is_counted_when_ours_has_failed(
    settled: PaymentStory,
) -> None:
    """Its record is read again by itself."""
    wished(settled)
    settled.made(REFUND, Unknown("read_timeout"))
    seen = SeenRefund("re_1", USD_20)
    read(settled, seen)

    assert ["refund_failed"] == settled.wait(10 * SECOND).made(ASK, Declined("declined", "x"))
    assert ["refunded"] == settled.made(QUERY, Paid(USD_50, "pi_1", refunds=(seen,)))


def test_a_wish_for_which_nothing_is_left_any_more_is_not_sent(settled: PaymentStory) -> None:
    """Somebody gave the money back at the provider meanwhile."""
    refund = wished(settled)
    (call,) = [c for c in settled.payment.calls if c.kind is REFUND]
    call.next_at = settled.now + HOUR

    assert ["refunded", "refund_failed"] == read(settled, SeenRefund("re_9", USD_50))
    assert ("over_settled", CallState.DROPPED) == (refund.code, call.state)


def test_one_that_does_not_fit_any_more_is_not_repeated_but_asked_about() -> None:
    """Somebody gave the money back by hand while nobody knew of ours: it was hardly made."""
    story = settled_story(LINK)
    refund = wished(story)
    story.made(REFUND, Unknown("read_timeout"))
    assert ["refunded"] == read(story, SeenRefund("re_9", Money(4000, "USD")))

    assert [] == story.made(ASK, NotFound("404"))
    assert ["refund_failed"] == story.wait(HOUR).made(ASK, NotFound("404"))
    assert "over_settled" == refund.code


def test_a_hint_of_a_settled_payment_has_its_record_read_where_money_may_go_back(
    settled: PaymentStory,
) -> None:
    """At most every ten seconds, for half a year; a record that could not be read, again later."""
    requests.hint(settled.turn(), settled.payment.attempts[0])
    requests.hint(settled.turn(), settled.payment.attempts[0])
    assert 1 == len(settled.due(QUERY))

    assert [] == settled.made(QUERY, Unknown("read_timeout"))
    (again,) = settled.due(QUERY)
    assert again <= settled.now + 2 * MINUTE
    settled.wait(2 * MINUTE).made(QUERY, Paid(USD_50, "pi_1"))
    assert not settled.due(QUERY)
    requests.hint(settled.wait(181 * DAY).turn(), settled.payment.attempts[0])
    assert not settled.due(QUERY)


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
        requests.hint(self.story.wait(10 * SECOND).turn(), self.story.payment.attempts[0])
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
            books.story.wait(first * SECOND)
    told = [event.refund_id for event in books.said]

    assert len(told) == len(set(told))
    assert sum(event.refunded_minor for event in books.said) <= 5000
    assert {i for i in told if i.int < 10} <= set(books.given)
