"""What arrived is a movement of its own, whatever was asked for, and whoever tells of it."""

from datetime import timedelta
from uuid import UUID

from common.contracts.payments import PaymentHeld, PaymentSucceeded
from common.money import Money
from common.payments.domain import (
    LINK,
    CallKind,
    Charged,
    Declined,
    Ended,
    EnterCode,
    NotFound,
    OpenLink,
    Paid,
    Payment,
    Policy,
    Source,
    Started,
    Turn,
    settlements,
)
from common.testing.story import PaymentStory
from hypothesis import given
from hypothesis import strategies as st

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
START, CHARGE, QUERY = CallKind.START, CallKind.CHARGE, CallKind.QUERY
USD_50 = Money(5000, "USD")
PAID = Paid(USD_50, "H5PS")


def succeeded(turn: Turn) -> list[PaymentSucceeded]:
    """Return the settlements that a turn told of."""
    return [event for event in turn.events if isinstance(event, PaymentSucceeded)]


def test_a_settlement_has_a_row_and_an_event_with_its_id(opened: PaymentStory) -> None:
    """The event names the movement, not only the payment."""
    opened.do("submit_otp")
    assert ["succeeded"] == opened.made(CHARGE, Charged("H5PS", settled=USD_50))
    (settlement,) = opened.payment.settlements

    assert (USD_50, "H5PS") == (settlement.money, settlement.provider_reference)
    assert str(settlement.attempt_id) == settlement.movement
    assert Source.PROVIDER is settlement.source


def test_what_was_accepted_without_an_amount_says_that_nobody_named_it(
    opened: PaymentStory,
) -> None:
    """What was asked for is a wish, until the record tells more."""
    opened.do("submit_otp")
    opened.made(CHARGE, Charged("H5PS"))
    assert ["succeeded"] == opened.made(QUERY, NotFound("025"))

    assert [Source.WISH] == [one.source for one in opened.payment.settlements]


def test_an_answer_that_names_no_movement_settles_nothing_but_asks(
    prompted: PaymentStory,
) -> None:
    """The key is part of the shape: it is never made up from what an answer happens to have."""
    assert [] == prompted.wait(10 * SECOND).made(QUERY, Paid(USD_50, ""))
    assert [] == prompted.payment.settlements
    assert prompted.due(QUERY)

    assert ["succeeded"] == prompted.wait(10 * SECOND).made(QUERY, Paid(USD_50, "1082"))
    assert ["1082"] == [one.movement for one in prompted.payment.settlements]


def test_a_known_movement_with_another_amount_is_an_alert_and_never_a_second_row(
    opened: PaymentStory,
) -> None:
    """What was credited stays; a person is told what is said now."""
    opened.do("submit_otp")
    charge = opened.call(CHARGE)
    opened.answer(charge, Charged("H5PS", settled=USD_50))
    turn, attempt = opened.turn(), opened.payment.attempts[0]
    for _ in range(2):
        settlements.settle(turn, attempt, Paid(Money(7000, "USD"), "H5PS"))

    held = [event for event in turn.events if isinstance(event, PaymentHeld)]
    assert {("movement_changed", 7000)} == {(event.code, event.settled_minor) for event in held}
    assert [USD_50] == [one.money for one in opened.payment.settlements]


def test_each_movement_of_a_payment_is_settled_and_told(prompted: PaymentStory) -> None:
    """Paid twice by one prompt: two rows, two events, and the second one is late."""
    turn, attempt = prompted.turn(), prompted.payment.attempts[0]
    for reference in ("1082", "1083", "1082"):
        settlements.settle(turn, attempt, Paid(USD_50, reference))

    first, second = succeeded(turn)
    assert first.settlement_id != second.settlement_id
    assert (False, True) == (first.late, second.late)
    assert 2 == len(prompted.payment.settlements)
    assert 5000 == prompted.payment.settled_minor


def test_an_attempt_that_was_charged_is_watched_after_another_one_settled() -> None:
    """What it may have taken, too, must not be lost."""
    story = PaymentStory()
    story.made(START, Started(EnterCode("ETDC")))
    story.do("submit_otp")
    story.made(CHARGE, Declined("declined", "005"))
    turn = story.turn()
    other = turn.add_attempt()
    settlements.settle(turn, other, PAID)
    first = story.payment.attempts[0]
    call = next(c for c in story.payment.calls if c.kind is QUERY and c.attempt_id == first.id)
    call.state, call.started_at = type(call.state).CALLING, story.now
    call.token = UUID(int=9)

    assert ["succeeded"] == story.answer(call, PAID, UUID(int=9))
    assert {first.id, other.id} == {one.attempt_id for one in story.payment.settlements}


def test_a_record_decides_what_an_answer_left_open(held: PaymentStory) -> None:
    """010 names no amount: its record does, and nobody needs to look any more."""
    assert ["succeeded"] == held.wait(20 * SECOND).made(QUERY, Paid(Money(3000, "USD"), "H5PS"))
    assert (None, False) == (held.payment.hold_code, held.payment.needs_staff)


def test_a_record_that_contradicts_what_was_believed_calls_a_person(opened: PaymentStory) -> None:
    """An accepted charge whose record says later that it ended unpaid may not be there."""
    opened.do("submit_otp")
    opened.made(CHARGE, Charged("H5PS"))
    assert ["succeeded"] == opened.made(QUERY, NotFound("025"))

    assert ["held"] == opened.wait(DAY).made(QUERY, Ended("voided"))


def test_what_a_release_before_settled_is_one_movement(opened: PaymentStory) -> None:
    """It left no row: the same success heard again writes it, under the payment's own id."""
    opened.do("submit_otp")
    charge = opened.call(CHARGE)
    opened.answer(charge, Charged("H5PS", settled=USD_50))
    opened.payment.settlements.clear()

    assert [] == opened.answer(charge, PAID)
    assert [(opened.payment.id, USD_50)] == [(s.id, s.money) for s in opened.payment.settlements]


@given(
    told=st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c"]), st.integers(1, 3), st.sampled_from(["USD", "ZWG"])
        ),
        max_size=12,
    ),
)
def test_however_often_it_is_told_each_movement_is_one_row(
    told: list[tuple[str, int, str]],
) -> None:
    """In any order, with any amounts: one event for each row, and the first word stays."""
    story = PaymentStory(Policy(shape=LINK))
    story.made(START, Started(OpenLink("https://pay.example/1")))
    turn, attempt = story.turn(), story.payment.attempts[0]
    first: dict[str, Money] = {}
    for reference, minor, currency in told:
        settlements.settle(turn, attempt, Paid(Money(minor, currency), reference))
        first.setdefault(reference, Money(minor, currency))

    rows: Payment = story.payment
    assert first == {one.movement: one.money for one in rows.settlements}
    assert [one.id for one in rows.settlements] == [e.settlement_id for e in succeeded(turn)]
