"""What is said of a payment's news, wherever the customer is in the chat."""

import re
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from common.contracts import (
    PaymentActionRequired,
    PaymentEvent,
    PaymentStartDelayed,
    PaymentStateReported,
    PaymentUnknown,
)
from common.ids import new_id
from flow_engine.domain.intents import IntentStatus
from flow_engine.domain.receipts import while_muted
from flow_engine.domain.required_action import RequiredAction
from flow_engine.models import IntentRow, OrderRow
from flow_engine.service.payment_news import Outcome, Reader

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=15)
CLAIM = re.compile(r"nothing (was|has been) (taken|paid|charged)|no money", re.IGNORECASE)
ID = new_id()
BASE: dict[str, Any] = {"payment_id": ID, "provider": "omari", "at": NOW}
KINDS = ("approve", "show_code", "link")


def required(kind: str, **more: Any) -> PaymentActionRequired:
    """Give what must be done."""
    fields = {"method": "x", "kind": kind, "text": "Dial *151#", "code": "77 88"}
    fields |= {"url": "https://pay.example.com/7", "expires_at": SOON}
    return PaymentActionRequired.model_validate(BASE | fields | more)


def reported(status: str, asked: str, until: datetime | None) -> PaymentStateReported:
    """Give the answer to a check or a cancel."""
    return PaymentStateReported.model_validate(
        BASE | {"status": status, "asked": asked, "until": until}
    )


def read(event: PaymentEvent, *, kind: Any = "approve", status: Any = "awaiting_action",
         now: datetime = NOW) -> Outcome:  # fmt: skip
    """Read an event of a payment of USD 50.00."""
    intent = IntentRow(
        payment_id=ID, provider="omari", amount_minor=5_000, currency="USD", status=status
    )
    action = RequiredAction(kind, SOON) if kind else None
    reader = Reader(intent, OrderRow(reference="7K3QX2MB"), action, "Africa/Harare", now)
    return reader.read(event)


@pytest.mark.parametrize(
    ("kind", "shown"),
    [("approve", "Dial *151#"), ("show_code", "*77 88*"), ("link", "https://pay.example.com/7")],
)
def test_who_is_elsewhere_hears_all_that_he_needs(kind: str, shown: str) -> None:
    """In one text, with time, amount and order; while a person answers too."""
    outcome = read(required(kind))

    said = outcome.said or ""
    for piece in (shown, "USD 50.00", "7K3QX2MB", "O'mari", "open until 12:15"):
        assert piece in said
    assert outcome.status is IntentStatus.AWAITING_ACTION
    assert "TEST" not in said
    assert "TEST" in (read(required(kind, test=True)).said or "")
    assert while_muted(said) is None


@pytest.mark.parametrize("until", [SOON, None])
@pytest.mark.parametrize("kind", KINDS)
def test_a_state_keeps_the_intent_waiting_for_its_action(kind: str, until: Any) -> None:
    """It is never called a payment that waits for a code."""
    outcome = read(reported("awaiting_customer", "check", until), kind=kind)

    assert outcome.status is IntentStatus.AWAITING_ACTION
    assert "code" not in (outcome.said or "")


def test_a_payment_with_a_code_is_reported_as_before() -> None:
    """What a code charges waits for its code."""
    outcome = read(reported("awaiting_customer", "check", None), kind=None)

    assert outcome.status is IntentStatus.AWAITING_CODE
    assert "waits for its code" in (outcome.said or "")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("approve", "still open until 12:15; do not approve it"),
        ("show_code", "still open until 12:15; do not use its code"),
        ("link", "still open until 12:15; do not pay on its page"),
        (None, "still open until 12:15; do not approve or pay it"),
    ],
)
def test_a_cancel_that_cannot_take_it_back_is_answered_truthfully(kind: Any, said: str) -> None:
    """Also when a lost start is asked to be cancelled, of which nothing is known."""
    for status in ("awaiting_customer", "unknown"):
        assert said in (read(reported(status, "cancel", SOON), kind=kind).said or "")


def test_a_check_says_what_is_known() -> None:
    """Not approved so far is the provider's word; without one it may be open."""
    assert "not approved so far. It is open until 12:15" in (
        read(reported("awaiting_customer", "check", SOON)).said or ""
    )
    assert "it may be open until 12:15" in (
        read(reported("unknown", "check", SOON), kind=None).said or ""
    )


def test_after_its_time_it_is_not_called_open() -> None:
    """And not over: the provider's last word is missing."""
    late = SOON + timedelta(seconds=1)
    for asked in ("check", "cancel"):
        said = read(reported("awaiting_customer", asked, SOON), now=late).said or ""
        assert "was over at 12:15" in said
        assert "open until" not in said


def test_what_a_person_looks_at_is_told_in_other_words_than_the_first_doubt() -> None:
    """Each is said once, under a name of its own, and neither says failed or nothing taken."""
    first, last = (read(PaymentUnknown(**BASE, needs_staff=staff)) for staff in (False, True))

    assert {first.once, last.once} == {"unknown", "person_looks"}
    assert first.status is last.status is IntentStatus.UNKNOWN
    for piece in ("A person looks at it now", "do not pay again", "write the result here"):
        assert " ".join(piece.split()) in (last.said or "")


OPEN_NEWS = [
    *(required(kind) for kind in KINDS),
    required("link", url="http://pay.example.com/7"),
    PaymentUnknown(**BASE),
    PaymentUnknown(**BASE, needs_staff=True),
    PaymentStartDelayed(**BASE),
    *(
        reported(status, asked, until)
        for status, asked, until in product(
            ("awaiting_customer", "unknown", "sending"), ("check", "cancel"), (SOON, None)
        )
    ),
]


@pytest.mark.parametrize("event", OPEN_NEWS, ids=range(len(OPEN_NEWS)))
@pytest.mark.parametrize("kind", [*KINDS, "none", None])
@pytest.mark.parametrize("status", ["awaiting_action", "unknown"])
@pytest.mark.parametrize("minutes", [0, 60])
def test_no_news_of_what_may_still_be_paid_says_that_nothing_was_taken(
    event: PaymentEvent, kind: Any, status: str, minutes: int
) -> None:
    """Only the ends say so, and they come after the provider's final word."""
    outcome = read(event, kind=kind, status=status, now=NOW + timedelta(minutes=minutes))

    assert CLAIM.search(outcome.said or "") is None, outcome.said
