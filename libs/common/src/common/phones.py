"""Zimbabwean wallet numbers as people type them, and as logs may show them."""

import re

_SHORTEST_SHOWN = 10
_SEPARATORS = re.compile(r"[\s().+\-\u00a0\u2010-\u2015]")
_MSISDN = re.compile(r"(?:00263|2630|263|0)?(7[0-9]{8})", flags=re.ASCII)


class PhoneError(ValueError):
    """The text is no Zimbabwean mobile number."""


def parse_msisdn(text: str) -> str:
    """Return `2637XXXXXXXX` for 077…, 77…, +263 77… or 263…. Raises PhoneError.

    facts: Omari merchant API 1.2.0 takes `^2637[0-9]{8}$`.
    """
    match = _MSISDN.fullmatch(_SEPARATORS.sub("", text))
    if match is None:
        raise PhoneError("not a Zimbabwean mobile number")
    return "263" + match.group(1)


def is_own_number(msisdn: str, chat_phone: str | None) -> bool:
    """Tell whether a wallet's number is the chat's own; a chat without a number has none."""
    try:
        return parse_msisdn(chat_phone or "") == msisdn
    except PhoneError:
        return False


def mask_msisdn(msisdn: str) -> str:
    """Return `2637*****567`: one's own is recognised, another's not learned."""
    return f"{msisdn[:4]}*****{msisdn[-3:]}" if len(msisdn) >= _SHORTEST_SHOWN else "*****"
