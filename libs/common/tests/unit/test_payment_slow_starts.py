"""A code that is slow in coming: said once, and no reason to give up."""

from datetime import timedelta

from common.payments.domain import CallKind, EnterCode, NotSent, Started, Unknown
from common.testing.story import POLICY, PaymentStory

SECOND = timedelta(seconds=1)
START, CHARGE = CallKind.START, CallKind.CHARGE
LOST = Unknown("read_timeout")


def slow() -> PaymentStory:
    """Tell of a start that was called slow, and then worked."""
    story = PaymentStory()
    call = story.call(START)
    story.wait(11 * SECOND).do("announce")
    assert story.answer(call, Started(EnterCode("ETDC"))) == ["otp_requested"]
    return story


def test_a_slow_start_is_said_once_after_ten_seconds() -> None:
    """While it hangs; its own answer still counts."""
    story = PaymentStory()
    call = story.call(START)
    early = story.wait(9 * SECOND).do("announce")
    late = story.wait(SECOND).do("announce")

    assert ([], ["start_delayed"], []) == (early, late, story.do("announce"))
    assert story.answer(call, Started(EnterCode("ETDC"))) == ["otp_requested"]


def test_a_start_that_must_be_repeated_is_slow_too() -> None:
    """The customer waits for a code, whatever keeps it."""
    story = PaymentStory()
    story.made(START, LOST)

    assert story.wait(12 * SECOND).do("announce") == ["start_delayed"]


def test_a_start_that_waits_for_its_turn_is_slow_too() -> None:
    """All calls may be taken by starts that hang; who waits behind them is told the same, once."""
    story = PaymentStory()
    early = story.wait(9 * SECOND).do("announce")
    late = story.wait(SECOND).do("announce")

    assert ([], ["start_delayed"], []) == (early, late, story.do("announce"))
    assert story.made(START, Started(EnterCode("ETDC"))) == ["otp_requested"]


def test_a_start_that_was_called_slow_still_fails_within_the_minute() -> None:
    """The announcement buys it no time."""
    story, said = PaymentStory(), list[str]()
    begun = story.now
    while "failed" not in said:
        said += story.made(START, NotSent("connect_error")) + story.do("announce")
        story.wait(POLICY.start_pause)

    assert said == ["start_delayed", "failed"]
    assert story.now - begun <= timedelta(seconds=62)


def test_each_code_that_is_asked_for_may_be_called_slow() -> None:
    """Another code is another wait."""
    story = slow()
    story.do("resend")
    story.call(START)

    assert story.wait(11 * SECOND).do("announce") == ["start_delayed"]


def test_a_slow_start_does_not_silence_the_doubt_of_its_charge() -> None:
    """Both are said."""
    story = slow()
    story.do("submit_otp")

    assert story.made(CHARGE, LOST) == ["unknown"]
