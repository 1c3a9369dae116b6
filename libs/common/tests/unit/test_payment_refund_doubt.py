"""A refund without an answer: never a failure, never sent twice, never a guess."""

from datetime import timedelta

import pytest
from common.contracts.payments import PaymentRefundUnknown
from common.errors import ConflictError
from common.money import Money
from common.payments.domain import (
    LINK,
    CallKind,
    Declined,
    NotFound,
    NotSent,
    Outcome,
    Paid,
    Pending,
    RefundStatus,
    SeenRefund,
    Unknown,
    Verdict,
    claims,
    record,
)
from common.testing.refund_story import (
    FIRST,
    SECOND,
    USD_20,
    USD_50,
    back,
    read,
    settled_story,
    wished,
)
from common.testing.story import TOKEN, PaymentStory

SECONDS = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
QUERY = CallKind.QUERY
REFUND = CallKind.REFUND
ASK = CallKind.REFUND_QUERY


@pytest.fixture
def settled() -> PaymentStory:
    """Give a payment that arrived."""
    return settled_story()


@pytest.mark.parametrize("answer", [Unknown("read_timeout"), Unknown("lost"), NotFound("404")])
def test_a_lost_answer_is_said_once_and_asked_about(settled: PaymentStory, answer: Outcome) -> None:
    """It is no failure, and its amount stays taken."""
    refund = wished(settled, USD_50)
    assert ["refund_unknown"] == settled.made(REFUND, answer)
    assert [] == settled.wait(10 * SECONDS).made(ASK, Unknown("read_timeout"))

    assert RefundStatus.UNKNOWN is refund.status
    assert settled.due(ASK)
    assert not settled.due(REFUND)
    with pytest.raises(ConflictError):
        wished(settled, Money(1, "USD"), SECOND)


def test_a_process_that_died_in_a_refund_leaves_it_in_doubt(settled: PaymentStory) -> None:
    """The provider may have made it: it is asked, and nothing is sent again."""
    wished(settled)
    settled.call(REFUND)

    assert ["refund_unknown"] == settled.do("lose")
    assert ["refunded"] == settled.wait(10 * SECONDS).made(ASK, back())
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
    for wait in (10 * SECONDS, 30 * SECONDS, 5 * MINUTE):
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
    settled.wait(30 * SECONDS)
    settled.payment.calls[-1].next_at = settled.now
    settled.made(ASK, NotFound("404"))

    assert not settled.due(REFUND)


def test_where_its_key_counts_once_it_is_made_again_instead(settled: PaymentStory) -> None:
    """As long as the provider knows the key; after that it is only asked about."""
    del settled
    story = settled_story(LINK)
    wished(story)
    assert ["refund_unknown"] == story.made(REFUND, Unknown("read_timeout"))
    assert [] == story.wait(10 * SECONDS).made(REFUND, NotSent("connect_error"))
    assert ["refunded"] == story.wait(30 * SECONDS).made(REFUND, back())

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


def test_what_a_person_was_called_to_may_be_asked_for_anew(settled: PaymentStory) -> None:
    """He says that it was not made; told as done after all, both count and are told."""
    first = wished(settled, USD_50)
    settled.made(REFUND, Unknown("read_timeout"))
    while settled.due(ASK):
        settled.wait(settled.due(ASK)[0] - settled.now).made(ASK, Unknown("read_timeout"))
    second = wished(settled, USD_50, SECOND)

    assert ["refunded"] == settled.made(REFUND, back("re_2", USD_50))
    assert ["refunded"] == read(settled, SeenRefund("re_1", USD_50, "re_1", ours=FIRST))
    assert [RefundStatus.DONE] * 2 == [first.status, second.status]


def test_one_of_its_amount_that_shows_once_a_person_was_called_is_somebodys(
    settled: PaymentStory,
) -> None:
    """It is told, and no longer waits for what nobody will learn."""
    wished(settled)
    settled.made(REFUND, Unknown("read_timeout"))
    while settled.due(ASK):
        settled.wait(settled.due(ASK)[0] - settled.now).made(ASK, Unknown("read_timeout"))

    assert ["refunded"] == read(settled, SeenRefund("re_9", USD_20, "re_9"))


def test_one_that_may_be_ours_waits_until_ours_has_ended(settled: PaymentStory) -> None:
    """The record shows no id of ours: the same amount is not counted twice."""
    wished(settled)
    settled.made(REFUND, Unknown("read_timeout"))
    seen = SeenRefund("re_1", USD_20)
    assert [] == read(settled, seen)

    assert ["refunded"] == settled.wait(10 * SECONDS).made(ASK, back())
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

    assert ["refund_failed"] == settled.wait(10 * SECONDS).made(ASK, Declined("declined", "x"))
    assert ["refunded"] == settled.made(QUERY, Paid(USD_50, "pi_1", refunds=(seen,)))


def test_one_that_does_not_fit_any_more_is_not_repeated_but_asked_about() -> None:
    """Somebody gave the money back by hand while nobody knew of ours: it was hardly made."""
    story = settled_story(LINK)
    refund = wished(story)
    story.made(REFUND, Unknown("read_timeout"))
    assert ["refunded"] == read(story, SeenRefund("re_9", Money(4000, "USD")))

    assert [] == story.made(ASK, NotFound("404"))
    assert ["refund_failed"] == story.wait(HOUR).made(ASK, NotFound("404"))
    assert "over_settled" == refund.code


def test_what_went_back_without_a_name_is_asked_about(settled: PaymentStory) -> None:
    """Else its record would be counted as another one."""
    wished(settled)
    assert ["refund_unknown"] == settled.made(REFUND, back(""))

    assert ["refunded"] == settled.wait(10 * SECONDS).made(ASK, back())
