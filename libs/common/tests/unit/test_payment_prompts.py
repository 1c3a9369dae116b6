"""A prompt on the customer's phone: its start is the charge, and nobody can take it back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from common.money import Money
from common.payments.domain import (
    PUSH,
    Approve,
    CallKind,
    Charged,
    Declined,
    EnterCode,
    NotFound,
    NotSent,
    NotSupported,
    Outcome,
    Paid,
    PaymentStatus,
    Pending,
    Policy,
    Started,
    Turn,
    Unknown,
    claims,
    record,
    requests,
)
from common.testing.clock import NOON
from common.testing.story import TOKEN, PaymentStory

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
START, CHARGE, QUERY, CANCEL = CallKind.START, CallKind.CHARGE, CallKind.QUERY, CallKind.CANCEL
POLICY = Policy(shape=PUSH)
PROMPTED = Started(Approve("Dial *151*2*4#", NOON + 5 * MINUTE), facts={"poll": "a URL"})
PAID = Paid(Money(5000, "USD"), "P-1")
LOST = Unknown("read_timeout")
SENT = Pending("sent")


@pytest.fixture
def story() -> PaymentStory:
    """Give a new payment by a prompt."""
    return PaymentStory(POLICY)


@pytest.fixture
def prompted(story: PaymentStory) -> PaymentStory:
    """Give a payment whose prompt stands on the phone."""
    assert story.made(START, PROMPTED) == ["action_required"]
    return story


@pytest.fixture
def lost(story: PaymentStory) -> PaymentStory:
    """Give a payment whose start got no answer."""
    assert story.made(START, LOST) == ["unknown"]
    return story


def test_the_customer_is_told_what_to_do_and_the_provider_is_asked(prompted: PaymentStory) -> None:
    """By a schedule of the prompt's age."""
    assert "awaiting_customer" == prompted.status
    assert [NOON + 10 * SECOND] == prompted.due(QUERY)


def test_what_the_provider_hands_out_is_kept_with_the_attempt(story: PaymentStory) -> None:
    """A poll URL is needed as long as there is something to ask."""
    call = story.call(START)
    turn = Turn(story.payment, story.now, POLICY)
    record.record(turn, call, PROMPTED, TOKEN)

    assert {story.payment.attempts[0].id: {"poll": "a URL"}} == turn.facts


@pytest.mark.parametrize("said", [LOST, SENT, NotFound("025"), NotSupported()])
def test_a_start_without_a_definite_answer_is_never_made_again(
    story: PaymentStory, said: Outcome
) -> None:
    """It may stand on the phone: a second one would be a second charge."""
    story.made(START, said)
    for _ in range(20):
        story.wait(MINUTE).do("check")
        story.made(QUERY, LOST)

    assert [] == story.due(START)
    assert 1 == len(story.payment.attempts)


def test_a_start_that_was_certainly_not_sent_is_tried_again(story: PaymentStory) -> None:
    """The same one, for a minute."""
    story.made(START, NotSent("connect_error"))

    assert [NOON + POLICY.start_pause] == story.due(START)


@pytest.mark.parametrize("paid", [PAID, Charged("P-1", settled=Money(5000, "USD"))])
def test_a_start_that_says_paid_settles(story: PaymentStory, paid: Outcome) -> None:
    """Some wallets pay without a prompt."""
    assert ["succeeded"] == story.made(START, paid)


def test_a_lost_start_that_is_found_goes_on_as_if_answered(lost: PaymentStory) -> None:
    """Its trace tells what the customer must do, and where to ask from now on."""
    lost.wait(10 * SECOND)

    assert ["action_required"] == lost.made(QUERY, PROMPTED)
    assert "awaiting_customer" == lost.status


def test_a_lost_start_that_answers_late_goes_on_too(story: PaymentStory) -> None:
    """Nobody else has its poll URL."""
    call = story.call(START)
    story.wait(MINUTE).do("lose")

    assert ["action_required"] == story.answer(call, PROMPTED)


