"""Cancel, expiry, resend and late success: nothing closes before it is known unpaid."""

from datetime import timedelta

import pytest
from common.money import Money
from common.payments.domain import (
    CallKind,
    Charged,
    Declined,
    EnterCode,
    NotFound,
    Outcome,
    Paid,
    PaymentStatus,
    Pending,
    Started,
    Turn,
    Unknown,
    WrongOtp,
    claims,
)
from common.testing.story import POLICY, TOKEN, PaymentStory

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
START, CHARGE, QUERY, CANCEL = CallKind.START, CallKind.CHARGE, CallKind.QUERY, CallKind.CANCEL
YES = Charged("H5PS", settled=Money(5000, "USD"), code="000")
LOST = Unknown("read_timeout")


def test_cancel_before_any_charge_call_is_at_once(opened: PaymentStory) -> None:
    """Our record proves it; the provider is told to let go."""
    assert ["cancelled"] == opened.do("cancel")
    assert [] == opened.made(CANCEL, LOST)


def test_cancel_before_an_accepted_code_is_sent_is_at_once(opened: PaymentStory) -> None:
    """A charge that was only written down is let go with its code."""
    opened.do("submit_otp")

    assert ["cancelled"] == opened.do("cancel")
    assert [] == opened.due(CHARGE)


def test_cancel_after_a_wrong_code_asks_first(opened: PaymentStory) -> None:
    """W-O11: then it is cancelled, and watched for a day."""
    opened.do("submit_otp")
    opened.made(CHARGE, WrongOtp("055"))

    assert [] == opened.do("cancel")
    assert ["cancelled"] == opened.made(QUERY, Pending("pending"))
    assert opened.due(QUERY)


def test_cancel_that_cannot_ask_believes_our_own_record(opened: PaymentStory) -> None:
    """Each charge got a definite no: nothing was taken, and it is watched all the same."""
    opened.do("submit_otp")
    opened.made(CHARGE, WrongOtp("055"))
    opened.do("cancel")

    assert ["cancelled"] == opened.made(QUERY, LOST)
    assert opened.due(QUERY)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (YES, ["succeeded"]),
        (Declined("insufficient_funds", "051"), ["cancelled"]),
        (LOST, ["unknown", "state_reported"]),
        (WrongOtp("055"), []),
    ],
)
def test_cancel_in_a_charge_is_decided_by_its_outcome(
    opened: PaymentStory, outcome: Outcome, said: list[str]
) -> None:
    """Money that came is money; a no is a cancel; doubt is said."""
    opened.do("submit_otp")
    call = opened.call(CHARGE)

    assert [] == opened.do("cancel")
    assert said == opened.answer(call, outcome)


def test_cancel_of_a_doubt_waits_for_the_proof(unknown: PaymentStory) -> None:
    """An early "not found" is reported; a refusal cancels."""
    unknown.wait(11 * SECOND).do("cancel")
    reported = unknown.made(QUERY, NotFound("025"))
    cancelled = unknown.wait(20 * SECOND).made(QUERY, Declined("declined", "005"))

    assert (["state_reported"], ["cancelled"]) == (reported, cancelled)


@pytest.mark.parametrize("end", ["cancel", "expire"])
def test_late_success_is_never_lost(opened: PaymentStory, end: str) -> None:
    """After any end with a charge in its history it is looked at for a day, and settles."""
    opened.do("submit_otp")
    opened.made(CHARGE, WrongOtp("055"))
    opened.wait(16 * MINUTE).do(end)
    opened.made(QUERY, Pending("pending"))
    assert opened.payment.status in (PaymentStatus.CANCELLED, PaymentStatus.EXPIRED)
    opened.now = opened.due(QUERY)[0]

    assert ["succeeded"] == opened.made(QUERY, Paid(Money(5000, "USD"), "H5PS"))


def test_an_unfinished_payment_expires(opened: PaymentStory) -> None:
    """After a quarter of an hour without a charge call, at once."""
    assert [] == opened.wait(14 * MINUTE).do("expire")
    assert ["expired"] == opened.wait(MINUTE).do("expire")


@pytest.mark.parametrize("said", [LOST, NotFound("025"), Pending("pending")])
def test_expiry_after_a_wrong_code_asks_once(opened: PaymentStory, said: Outcome) -> None:
    """Whatever comes but money, our own record proves that nothing was taken."""
    opened.do("submit_otp")
    opened.made(CHARGE, WrongOtp("055"))
    opened.wait(16 * MINUTE)

    assert [] == opened.do("expire")
    assert ["expired"] == opened.made(QUERY, said)


def test_resend_is_another_attempt_with_a_code_of_its_own(opened: PaymentStory) -> None:
    """Each code is for its own reference, and the last one counts."""
    opened.do("resend")

    assert opened.made(START, Started(EnterCode("QWER"))) == ["otp_requested"]
    assert [a.otp_reference for a in opened.payment.attempts] == ["ETDC", "QWER"]
    assert opened.payment.attempt is opened.payment.attempts[-1]


def test_a_resend_that_fails_leaves_the_first_code_good(opened: PaymentStory) -> None:
    """Nothing is lost by asking for another."""
    opened.do("resend")

    assert ["otp_requested"] == opened.made(START, Declined("declined", "005"))
    assert "awaiting_customer" == opened.status


def test_a_code_that_waited_too_long_is_asked_for_again(opened: PaymentStory) -> None:
    """It is let go unsent: it would be dead there too."""
    opened.do("submit_otp")
    opened.wait(POLICY.otp_lives)

    assert claims.begin(Turn(opened.payment, opened.now, POLICY), TOKEN) is None
    assert ["otp_requested"] == opened.do("forget_otp")


def test_cancel_of_an_accepted_charge_waits_for_no_code(opened: PaymentStory) -> None:
    """The provider said yes and its record is being read: the customer hears that we ask."""
    opened.do("submit_otp")
    assert [] == opened.made(CHARGE, Charged("H5PS", code="000"))

    assert [] == opened.do("cancel")
    assert ["state_reported"] == opened.made(QUERY, LOST)
    assert "sending" == opened.status
    assert "unknown" in opened.wait(10 * SECOND).made(QUERY, LOST)
    assert ["succeeded"] == opened.wait(10 * SECOND).made(QUERY, NotFound("025"))
