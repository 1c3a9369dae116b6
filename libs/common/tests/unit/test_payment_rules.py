"""Starting and charging: each story is told with what was said."""

from datetime import timedelta

import pytest
from common.money import Money
from common.payments.domain import (
    CallKind,
    CallState,
    Charged,
    Declined,
    NotFound,
    NotSent,
    Outcome,
    Paid,
    Pending,
    Unknown,
    WrongOtp,
)
from common.testing.clock import NOON
from common.testing.story import POLICY, PaymentStory

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
START, CHARGE, QUERY, CANCEL = CallKind.START, CallKind.CHARGE, CallKind.QUERY, CallKind.CANCEL
YES = Charged("H5PS", settled=Money(5000, "USD"), code="000")
LOST = Unknown("read_timeout")


def test_the_call_is_written_down_before_it_is_made(story: PaymentStory) -> None:
    """NEW becomes SENDING in the commit that claims the start."""
    call = story.call(START)

    assert ("sending", CallState.CALLING, NOON) == (story.status, call.state, call.started_at)


def test_a_start_that_was_not_sent_is_tried_for_a_minute(story: PaymentStory) -> None:
    """The same start again; then the customer hears that the provider is not there."""
    said: list[str] = []
    while not said:
        said = story.made(START, NotSent("connect_error"))
        story.wait(POLICY.start_pause)

    assert ["failed"] == said
    assert "provider_unavailable" == story.payment.code
    assert len(story.payment.attempts) == 1
    assert story.now - NOON <= timedelta(seconds=62)


def test_an_auth_of_unknown_outcome_is_replaced_and_still_watched(story: PaymentStory) -> None:
    """It moved no money: another attempt under its own reference, the old one asked for a week."""
    story.made(START, LOST)
    first, second = story.payment.attempts

    assert first.id != second.id
    assert [NOON + MINUTE] == story.due(QUERY)
    assert first.watch_until == NOON + timedelta(days=7)
    assert "sending" == story.status


def test_a_declined_start_fails_with_its_reason(story: PaymentStory) -> None:
    """No wallet is no wallet."""
    assert ["failed"] == story.made(START, Declined("wallet_not_found", "048"))
    assert "wallet_not_found" == story.payment.code


def test_a_charge_that_went_through_settles(opened: PaymentStory) -> None:
    """What was authorised with that reference arrived."""
    opened.do("submit_otp")

    assert ["succeeded"] == opened.made(CHARGE, YES)
    assert (5000, "H5PS") == (opened.payment.settled_minor, opened.payment.provider_reference)


def test_an_amount_that_was_not_named_is_asked_for_once(opened: PaymentStory) -> None:
    """What the provider's record says arrived is credited, not what was asked for."""
    opened.do("submit_otp")

    assert [] == opened.made(CHARGE, Charged("H5PS", code="000"))
    assert ["succeeded"] == opened.made(QUERY, Paid(Money(3000, "USD"), "H5PS"))
    assert 3000 == opened.payment.settled_minor


@pytest.mark.parametrize("said", [NotFound("025"), Pending("pending")])
def test_an_accepted_charge_is_money_whatever_its_record_says_yet(
    opened: PaymentStory, said: Outcome
) -> None:
    """The provider said yes to exactly this amount: one question, and then it is believed."""
    opened.do("submit_otp")
    opened.made(CHARGE, Charged("H5PS", code="000"))

    assert ["succeeded"] == opened.made(QUERY, said)
    assert (5000, "H5PS") == (opened.payment.settled_minor, opened.payment.provider_reference)


def test_a_record_that_cannot_be_read_is_asked_for_as_long_as_a_doubt(
    opened: PaymentStory,
) -> None:
    """The customer hears that we are asking; after a quarter of an hour the yes is believed."""
    opened.do("submit_otp")
    opened.made(CHARGE, Charged("H5PS", code="000"))
    said: list[str] = []
    while "succeeded" not in said:
        said += opened.made(QUERY, LOST)
        opened.now = (opened.due(QUERY) or [opened.now])[0]

    assert ["unknown", "succeeded"] == said
    assert timedelta(minutes=15) <= opened.now - NOON <= timedelta(minutes=16)


def test_a_process_that_dies_before_the_record_was_read_loses_nothing(
    opened: PaymentStory,
) -> None:
    """The accepted charge stands with its attempt."""
    opened.do("submit_otp")
    opened.made(CHARGE, Charged("H5PS", code="000"))
    opened.call(QUERY)

    assert [] == opened.do("lose")
    opened.wait(10 * SECOND)
    assert ["succeeded"] == opened.made(QUERY, Paid(Money(5000, "USD"), "H5PS"))


def test_three_wrong_codes_are_enough(opened: PaymentStory) -> None:
    """W-O6: two may be retried, the third ends it."""
    said: list[str] = []
    for _ in range(3):
        opened.do("submit_otp")
        said += opened.made(CHARGE, WrongOtp("055"))

    assert ["otp_refused", "otp_refused", "failed"] == said
    assert "otp_exhausted" == opened.payment.code


def test_the_same_success_again_is_nothing(opened: PaymentStory) -> None:
    """SUCCEEDED never changes; a success of another reference is for a person."""
    opened.do("submit_otp")
    call = opened.call(CHARGE)
    opened.answer(call, YES)

    assert [] == opened.answer(call, YES)
    assert not opened.payment.needs_staff
    assert ["held"] == opened.answer(call, Charged("OTHER", settled=Money(5000, "USD"), code="000"))
    assert opened.payment.needs_staff
