"""The money protocol, decision by decision; each story is told with what was said."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from common.money import Money
from common.payments.domain import (
    Call,
    CallKind,
    CallState,
    Charged,
    Closing,
    Declined,
    Held,
    NotFound,
    NotSent,
    Outcome,
    Paid,
    Payment,
    PaymentStatus,
    Pending,
    Policy,
    Started,
    Turn,
    Unknown,
    WrongOtp,
)
from common.testing.clock import NOON

TOKEN = UUID(int=7)
POLICY = Policy()
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
START, CHARGE, QUERY, CANCEL = CallKind.START, CallKind.CHARGE, CallKind.QUERY, CallKind.CANCEL
YES = Charged("H5PS", code="000")
LOST = Unknown("read_timeout")


class Story:
    """One payment; each step tells what was said, by the words between `payment.` and `.v1`."""

    def __init__(self) -> None:
        self.now: datetime = NOON
        self.payment = Payment(
            id=UUID(int=1),
            provider="omari",
            amount_minor=5000,
            currency="USD",
            masked_msisdn="2637*****187",
            created_at=NOON,
            expires_at=NOON + POLICY.new_expires_after,
        )
        self.do("open")

    def wait(self, by: timedelta) -> "Story":
        """Let time pass."""
        self.now += by
        return self

    def do(self, what: str) -> list[str]:
        """Run one rule."""
        turn = Turn(self.payment, self.now, POLICY)
        getattr(turn, what)()
        return [event.TYPE.split(".")[1] for event in turn.events]

    def call(self, kind: CallKind) -> Call:
        """Claim the call that is due, which must be of this kind."""
        call = Turn(self.payment, self.now, POLICY).begin(TOKEN)
        assert call is not None
        assert call.kind is kind
        return call

    def answer(self, call: Call, outcome: Outcome, token: UUID | None = TOKEN) -> list[str]:
        """Record an outcome."""
        turn = Turn(self.payment, self.now, POLICY)
        turn.record(call, outcome, token)
        return [event.TYPE.split(".")[1] for event in turn.events]

    def made(self, kind: CallKind, outcome: Outcome) -> list[str]:
        """Claim a call and answer it at once."""
        return self.answer(self.call(kind), outcome)

    def due(self, kind: CallKind) -> list[datetime]:
        """Return when calls of a kind are due."""
        calls = self.payment.calls
        return [c.next_at for c in calls if c.kind is kind and c.state is CallState.DUE]

    @property
    def status(self) -> str:
        """Return the state's word."""
        return self.payment.status.value


@pytest.fixture
def story() -> Story:
    """Give a new payment."""
    return Story()


@pytest.fixture
def opened(story: Story) -> Story:
    """Give a payment that waits for its code."""
    assert story.made(START, Started("ETDC")) == ["otp_requested"]
    return story


@pytest.fixture
def unknown(opened: Story) -> Story:
    """Give a payment whose charge got no answer."""
    opened.do("submit_otp")
    assert opened.made(CHARGE, LOST) == ["unknown"]
    return opened


def test_the_call_is_written_down_before_it_is_made(story: Story) -> None:
    """NEW becomes SENDING in the commit that claims the start."""
    call = story.call(START)

    assert ("sending", CallState.CALLING, NOON) == (story.status, call.state, call.started_at)


def test_a_start_that_was_not_sent_is_tried_for_a_minute(story: Story) -> None:
    """The same start again; then the customer hears that the provider is not there."""
    said: list[str] = []
    while not said:
        said = story.made(START, NotSent("connect_error"))
        story.wait(POLICY.start_pause)

    assert ["failed"] == said
    assert "provider_unavailable" == story.payment.code
    assert len(story.payment.attempts) == 1
    assert story.now - NOON <= timedelta(seconds=62)


def test_an_auth_of_unknown_outcome_is_replaced_and_still_watched(story: Story) -> None:
    """It moved no money: another attempt under its own reference, the old one asked for a day."""
    story.made(START, LOST)
    first, second = story.payment.attempts

    assert first.id != second.id
    assert [NOON + MINUTE] == story.due(QUERY)
    assert first.watch_until == NOON + timedelta(days=1)
    assert "sending" == story.status


