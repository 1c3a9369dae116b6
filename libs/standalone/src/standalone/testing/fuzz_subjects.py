"""What operations are about: payments and orders as they must be for a request to succeed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

import httpx
from common.ids import new_id

_OMARI: Final = "/crm-api/payments/omari"
_PAYMENT: Final = "/v1/payments/{payment_id}"
_CODE: Final = re.compile(r"\b([0-9]{6})\b")

Ask = Callable[..., httpx.Response]
"""Asks the service itself, with its proof: method, path, and then `json` and `headers`."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a request names, and the field of the answer that shows that it was done."""

    path: Mapping[str, str]
    shows: tuple[str, object]
    body: Mapping[str, Any] | None = None

    def is_shown_by(self, answer: httpx.Response) -> bool:
        """Tell whether an answer shows that what was asked for was done."""
        name, value = self.shows
        return answer.is_success and answer.json().get(name) == value

    def put_into(self, case: Any) -> None:  # noqa: ANN401 - schemathesis names no type of a case
        """Let a generated request be about it: under a key of its own, waiting for the outcome."""
        case.path_parameters = dict(self.path)
        if self.body is not None:
            case.body = dict(self.body)
        case.headers = {"Prefer": "wait=8"}
        if case.method.upper() != "GET":  # there a key asks whether a request was accepted
            case.headers["Idempotency-Key"] = str(new_id())


@dataclass(frozen=True, slots=True)
class Subjects:
    """Makes a new one for each request, through the service's own routes and the sandbox."""

    ask: Ask
    sandbox: str
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def of(self, operation: str) -> Subject | None:
        """Return what `METHOD /path` is to be about; None when any request will do."""
        make = _MAKERS.get(operation)
        return make(self) if make else None

    def payment(self, shows: str, *, with_code: bool = False) -> Subject:
        """Start a payment, which then waits for its code."""
        payment_id, payer = str(new_id()), self._payer()
        body = {
            "amount_minor": 5000,
            "currency": "USD",
            "payer_msisdn": payer,
            "order_reference": "7K3QX2MB",
            "description": "Two lamps",
            "partition_key": payer,
            "contact": payer,
        }
        path = _PAYMENT.format(payment_id=payment_id)
        started = self.ask("PUT", path, json=body, headers={"Prefer": "wait=8"})
        _must_show(started, "status", "awaiting_customer")
        code = {"otp": self._code(payer)} if with_code else None
        return Subject({"payment_id": payment_id}, ("status", shows), code)

    def transaction(self, shows: str, *names: str, in_path: bool = False) -> Subject:
        """Open a merchant's transaction; the request names these of its values."""
        payer, reference = self._payer(), str(new_id())
        body = {
            "msisdn": payer,
            "reference": reference,
            "amount": 35.0,
            "currency": "USD",
            "channel": "WEB",
        }
        _must_show(self.ask("POST", f"{_OMARI}/auth", json=body), "responseCode", "000")
        known = body | {"otp": self._code(payer) if "otp" in names else ""}
        path = {"reference": reference} if in_path else {}
        named = {name: known[name] for name in names}
        return Subject(path, ("responseCode", shows), named or None)

    def order(self, shows: str) -> Subject:
        """Make an order of which nothing is paid."""
        body = {
            "kind": "order",
            "customer": {"wa_id": self._payer(), "name": "Tendai"},
            "description": "Two lamps",
            "currency": "USD",
            "total_minor": 10_000,
        }
        reference = self.ask("POST", "/api/orders", json=body).json()["reference"]
        return Subject({"name": reference}, ("payment_status", shows))

    def _payer(self) -> str:
        return f"26378{next(self.numbers):07d}"

    def _code(self, payer: str) -> str:
        found = httpx.get(f"{self.sandbox}/api/sms/{payer}", trust_env=False).json()["messages"]
        return _CODE.findall(found[-1]["text"])[0]


def _must_show(answer: httpx.Response, name: str, value: object) -> None:
    if not answer.is_success or answer.json().get(name) != value:
        raise AssertionError(f"{answer.request.url}: {answer.status_code} {answer.text}")


_MAKERS: Final[Mapping[str, Callable[[Subjects], Subject]]] = {
    f"GET {_PAYMENT}": lambda s: s.payment("awaiting_customer"),
    f"POST {_PAYMENT}/otp": lambda s: s.payment("succeeded", with_code=True),
    f"POST {_PAYMENT}/resend": lambda s: s.payment("awaiting_customer"),
    f"POST {_PAYMENT}/cancel": lambda s: s.payment("cancelled"),
    f"POST {_PAYMENT}/check": lambda s: s.payment("awaiting_customer"),
    f"POST {_OMARI}/request": lambda s: s.transaction("000", "msisdn", "reference", "otp"),
    f"POST {_OMARI}/void": lambda s: s.transaction("000", "reference"),
    f"GET {_OMARI}/query/{{reference}}": lambda s: s.transaction("009", in_path=True),
    "GET /api/orders/{name}": lambda s: s.order("unpaid"),
    "POST /api/orders/{name}/cancel": lambda s: s.order("cancelled"),
}
SUBJECT_OPERATIONS: Final = frozenset(_MAKERS)
"""Operations that succeed only if what they are about stands as it must."""
