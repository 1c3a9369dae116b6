"""Every response code of Omari's in our words."""

from decimal import Decimal
from typing import Any

import pytest
from common.money import Money
from common.payments.domain import (
    Charged,
    Declined,
    Ended,
    EnterCode,
    Held,
    Paid,
    Pending,
    Started,
    Unknown,
    WrongOtp,
)
from hypothesis import given
from hypothesis import strategies as st
from payments_omari.domain import Answer, from_auth, from_query, from_request
from payments_omari.domain.mapping import AMBIGUOUS, DECLINES

REFERENCE = "9ee57919-b4f0-4d86-95ae-a1311ad1de7d"
LISTED = {
    *("000", "001", "003", "005", "006", "009", "010", "012", "013", "014", "015", "019", "020"),
    *("021", "025", "026", "027", "030", "040", "041", "042", "045", "048", "051", "054", "055"),
    *("057", "060", "061", "062", "063", "067", "075", "091", "092", "095", "096"),
}
"""facts: Omari 1.5."""


def an_answer(code: str, *, http: int = 200, **fields: Any) -> Answer:
    """Build an answer."""
    return Answer(http, {"error": code != "000", "responseCode": code, **fields})


def a_record(**fields: Any) -> Answer:
    """Build the answer to a query of a paid reference."""
    record: dict[str, Any] = {
        "reference": REFERENCE,
        "amount": Decimal("3.50"),
        "currency": "USD",
        "status": "Success",
        "paymentReference": "H5PSKURANNR1LKS7AJ0KV50KZG",
    }
    return an_answer("000", **{**record, **fields})


def test_every_listed_code_has_exactly_one_meaning() -> None:
    """None is forgotten, none is in two groups."""
    special = {"000", "010", "025", "055"}
    groups = (special, set(AMBIGUOUS), set(DECLINES))

    assert LISTED == set().union(*groups)
    assert len(LISTED) == sum(map(len, groups))


@pytest.mark.parametrize("code", sorted(LISTED - {"000", "010", "025"} | {"777", "", "00"}))
def test_a_question_that_is_refused_says_nothing_of_the_payment(code: str) -> None:
    """`003` may mean the merchant's key, `055` the try before: only our record, or 025, decides."""
    assert isinstance(from_query(an_answer(code), REFERENCE), Unknown)


@pytest.mark.parametrize("code", sorted(AMBIGUOUS | {"025", "777", "", "00"}))
@pytest.mark.parametrize("http", [200, 400, 500])
def test_an_ambiguous_code_never_decides_a_charge(code: str, http: int) -> None:
    """W-O4: only the query decides; 026 after our own time-out is one of them."""
    assert isinstance(from_request(an_answer(code, http=http)), Unknown)


@pytest.mark.parametrize("code", sorted(DECLINES))
@pytest.mark.parametrize("http", [200, 400, 422, 500])
def test_a_refusal_is_definite_whatever_its_status(code: str, http: int) -> None:
    """W-O9: the body speaks, and its reason is one of ours."""
    assert Declined(DECLINES[code], code) == from_request(an_answer(code, http=http))


def test_a_charge_that_went_through_names_its_references() -> None:
    """Both of them."""
    answer = an_answer("000", paymentReference="H5PS", debitReference="bc54")

    assert Charged("H5PS", "bc54", None, "000") == from_request(answer)


def test_a_partial_charge_is_held_for_a_person() -> None:
    """010 is neither success nor failure."""
    assert Held("010") == from_request(an_answer("010"))
    assert Held("010") == from_query(an_answer("010"), REFERENCE)


def test_a_wrong_code_may_be_tried_again() -> None:
    """055 on a charge; on a start it would make no sense, and is a refusal."""
    assert WrongOtp("055") == from_request(an_answer("055"))
    assert isinstance(from_auth(an_answer("055")), Declined)


def test_a_start_without_a_reference_to_show_is_unknown() -> None:
    """The customer could not tell one code from another."""
    assert Started(EnterCode("ETDC"), "000") == from_auth(an_answer("000", otpReference="ETDC"))
    assert Unknown("no_otp_reference") == from_auth(an_answer("000"))


def test_a_wallet_that_is_not_there_is_said_so() -> None:
    """No number, no account."""
    for code in ("025", "048", "042"):
        assert Declined("wallet_not_found", code) == from_auth(an_answer(code))


def test_a_query_settles_what_its_record_says() -> None:
    """Amount and currency are the provider's own."""
    paid = from_query(a_record(amount=Decimal("2.10"), currency="ZWG"), REFERENCE)

    assert isinstance(paid, Paid)
    assert paid.settled == Money(210, "ZWG")


@pytest.mark.parametrize("word", ["Pending", "Initiated", "???"])
def test_a_status_that_is_not_known_is_not_resolved(word: str) -> None:
    """Only "Success" is documented."""
    assert Pending(word.lower()) == from_query(a_record(status=word), REFERENCE)


@pytest.mark.parametrize("word", ["Failed", "Expired", "Voided"])
def test_a_status_that_says_ended_is_believed_only_over_time(word: str) -> None:
    """It is unpaid so far: said twice, long after the charge, or after a void."""
    assert Ended(word.lower()) == from_query(a_record(status=word), REFERENCE)


def test_a_record_without_a_status_is_paid_if_it_names_a_payment() -> None:
    """The field table has no status; the example has one."""
    assert isinstance(from_query(a_record(status=None), REFERENCE), Paid)
    unpaid = a_record(status=None, paymentReference=None)
    assert isinstance(from_query(unpaid, REFERENCE), Pending)


@pytest.mark.parametrize("amount", [None, "3.50", True, Decimal("3.505"), 0, Decimal(-1)])
def test_an_amount_that_cannot_be_read_is_held(amount: object) -> None:
    """Success without a sound amount is for a person, never a guess."""
    assert Held("unreadable_amount") == from_query(a_record(amount=amount), REFERENCE)


def test_another_references_record_settles_nothing() -> None:
    """The answer must be about what was asked."""
    assert Unknown("other_reference") == from_query(a_record(reference="x"), REFERENCE)


@given(
    http=st.integers(100, 599),
    fields=st.dictionaries(
        st.sampled_from(["error", "responseCode", "status", "amount", "otpReference", "reference"]),
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    ),
)
def test_no_answer_can_be_read_as_money_by_accident(http: int, fields: dict[str, object]) -> None:
    """Whatever comes, success needs 2xx, `error` false and 000."""
    answer = Answer(http, fields)
    sound = 200 <= http < 300 and fields.get("error") is False
    outcome = from_request(answer)
    from_auth(answer)
    from_query(answer, REFERENCE)

    assert not isinstance(outcome, Charged) or (sound and fields["responseCode"] == "000")
