"""Whoever is called to a payment: he looks into the provider's portal, soon or some days later."""

from random import Random
from typing import Final, Protocol
from uuid import UUID

from common.contracts.payments import PaymentEvent, PaymentHeld, PaymentUnknown
from common.payments.domain import Payment, Turn, requests
from common.testing.simulation.wallet import Movement

_COMES: Final = ((60.0, 1_500.0), (3_600.0, 200_000.0))
_CANNOT_TELL: Final = 0.4
"""How often the portal does not help him, and he lets the order be paid another way."""


class Portal(Protocol):
    """What a person at the merchant's can see and do."""

    def come(self, seconds: float, payment_id: UUID) -> None:
        """Have him look after a while."""
        ...

    def moved(self, payment: Payment) -> list[Movement]:
        """Return what the provider took by a payment until now."""
        ...


class Staff:
    """Enters what arrived, and releases what did not."""

    def __init__(self, random: Random, portal: Portal) -> None:
        self._random = random
        self._portal = portal

    def told(self, event: PaymentEvent) -> None:
        """Come, when a payment needs a person."""
        is_doubt = isinstance(event, PaymentUnknown) and event.needs_staff
        if is_doubt or isinstance(event, PaymentHeld):
            seconds = self._random.uniform(*self._random.choice(_COMES))
            self._portal.come(seconds, event.payment_id)

    def judge(self, turn: Turn) -> None:
        """Do what the portal shows; once he has judged, nothing is left to be judged."""
        payment = turn.payment
        if not payment.needs_staff or payment.charge_in_flight() is not None:
            return
        known = {one.attempt_id for one in payment.settlements}
        missing = [m for m in self._portal.moved(payment) if m.reference not in known]
        if missing and self._random.random() >= _CANNOT_TELL:
            for movement in missing:
                self._enter(turn, movement)
        else:
            requests.release(turn, nothing_arrived=not missing)

    def _enter(self, turn: Turn, movement: Movement) -> None:
        entered = requests.Entered(movement.money, movement.name, "Rudo", movement.reference)
        requests.enter_amount(turn, entered)
