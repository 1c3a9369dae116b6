"""A customer who pays, mistypes, changes his mind, presses twice, and tries again."""

from random import Random
from typing import Protocol
from uuid import UUID

from common.contracts.payments import (
    PaymentActionRequired,
    PaymentCancelled,
    PaymentEvent,
    PaymentExpired,
    PaymentFailed,
    PaymentOtpRefused,
    PaymentOtpRequested,
    PaymentStateReported,
    PaymentUnknown,
)

_ENDS = (PaymentFailed, PaymentCancelled, PaymentExpired)
_HABITS = ("code", "wrong", "resend", "")
_CHANCES = (60, 20, 6, 14)
_CANCELS, _TYPES_TWICE, _TRIES_AGAIN, _CHANGES = 0.3, 0.1, 0.6, 0.15


class Till(Protocol):
    """What a customer can do."""

    def pay(self) -> None:
        """Ask to pay what is owed."""
        ...

    def later(self, seconds: float, what: str, payment_id: UUID) -> None:
        """Ask something of a payment after a while: code, wrong, cancel, resend, check, visit."""
        ...

    def pay_later(self, seconds: float) -> None:
        """Ask to pay after a while."""
        ...


class Customer:
    """Reacts to what he is told, by chance."""

    def __init__(self, random: Random, till: Till) -> None:
        self._random = random
        self._till = till
        self._patience = 3

    def told(self, event: PaymentEvent) -> None:
        """React to an event about a payment."""
        if isinstance(event, (PaymentOtpRequested, PaymentOtpRefused)):
            self._type(event.payment_id)
        elif isinstance(event, PaymentActionRequired):
            self._act(event.payment_id)
        elif isinstance(event, (PaymentUnknown, PaymentStateReported)):
            self._wonder(event.payment_id)
        elif isinstance(event, _ENDS):
            self._try_again()

    def _type(self, payment_id: UUID) -> None:
        wait = self._random.uniform(1, 60)
        what = self._random.choices(_HABITS, _CHANCES)[0]
        if what:
            self._till.later(wait, what, payment_id)
        if self._random.random() < _CANCELS:
            cancels = max(0.0, wait + self._random.uniform(-5, 15))
            self._till.later(cancels, "cancel", payment_id)
        if self._random.random() < _TYPES_TWICE:
            self._till.later(wait + self._random.uniform(0, 3), "code", payment_id)

    def _act(self, payment_id: UUID) -> None:
        """Open the link, also in two tabs and late; and change one's mind meanwhile."""
        for _ in range(self._random.choice((0, 1, 1, 1, 2))):
            self._till.later(self._random.uniform(1, 1_200), "visit", payment_id)
        for what in ("cancel", "check", "resend", "code"):
            if self._random.random() < _CHANGES:
                self._till.later(self._random.uniform(1, 900), what, payment_id)

    def _wonder(self, payment_id: UUID) -> None:
        if self._patience <= 0:
            return
        self._patience -= 1
        what = self._random.choice(("check", "cancel", "code", "resend"))
        self._till.later(self._random.uniform(1, 300), what, payment_id)
        self._till.pay_later(self._random.uniform(1, 600))

    def _try_again(self) -> None:
        if self._random.random() < _TRIES_AGAIN:
            self._till.pay_later(self._random.uniform(1, 120))
