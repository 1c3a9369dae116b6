"""What customers are told about their money is complete and true."""

from datetime import UTC, datetime

import pytest
from common.money import Money
from flow_engine.domain.receipts import (
    Receipt,
    code_text,
    ended_text,
    local_time,
    receipt_text,
    refused_text,
    state_text,
    unknown_text,
    while_muted,
    wrong_code_text,
)
from flow_engine.domain.world import Merchant

MERCHANT = Merchant("Mosi Tours", "+263 77 000 0000", "Africa/Harare")
AT = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
FIFTY = Money(5_000, "USD")


def receipt(**change: object) -> str:
    """Return the text of a receipt of USD 50.00."""
    parts: dict[str, object] = {
        "settled": FIFTY,
        "provider": "omari",
        "order_reference": "7K3QX2MB",
        "provider_reference": "H5PSK",
        "left": Money(0, "USD"),
        "at": AT,
    }
    return receipt_text(Receipt(**(parts | change)), MERCHANT)  # pyright: ignore[reportArgumentType] - by name


def test_a_receipt_of_the_last_payment_says_paid_in_full() -> None:
    """Nothing left is said in words."""
    assert "paid in full" in receipt()


def test_a_receipt_is_in_the_merchants_time() -> None:
    """Half past ten at night in UTC is the next year in Harare."""
    assert "1 Jan 2027, 00:30 (Africa/Harare)" in receipt()
    assert local_time(AT, "UTC") == "31 Dec 2026, 22:30 (UTC)"


def test_only_a_test_says_test() -> None:
    """TEST stands on the receipt of money that is not real, and on no other."""
    assert "TEST" in receipt(test=True)
    assert "TEST" not in receipt()


@pytest.mark.parametrize("task", ["unknown_order", "other_currency", "order_cancelled"])
def test_money_in_suspense_is_not_called_paid(task: str) -> None:
    """What is on no order is said to be kept safe."""
    said = receipt(task=task)

    assert "keep it safe" in said
    assert "paid in full" not in said


def test_every_end_says_that_nothing_was_taken() -> None:
    """Declined, cancelled and expired each say so, with the reason if there is one."""
    assert "does not hold enough money" in ended_text(
        "declined", FIFTY, "omari", "insufficient_funds"
    )
    for outcome in ("declined", "cancelled", "expired"):
        assert "Nothing was taken" in ended_text(outcome, FIFTY, "omari")
    assert "Nothing was taken" in refused_text(FIFTY, "omari", None)


def test_unknown_is_never_called_a_failure() -> None:
    """W-O4: while the outcome is open nobody says failed, and nobody says paid."""
    said = unknown_text(FIFTY, "omari", "7K3QX2MB")

    assert said.startswith("We are asking O'mari; please do not pay again.")
    assert "fail" not in said.lower()


def test_a_refusal_says_when_to_try_again() -> None:
    """A limit names its time."""
    assert "after 13:00" in refused_text(FIFTY, "omari", "13:00")


def test_elsewhere_in_the_chat_the_way_back_is_named() -> None:
    """Who left the payment's step hears how to return to it."""
    assert "*pay*" in code_text(FIFTY, "omari", "ETDC", "2637*****045")
    assert "2 tries" in wrong_code_text(2)
    assert "1 try" in wrong_code_text(1)
    assert "do not pay again" in (state_text("unknown") or "")
    assert "code" in (state_text("awaiting_customer") or "")
    assert state_text("succeeded") is None


def test_while_a_person_answers_the_way_back_is_the_button() -> None:
    """What names *pay* names the button first; what names no way stays as it is."""
    for said in (
        code_text(FIFTY, "omari", "ETDC", "2637*****045"),
        wrong_code_text(2),
        ended_text("expired", FIFTY, "omari"),
        refused_text(FIFTY, "omari", None),
        state_text("awaiting_customer") or "",
    ):
        assert "Press *Back to the menu*, then type *pay*" in (while_muted(said) or "")
        assert "Type *pay*" not in (while_muted(said) or "Type *pay*")
    assert while_muted(unknown_text(FIFTY, "omari", "7K3QX2MB")) is None
