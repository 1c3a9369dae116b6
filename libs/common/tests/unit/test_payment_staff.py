"""What a person says of a payment that nobody can learn about: entered, or given up."""

from dataclasses import replace
from datetime import timedelta

import pytest
from common.contracts.payments import PaymentHeld, PaymentSucceeded
from common.errors import ConflictError, InvalidError
from common.money import Money
from common.payments.domain import (
    CallKind,
    CallState,
    Declined,
    Ended,
    Held,
    Outcome,
    Paid,
    PaymentStatus,
    Source,
    Turn,
    Unknown,
    requests,
    settlements,
)
from common.testing.story import PaymentStory

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
START, CHARGE, QUERY = CallKind.START, CallKind.CHARGE, CallKind.QUERY
USD_50 = Money(5000, "USD")
PAID = Paid(USD_50, "H5PS")


def succeeded(turn: Turn) -> list[PaymentSucceeded]:
    """Return the settlements that a turn told of."""
    return [event for event in turn.events if isinstance(event, PaymentSucceeded)]


def test_staff_enter_what_the_portal_shows(held: PaymentStory) -> None:
    """Where no record tells the amount; entered twice it is one movement."""
    turn = held.turn()
    for _ in range(2):
        requests.enter_amount(turn, requests.Entered(Money(3000, "USD"), "H5PS", "Rudo"))

    (event,) = succeeded(turn)
    (settlement,) = held.payment.settlements
    assert 3000 == event.settled_minor
    assert (Source.STAFF, "Rudo") == (settlement.source, settlement.named_by)
    assert not held.payment.needs_staff


def test_what_the_provider_tells_later_of_an_entered_amount_is_held_against_it(
    held: PaymentStory,
) -> None:
    """A person typed it: a record with another amount calls him again."""
    requests.enter_amount(held.turn(), requests.Entered(Money(3000, "USD"), "H5PS", "Rudo"))

    assert ["held"] == held.wait(DAY).made(QUERY, Paid(Money(3500, "USD"), "H5PS"))
    assert [Money(3000, "USD")] == [one.money for one in held.payment.settlements]


def test_a_record_that_names_an_entered_movement_otherwise_is_not_credited_again(
    prompted: PaymentStory,
) -> None:
    """A person typed its reference: spaces and commas aside, another one is for a person."""
    turn, attempt = prompted.turn(), prompted.payment.attempts[0]
    requests.enter_amount(turn, requests.Entered(USD_50, "1,0 82", "Rudo"))
    settlements.settle(turn, attempt, Paid(USD_50, "1082"))
    settlements.settle(turn, attempt, Paid(USD_50, "9999"))

    assert [USD_50] == [one.money for one in prompted.payment.settlements]
    assert 1 == len(succeeded(turn))
    held = [event for event in turn.events if isinstance(event, PaymentHeld)]
    assert [("movement_changed", "9999")] == [(e.code, e.provider_reference) for e in held]


def test_nothing_is_entered_for_what_the_provider_settled(prompted: PaymentStory) -> None:
    """A reference that was typed otherwise would be credited a second time."""
    prompted.wait(10 * SECOND).made(QUERY, Paid(USD_50, "1082"))

    with pytest.raises(ConflictError, match="settled by this attempt"):
        requests.enter_amount(prompted.turn(), requests.Entered(USD_50, "10-82", "Rudo"))


@pytest.mark.parametrize("said", [Held("010"), Declined("declined", "failed"), Ended("voided")])
def test_a_record_that_contradicts_a_person_calls_him_again(
    held: PaymentStory, said: Outcome
) -> None:
    """It is credited and told; whoever entered it must see it."""
    requests.enter_amount(held.turn(), requests.Entered(Money(3000, "USD"), "H5PS", "Rudo"))

    assert ["held"] == held.wait(DAY).made(QUERY, said)
    assert held.payment.needs_staff


def test_another_amount_is_not_entered_over_a_settled_one(held: PaymentStory) -> None:
    """It says so, and nothing changes."""
    turn = held.turn()
    requests.enter_amount(turn, requests.Entered(Money(3000, "USD"), "H5PS", "Rudo"))

    with pytest.raises(ConflictError, match="Another amount"):
        requests.enter_amount(turn, requests.Entered(Money(2000, "USD"), "H5PS", "Rudo"))


def test_an_entered_amount_needs_the_fact_that_names_its_movement(prompted: PaymentStory) -> None:
    """Else the record, which comes later, would be a second row."""
    with pytest.raises(InvalidError, match="reference"):
        requests.enter_amount(prompted.turn(), requests.Entered(USD_50, "", "Rudo"))


def test_nothing_is_entered_for_a_payment_that_was_never_charged(opened: PaymentStory) -> None:
    """No money can have moved."""
    with pytest.raises(ConflictError, match="Nothing was charged"):
        requests.enter_amount(opened.turn(), requests.Entered(USD_50, "H5PS", "Rudo"))


def test_who_enters_an_amount_says_by_which_of_several_attempts_it_came(
    held: PaymentStory,
) -> None:
    """Under another one's key its own record would be credited a second time."""
    turn, first = held.turn(), held.payment.attempts[0]
    other = turn.add_attempt()
    call = turn.add_call(other, CHARGE, at=held.now)
    call.state = CallState.DONE
    entered = requests.Entered(Money(3000, "USD"), "H5PS", "Rudo")

    with pytest.raises(InvalidError, match=f"{first.id}, {other.id}"):
        requests.enter_amount(turn, entered)
    requests.enter_amount(turn, replace(entered, reference=first.id))
    assert [str(first.id)] == [one.movement for one in held.payment.settlements]


@pytest.mark.parametrize(("nothing", "code"), [(True, "not_charged"), (False, "released")])
def test_what_staff_release_is_closed_and_watched(
    held: PaymentStory, *, nothing: bool, code: str
) -> None:
    """Another way to pay may be offered; late money is credited all the same."""
    turn = held.turn()
    requests.release(turn, nothing_arrived=nothing)
    assert (PaymentStatus.FAILED, code) == (held.payment.status, held.payment.code)
    assert not held.payment.may_be_charged()

    said = held.wait(DAY).made(QUERY, PAID)
    assert ["succeeded"] == said
    assert [USD_50] == [one.money for one in held.payment.settlements]


def test_only_what_a_person_was_called_to_is_released(opened: PaymentStory) -> None:
    """While the provider is being asked, nobody says that nothing was taken."""
    opened.do("submit_otp")
    opened.made(CHARGE, Unknown("read_timeout"))

    with pytest.raises(ConflictError, match="still being asked"):
        requests.release(opened.turn(), nothing_arrived=True)
