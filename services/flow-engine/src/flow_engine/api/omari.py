"""Omari for the merchant's own program: the spec's routes, over the one path to money.

The intent and its request are committed first; then the same idempotent request is sent at once,
outside any transaction, and waits for the state. What comes as an event later is the same fact.
A start that was refused leaves no payment to ask about: then the intent answers.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Final, cast
from uuid import UUID

import httpx
from common.clock import to_z
from common.contracts.requests import NOT_THERE
from common.errors import InvalidError, RefusedError, TooManyError
from common.lanes.api import UnitOfWork
from common.log import get_logger
from common.money import Money
from common.unanswered import UNANSWERED
from common.web import Access, add_public_route
from common.web.strict import StrictRoute
from fastapi import APIRouter, Depends, Path, Request, Response

from flow_engine.api.desk import Desk
from flow_engine.api.keys import ApiKey
from flow_engine.api.transaction_bodies import (
    AUTH_FIELDS,
    CHARGE_FIELDS,
    VOID_FIELDS,
    body_of,
    parse_reference,
    read_auth,
    read_charge,
    read_void,
)
from flow_engine.domain import omari_answers as answers
from flow_engine.domain.intents import IntentStatus
from flow_engine.models import IntentRow
from flow_engine.service.requests import payment_path, service_of
from flow_engine.service.transactions import find_transaction, open_transaction, print_of

log = get_logger(__name__)
Reference = Annotated[str, Path(json_schema_extra={"format": "uuid"})]
_WAIT: Final = {"Prefer": "wait=8"}
_LIMIT: Final = 12.0
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    202: {"description": "It is not known yet: ask again."},
    404: {
        "description": "There is no such transaction.",
        "content": {"application/json": {}, "application/problem+json": {}},
    },
}
_FINAL: Final = frozenset({"succeeded", "failed", "cancelled", "expired", "not_started"})
_NO_PAYMENT: Final = (404, NOT_THERE)
_START_ANSWERED_SECONDS: Final = 5.0
_LOOK_SECONDS: Final = 0.1


def omari_router(desk: Desk, api_key: ApiKey) -> APIRouter:
    """Return the routes of Omari transactions."""
    router = APIRouter(
        route_class=StrictRoute,
        prefix="/crm-api/payments/omari",
        dependencies=[Depends(api_key)],
        tags=["omari"],
    )
    counter = Counter(desk)
    for name, endpoint, fields in (
        ("auth", counter.auth, AUTH_FIELDS),
        ("request", counter.request, CHARGE_FIELDS),
        ("void", counter.void, VOID_FIELDS),
    ):
        add_public_route(
            router,
            f"/{name}",
            endpoint,
            access=Access.KEY,
            methods=["POST"],
            extra=body_of(fields),
            responses=_ANSWERS,
        )
    add_public_route(
        router, "/query/{reference}", counter.query, access=Access.KEY, responses=_ANSWERS
    )
    return router


@dataclass(frozen=True, slots=True)
class Counter:
    """The routes' work."""

    desk: Desk

    async def auth(self, request: Request) -> Response:
        """Start a transaction, once per reference: Omari sends its code to the payer."""
        wish = read_auth(await request.body())

        async def run(uow: UnitOfWork) -> tuple[IntentRow, dict[str, Any]]:
            return await open_transaction(uow, wish)

        intent, body = await self.desk.in_unit(run)
        seen = await self._ask(intent, "PUT", "", body)
        return _reply(answers.auth_answer(seen))

    async def request(self, request: Request) -> Response:
        """Pass the payer's code on; the money moves now or not at all."""
        charge = read_charge(await request.body())
        intent = await self._find(charge.reference)
        amount = Money(intent.amount_minor, intent.currency) if intent else None
        if intent is None or amount is None:
            return _reply(answers.NOT_FOUND, status=404)
        if print_of(charge.msisdn, amount, intent.channel or "") != intent.fingerprint:
            raise RefusedError(
                "msisdn is the one that the transaction was started with.", code="omari:msisdn"
            )
        seen = await self._ask(intent, "POST", "otp", {"otp": charge.otp})
        return _reply(answers.request_answer(seen))

    async def void(self, request: Request) -> Response:
        """End a transaction that is not paid, after asking Omari."""
        intent = await self._find(read_void(await request.body()))
        if intent is None:
            return _reply(answers.NOT_FOUND, status=404)
        return _reply(answers.void_answer(await self._ask(intent, "POST", "cancel", {})))

    async def query(self, reference: Reference) -> Response:
        """Tell a transaction's state; one that is open is asked about first."""
        found = parse_reference(reference)
        intent = await self._find(found)
        if intent is None:
            return _reply(answers.NOT_FOUND, status=404)
        seen = await self._ask(intent, "GET", "", None)
        if seen.status not in _FINAL:
            seen = await self._ask(intent, "POST", "check", {})
        return _reply(answers.query_answer(seen) | _echo(intent, found, intent.opened_at))

    async def _find(self, reference: UUID) -> IntentRow | None:
        async with self.desk.database.begin() as session:
            return await find_transaction(session, reference)

    async def _ask(
        self, intent: IntentRow, method: str, action: str, body: Mapping[str, Any] | None
    ) -> answers.Seen:
        """Return the payment's state. Raises MariError for a definite no; else it is open."""
        client = self.desk.client_for(service_of(intent.provider))
        path = payment_path(intent.payment_id, action)
        try:
            answer = await client.request(method, path, json=body, headers=_WAIT, timeout=_LIMIT)
            shown = cast("dict[str, Any]", answer.json())
        except (*UNANSWERED, ValueError) as error:
            log.warning("omari.unanswered", payment_id=str(intent.payment_id), exc_info=error)
            return answers.Seen("unknown")
        if (answer.status_code, shown.get("code")) == _NO_PAYMENT:
            return await self._without_payment(intent)
        return _seen(answer.status_code, shown)

    async def _without_payment(self, intent: IntentRow) -> answers.Seen:
        """Answer from the intent, as soon as the request that starts it has its own answer."""
        clock = asyncio.get_running_loop().time
        until, found = clock() + _START_ANSWERED_SECONDS, intent
        while found.status == IntentStatus.OPENING and clock() < until:
            await asyncio.sleep(_LOOK_SECONDS)
            found = await self._reread(intent)
        return answers.Seen("not_started" if found.status == IntentStatus.REFUSED else "unknown")

    async def _reread(self, intent: IntentRow) -> IntentRow:
        async with self.desk.database.begin() as session:
            return await session.get_one(IntentRow, intent.payment_id)


