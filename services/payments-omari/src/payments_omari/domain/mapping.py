"""Omari's response codes in our words (facts: Omari 1.5 and 1.6).

Success is 2xx and `error` false and `000`; the body is read before the status is judged. A code
that is not listed, or that may hide a payment, is Unknown: only the query decides.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from common.money import AmountError, Money
from common.payments.domain import (
    Charged,
    Declined,
    Done,
    Ended,
    EnterCode,
    Held,
    NotFound,
    Outcome,
    Paid,
    Pending,
    Started,
    Unknown,
    WrongOtp,
)

_CODE: Final = re.compile(r"[0-9]{3}")
APPROVED: Final = "000"
PARTIAL: Final = "010"
NOT_FOUND: Final = "025"
DUPLICATE: Final = "026"
WRONG_OTP: Final = "055"

AMBIGUOUS: Final = frozenset(
    {"006", "009", "019", "020", "021", DUPLICATE, "027", "091", "092", "095", "096"}
)
DECLINES: Final[Mapping[str, str]] = {
    "001": "declined",
    "003": "invalid_request",
    "005": "declined",
    "012": "invalid_request",
    "013": "invalid_request",
    "014": "wallet_not_found",
    "015": "declined",
    "030": "invalid_request",
    "040": "invalid_request",
    "041": "declined",
    "042": "wallet_not_found",
    "045": "wallet_not_found",
    "048": "wallet_not_found",
    "051": "insufficient_funds",
    "054": "declined",
    "057": "declined",
    "060": "declined",
    "061": "limit_exceeded",
    "062": "declined",
    "063": "declined",
    "067": "declined",
    "075": "otp_exhausted",
}
_ENDED: Final = frozenset({"failed", "expired", "voided", "cancelled", "canceled", "declined"})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is a JSON object, before it is judged."""

    http_status: int
    fields: Mapping[str, object] = field(repr=False)

    @property
    def code(self) -> str:
        """Its responseCode; the HTTP status where it has none."""
        found = self.fields.get("responseCode")
        if isinstance(found, str) and _CODE.fullmatch(found):
            return found
        return f"http_{self.http_status}"

    @property
    def is_success(self) -> bool:
        """Whether the call did what was asked."""
        is_2xx = 200 <= self.http_status < 300  # noqa: PLR2004 - the HTTP class of successes
        return is_2xx and self.fields.get("error") is False and self.code == APPROVED

    def is_about(self, reference: str) -> bool:
        """Whether it names this reference, or none."""
        named = self.text("reference")
        return named is None or named.lower() == reference.lower()

    def text(self, name: str) -> str | None:
        """Return a text field, bounded."""
        found = self.fields.get(name)
        return found[:64] if isinstance(found, str) and found else None


def from_auth(answer: Answer) -> Outcome:
    """Read the answer to `/auth`: no money moves here, whatever it says."""
    if answer.is_success:
        otp_reference = answer.text("otpReference")
        if otp_reference is None:
            return Unknown("no_otp_reference")
        return Started(EnterCode(otp_reference), answer.code)
    if answer.code == NOT_FOUND:
        return Declined("wallet_not_found", answer.code)
    if answer.code == WRONG_OTP:
        return Declined("declined", answer.code)
    return _refusal(answer)


def from_request(answer: Answer) -> Outcome:
    """Read the answer to `/request`, the charge."""
    if answer.is_success:
        return Charged(
            provider_reference=answer.text("paymentReference") or "",
            debit_reference=answer.text("debitReference"),
            code=answer.code,
        )
    if answer.code == PARTIAL:
        return Held(answer.code)
    if answer.code == WRONG_OTP:
        return WrongOtp(answer.code)
    return _refusal(answer)


def from_query(answer: Answer, reference: str) -> Outcome:
    """Read the answer to `/query`: the provider's own record of one reference.

    Only "not found" and a record of this reference decide. Any other code may be about us, about
    the merchant's key or about the question itself: it says nothing of the payment.
    """
    if answer.is_success:
        return _from_record(answer, reference)
    if answer.code == PARTIAL:
        return Held(answer.code)
    if answer.code == NOT_FOUND and answer.fields.get("error") is not False:
        return NotFound(answer.code)
    return Unknown(answer.code)


def from_void(answer: Answer) -> Outcome:
    """Read the answer to `/void`: accepted, or nothing is known by it."""
    return Done(answer.code) if answer.is_success else _refusal(answer)


def _refusal(answer: Answer) -> Outcome:
    reason = DECLINES.get(answer.code)
    if reason is None or answer.fields.get("error") is False:
        return Unknown(answer.code)
    return Declined(reason, answer.code)


def _from_record(answer: Answer, reference: str) -> Outcome:
    """Read a record; only the word "Success" (or a payment without any word) is money."""
    if (answer.text("reference") or "").lower() != reference.lower():
        return Unknown("other_reference")
    word = (answer.text("status") or "").lower()
    if word in _ENDED:
        return Ended(word)
    if word != "success" and not (word == "" and answer.text("paymentReference")):
        return Pending(word or "no_status")
    settled = _money(answer)
    if settled is None:
        return Held("unreadable_amount")
    return Paid(
        settled=settled,
        provider_reference=answer.text("paymentReference") or "",
        debit_reference=answer.text("debitReference"),
        code=answer.code,
    )


def _money(answer: Answer) -> Money | None:
    amount, currency = answer.fields.get("amount"), answer.text("currency")
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal) or currency is None:
        return None
    try:
        settled = Money.from_decimal(Decimal(amount), currency)
    except AmountError:
        return None
    return settled if settled.minor > 0 else None