def test_a_declined_start_fails_with_its_reason(story: Story) -> None:
    """No wallet is no wallet."""
    assert ["failed"] == story.made(START, Declined("wallet_not_found", "048"))
    assert "wallet_not_found" == story.payment.code


def test_a_charge_that_went_through_settles(opened: Story) -> None:
    """What was authorised with that reference arrived."""
    opened.do("submit_otp")

    assert ["succeeded"] == opened.made(CHARGE, YES)
    assert (5000, "H5PS") == (opened.payment.settled_minor, opened.payment.provider_reference)


def test_a_second_code_while_one_is_used_is_a_check(opened: Story) -> None:
    """W-O2: it makes no second charge call; it is answered with the state."""
    opened.do("submit_otp")
    call = opened.call(CHARGE)

    assert ["state_reported"] == opened.do("submit_otp")
    assert [call] == [c for c in opened.payment.calls if c.kind is CHARGE]


def test_silence_is_announced_once_after_ten_seconds(opened: Story) -> None:
    """While the call still hangs; its own answer still counts."""
    opened.do("submit_otp")
    call = opened.call(CHARGE)
    early = opened.wait(9 * SECOND).do("announce")
    late = opened.wait(SECOND).do("announce")

    assert ([], ["unknown"], []) == (early, late, opened.do("announce"))
    assert ["succeeded"] == opened.answer(call, YES)


def test_a_wrong_code_after_the_announcement_returns_to_the_customer(opened: Story) -> None:
    """A definite no is definite, however late."""
    opened.do("submit_otp")
    call = opened.call(CHARGE)
    opened.wait(12 * SECOND).do("announce")

    assert ["otp_refused"] == opened.answer(call, WrongOtp("055"))
    assert "awaiting_customer" == opened.status


def test_a_charge_in_doubt_is_only_ever_asked_about(unknown: Story) -> None:
    """W-O4: no code, no resend and no expiry makes a second charge call."""
    for what in ("submit_otp", "resend", "expire", "check"):
        unknown.wait(MINUTE).do(what)

    assert [] == unknown.due(CHARGE) + unknown.due(START)
    assert "unknown" == unknown.status


def test_a_lost_process_leaves_its_charge_in_doubt(opened: Story) -> None:
    """The claim is asked about, never repeated; its late success still counts."""
    opened.do("submit_otp")
    call = opened.call(CHARGE)

    assert ["unknown"] == opened.do("lose")
    assert [] == opened.due(CHARGE)
    assert ["succeeded"] == opened.answer(call, YES)


def test_the_query_settles_what_the_provider_says(unknown: Story) -> None:
    """A part that arrived is that part."""
    unknown.wait(10 * SECOND)

    assert ["succeeded"] == unknown.made(QUERY, Paid(Money(3000, "USD"), "H5PS"))
    assert 3000 == unknown.payment.settled_minor


def test_another_currency_is_held_for_a_person(unknown: Story) -> None:
    """It is neither credited nor lost."""
    unknown.wait(10 * SECOND).made(QUERY, Paid(Money(5000, "ZWG"), "H5PS"))

    assert ("unknown", True, "other_currency") == (
        unknown.status,
        unknown.payment.needs_staff,
        unknown.payment.hold_code,
    )


def test_a_partial_answer_is_held_and_asked_about(opened: Story) -> None:
    """010: a person looks, and the query still decides."""
    opened.do("submit_otp")

    assert ["unknown"] == opened.made(CHARGE, Held("010"))
    assert opened.payment.needs_staff
    assert opened.due(QUERY)


def test_a_young_doubt_is_asked_about_every_twenty_seconds(unknown: Story) -> None:
    """So that a provider that heals is heard within a minute."""
    gaps: list[float] = []
    while unknown.now - NOON < 14 * MINUTE:
        (at,) = unknown.due(QUERY)
        gaps.append((at - unknown.now).total_seconds())
        unknown.now = at
        unknown.made(QUERY, LOST)

    assert gaps[0] == 10
    assert max(gaps) <= 20


