"""What customers read of money that goes back is complete, and claims no more than is known."""

from common.ids import new_id
from common.money import Money
from common.payments.views import RefundBody
from flow_engine.domain.refund_texts import ReturnedMoney, refund_returned_text, refunded_text
from flow_engine.domain.world import Merchant
from flow_engine.models import RefundRow
from flow_engine.service.requests import refund

MERCHANT = Merchant("Mosi Tours", "+263 77 000 0000", "Africa/Harare")
TWENTY = Money(2_000, "USD")


def test_a_refund_names_everything_that_is_asked_about_it() -> None:
    """Amount, method, both references, how long it takes to show, and whom to ask."""
    said = refunded_text(ReturnedMoney(TWENTY, "stripe", "re_3Ov4", "7K3QX2MB"), MERCHANT)

    for part in ("USD 20.00", "7K3QX2MB", "re_3Ov4", "10 working days", "Mosi Tours", "+263 77"):
        assert part in said
    assert "TEST" not in said


def test_no_time_is_promised_for_a_wallet() -> None:
    """How long a wallet takes nobody knows; a test says that no money moved."""
    said = refunded_text(ReturnedMoney(TWENTY, "omari", None, None, test=True), MERCHANT)

    assert "own messages" in said
    assert "day" not in said
    assert "TEST, no real money" in said
    assert "reference" not in said


def test_money_that_came_back_to_us_is_not_called_lost() -> None:
    """It names the amount, the order and that a person looks; no reason is guessed."""
    said = refund_returned_text(ReturnedMoney(TWENTY, "stripe", "re_1", "7K3QX2MB"), MERCHANT)

    assert "USD 20.00" in said
    assert "for 7K3QX2MB did not arrive" in said
    assert "A person looks" in said


def test_a_long_reason_does_not_have_a_refund_refused() -> None:
    """A person may say more about a task than a payments service takes with a refund."""
    part = RefundRow(
        id=new_id(),
        payment_id=new_id(),
        settlement_id=new_id(),
        amount_minor=2_000,
        currency="USD",
        reason="x" * 1_000,
    )
    body = RefundBody.model_validate(refund(part, "omari").body)

    assert body.wish().money == TWENTY
