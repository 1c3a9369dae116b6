"""What a payments service adds to the kit: one provider, spoken to in definite words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from common.addresses import is_own_link
from common.money import Money
from common.payments.domain import Outcome, Unknown
from common.payments.domain.calls import CallKind


@dataclass(frozen=True, slots=True)
class AccountKey:
    """Who is paid at the provider, and by which of his keys; neither name is a secret.

    An account that the provider gives no name is called by its first key's fingerprint. Both are
    empty where there is no key: that is nobody's account, and nobody speaks for it.
    """

    account: str
    key_id: str

    def speaks_for(self, other: "AccountKey") -> bool:
        """Whether what was begun with the other may go on with this: one account, or one key."""
        is_same_key = self.key_id == other.key_id and self.key_id != ""
        return is_same_key or (self.account == other.account and self.account != "")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is fixed when an attempt is opened, before its first call.

    `facts` is what of the start's body the payment itself does not hold (a text, a return URL, an
    end): at most 4 KB, no number of a person. Every start of the attempt is sent with it.
    """

    account: AccountKey
    facts: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)


@dataclass(frozen=True, slots=True)
class RefundOrder:
    """What is to go back, of which movement; `id` is our reference of it, and its key."""

    id: UUID
    money: Money
    settlement_reference: str
    """The provider's reference of what arrived."""


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
    """What the start was prepared with, and what the provider handed out since."""
    account: AccountKey | None = None
    """Under whose account the attempt was opened; None for one of a release before."""
    refund: RefundOrder | None = None
    """What is to go back: of `refund` and `query_refund` alone."""

    def is_for(self, key: AccountKey) -> bool:
        """Whether it may be made with this key."""
        return self.account is None or key.speaks_for(self.account)


class PaymentProvider(Protocol):
    """An outside system that moves money.

    No method raises for what the provider or the network does: every answer is an outcome, and
    what is not definite is Unknown. NotSent only if the request certainly never left.

    A call that is not for the account of the key in force (`order.is_for`) is not made: another
    account would call a paid attempt unknown. It is NotSent, and a query Unknown, `OTHER_ACCOUNT`.
    The key that is held against it is the one that is then sent.
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

    def prepare(self, order: CallOrder) -> Prepared:
        """Say under which account an attempt is opened, and fix its start: no I/O."""
        ...

    async def start(self, order: CallOrder) -> Outcome:
        """Open an attempt: Started, Charged, Paid, Declined, NotSent or Unknown."""
        ...

    async def submit_otp(self, order: CallOrder) -> Outcome:
        """Charge: Charged, WrongOtp, Declined, Held, NotSent or Unknown."""
        ...

    async def query(self, order: CallOrder) -> Outcome:
        """Ask for the attempt, by its facts or, where it has none, by our reference.

        Paid, with every refund that was made and every dispute, where the shape has them, whatever
        of it went back; Declined for a listed final word; Ended, Pending or NotFound for "unpaid so
        far"; Held; Started for a start whose answer was lost; Unknown for what says nothing of it.
        """
        ...

    async def cancel(self, order: CallOrder) -> Outcome:
        """Let go of an attempt: Done, Declined, NotSupported, NotSent or Unknown.

        Where what it accepted is not charged afterwards it is a fence: `Policy.fence_marks`.
        """
        ...

    async def refund(self, order: CallOrder) -> Outcome:
        """Give `order.refund` back, under its id as the key: a shape that `can_refund`.

        Refunded, Declined, NotSupported, NotSent, Unknown; Pending for one that is not done yet.
        """
        ...

    async def query_refund(self, order: CallOrder) -> Outcome:
        """Ask what became of `order.refund`, by its id.

        Refunded, Declined for one that failed for good, Pending, Unknown; NotFound only where the
        provider's whole record was read.
        """
        ...


def foreign_url(
    url: str, hosts: Collection[str], stand_ins: Collection[str] = ()
) -> Unknown | None:
    """Say why a URL that the provider handed out is not called, or given to a customer.

    Held against the provider's hosts when it comes, and each time before it is called: what was
    stored may be older than the list. A redirect is no answer either: clients follow none.
    """
    return None if is_own_link(url, hosts, stand_ins) else Unknown("foreign_url")
