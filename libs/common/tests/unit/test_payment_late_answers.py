"""Answers that come late, or beside the point: what they prove, and of what."""

from datetime import timedelta
from uuid import UUID

import pytest
from common.money import Money
from common.payments.domain import (
    LINK,
    PUSH,
    CallKind,
    Charged,
    Declined,
    Done,
    EnterCode,
    NotFound,
    NotSent,
    NotSupported,
    OpenLink,
    Outcome,
    Pending,
    Policy,
    Started,
    Unknown,
    WrongOtp,
)
from common.testing.story import PaymentStory

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
START, CHARGE, QUERY, CANCEL = CallKind.START, CallKind.CHARGE, CallKind.QUERY, CallKind.CANCEL
LOST = Unknown("read_timeout")
CLAIM_BEFORE = UUID(int=9)
PAGE = Started(OpenLink("https://pay.example/1"), facts={"session": "cs_1"})


def ask_until(story: PaymentStory, said: Outcome, *, most: timedelta) -> list[str]:
    """Answer each question that comes due with this, until something is said."""
    until, heard = story.now + most, list[str]()
    while story.now < until and not heard:
        story.wait(10 * SECOND)
        if any(at <= story.now for at in story.due(QUERY)):
            heard = story.made(QUERY, said)
    return heard


@pytest.mark.parametrize(
    "second", [NotSent("connect_error"), Declined("invalid_request", "401"), LOST, PAGE]
)
def test_a_page_lives_by_the_start_that_opened_it(second: Outcome) -> None:
    """A repeated start that comes to nothing takes back no page that the customer was given."""
    story = PaymentStory(Policy(shape=LINK))
    first = story.call(START)
    story.do("lose")
    again = story.wait(2 * SECOND).call(START)
    assert ["action_required"] == story.answer(first, PAGE, CLAIM_BEFORE)
    assert [] == story.answer(again, second)

    assert story.payment.may_be_charged()
    assert [] == story.do("cancel")
    assert ["cancelled"] == story.made(CANCEL, Done())


def test_a_late_acceptance_of_what_was_called_dead_is_money(unknown: PaymentStory) -> None:
    """However silent its record stays: it was accepted, and its time to be shown is long over."""
    charge = unknown.payment.charges()[-1]
    assert ["failed"] == ask_until(unknown, NotFound("025"), most=20 * MINUTE)
    assert [] == unknown.answer(charge, Charged("H5PS", code="000"), CLAIM_BEFORE)

    assert ["succeeded"] == unknown.made(QUERY, LOST)
    assert 5000 == unknown.payment.settled_minor


def test_a_second_acceptance_that_names_no_amount_is_for_a_person(opened: PaymentStory) -> None:
    """Two charges stand at the provider, whatever their answers name."""
    opened.do("submit_otp")
    charge = opened.call(CHARGE)
    opened.answer(charge, Charged("H5PS", settled=Money(5000, "USD"), code="000"))

    assert [] == opened.answer(charge, Charged("H5PS", code="000"))
    assert not opened.payment.needs_staff
    assert ["held"] == opened.answer(charge, Charged("OTHER", code="000"))
    assert opened.payment.needs_staff


def test_the_final_no_of_one_attempt_ends_no_other_that_is_in_doubt(story: PaymentStory) -> None:
    """A start that was replaced was cancelled there: the charge of its successor may be paid."""
    story.made(START, LOST)
    story.wait(2 * SECOND).made(START, Started(EnterCode("ETDC")))
    story.wait(50 * SECOND).do("submit_otp")
    assert ["unknown"] == story.made(CHARGE, LOST)

    watched = story.wait(9 * SECOND).call(QUERY)
    assert watched.attempt_id == story.payment.attempts[0].id
    assert [] == story.answer(watched, Declined("declined", "cancelled"))
    assert "unknown" == story.status


@pytest.mark.parametrize("odd", [NotSupported(), WrongOtp("055")])
def test_an_answer_that_a_start_cannot_have_leaves_its_prompt_in_doubt(odd: Outcome) -> None:
    """It is asked about until it is dead; it never hangs unasked."""
    story = PaymentStory(Policy(shape=PUSH))

    assert ["unknown"] == story.made(START, odd)
    assert story.payment.may_be_charged()
    assert ["failed"] == ask_until(story, Pending("sent"), most=20 * MINUTE)


def test_an_answer_that_a_charge_cannot_have_leaves_it_in_doubt(opened: PaymentStory) -> None:
    """The same of a code that was sent on."""
    opened.do("submit_otp")

    assert ["unknown"] == opened.made(CHARGE, NotSupported())
    assert ["failed"] == ask_until(opened, NotFound("025"), most=20 * MINUTE)
