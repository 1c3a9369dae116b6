"""The contracts of prompts and of pages, kept by two clients of the smallest protocol there is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
from common.money import Money
from common.payments.domain import (
    OTHER_ACCOUNT,
    Action,
    Approve,
    CallKind,
    Declined,
    DisputeState,
    Done,
    NotFound,
    NotSent,
    NotSupported,
    OpenLink,
    Outcome,
    Paid,
    Pending,
    Refunded,
    SeenDispute,
    SeenRefund,
    Started,
    Unknown,
)
from common.payments.provider import AccountKey, CallOrder, PaymentProvider, Prepared
from common.testing.provider_contract import (
    REFERENCE,
    REFUND,
    AnyProviderContract,
    Event,
    LinkContract,
    PromptContract,
)
from common.testing.refund_contract import RefundContract

ACCOUNT = AccountKey("integration-7", "k1")
PATHS = {
    CallKind.START: "/start",
    CallKind.CHARGE: "/code",
    CallKind.QUERY: "/ask",
    CallKind.CANCEL: "/close",
    CallKind.REFUND: "/give-back",
    CallKind.REFUND_QUERY: "/given-back",
}
RECORD: Mapping[str, object] = {"reference": str(REFERENCE), "state": "paid"}
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass
class Toy:
    """A provider over HTTP whose answers have one word, and a reference where they are records."""

    client: httpx.AsyncClient = field(repr=False)
    action: Action
    can_close: bool
    name: str = "toy"
    test: bool = True
    configured: bool = True
    currencies: frozenset[str] = frozenset({"USD"})

    def prepare(self, order: CallOrder) -> Prepared:
        """Open it under the one account."""
        del order
        return Prepared(ACCOUNT)

    async def start(self, order: CallOrder) -> Outcome:
        """Ask for the prompt, or the page."""
        word = await self._word(order)
        if not isinstance(word, str):
            return word
        yes, no = Started(self.action), Declined("declined", word)
        return {"started": yes, "refused": no}.get(word, Unknown(word))

    async def submit_otp(self, order: CallOrder) -> Outcome:
        """Take no code."""
        return NotSupported() if order.is_for(ACCOUNT) else NotSent(OTHER_ACCOUNT)

    async def query(self, order: CallOrder) -> Outcome:
        """Read the record."""
        found = await self._send(order)
        if isinstance(found, (NotSent, Unknown)):
            return Unknown(found.code)
        word = str(found.get("state"))
        if word == "none":
            return NotFound(word)
        if found.get("reference") != str(order.reference) or word not in ("paid", "open"):
            return Unknown(word)
        cents: Any = found.get("cents")
        if word == "open":
            return Pending(word)
        return Paid(Money(cents, "USD"), "T-1", refunds=_refunds(found), disputes=_disputes(found))

    async def cancel(self, order: CallOrder) -> Outcome:
        """Close the page; a prompt cannot be taken back."""
        if not self.can_close and order.is_for(ACCOUNT):
            return NotSupported()
        word = await self._word(order)
        if not isinstance(word, str):
            return word
        return Done(word) if word == "closed" else Unknown(word)

    async def refund(self, order: CallOrder) -> Outcome:
        """Give back what a page took; of a prompt nothing."""
        if not self.can_close:
            return NotSupported()
        found = await self._send(order)
        return found if isinstance(found, (NotSent, Unknown)) else _refund(order, found)

    async def query_refund(self, order: CallOrder) -> Outcome:
        """Read the record of what a page gave back."""
        outcome = await self.refund(order)
        return Unknown(outcome.code) if isinstance(outcome, NotSent) else outcome

    async def _word(self, order: CallOrder) -> str | NotSent | Unknown:
        found = await self._send(order)
        return found if isinstance(found, (NotSent, Unknown)) else str(found.get("state"))

    async def _send(self, order: CallOrder) -> Mapping[str, object] | NotSent | Unknown:
        if not order.is_for(ACCOUNT):
            return NotSent(OTHER_ACCOUNT)
        body: dict[str, object] = {"reference": str(order.reference), "cents": order.money.minor}
        if order.refund is not None:
            body = {"id": str(order.refund.id), "cents": order.refund.money.minor}
        try:
            answer = await self.client.post(PATHS[order.kind], json=body)
            found: Any = answer.json()
        except NEVER_LEFT:
            return NotSent("connect_error")
        except (httpx.HTTPError, ValueError):
            return Unknown("no_answer")
        if not isinstance(found, dict) or answer.is_server_error:
            return Unknown(f"http_{answer.status_code}")
        return cast("dict[str, object]", found)


def _refund(order: CallOrder, found: Mapping[str, object]) -> Outcome:
    word, refund = str(found.get("state")), order.refund
    if word == "none":
        return NotFound(word)
    if word == "refused":
        return Declined("declined", word)
    if refund is None or found.get("reference") not in (str(refund.id), str(REFERENCE)):
        return Unknown(word)
    if word == "open":
        return Pending(word)
    is_done = word == "given" and found.get("cents") == refund.money.minor
    return Refunded(refund.money, "R-1") if is_done else Unknown(word)


def _refunds(found: Mapping[str, Any]) -> tuple[SeenRefund, ...]:
    return tuple(
        SeenRefund(one["key"], Money(one["cents"], "USD"), one["key"], UUID(one["id"]))
        for one in found.get("refunds", ())
    )


def _disputes(found: Mapping[str, Any]) -> tuple[SeenDispute, ...]:
    return tuple(
        SeenDispute(one["key"], Money(one["cents"], "USD"), DisputeState(one["state"]))
        for one in found.get("disputes", ())
    )


def behaviour(kind: CallKind, event: Event) -> httpx.Response | Exception:
    """Return what the toy does in an event."""
    given = {"reference": str(REFUND.id), "state": "given", "cents": 150}
    yes: dict[CallKind, Mapping[str, object]] = {
        CallKind.START: {"state": "started"},
        CallKind.CANCEL: {"state": "closed"},
        CallKind.REFUND: given,
        CallKind.REFUND_QUERY: given,
    }
    back = {"key": "R-1", "cents": 150, "id": str(REFUND.id)}
    dispute = {"key": "D-1", "cents": 350, "state": "opened"}
    found: dict[Event, httpx.Response | Exception] = {
        "works": httpx.Response(200, json=yes.get(kind, {**RECORD, "cents": 350})),
        "declines": httpx.Response(200, json={"state": "refused"}),
        "times_out": httpx.ReadTimeout("slow"),
        "refuses_connection": httpx.ConnectError("refused"),
        "breaks": httpx.RemoteProtocolError("closed"),
        "answers_500": httpx.Response(500, text="<html>Oops</html>"),
        "answers_garbage": httpx.Response(200, content=b"{\xff"),
        "answers_404_page": httpx.Response(404, text="<html>Not Found</html>"),
        "answers_empty": httpx.Response(200),
        "paid": httpx.Response(200, json={**RECORD, "cents": 350}),
        "paid_less": httpx.Response(200, json={**RECORD, "cents": 210}),
        "not_found": httpx.Response(404, json={"state": "none"}),
        "unknown_code": httpx.Response(200, json={**RECORD, "state": "a_new_word"}),
        "says_yes_with_error": httpx.Response(500, json={**RECORD, "cents": 350}),
        "question_refused": httpx.Response(401, json={"state": "unauthorised"}),
        "other_reference": httpx.Response(200, json={"reference": "another", "state": "paid"}),
        "still_open": httpx.Response(200, json={**RECORD, "state": "open"}),
        "refunded": httpx.Response(200, json={**RECORD, "cents": 350, "refunds": [back]}),
        "disputed": httpx.Response(200, json={**RECORD, "cents": 350, "disputes": [dispute]}),
    }
    return found[event]


class _OverHttp(AnyProviderContract):
    """What both have: the toy, and what it was sent."""

    action: Action
    can_close: bool

    @pytest.fixture(autouse=True)
    def _connect(self) -> None:
        self.answers: dict[str, httpx.Response | Exception] = {}
        self.sent: list[httpx.Request] = []
        transport = httpx.MockTransport(self._answer)
        client = httpx.AsyncClient(transport=transport, base_url="https://toy.example")
        self.toy = Toy(client, self.action, self.can_close)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        found = self.answers[request.url.path]
        if isinstance(found, Exception):
            raise found
        return found

    def provider(self) -> PaymentProvider:
        """Return the toy."""
        return self.toy

    def next(self, kind: CallKind, event: Event) -> None:
        """Answer in one way from now on."""
        self.answers[PATHS[kind]] = behaviour(kind, event)

    def requests(self, kind: CallKind) -> list[str]:
        """Return the bodies that were sent."""
        return [json.dumps(json.loads(r.content)) for r in self.sent if r.url.path == PATHS[kind]]


class TestAPromptKeepsTheContract(_OverHttp, PromptContract):
    """Every rule of PromptContract."""

    action = Approve("Enter your PIN")
    can_close = False


class TestAPageKeepsTheContract(_OverHttp, LinkContract, RefundContract):
    """Every rule of LinkContract, and of RefundContract."""

    action = OpenLink("https://toy.example/pay/1")
    can_close = True
