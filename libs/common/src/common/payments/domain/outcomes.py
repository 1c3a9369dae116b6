"""What a provider's answer means for money: definite, or unknown; `code` is the provider's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from common.money import Money
from common.payments.domain.actions import Action
from common.payments.domain.returns import SeenDispute, SeenRefund

OTHER_ACCOUNT: Final = "other_account"
"""The code of a call that was not made: the key in force is not of the attempt's account."""


@dataclass(frozen=True, slots=True)
class Started:
    """The attempt is open and the customer must act; no money has moved, so far.

    `facts` are what the provider must be shown when it is asked again (a poll URL, a session id):
    at most 4 KB of text, kept sealed with the attempt.
    """

    action: Action
    code: str = ""
    facts: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)


@dataclass(frozen=True, slots=True)
class Charged:
    """The charge went through; `settled` is None when the answer names no amount."""

    provider_reference: str
    debit_reference: str | None = None
    settled: Money | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Paid:
    """The provider's own record says that this arrived, whatever went back since.

    `refunds` are those that were made, whoever asked for them; `disputes` those of the payer.
    """

    settled: Money
    provider_reference: str
    debit_reference: str | None = None
    code: str = ""
    refunds: tuple[SeenRefund, ...] = ()
    disputes: tuple[SeenDispute, ...] = ()


@dataclass(frozen=True, slots=True)
class WrongOtp:
    """The code was wrong, definitely; nothing moved."""

    code: str


@dataclass(frozen=True, slots=True)
class Declined:
    """The provider's final no: to a call, or of the attempt that was asked about.

    `reason` is one of the codes of `payment.failed.v1`.
    """

    reason: str
    code: str


@dataclass(frozen=True, slots=True)
class Pending:
    """The provider knows the attempt and has not been paid, so far."""

    code: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """The provider knows of no such attempt: unpaid so far, believed when said for long."""

    code: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The record says by a listed word that it ended, where that word alone is not final.

    Unpaid so far; proof only after a void that the provider accepted.
    """

    code: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """The request certainly never left: the same one may be made again."""

    code: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """No definite answer: only the query decides."""

    code: str


@dataclass(frozen=True, slots=True)
class Held:
    """The answer needs a person: a partial amount, another currency."""

    code: str


@dataclass(frozen=True, slots=True)
class Done:
    """The provider let go of an attempt that was never charged."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class NotSupported:
    """The provider has no such operation, definitely."""

    code: str = "not_supported"


@dataclass(frozen=True, slots=True)
class Refunded:
    """The provider gave the amount back."""

    refunded: Money
    provider_reference: str
    code: str = ""


Outcome = (
    Started
    | Charged
    | Paid
    | WrongOtp
    | Declined
    | Pending
    | Ended
    | NotFound
    | NotSent
    | Unknown
    | Held
    | Done
    | NotSupported
    | Refunded
)