def test_a_lost_start_is_absent_when_it_is_called_so_twice_a_minute_apart(
    lost: PaymentStory,
) -> None:
    """Then another way to pay may be offered."""
    lost.wait(10 * SECOND)
    assert [] == lost.made(QUERY, NotFound("not_found"))
    assert [] == lost.wait(59 * SECOND).made(QUERY, NotFound("not_found"))

    assert ["failed"] == lost.wait(SECOND).made(QUERY, NotFound("not_found"))
    assert "not_charged" == lost.payment.code


def test_paid_after_a_prompt_asks_now(prompted: PaymentStory) -> None:
    """At most every ten seconds; the answer says until when the prompt is open."""
    prompted.wait(SECOND).do("check")

    assert [prompted.now] == prompted.due(QUERY)
    assert ["state_reported"] == prompted.made(QUERY, SENT)


def test_a_final_no_of_the_record_fails_and_is_told(prompted: PaymentStory) -> None:
    """Refused on the phone: nothing waits for it any more."""
    prompted.wait(10 * SECOND)

    assert ["failed"] == prompted.made(QUERY, Declined("declined", "cancelled"))


def test_a_cancel_leaves_a_living_prompt_open_and_says_until_when(prompted: PaymentStory) -> None:
    """Nobody is told that nothing was taken while it can be approved."""
    prompted.do("cancel")
    turn = Turn(prompted.payment, prompted.now, POLICY)
    record.record(turn, prompted.call(QUERY), SENT, TOKEN)

    (said,) = turn.events
    assert ("awaiting_customer", "cancel", NOON + 5 * MINUTE) == (
        said.model_dump()["status"], said.model_dump()["asked"], said.model_dump()["until"],
    )  # fmt: skip
    assert [] == prompted.due(CANCEL)


def test_a_cancel_ends_it_when_it_is_dead(prompted: PaymentStory) -> None:
    """The wish is kept."""
    prompted.do("cancel")
    prompted.made(QUERY, SENT)
    prompted.wait(15 * MINUTE)

    assert ["cancelled"] == prompted.made(QUERY, SENT)


def test_approval_after_a_cancel_is_money(prompted: PaymentStory) -> None:
    """Success wins over the wish."""
    prompted.do("cancel")
    prompted.made(QUERY, SENT)
    prompted.wait(MINUTE)

    assert ["succeeded"] == prompted.made(QUERY, PAID)


def test_expiry_waits_until_it_is_dead(prompted: PaymentStory) -> None:
    """Asked once a minute, said twice: then the order is free."""
    prompted.wait(15 * MINUTE).do("expire")
    assert [] == prompted.made(QUERY, SENT)
    assert [] == prompted.wait(59 * SECOND).do("expire")

    assert ["expired"] == prompted.wait(SECOND).made(QUERY, SENT)
    assert prompted.payment.attempts[0].dead_at == prompted.now


def test_what_is_pending_for_ever_does_not_block_for_ever(prompted: PaymentStory) -> None:
    """Polls end with it, but for the watch of a week."""
    said: list[str] = []
    while not said:
        prompted.now = prompted.due(QUERY)[0]
        said = prompted.do("expire") + prompted.made(QUERY, SENT)

    assert ["expired"] == said
    assert prompted.now - NOON <= 17 * MINUTE
    assert prompted.payment.attempts[0].watch_until == prompted.now + timedelta(days=7)


def test_a_dead_prompt_that_is_approved_after_all_is_credited_late(prompted: PaymentStory) -> None:
    """With words that say so."""
    prompted.wait(15 * MINUTE).do("expire")
    prompted.made(QUERY, SENT)
    prompted.wait(MINUTE).made(QUERY, SENT)
    prompted.now = prompted.due(QUERY)[0]
    turn = Turn(prompted.payment, prompted.now, POLICY)
    record.record(turn, prompted.call(QUERY), PAID, TOKEN)

    assert [("payment.succeeded.v1", True)] == [
        (said.TYPE, said.model_dump()["late"]) for said in turn.events
    ]


