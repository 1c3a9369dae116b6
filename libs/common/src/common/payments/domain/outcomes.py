"""What a provider's answer means for money: definite, or unknown; `code` is the provider's."""

from dataclasses import dataclass

from common.money import Money


@dataclass(frozen=True, slots=True)
class Started:
    """The attempt is open and the customer must act; no money has moved."""

    otp_reference: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Charged:
    """The charge went through; `settled` is None when the answer names no amount."""

    provider_reference: str
    debit_reference: str | None = None
    settled: Money | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Paid:
    """The provider's own record says that this arrived."""

    settled: Money
    provider_reference: str
    debit_reference: str | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class WrongOtp:
    """The code was wrong, definitely; nothing moved."""

    code: str


@dataclass(frozen=True, slots=True)
class Declined:
    """A definite no; `reason` is one of the codes of `payment.failed.v1`."""

    reason: str
    code: str


@dataclass(frozen=True, slots=True)
class Pending:
    """The provider knows the attempt and has not been paid, so far."""

    code: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """The provider knows of no payment, or says it ended unpaid: believed when said for long."""

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
    | NotFound
    | NotSent
    | Unknown
    | Held
    | Done
    | NotSupported
    | Refunded
)
