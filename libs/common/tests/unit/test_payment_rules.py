"""Starting and charging: each story is told with what was said."""

from datetime import timedelta

from common.payments.domain import (
    CallKind,
    CallState,
    Charged,
    Declined,
    NotSent,
    Unknown,
    WrongOtp,
)
from common.testing.clock import NOON
from common.testing.story import POLICY, PaymentStory

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
START, CHARGE, QUERY, CANCEL = CallKind.START, CallKind.CHARGE, CallKind.QUERY, CallKind.CANCEL
YES = Charged("H5PS", code="000")
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
    """It moved no money: another attempt under its own reference, the old one asked for a day."""
    story.made(START, LOST)
    first, second = story.payment.attempts

    assert first.id != second.id
    assert [NOON + MINUTE] == story.due(QUERY)
    assert first.watch_until == NOON + timedelta(days=1)
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
    assert [] == opened.answer(call, Charged("OTHER", code="000"))
    assert opened.payment.needs_staff