def test_a_doubt_that_lasts_a_week_is_for_a_person_and_stays_open(unknown: Story) -> None:
    """The schedule ends; the payment does not."""
    while unknown.due(QUERY):
        unknown.now = max(unknown.due(QUERY)[0], unknown.now)
        unknown.made(QUERY, LOST)

    assert timedelta(days=7) <= unknown.now - NOON < timedelta(days=7, hours=1)
    assert ("unknown", True) == (unknown.status, unknown.payment.needs_staff)


def test_not_found_is_believed_after_a_quarter_of_an_hour_and_twice(unknown: Story) -> None:
    """Before that the charge may still be on its way there."""
    assert [] == unknown.wait(14 * MINUTE).made(QUERY, NotFound("025"))
    unknown.wait(20 * SECOND)
    assert [] == unknown.made(QUERY, NotFound("025"))
    unknown.wait(MINUTE)

    assert ["failed"] == unknown.made(QUERY, NotFound("025"))


def test_not_found_once_is_not_believed_however_late(unknown: Story) -> None:
    """Two answers, a minute apart."""
    assert [] == unknown.wait(60 * MINUTE).made(QUERY, NotFound("025"))


@pytest.mark.parametrize("outcome", [Pending("pending"), LOST])
def test_what_is_pending_or_unanswered_never_becomes_a_failure(
    unknown: Story, outcome: Outcome
) -> None:
    """However often it is said."""
    for _ in range(3):
        unknown.wait(60 * MINUTE).made(QUERY, outcome)

    assert "unknown" == unknown.status


def test_a_refusal_by_query_is_final(unknown: Story) -> None:
    """The provider's own record says no."""
    said = unknown.wait(10 * SECOND).made(QUERY, Declined("insufficient_funds", "051"))

    assert ["failed"] == said


def test_three_wrong_codes_are_enough(opened: Story) -> None:
    """W-O6: two may be retried, the third ends it."""
    said: list[str] = []
    for _ in range(3):
        opened.do("submit_otp")
        said += opened.made(CHARGE, WrongOtp("055"))

    assert ["otp_refused", "otp_refused", "failed"] == said
    assert "otp_exhausted" == opened.payment.code


def test_cancel_before_any_charge_call_is_at_once(opened: Story) -> None:
    """Our record proves it; the provider is told to let go."""
    assert ["cancelled"] == opened.do("cancel")
    assert [] == opened.made(CANCEL, LOST)


def test_cancel_before_an_accepted_code_is_sent_is_at_once(opened: Story) -> None:
    """A charge that was only written down is let go with its code."""
    opened.do("submit_otp")

    assert ["cancelled"] == opened.do("cancel")
    assert [] == opened.due(CHARGE)


def test_cancel_after_a_wrong_code_asks_first(opened: Story) -> None:
    """W-O11: then it is cancelled, and watched for a day."""
    opened.do("submit_otp")
    opened.made(CHARGE, WrongOtp("055"))

    assert [] == opened.do("cancel")
    assert ["cancelled"] == opened.made(QUERY, Pending("pending"))
    assert opened.due(QUERY)


def test_cancel_that_cannot_ask_says_how_it_stands(opened: Story) -> None:
    """The customer may go on, or cancel again."""
    opened.do("submit_otp")
    opened.made(CHARGE, WrongOtp("055"))
    opened.do("cancel")

    assert ["state_reported"] == opened.made(QUERY, LOST)
    assert ("awaiting_customer", Closing.NOTHING) == (opened.status, opened.payment.closing)


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
    opened: Story, outcome: Outcome, said: list[str]
) -> None:
    """Money that came is money; a no is a cancel; doubt is said."""
    opened.do("submit_otp")
    call = opened.call(CHARGE)

    assert [] == opened.do("cancel")
    assert said == opened.answer(call, outcome)