def test_a_code_or_another_prompt_is_a_question_here(prompted: PaymentStory) -> None:
    """Nothing is pushed again."""
    for what in ("submit_otp", "resend"):
        prompted.wait(11 * SECOND).do(what)
        assert ["state_reported"] == prompted.made(QUERY, SENT)

    assert [] == prompted.due(START) + prompted.due(CHARGE)


def test_a_callback_is_a_reason_to_ask_and_nothing_else(prompted: PaymentStory) -> None:
    """Now, and at most every ten seconds; a repeated one is not lost but waits."""
    prompted.wait(5 * MINUTE).made(QUERY, SENT)
    turn = Turn(prompted.payment, prompted.wait(MINUTE).now, POLICY)
    (attempt,) = prompted.payment.attempts
    requests.hint(turn, attempt)
    first = prompted.due(QUERY)
    prompted.made(QUERY, SENT)
    requests.hint(turn, attempt)

    assert ([], [prompted.now]) == (turn.events, first)
    assert [prompted.now + 10 * SECOND] == prompted.due(QUERY)


def test_a_callback_for_what_is_settled_asks_for_another_movement_and_changes_nothing(
    prompted: PaymentStory,
) -> None:
    """A prompt that was approved twice is paid twice; however many come, one question waits."""
    prompted.wait(10 * SECOND).made(QUERY, PAID)
    for _ in range(10):
        requests.hint(Turn(prompted.payment, prompted.now, POLICY), prompted.payment.attempts[0])

    assert 1 == len(prompted.due(QUERY))
    assert [] == prompted.wait(100 * SECOND).made(QUERY, PAID)
    assert PaymentStatus.SUCCEEDED is prompted.payment.status
    assert ["succeeded"] == _hinted(prompted, replace(PAID, provider_reference="1083"))


def _hinted(story: PaymentStory, said: Paid) -> list[str]:
    story.wait(MINUTE)
    requests.hint(Turn(story.payment, story.now, POLICY), story.payment.attempts[0])
    return story.made(QUERY, said)


def test_a_callback_for_what_our_own_reference_settled_asks_nothing() -> None:
    """Each of our references is charged at most once: there is nothing more to learn."""
    story = PaymentStory()
    story.made(START, Started(EnterCode("ETDC")))
    story.do("submit_otp")
    story.made(CallKind.CHARGE, PAID)
    requests.hint(Turn(story.payment, story.now, story.policy), story.payment.attempts[0])

    assert [] == story.due(QUERY)


def test_a_second_start_never_leaves_while_the_first_may_live(prompted: PaymentStory) -> None:
    """Not even one that was written down by mistake."""
    turn = Turn(prompted.payment, prompted.now, POLICY)
    turn.add_attempt()

    assert claims.begin(turn, TOKEN) is None
    assert [] == prompted.due(START)


def test_a_prompt_that_was_called_slow_and_then_lost_is_called_unknown(story: PaymentStory) -> None:
    """That no money has moved is not the last word once a prompt may be on the phone."""
    story.wait(20 * SECOND)
    assert ["start_delayed"] == story.do("announce")

    assert ["unknown"] == story.made(START, LOST)


def test_the_customer_hears_one_time_until_which_it_is_open(story: PaymentStory) -> None:
    """A provider that names none: what he is told at first is what a cancel says."""
    turn = Turn(story.payment, story.now, POLICY)
    call = claims.begin(turn, TOKEN)
    assert call is not None
    story.wait(20 * SECOND)
    turn = Turn(story.payment, story.now, POLICY)
    record.record(turn, call, Started(Approve("Enter your PIN")), TOKEN)
    (said,) = turn.events

    assert said.model_dump()["expires_at"] == turn.open_until() == NOON + POLICY.dead_after
