"""A void as a fence: it shortens a doubt, and proves nothing by itself."""

from datetime import timedelta

import pytest
from common.money import Money
from common.payments.domain import (
    FENCE_MARKS,
    CallKind,
    Charged,
    Declined,
    Done,
    Ended,
    EnterCode,
    Held,
    NotFound,
    NotSupported,
    Outcome,
    Paid,
    Pending,
    Policy,
    Started,
    Turn,
    Unknown,
    WrongOtp,
    answers,
    claims,
    voids,
)
from common.testing.story import TOKEN, PaymentStory

SECOND = timedelta(seconds=1)
START, CHARGE, QUERY, CANCEL = CallKind.START, CallKind.CHARGE, CallKind.QUERY, CallKind.CANCEL
LOST = Unknown("read_timeout")
PENDING = Pending("pending")
VOIDED = Ended("voided")
PAID = Paid(Money(5000, "USD"), "H5PS")
NO = Declined("invalid_request", "012")
FENCED = Policy(fence_marks=FENCE_MARKS)


def in_doubt(policy: Policy, outcome: Outcome = LOST) -> PaymentStory:
    """Tell of a charge that got no definite answer."""
    story = PaymentStory(policy)
    story.made(START, Started(EnterCode("ETDC")))
    story.do("submit_otp")
    assert story.made(CHARGE, outcome) == ["held" if isinstance(outcome, Held) else "unknown"]
    return story


@pytest.fixture
def unknown() -> PaymentStory:
    """Give a payment in doubt at a provider whose void is a fence."""
    return in_doubt(FENCED)


def fence(story: PaymentStory, outcome: Outcome) -> list[str]:
    """Ask when it may be voided, and void."""
    story.wait(20 * SECOND)
    assert story.made(QUERY, PENDING) == []
    return story.made(CANCEL, outcome)


def test_a_charge_that_was_cut_gets_twenty_seconds_to_arrive(unknown: PaymentStory) -> None:
    """Before that nothing is voided; the provider is asked right when it may be."""
    unknown.wait(10 * SECOND).made(QUERY, PENDING)
    early, asked = unknown.due(CANCEL), unknown.due(QUERY)
    unknown.wait(10 * SECOND).made(QUERY, PENDING)

    assert ([], [unknown.now]) == (early, asked)
    assert [unknown.now] == unknown.due(CANCEL)


def test_a_listed_final_word_after_an_accepted_void_is_proof(unknown: PaymentStory) -> None:
    """The customer hears within half a minute that nothing was charged."""
    assert fence(unknown, Done("000")) == []
    assert unknown.made(QUERY, VOIDED) == ["failed"]
    assert unknown.payment.code == "not_charged"


@pytest.mark.parametrize("said", [PENDING, NotFound("025"), WrongOtp("055")])
def test_any_other_word_after_an_accepted_void_is_no_proof(
    unknown: PaymentStory, said: Outcome
) -> None:
    """Nobody knows what an unlisted word means, or whether "not found" comes too early."""
    fence(unknown, Done("000"))

    assert unknown.made(QUERY, said) == []
    assert unknown.status == "unknown"


def test_a_final_word_without_a_void_is_no_proof(unknown: PaymentStory) -> None:
    """The provider's word alone is not final: only time makes it so."""
    unknown.wait(20 * SECOND)

    assert unknown.made(QUERY, VOIDED) == []


def test_a_void_that_was_accepted_is_no_proof_by_itself(unknown: PaymentStory) -> None:
    """Silence after it leaves the doubt; the next answer decides."""
    fence(unknown, Done("000"))

    assert unknown.made(QUERY, LOST) == []
    assert unknown.status == "unknown"
    unknown.wait(20 * SECOND)
    assert unknown.made(QUERY, VOIDED) == ["failed"]


def test_a_wished_cancel_ends_cancelled_by_the_fence(unknown: PaymentStory) -> None:
    """The customer asked for it."""
    unknown.do("cancel")
    unknown.wait(20 * SECOND).made(QUERY, PENDING)
    unknown.made(CANCEL, Done("000"))

    assert unknown.made(QUERY, VOIDED) == ["cancelled"]


def test_money_seen_after_an_accepted_void_settles_and_is_looked_at(unknown: PaymentStory) -> None:
    """Nobody knows whether a void gives money back: a person looks."""
    fence(unknown, Done("000"))

    assert unknown.made(QUERY, PAID) == ["succeeded"]
    assert (unknown.payment.needs_staff, unknown.payment.hold_code) == (True, "voided_after_charge")


