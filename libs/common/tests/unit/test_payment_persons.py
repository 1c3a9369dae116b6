"""When a person is called to a payment, and what then waits for him."""

from datetime import timedelta

import pytest
from common.money import Money
from common.payments.domain import (
    LINK,
    CallKind,
    Charged,
    Declined,
    Done,
    Ended,
    Held,
    NotFound,
    OpenLink,
    Outcome,
    Paid,
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
PAID = Paid(Money(5000, "USD"), "H5PS")
LOST = Unknown("http_401")


def heard_for(story: PaymentStory, said: Outcome, time: timedelta) -> list[str]:
    """Answer each question that comes due in that time with this; returns all that was said."""
    until, heard = story.now + time, list[str]()
    while story.now < until:
        story.wait(10 * SECOND)
        if any(at <= story.now for at in story.due(QUERY)):
            heard += story.made(QUERY, said)
    return heard


@pytest.mark.parametrize("judged", [Held("010"), Ended("failed"), Declined("declined", "failed")])
@pytest.mark.parametrize("later", [NotFound("025"), Pending("pending"), LOST])
def test_what_a_person_must_judge_is_not_settled_by_silence(
    opened: PaymentStory, judged: Outcome, later: Outcome
) -> None:
    """Accepted, then a part, or ended: only a record of money credits it; he is called once."""
    opened.do("submit_otp")
    assert [] == opened.made(CHARGE, Charged("H5PS", code="000"))

    assert ["held"] == opened.made(QUERY, judged)
    assert [] == heard_for(opened, later, 30 * MINUTE)
    assert ("unknown", None) == (opened.status, opened.payment.settled_minor)
    assert ["succeeded"] == heard_for(opened, PAID, 60 * MINUTE)


def test_a_page_that_a_person_must_judge_is_not_called_cancelled() -> None:
    """Something was paid by it: that it is closed now proves nothing."""
    story = PaymentStory(Policy(shape=LINK))
    story.made(START, Started(OpenLink("https://pay.example/1")))
    assert ["held"] == story.wait(10 * SECOND).made(QUERY, Held("other_currency"))
    story.do("cancel")

    assert "cancelled" not in story.made(CANCEL, Done())
    assert "unknown" == story.status


def test_a_part_that_is_found_after_the_end_calls_a_person_once(opened: PaymentStory) -> None:
    """It was said that nothing was taken, and something was."""
    opened.do("submit_otp")
    assert ["failed"] == opened.made(CHARGE, Declined("declined", "005"))

    assert ["held"] == opened.wait(MINUTE).made(QUERY, Held("010"))
    assert (True, "failed") == (opened.payment.needs_staff, opened.status)
    assert [] == opened.wait(4 * MINUTE).made(QUERY, Held("010"))


def test_a_provider_that_falls_silent_after_one_answer_calls_a_person_too(
    unknown: PaymentStory,
) -> None:
    """Half an hour after the charge, once, and not only when a week is over; it is asked on."""
    unknown.wait(10 * SECOND).made(QUERY, Pending("pending"))

    assert [] == heard_for(unknown, LOST, 29 * MINUTE)
    assert ["unknown"] == heard_for(unknown, LOST, 24 * 60 * MINUTE)
    assert unknown.payment.needs_staff
    assert unknown.due(QUERY)


def test_what_waits_for_a_person_is_asked_about_though_nothing_is_in_doubt(
    opened: PaymentStory,
) -> None:
    """A code that was called wrong has a record of a part: the rest may come, and is credited."""
    opened.do("submit_otp")
    opened.made(CHARGE, WrongOtp("055"))
    opened.do("check")
    assert ["held"] == opened.made(QUERY, Held("010"))

    assert [] == heard_for(opened, Held("010"), 60 * MINUTE)
    assert ["succeeded"] == heard_for(opened, PAID, 6 * 60 * MINUTE)