def test_cancel_of_a_doubt_waits_for_the_proof(unknown: Story) -> None:
    """An early "not found" is reported; a refusal cancels."""
    unknown.wait(11 * SECOND).do("cancel")
    reported = unknown.made(QUERY, NotFound("025"))
    cancelled = unknown.wait(20 * SECOND).made(QUERY, Declined("declined", "005"))

    assert (["state_reported"], ["cancelled"]) == (reported, cancelled)


@pytest.mark.parametrize("end", ["cancel", "expire"])
def test_late_success_is_never_lost(opened: Story, end: str) -> None:
    """After any end with a charge in its history it is looked at for a day, and settles."""
    opened.do("submit_otp")
    opened.made(CHARGE, WrongOtp("055"))
    opened.wait(16 * MINUTE).do(end)
    opened.made(QUERY, Pending("pending"))
    assert opened.payment.status in (PaymentStatus.CANCELLED, PaymentStatus.EXPIRED)
    opened.now = opened.due(QUERY)[0]

    assert ["succeeded"] == opened.made(QUERY, Paid(Money(5000, "USD"), "H5PS"))


def test_an_unfinished_payment_expires(opened: Story) -> None:
    """After a quarter of an hour without a charge call, at once."""
    assert [] == opened.wait(14 * MINUTE).do("expire")
    assert ["expired"] == opened.wait(MINUTE).do("expire")


def test_expiry_after_a_wrong_code_asks_until_it_knows(opened: Story) -> None:
    """Silence keeps it open."""
    opened.do("submit_otp")
    opened.made(CHARGE, WrongOtp("055"))
    opened.wait(16 * MINUTE)

    assert [] == opened.do("expire") + opened.made(QUERY, LOST)
    opened.wait(POLICY.young_every)
    assert ["expired"] == opened.made(QUERY, NotFound("025"))


def test_resend_is_another_attempt_with_a_code_of_its_own(opened: Story) -> None:
    """Each code is for its own reference, and the last one counts."""
    opened.do("resend")

    assert opened.made(START, Started("QWER")) == ["otp_requested"]
    assert [a.otp_reference for a in opened.payment.attempts] == ["ETDC", "QWER"]
    assert opened.payment.attempt is opened.payment.attempts[-1]


def test_a_resend_that_fails_leaves_the_first_code_good(opened: Story) -> None:
    """Nothing is lost by asking for another."""
    opened.do("resend")

    assert ["otp_requested"] == opened.made(START, Declined("declined", "005"))
    assert "awaiting_customer" == opened.status


def test_a_code_that_waited_too_long_is_asked_for_again(opened: Story) -> None:
    """It is let go unsent: it would be dead there too."""
    opened.do("submit_otp")
    opened.wait(POLICY.otp_lives)

    assert Turn(opened.payment, opened.now, POLICY).begin(TOKEN) is None
    assert ["otp_requested"] == opened.do("forget_otp")


def test_a_check_asks_at_most_every_ten_seconds(unknown: Story) -> None:
    """The customer may press as often as he likes."""
    unknown.wait(11 * SECOND).do("check")
    first = unknown.made(QUERY, LOST)
    again = unknown.wait(9 * SECOND).do("check")

    assert (["state_reported"], ["state_reported"]) == (first, again)


def test_a_check_is_answered_by_the_event_that_results(unknown: Story) -> None:
    """Once, not twice."""
    unknown.wait(11 * SECOND).do("check")

    assert ["succeeded"] == unknown.made(QUERY, Paid(Money(5000, "USD"), "H5PS"))


def test_the_same_success_again_is_nothing(opened: Story) -> None:
    """SUCCEEDED never changes; a success of another reference is for a person."""
    opened.do("submit_otp")
    call = opened.call(CHARGE)
    opened.answer(call, YES)

    assert [] == opened.answer(call, YES)
    assert not opened.payment.needs_staff
    assert [] == opened.answer(call, Charged("OTHER", code="000"))
    assert opened.payment.needs_staff
