"""What we do not know: asked about, announced, and never guessed."""

from datetime import timedelta

import pytest
from common.money import Money
from common.payments.domain import (
    CallKind,
    Charged,
    Declined,
    Ended,
    Held,
    NotFound,
    Outcome,
    Paid,
    Pending,
    Turn,
    Unknown,
    WrongOtp,
    record,
)
from common.testing.clock import NOON
from common.testing.story import PaymentStory

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
START, CHARGE, QUERY, CANCEL = CallKind.START, CallKind.CHARGE, CallKind.QUERY, CallKind.CANCEL
YES = Charged("H5PS", settled=Money(5000, "USD"), code="000")
LOST = Unknown("read_timeout")


def test_a_second_code_while_one_is_used_is_a_check(opened: PaymentStory) -> None:
    """W-O2: it makes no second charge call; it is answered with the state."""
    opened.do("submit_otp")
    call = opened.call(CHARGE)

    assert ["state_reported"] == opened.do("submit_otp")
    assert [call] == [c for c in opened.payment.calls if c.kind is CHARGE]


def test_silence_is_announced_once_after_ten_seconds(opened: PaymentStory) -> None:
    """While the call still hangs; its own answer still counts."""
    opened.do("submit_otp")
    call = opened.call(CHARGE)
    early = opened.wait(9 * SECOND).do("announce")
    late = opened.wait(SECOND).do("announce")

    assert ([], ["unknown"], []) == (early, late, opened.do("announce"))
    assert ["succeeded"] == opened.answer(call, YES)


def test_a_wrong_code_after_the_announcement_returns_to_the_customer(opened: PaymentStory) -> None:
    """A definite no is definite, however late."""
    opened.do("submit_otp")
    call = opened.call(CHARGE)
    opened.wait(12 * SECOND).do("announce")

    assert ["otp_refused"] == opened.answer(call, WrongOtp("055"))
    assert "awaiting_customer" == opened.status


def test_a_charge_in_doubt_is_only_ever_asked_about(unknown: PaymentStory) -> None:
    """W-O4: no code, no resend and no expiry makes a second charge call."""
    for what in ("submit_otp", "resend", "expire", "check"):
        unknown.wait(MINUTE).do(what)

    assert [] == unknown.due(CHARGE) + unknown.due(START)
    assert "unknown" == unknown.status


def test_a_lost_process_leaves_its_charge_in_doubt(opened: PaymentStory) -> None:
    """The claim is asked about, never repeated; its late success still counts."""
    opened.do("submit_otp")
    call = opened.call(CHARGE)

    assert ["unknown"] == opened.do("lose")
    assert [] == opened.due(CHARGE)
    assert ["succeeded"] == opened.answer(call, YES)


def test_the_query_settles_what_the_provider_says(unknown: PaymentStory) -> None:
    """A part that arrived is that part."""
    unknown.wait(10 * SECOND)

    assert ["succeeded"] == unknown.made(QUERY, Paid(Money(3000, "USD"), "H5PS"))
    assert 3000 == unknown.payment.settled_minor


def test_another_currency_is_settled_as_it_came_and_a_person_is_called(
    unknown: PaymentStory,
) -> None:
    """It arrived, so it is told; nothing of what was asked for did."""
    said = unknown.wait(10 * SECOND).made(QUERY, Paid(Money(130_000, "ZWG"), "H5PS"))
    payment = unknown.payment

    assert ["succeeded", "held"] == said
    assert (True, "other_currency") == (payment.needs_staff, payment.hold_code)
    assert [Money(130_000, "ZWG")] == [one.money for one in payment.settlements]
    assert 0 == payment.settled_minor


def test_a_partial_answer_is_held_and_asked_about(opened: PaymentStory) -> None:
    """010: a person looks, and the query still decides."""
    opened.do("submit_otp")

    call = opened.call(CHARGE)
    turn = Turn(opened.payment, opened.now, opened.policy)
    record.record(turn, call, Held("010"))

    assert [("payment.held.v1", "010")] == [(e.TYPE, e.model_dump()["code"]) for e in turn.events]
    assert opened.payment.needs_staff
    assert opened.due(QUERY)


def test_a_young_doubt_is_asked_about_every_twenty_seconds(unknown: PaymentStory) -> None:
    """So that a provider that heals is heard within a minute."""
    gaps: list[float] = []
    while unknown.now - NOON < 14 * MINUTE:
        (at,) = unknown.due(QUERY)
        gaps.append((at - unknown.now).total_seconds())
        unknown.now = at
        unknown.made(QUERY, LOST)

    assert gaps[0] == 10
    assert max(gaps) <= 20


