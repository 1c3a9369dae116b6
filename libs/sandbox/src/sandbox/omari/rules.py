"""The merchant API's fields, codes and words (facts: Omari 1.3, 1.5 and 1.6)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from common.money import AmountError, Money

from sandbox.misbehaviour import Reply

_MSISDN = re.compile(r"2637[0-9]{8}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_OTP = re.compile(r"[0-9]{4,8}")
CURRENCIES = ("USD", "ZWG")
CHANNELS = ("WEB", "POS")

INVALID_MERCHANT = "003"
DO_NOT_HONOUR = "005"
INVALID_TRANSACTION = "012"
INVALID_AMOUNT = "013"
NOT_FOUND = "025"
DUPLICATE = "026"
FORMAT_ERROR = "030"
INVALID_ACCOUNT = "042"
INSUFFICIENT_FUNDS = "051"
INVALID_PIN = "055"
PARTIAL = "010"
TRIES_EXCEEDED = "075"


class FieldError(Exception):
    """A field breaks its rule; the code and the message go into the answer."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Auth:
    """A wish to charge a wallet."""

    msisdn: str
    reference: str
    money: Money
    channel: str


@dataclass(frozen=True, slots=True)
class Request:
    """The code that lets the money move."""

    msisdn: str
    reference: str
    otp: str


def success(message: str, **fields: object) -> Reply:
    """Return the answer of a call that did what was asked."""
    return Reply(200, {"error": False, "message": message, "responseCode": "000", **fields})


def failure(code: str, message: str, *, status: int = 200, **fields: object) -> Reply:
    """Return the answer of a call that was refused; business refusals come with HTTP 200."""
    return Reply(status, {"error": True, "message": message, "responseCode": code, **fields})


def read_auth(data: Mapping[str, Any]) -> Auth:
    """Return the fields of `/auth`. Raises FieldError."""
    reference = read_reference(data.get("reference"))
    msisdn = _msisdn(data)
    money = _money(data.get("amount"), _one_of(data, "currency", CURRENCIES))
    return Auth(msisdn, reference, money, _one_of(data, "channel", CHANNELS))


def read_request(data: Mapping[str, Any]) -> Request:
    """Return the fields of `/request`. Raises FieldError."""
    otp: object = data.get("otp")
    if not isinstance(otp, str) or not _OTP.fullmatch(otp):
        raise FieldError(FORMAT_ERROR, "otp must be a string of digits")
    return Request(_msisdn(data), read_reference(data.get("reference")), otp)


def read_reference(value: object) -> str:
    """Return a reference: a UUID, in lower case. Raises FieldError."""
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise FieldError(FORMAT_ERROR, "reference must be a UUID")
    return value.lower()


def _msisdn(data: Mapping[str, Any]) -> str:
    value: object = data.get("msisdn")
    if not isinstance(value, str) or not _MSISDN.fullmatch(value):
        raise FieldError(FORMAT_ERROR, "msisdn must look like 2637XXXXXXXX")
    return value


def _one_of(data: Mapping[str, Any], name: str, known: tuple[str, ...]) -> str:
    value: object = data.get(name)
    if not isinstance(value, str) or value not in known:
        raise FieldError(FORMAT_ERROR, f"{name} must be one of {', '.join(known)}")
    return value


def _money(value: object, currency: str) -> Money:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise FieldError(INVALID_AMOUNT, "amount must be a number")
    try:
        money = Money.from_decimal(Decimal(value), currency)
    except AmountError as error:
        rule = "is too large" if error.code == "too_large" else "has too many decimals"
        raise FieldError(INVALID_AMOUNT, f"amount {rule}") from None
    if money.minor <= 0:
        raise FieldError(INVALID_AMOUNT, "amount must be more than zero")
    return money
