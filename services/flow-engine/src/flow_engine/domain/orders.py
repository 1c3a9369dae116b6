"""Orders: what is open, what state the payments leave them in, when they may be cancelled."""

from dataclasses import dataclass, replace
from typing import Final

NOT_OWED: Final = "not_owed"
"""The transaction that the order was made for ended unpaid: nobody owes it."""


@dataclass(frozen=True, slots=True)
class OrderState:
    """The part of an order that decides about money."""

    currency: str
    total_minor: int
    paid_minor: int
    """What arrived; it never falls."""
    payment_status: str
    refunded_minor: int = 0
    open_disputes: int = 0

    @property
    def is_cancelled(self) -> bool:
        """Tell whether the merchant called it off: it takes no money any more."""
        return self.payment_status == "cancelled"

    @property
    def is_given_back(self) -> bool:
        """Tell whether all that arrived for it went back: what arrives now nobody expected."""
        return 0 < self.paid_minor <= self.refunded_minor

    @property
    def open_minor(self) -> int:
        """What is left to pay; never below zero. What went back is not owed again."""
        return 0 if self.payment_status == NOT_OWED else self.credit_minor

    @property
    def credit_minor(self) -> int:
        """What money that arrives may fill: also of an order that nobody owes any more."""
        return 0 if self.is_cancelled else max(0, self.total_minor - self.paid_minor)

    def owed_again(self) -> "OrderState":
        """Return it as it is once its transaction is started again."""
        if self.payment_status != NOT_OWED:
            return self
        return replace(self, payment_status=self._by_amounts())

    def status_now(self) -> str:
        """Return the payment status after an amount or a dispute changed."""
        if self.payment_status == NOT_OWED and self.paid_minor == 0:
            return NOT_OWED
        return "cancelled" if self.is_cancelled else self._by_amounts()

    def _by_amounts(self) -> str:
        return status_of(
            self.total_minor,
            self.paid_minor,
            refunded_minor=self.refunded_minor,
            open_disputes=self.open_disputes,
        )


def status_of(
    total_minor: int, paid_minor: int, *, refunded_minor: int = 0, open_disputes: int = 0
) -> str:
    """Return the status of an order that is not cancelled: the first of these that holds.

    disputed, refunded, part_refunded, overpaid, paid, part_paid, unpaid.
    """
    if open_disputes:
        return "disputed"
    if refunded_minor:
        return "refunded" if refunded_minor >= paid_minor else "part_refunded"
    if paid_minor == 0:
        return "unpaid"
    if paid_minor < total_minor:
        return "part_paid"
    return "paid" if paid_minor == total_minor else "overpaid"


def status_after_unpaid_end(order: OrderState) -> str:
    """Return the status of a transaction's order when the transaction ended unpaid."""
    return NOT_OWED if order.payment_status == "unpaid" else order.payment_status


def refusal_to_cancel(
    order: OrderState, *, has_open_intent: bool, has_credit: bool, all_went_back: bool = False
) -> str | None:
    """Return why an order may not be cancelled, or None: open_intent, money_received.

    `all_went_back`: of what it received nothing is left, for good.
    """
    if has_open_intent:
        return "open_intent"
    if all_went_back:
        return None
    return "money_received" if has_credit or order.paid_minor else None