def test_who_credits_it_is_told_that_a_person_must_look(unknown: PaymentStory) -> None:
    """The merchant's tasks are elsewhere: the event says why there has to be one."""
    fence(unknown, Done("000"))
    turn = Turn(unknown.payment, unknown.now, unknown.policy)
    answers.settle(turn, unknown.payment.attempts[0], PAID)

    assert [event.model_dump()["hold_code"] for event in turn.events] == ["voided_after_charge"]


def test_a_charge_that_lands_after_an_accepted_void_is_credited(unknown: PaymentStory) -> None:
    """Late success wins over the end that was told, and a person looks."""
    fence(unknown, Done("000"))
    unknown.made(QUERY, VOIDED)
    unknown.now = unknown.due(QUERY)[0]

    assert unknown.made(QUERY, PAID) == ["succeeded"]
    assert unknown.payment.hold_code == "voided_after_charge"


def test_money_despite_a_refused_void_is_plain_money(unknown: PaymentStory) -> None:
    """The provider refused because it was charged."""
    fence(unknown, NO)
    unknown.now = unknown.due(QUERY)[0]

    assert unknown.made(QUERY, PAID) == ["succeeded"]
    assert not unknown.payment.needs_staff


@pytest.mark.parametrize("outcome", [NO, NotSupported(), LOST, Unknown("025")])
def test_any_other_answer_to_a_void_concludes_nothing(
    unknown: PaymentStory, outcome: Outcome
) -> None:
    """It stays in doubt and is asked about."""
    assert fence(unknown, outcome) == []
    unknown.now = unknown.due(QUERY)[0]

    assert unknown.made(QUERY, PENDING) == []
    assert unknown.status == "unknown"


def test_voids_are_few_and_far_between(unknown: PaymentStory) -> None:
    """Four before a quarter of an hour makes it dead, however often the provider is asked."""
    begun, voided = unknown.now, list[timedelta]()
    while unknown.status == "unknown":
        unknown.now = unknown.due(QUERY)[0]
        unknown.made(QUERY, PENDING)
        if unknown.due(CANCEL):
            voided.append(unknown.now - begun)
            unknown.made(CANCEL, LOST)

    assert len(voided) == len(FENCE_MARKS)
    assert all(at >= mark for at, mark in zip(voided, FENCE_MARKS, strict=True))


def test_nothing_is_voided_while_its_charge_is_on_its_way() -> None:
    """Not even one that was written down: it is let go."""
    story = PaymentStory(FENCED)
    story.made(START, Started(EnterCode("ETDC")))
    story.do("submit_otp")
    story.call(CHARGE)
    story.wait(60 * SECOND).do("announce")
    turn = Turn(story.payment, story.now, FENCED)
    (attempt,) = story.payment.attempts
    voids.fence(turn, attempt)
    assert not story.due(CANCEL)
    turn.add_call(attempt, CANCEL, at=story.now)

    assert claims.begin(turn, TOKEN) is None
    assert not story.due(CANCEL)


def test_a_settled_charge_is_not_voided(unknown: PaymentStory) -> None:
    """Success lets go of the void that was to come."""
    unknown.wait(20 * SECOND).made(QUERY, PENDING)
    charge = next(c for c in unknown.payment.calls if c.kind is CHARGE)

    assert unknown.answer(charge, Charged("H5PS", settled=Money(5000, "USD"), code="000")) == [
        "succeeded"
    ]
    assert not unknown.due(CANCEL)


def test_what_a_person_must_judge_is_not_voided() -> None:
    """A part may have been charged."""
    story = in_doubt(FENCED, Held("010"))
    story.wait(20 * SECOND).made(QUERY, PENDING)

    assert not story.due(CANCEL)


def test_a_provider_whose_cancel_is_no_fence_is_only_asked() -> None:
    """The default: only a quarter of an hour proves that nothing was charged."""
    story = in_doubt(Policy())
    story.wait(60 * SECOND).made(QUERY, PENDING)

    assert not story.due(CANCEL)


def test_a_query_that_was_not_answered_leads_to_no_void(unknown: PaymentStory) -> None:
    """Silence is no "unpaid"."""
    unknown.wait(60 * SECOND).made(QUERY, LOST)

    assert not unknown.due(CANCEL)
