"""What customers are told of money that goes back to them, or that they dispute at their bank."""

from dataclasses import dataclass
from typing import Final

from common.money import Money, format_money

from flow_engine.domain.receipts import method_title
from flow_engine.domain.world import Merchant

_SHOWN_AFTER: Final = {"omari": "O'mari tells you in the wallet's own messages once it shows."}
_MAY_TAKE: Final = "Banks and wallets may take up to 10 working days to show it."


@dataclass(frozen=True, slots=True)
class ReturnedMoney:
    """Money that went back or is disputed, as the customer must hear of it."""

    amount: Money
    provider: str
    provider_reference: str | None
    order_reference: str | None
    test: bool = False


def refunded_text(refund: ReturnedMoney, merchant: Merchant) -> str:
    """Return what is said once money went back: how much, for what, and when it shows."""
    lines = [
        "*Refund — TEST, no real money*" if refund.test else "*Refund*",
        f"We sent {format_money(refund.amount)} back to you.",
        f"Method: {method_title(refund.provider)}",
        f"Your reference: {refund.order_reference}" if refund.order_reference else None,
        f"Provider's reference: {refund.provider_reference}" if refund.provider_reference else None,
        _SHOWN_AFTER.get(refund.provider, _MAY_TAKE),
        f"{merchant.name} · {merchant.support_contact}",
    ]
    return "\n".join(line for line in lines if line)


def refund_returned_text(refund: ReturnedMoney, merchant: Merchant) -> str:
    """Return what is said when money that was told to be on its way back to him did not arrive."""
    named = f" for {refund.order_reference}" if refund.order_reference else ""
    return (
        f"The {format_money(refund.amount)} that we sent back to you{named} did not arrive:"
        f" {method_title(refund.provider)} returned it to us. A person looks at it now and will"
        f" write to you. {merchant.name} · {merchant.support_contact}"
    )


def dispute_text(state: str, disputed: ReturnedMoney, merchant: Merchant) -> str | None:
    """Return what a customer is told of a dispute; None for what concerns the merchant only."""
    named = f" for {disputed.order_reference}" if disputed.order_reference else ""
    payment = f"your payment of {format_money(disputed.amount)}{named}"
    match state:
        case "opened":
            return (
                f"Your bank or wallet says that {payment} is disputed, and holds the money until"
                " it has decided. Please do not pay again meanwhile. If you did not ask for this,"
                f" tell us: {merchant.name} · {merchant.support_contact}"
            )
        case "won":
            return (
                f"The dispute about {payment} is closed: the payment stands, and counts for your"
                " order as before."
            )
        case "lost":
            return (
                f"The dispute about {payment} is closed: your bank or wallet gives the money"
                f" back to you. {_MAY_TAKE}"
            )
        case _:
            return None
