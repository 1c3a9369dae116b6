"""A page that whoever has the link pays, once: made again under the same key, and closed by us."""

from datetime import datetime, timedelta

import pytest
from common.money import Money
from common.payments.domain import (
    LINK,
    CallKind,
    Declined,
    Done,
    NotSent,
    OpenLink,
    Outcome,
    Paid,
    Pending,
    Policy,
    Started,
    Turn,
    Unknown,
    claims,
)
from common.testing.clock import NOON
from common.testing.story import TOKEN, PaymentStory

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
START, QUERY, CANCEL = CallKind.START, CallKind.QUERY, CallKind.CANCEL
POLICY = Policy(shape=LINK, expires_after=40 * MINUTE)
PAGE = Started(OpenLink("https://pay.example/1", NOON + 40 * MINUTE), facts={"session": "cs_1"})
PAID = Paid(Money(5000, "USD"), "pi_1")
LOST = Unknown("read_timeout")
OPEN = Pending("open")
COMPLETE = Declined("already_complete", "400")


@pytest.fixture
def story() -> PaymentStory:
    """Give a new payment by a link."""
    return PaymentStory(POLICY)


@pytest.fixture
def given(story: PaymentStory) -> PaymentStory:
    """Give a payment whose link the customer has."""
    assert story.made(START, PAGE) == ["action_required"]
    return story


@pytest.mark.parametrize("said", [LOST, NotSent("connect_error"), Unknown("http_500")])
def test_a_start_without_an_answer_is_made_again_under_its_own_key(
    story: PaymentStory, said: Outcome
) -> None:
    """Nobody can pay by a page whose address we never got; the customer is not alarmed."""
    assert [] == story.made(START, said)
    story.wait(2 * SECOND)

    assert ["action_required"] == story.made(START, PAGE)
    assert 1 == len(story.payment.attempts)


def test_a_start_that_gives_no_address_for_a_minute_fails_and_is_safe(story: PaymentStory) -> None:
    """Another way to pay may be opened at once."""
    said: list[str] = []
    while not said:
        said = story.made(START, LOST)
        story.wait(2 * SECOND)

    assert (["failed"], "provider_unavailable") == (said, story.payment.code)
    assert not story.payment.may_be_charged()


def test_an_address_that_comes_too_late_is_closed_and_given_to_nobody(story: PaymentStory) -> None:
    """It opens no second way to pay."""
    call = story.call(START)
    story.do("cancel")

    assert [] == story.answer(call, PAGE)
    assert story.due(CANCEL)
    assert not story.payment.may_be_charged()


@pytest.mark.parametrize(("what", "end"), [("cancel", "cancelled"), ("expire", "expired")])
def test_it_is_closed_at_the_provider_first(given: PaymentStory, what: str, end: str) -> None:
    """Then nothing can be taken by it any more, and the customer hears so."""
    given.wait(40 * MINUTE)

    assert [] == given.do(what)
    assert [end] == given.made(CANCEL, Done("expired"))


@pytest.mark.parametrize("said", [COMPLETE, LOST])
def test_a_page_that_could_not_be_closed_is_asked_about(given: PaymentStory, said: Outcome) -> None:
    """It may have been paid in that moment."""
    given.do("cancel")

    assert [] == given.made(CANCEL, said)
    assert ["succeeded"] == given.made(QUERY, PAID)


def test_a_close_that_was_lost_is_tried_again_while_it_is_open(given: PaymentStory) -> None:
    """The wish is kept until the page is closed or paid."""
    given.do("cancel")
    given.made(CANCEL, LOST)
    assert ["state_reported"] == given.made(QUERY, OPEN)
    given.wait(20 * SECOND)

    assert ["cancelled"] == given.made(CANCEL, Done("expired"))


def test_an_open_page_is_never_called_dead_by_time_alone(given: PaymentStory) -> None:
    """It can be paid as long as it is open there: only closing it ends it."""
    while given.now - NOON < 60 * MINUTE:
        given.now = given.due(QUERY)[0]
        given.made(QUERY, OPEN)

    assert "awaiting_customer" == given.status


def test_a_page_that_ran_out_at_the_provider_fails(given: PaymentStory) -> None:
    """Its record is final."""
    given.wait(50 * MINUTE)

    assert ["failed"] == given.made(QUERY, Declined("not_charged", "expired"))


@pytest.mark.parametrize("record", [OPEN, LOST])
def test_a_page_that_cannot_be_closed_comes_before_a_person(
    given: PaymentStory, record: Outcome
) -> None:
    """Said once; it is closed and asked about ever less often, also when its record is silent."""
    given.wait(40 * MINUTE).do("expire")
    said, made = list[str](), list[tuple[CallKind, datetime]]()
    while given.now - NOON < timedelta(days=2):
        given.now = max(given.now, min([*given.due(CANCEL), *given.due(QUERY)]))
        call = claims.begin(Turn(given.payment, given.now, given.policy), TOKEN)
        assert call is not None
        said += given.answer(call, LOST if call.kind is CANCEL else record)
        made.append((call.kind, given.now))

    assert ["unknown"] == said
    assert given.payment.needs_staff
    assert 10 < sum(kind is CANCEL for kind, _ in made) < 200
    assert made[-1][1] - made[-4][1] > 10 * MINUTE
    assert len(made) < 1000
