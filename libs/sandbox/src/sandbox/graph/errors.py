"""Errors as Meta shapes them (facts: WhatsApp, section 5)."""

import secrets
from collections.abc import Mapping
from typing import Any

_KNOWN: Mapping[int, tuple[int, str]] = {
    4: (400, "Application request limit reached"),
    33: (400, "Object does not exist, or this token may not load it"),
    100: (400, "Invalid parameter"),
    190: (401, "Invalid OAuth access token"),
    130429: (429, "Rate limit hit"),
    131000: (500, "Something went wrong"),
    131008: (400, "Required parameter is missing"),
    131009: (400, "Parameter value is not valid"),
    131026: (400, "Message undeliverable"),
    131042: (400, "Business eligibility payment issue"),
    131047: (400, "Re-engagement message"),
    131051: (400, "Unsupported message type"),
    131053: (400, "Media upload error"),
    131056: (400, "(Business Account, Consumer Account) pair rate limit hit"),
    131062: (400, "Business-scoped user id recipients are not supported for this message"),
    132000: (400, "Number of parameters does not match the expected number of params"),
    132001: (404, "Template name does not exist in the translation"),
    132018: (400, "There is an issue with the parameters in your template"),
}
REENGAGEMENT = (
    "Message failed to send because more than 24 hours have passed"
    " since the customer last replied to this number."
)


class GraphError(Exception):
    """A refusal with Meta's code; nothing was sent."""

    def __init__(self, code: int, details: str) -> None:
        super().__init__(details)
        self.code = code
        self.details = details

    @property
    def status(self) -> int:
        """Return the HTTP status that goes with the code."""
        return _KNOWN[self.code][0]

    def body(self) -> dict[str, Any]:
        """Return the body as Meta writes it."""
        error = {
            "message": f"(#{self.code}) {_KNOWN[self.code][1]}",
            "type": "OAuthException",
            "code": self.code,
            "error_data": {"messaging_product": "whatsapp", "details": self.details},
            "fbtrace_id": "A" + secrets.token_hex(11),
        }
        return {"error": error}


def status_error(code: int, details: str) -> dict[str, Any]:
    """Return an error as it stands in a failed status."""
    title = _KNOWN[code][1]
    return {
        "code": code,
        "title": title,
        "message": title,
        "error_data": {"details": details},
        "href": "/documentation/business-messaging/whatsapp/support/error-codes",
    }
