"""Orders: what is open, what state the payments leave them in, when they may be cancelled."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrderState:
    """The part of an order that decides about money."""

    currency: str
    total_minor: int
    paid_minor: int
    payment_status: str

    @property
    def is_cancelled(self) -> bool:
        """Tell whether nothing is owed any more."""
        return self.payment_status == "cancelled"

    @property
    def open_minor(self) -> int:
        """What is left to pay; never below zero."""
        return 0 if self.is_cancelled else max(0, self.total_minor - self.paid_minor)


def status_of(total_minor: int, paid_minor: int) -> str:
    """Return unpaid, part_paid, paid or overpaid: a function of the two amounts alone."""
    if paid_minor == 0:
        return "unpaid"
    if paid_minor < total_minor:
        return "part_paid"
    return "paid" if paid_minor == total_minor else "overpaid"


def refusal_to_cancel(order: OrderState, *, has_open_intent: bool, has_credit: bool) -> str | None:
    """Return why an order may not be cancelled, or None: open_intent, money_received."""
    if has_open_intent:
        return "open_intent"
    return "money_received" if has_credit or order.paid_minor else None