def _seen(status: int, shown: Mapping[str, Any]) -> answers.Seen:
    refusals: dict[int, Callable[..., Exception]] = {
        409: RefusedError,
        422: InvalidError,
        429: TooManyError,
    }
    if status in refusals:
        raise _refusal(refusals[status], shown)
    if not httpx.codes.is_success(status):
        return answers.Seen("unknown")
    names = ("otp_reference", "provider_reference", "debit_reference", "code", "tries_left")
    return answers.Seen(str(shown.get("status")), **{name: shown.get(name) for name in names})


def _refusal(kind: Callable[..., Exception], shown: Mapping[str, Any]) -> Exception:
    again = shown.get("retry_at")
    return kind(
        str(shown.get("detail", "The request was refused.")),
        code=str(shown.get("code", "omari:refused")),
        retry_at=datetime.fromisoformat(again) if isinstance(again, str) else None,
    )


def _echo(intent: IntentRow, reference: UUID, opened_at: datetime) -> dict[str, Any]:
    return answers.echo(
        Money(intent.amount_minor, intent.currency),
        reference=str(reference),
        channel=intent.channel or "WEB",
        created=to_z(opened_at),
    )


def _reply(body: Mapping[str, Any], *, status: int = 200) -> Response:
    """Return JSON whose amount is an exact number; what is still open is a 202."""
    amount = body.get("amount")
    shown = dict(body) | ({"amount": "\x00amount\x00"} if isinstance(amount, Decimal) else {})
    text = json.dumps(shown).replace(json.dumps("\x00amount\x00"), str(amount))
    status = 202 if body["responseCode"] == "009" else status
    return Response(text, status, media_type="application/json")
