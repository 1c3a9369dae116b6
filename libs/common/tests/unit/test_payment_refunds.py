"""Refunds: never more than arrived, each told once, whoever made it."""

from datetime import timedelta
from uuid import UUID

import pytest
from common.errors import ConflictError, InvalidError, RefusedError
from common.money import Money
from common.payments.domain import (
    CODE,
    CallKind,
    CallState,
    Declined,
    EnterCode,
    NotSent,
    NotSupported,
    Outcome,
    Paid,
    Policy,
    Rank,
    RefundStatus,
    RefundWish,
    SeenRefund,
    Started,
    Unknown,
    refunds,
    requests,
)
from common.payments.domain.budget import rank_of
from common.testing.refund_story import (
    FIRST,
    ONCE,
    SECOND,
    USD_20,
    USD_50,
    back,
    read,
    settled_story,
    wished,
)
from common.testing.story import PaymentStory

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
START = CallKind.START
QUERY = CallKind.QUERY
REFUND = CallKind.REFUND


@pytest.fixture
def settled() -> PaymentStory:
    """Give a payment that arrived."""
    return settled_story()


def test_more_than_is_left_is_refused(settled: PaymentStory) -> None:
    """What is wished counts as much as what went back."""
    wished(settled, Money(3000, "USD"))

    with pytest.raises(ConflictError, match="Only 2000") as refused:
        wished(settled, Money(2001, "USD"), SECOND)
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
    wished(settled, USD_20, SECOND)
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
    wished(settled, USD_50, SECOND)


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


def test_money_that_went_back_late_counts_though_it_was_called_failed(
    settled: PaymentStory,
) -> None:
    """Success wins, as with what arrives."""
    refund = wished(settled)
    call = settled.call(REFUND)
    settled.answer(call, Declined("declined", "x"))

    assert ["refunded"] == settled.answer(call, back())
    assert RefundStatus.DONE is refund.status


def test_a_second_one_that_was_made_under_our_id_is_another(settled: PaymentStory) -> None:
    """Whether its answer came late, or the record shows it: the truth about money goes first."""
    wished(settled)
    call = settled.call(REFUND)
    settled.answer(call, back())

    assert ["refunded"] == settled.answer(call, back("re_2"))
    assert ["refunded"] == read(settled, SeenRefund("re_3", Money(1000, "USD"), ours=FIRST))
    assert [] == read(settled, SeenRefund("re_2", USD_20, ours=FIRST))
    assert [2000, 2000, 1000] == [one.refunded_minor for one in settled.payment.refunds]


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
    wished(settled, Money(1000, "USD"), SECOND)
    settled.made(REFUND, Unknown("read_timeout"))
    first = SeenRefund("re_1", USD_20)
    second = SeenRefund("re_2", Money(1000, "USD"), ours=SECOND)

    assert ["refunded"] == read(settled, first, second)
    assert 2 == len(settled.payment.refunds)


def test_a_wish_for_which_nothing_is_left_any_more_is_not_sent(settled: PaymentStory) -> None:
    """Somebody gave the money back at the provider meanwhile."""
    refund = wished(settled)
    (call,) = [c for c in settled.payment.calls if c.kind is REFUND]
    call.next_at = settled.now + HOUR

    assert ["refunded", "refund_failed"] == read(settled, SeenRefund("re_9", USD_50))
    assert ("over_settled", CallState.DROPPED) == (refund.code, call.state)


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
