"""The bodies of the Omari routes: the fields of the merchant API, and what is wrong with them.

facts: Omari merchant API 1.2.0 takes USD or ZWG, WEB or POS, `2637XXXXXXXX` and a UUID.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, cast
from uuid import UUID

from common.errors import InvalidError
from common.money import LARGEST_MINOR, AmountError, Money
from common.strict_json import parse_json

from flow_engine.service.transactions import Transaction

_CURRENCIES = ("USD", "ZWG")
_CHANNELS = ("WEB", "POS")
_MSISDN = re.compile(r"2637[0-9]{8}")
_TWO_DECIMALS = "has at most two decimals"
_AMOUNT_RULES = {"too_large": f"is too large: it is at most {LARGEST_MINOR // 100}.00"}
_OTP = re.compile(r"[0-9]{4,6}", re.ASCII)


_MSISDN_FIELD: Final = {"type": "string", "pattern": f"^{_MSISDN.pattern}$"}
_REFERENCE_FIELD: Final = {"type": "string", "format": "uuid"}
AUTH_FIELDS: Final[Mapping[str, Any]] = {
    "msisdn": _MSISDN_FIELD,
    "reference": _REFERENCE_FIELD,
    "amount": {"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.01, "maximum": 10**6},
    "currency": {"enum": list(_CURRENCIES)},
    "channel": {"enum": list(_CHANNELS)},
}
CHARGE_FIELDS: Final[Mapping[str, Any]] = {
    "msisdn": _MSISDN_FIELD,
    "reference": _REFERENCE_FIELD,
    "otp": {"type": "string", "pattern": f"^{_OTP.pattern}$"},
}
VOID_FIELDS: Final[Mapping[str, Any]] = {"reference": _REFERENCE_FIELD}


def body_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a body that the routes read by themselves, for OpenAPI: all its fields, no other."""
    schema = {
        "type": "object",
        "properties": dict(fields),
        "required": sorted(fields),
        "additionalProperties": False,
    }
    content = {"application/json": {"schema": schema}}
    return {"requestBody": {"required": True, "content": content}}


@dataclass(frozen=True, slots=True)
class Charge:
    """What `/request` sends."""

    msisdn: str
    reference: UUID
    otp: str = field(repr=False)


def read_auth(raw: bytes) -> Transaction:
    """Return the transaction that `/auth` asks for. Raises InvalidError that names the field."""
    data = _fields(raw, {"msisdn", "reference", "amount", "currency", "channel"})
    currency = _one_of(data, "currency", _CURRENCIES)
    return Transaction(
        msisdn=_msisdn(data),
        reference=_reference(data),
        amount=_amount(data, currency),
        channel=_one_of(data, "channel", _CHANNELS),
    )


def read_charge(raw: bytes) -> Charge:
    """Return what `/request` sends. Raises InvalidError that names the field, never the code."""
    data = _fields(raw, {"msisdn", "reference", "otp"})
    otp = data["otp"]
    if not isinstance(otp, str) or not _OTP.fullmatch(otp):
        raise _wrong("otp", "is text of 4 to 6 digits")
    return Charge(_msisdn(data), _reference(data), otp)


def read_void(raw: bytes) -> UUID:
    """Return the reference that `/void` names. Raises InvalidError."""
    return _reference(_fields(raw, {"reference"}))


def _fields(raw: bytes, names: set[str]) -> Mapping[str, Any]:
    data = parse_json(raw, max_depth=4)
    if not isinstance(data, dict):
        raise InvalidError("The body is a JSON object.", code="omari:body")
    found = cast("dict[str, Any]", data)
    if missing := sorted(names - found.keys()):
        raise _wrong(missing[0], "is required")
    if found.keys() - names:
        raise InvalidError(
            f"The body has only these fields: {', '.join(sorted(names))}.", code="omari:body"
        )
    return found


def _msisdn(data: Mapping[str, Any]) -> str:
    value = data["msisdn"]
    if not isinstance(value, str) or not _MSISDN.fullmatch(value):
        raise _wrong("msisdn", "is a wallet number as 2637XXXXXXXX")
    return value


def _reference(data: Mapping[str, Any]) -> UUID:
    return parse_reference(data["reference"])


def parse_reference(value: object) -> UUID:
    """Return a transaction's reference. Raises InvalidError for what is no UUID."""
    try:
        return UUID(value if isinstance(value, str) else "")
    except ValueError:
        raise _wrong("reference", "is a UUID") from None


def _amount(data: Mapping[str, Any], currency: str) -> Money:
    value = data["amount"]
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _wrong("amount", "is a JSON number")
    try:
        amount = Money.from_decimal(Decimal(value), currency)
    except AmountError as error:
        raise _wrong("amount", _AMOUNT_RULES.get(error.code, _TWO_DECIMALS)) from None
    if amount.minor <= 0:
        raise _wrong("amount", "is more than zero")
    return amount


def _one_of(data: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    value = data[name]
    if value not in allowed:
        raise _wrong(name, f"is {' or '.join(allowed)}")
    return str(value)


def _wrong(name: str, rule: str) -> InvalidError:
    return InvalidError(f"{name} {rule}.", code=f"omari:{name}")
