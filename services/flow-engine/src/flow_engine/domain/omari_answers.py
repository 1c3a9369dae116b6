"""A payment's state in the fields of the Omari merchant API 1.2.0, told truthfully."""

from dataclasses import dataclass
from typing import Any, Final

from common.money import Money

_FAILED: Final = {
    "insufficient_funds": ("051", "Insufficient funds"),
    "declined": ("005", "Declined"),
    "limit_exceeded": ("061", "Over the wallet's limit"),
    "wallet_not_found": ("048", "There is no wallet for this number"),
    "otp_exhausted": ("075", "The code was wrong too often"),
    "provider_unavailable": ("092", "Omari cannot be reached; nothing was taken"),
    "invalid_request": ("012", "Omari did not accept the transaction"),
    "not_charged": ("021", "Omari did not carry it out; nothing was taken"),
    "released": ("068", "Omari never told what became of it; what arrives late is credited"),
}
_IN_PROGRESS: Final = ("009", "In progress: not confirmed yet, ask query before paying again")
_NOT_STARTED: Final = "The transaction was not started; nothing was taken"
_WORDS: Final = {
    "succeeded": "Success",
    "failed": "Failed",
    "cancelled": "Cancelled",
    "expired": "Expired",
    "not_started": "Failed",
}
NOT_FOUND: Final = {
    "error": True,
    "message": "There is no transaction with this reference",
    "responseCode": "025",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A payment as its service tells it; `status` is the kit's word.

    `not_started`: its service never took it, and says so; nothing can have been taken.
    """

    status: str
    otp_reference: str | None = None
    provider_reference: str | None = None
    debit_reference: str | None = None
    code: str | None = None
    tries_left: int | None = None


def auth_answer(seen: Seen) -> dict[str, Any]:
    """Return the answer to `/auth`: success means that a code was sent."""
    if seen.status == "awaiting_customer":
        return _answer("000", "Auth Success") | {"otpReference": seen.otp_reference}
    if seen.status == "succeeded":
        return _paid(seen)
    return _other(seen)


def request_answer(seen: Seen) -> dict[str, Any]:
    """Return the answer to `/request`: success means that the money moved."""
    if seen.status == "succeeded":
        return _paid(seen)
    if seen.status == "awaiting_customer":
        return _answer("055", f"The code was wrong; tries left: {seen.tries_left or 0}")
    return _other(seen)


def void_answer(seen: Seen) -> dict[str, Any]:
    """Return the answer to `/void`: what was paid stays paid."""
    if seen.status == "not_started":
        return _answer("000", _NOT_STARTED)
    if seen.status in ("cancelled", "expired", "failed"):
        return _answer("000", "Transaction voided, nothing was taken")
    if seen.status == "succeeded":
        return _answer("057", "The transaction was paid and cannot be voided")
    return _other(seen)


def query_answer(seen: Seen) -> dict[str, Any]:
    """Return the answer to `/query`: `status` is Success only when the money moved."""
    status = {"status": _WORDS.get(seen.status, "Pending")}
    return (_paid(seen) if seen.status == "succeeded" else _other(seen)) | status


def _paid(seen: Seen) -> dict[str, Any]:
    return _answer("000", "Payment Success") | {
        "paymentReference": seen.provider_reference,
        "debitReference": seen.debit_reference,
    }


def _other(seen: Seen) -> dict[str, Any]:
    match seen.status:
        case "failed":
            return _answer(*_FAILED.get(seen.code or "", ("005", "Declined")))
        case "not_started":
            return _answer("021", _NOT_STARTED)
        case "cancelled" | "expired":
            return _answer("021", f"The transaction was {seen.status}; nothing was taken")
        case _:
            return _answer(*_IN_PROGRESS)


def _answer(code: str, message: str) -> dict[str, Any]:
    """Neither success nor failure is claimed while the outcome is open."""
    return {"error": code not in ("000", "009"), "message": message, "responseCode": code}


def echo(amount: Money, *, reference: str, channel: str, created: str) -> dict[str, Any]:
    """Return what `/query` repeats of the transaction."""
    return {
        "reference": reference,
        "amount": amount.to_decimal(),
        "currency": amount.currency,
        "channel": channel,
        "created": created,
    }