def test_a_provider_that_is_silent_for_hours_is_heard_within_a_minute_of_healing(
    unknown: PaymentStory,
) -> None:
    """Silence costs it nothing; only an answer that leaves the doubt slows us down."""
    gaps: list[float] = []
    while unknown.now - NOON < timedelta(hours=5):
        (at,) = unknown.due(QUERY)
        gaps.append((at - unknown.now).total_seconds())
        unknown.now = at
        unknown.made(QUERY, LOST)

    assert max(gaps) <= 45


def test_a_doubt_that_lasts_a_week_is_for_a_person_and_stays_open(unknown: PaymentStory) -> None:
    """The schedule ends; the payment does not."""
    while unknown.due(QUERY):
        unknown.now = max(unknown.due(QUERY)[0], unknown.now)
        unknown.made(QUERY, LOST)

    assert timedelta(days=7) <= unknown.now - NOON < timedelta(days=7, hours=1)
    assert ("unknown", True) == (unknown.status, unknown.payment.needs_staff)


def test_not_found_is_believed_after_a_quarter_of_an_hour_and_twice(unknown: PaymentStory) -> None:
    """Before that the charge may still be on its way there."""
    assert [] == unknown.wait(14 * MINUTE).made(QUERY, NotFound("025"))
    unknown.wait(20 * SECOND)
    assert [] == unknown.made(QUERY, NotFound("025"))
    unknown.wait(MINUTE)

    assert ["failed"] == unknown.made(QUERY, NotFound("025"))


def test_not_found_once_is_not_believed_however_late(unknown: PaymentStory) -> None:
    """Two answers, a minute apart."""
    assert [] == unknown.wait(60 * MINUTE).made(QUERY, NotFound("025"))


def test_what_is_unanswered_never_becomes_a_failure(unknown: PaymentStory) -> None:
    """However long: silence, a refused question and a strange page are no answer."""
    for _ in range(3):
        unknown.wait(60 * MINUTE).made(QUERY, LOST)

    assert "unknown" == unknown.status


@pytest.mark.parametrize("said", [Pending("pending"), NotFound("025"), Ended("failed")])
def test_unpaid_so_far_is_believed_after_a_quarter_of_an_hour_and_twice(
    unknown: PaymentStory, said: Outcome
) -> None:
    """The attempt is dead, and watched for a week."""
    unknown.wait(10 * SECOND).made(QUERY, said)

    assert [] == unknown.wait(14 * MINUTE).made(QUERY, said)
    assert ["failed"] == unknown.wait(MINUTE).made(QUERY, said)
    (attempt,) = unknown.payment.attempts
    assert attempt.watch_until == unknown.now + timedelta(days=7)


def test_who_learns_nothing_until_it_should_be_dead_calls_a_person(unknown: PaymentStory) -> None:
    """The customer is told so, once, and the provider is asked on."""
    said: list[str] = []
    while unknown.now - NOON < timedelta(hours=1):
        unknown.now = unknown.due(QUERY)[0]
        said += unknown.made(QUERY, LOST)

    assert (["unknown"], True) == (said, unknown.payment.needs_staff)
    assert unknown.due(QUERY)


def test_an_answer_after_all_calls_nobody_any_more(unknown: PaymentStory) -> None:
    """What was not known is known: no person needs to look."""
    unknown.wait(20 * MINUTE).made(QUERY, LOST)
    unknown.wait(MINUTE).made(QUERY, Paid(Money(5000, "USD"), "H5PS"))

    assert not unknown.payment.needs_staff


def test_a_final_word_of_the_record_is_final(unknown: PaymentStory) -> None:
    """Where the provider's word is final at all: a listed one, of our reference."""
    said = unknown.wait(10 * SECOND).made(QUERY, Declined("insufficient_funds", "051"))

    assert ["failed"] == said


def test_a_check_asks_at_most_every_ten_seconds(unknown: PaymentStory) -> None:
    """The customer may press as often as he likes."""
    unknown.wait(11 * SECOND).do("check")
    first = unknown.made(QUERY, LOST)
    again = unknown.wait(9 * SECOND).do("check")

    assert (["state_reported"], ["state_reported"]) == (first, again)


def test_a_check_is_answered_by_the_event_that_results(unknown: PaymentStory) -> None:
    """Once, not twice."""
    unknown.wait(11 * SECOND).do("check")

    assert ["succeeded"] == unknown.made(QUERY, Paid(Money(5000, "USD"), "H5PS"))


@pytest.mark.parametrize("said", [Ended("failed"), Declined("declined", "cancelled")])
def test_a_record_that_contradicts_an_accepted_charge_is_held(
    opened: PaymentStory, said: Outcome
) -> None:
    """It said yes and then no: neither is believed, a person looks, and it is still asked about."""
    opened.do("submit_otp")
    assert [] == opened.made(CHARGE, Charged("H5PS", code="000"))

    assert ["held"] == opened.made(QUERY, said)
    assert (True, "contradiction") == (opened.payment.needs_staff, opened.payment.hold_code)
    assert opened.due(QUERY)
