"""What a payments service adds to the kit: one provider, spoken to in definite words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from common.money import Money
from common.payments.domain import Outcome
from common.payments.domain.calls import CallKind


@dataclass(frozen=True, slots=True)
class CallOrder:
    """One call to be made; secrets never show in its repr."""

    kind: CallKind
    reference: UUID
    """Our reference of the attempt: the provider knows it by this."""
    money: Money
    channel: str
    msisdn: str = field(repr=False)
    otp: str | None = field(default=None, repr=False)
    facts: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    """What the provider handed out when the attempt was started."""


class PaymentProvider(Protocol):
    """An outside system that moves money.

    No method raises for what the provider or the network does: every answer is an outcome, and
    what is not definite is Unknown. NotSent only if the request certainly never left.
    """

    @property
    def name(self) -> str:
        """Name it in events: `omari`."""
        ...

    @property
    def test(self) -> bool:
        """Whether its money is play money."""
        ...

    @property
    def configured(self) -> bool:
        """Whether its credentials are set; if not it is off and takes no payment."""
        ...

    @property
    def currencies(self) -> frozenset[str]:
        """Return the currencies it takes."""
        ...

    async def start(self, order: CallOrder) -> Outcome:
        """Open an attempt: Started, Charged, Paid, Declined, NotSent or Unknown."""
        ...

    async def submit_otp(self, order: CallOrder) -> Outcome:
        """Charge: Charged, WrongOtp, Declined, Held, NotSent or Unknown."""
        ...

    async def query(self, order: CallOrder) -> Outcome:
        """Ask for the attempt, by its facts or, where it has none, by our reference.

        Paid; Declined for a listed final word; Ended, Pending or NotFound for "unpaid so far";
        Held; Started for a start whose answer was lost; Unknown for what says nothing of it.
        """
        ...

    async def cancel(self, order: CallOrder) -> Outcome:
        """Let go of an attempt: Done, Declined, NotSupported, NotSent or Unknown.

        Where what it accepted is not charged afterwards it is a fence: `Policy.fence_marks`.
        """
        ...

    async def refund(self, order: CallOrder) -> Outcome:
        """Give money back: Refunded, Declined, NotSupported or Unknown."""
        ...
