"""Meta's verification and events, on every address that a merchant may have configured."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final

from common.clock import Clock
from common.errors import (
    ForbiddenError,
    InvalidError,
    MariError,
    TransientError,
    UnauthorizedError,
)
from common.lanes.api import OutboxRow
from common.log import get_logger
from common.signatures import has_hub_shape, verify_hub
from common.web import Access, PlainRoute, add_public_route
from common.web.refusals import RefusalLimiter
from common.web.strict import StrictRoute
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import PlainTextResponse

from gateway_webhooks.api.body import check_headers, read_body
from gateway_webhooks.api.storing import Accept, store
from gateway_webhooks.domain import Policy, answer_challenge
from gateway_webhooks.service import rows_of

log = get_logger(__name__)

PATHS: Final = (
    "/webhooks/whatsapp",
    "/api/integrations/webhooks/whatsapp/",
    "/crm-api/meta/webhook/",
)
_RECEIVED: Final = b'{"status":"received"}'
_TRY_AGAIN: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Keys:
    """What is in force at one moment: who may come in, and what goes on."""

    secrets: Sequence[str]
    """App secrets; without one nobody comes in."""
    verify_tokens: Sequence[str]
    policy: Policy


@dataclass(frozen=True, slots=True)
class Door:
    """What the door needs to know; the keys are asked for at each request."""

    keys: Callable[[], Keys]
    refusals: RefusalLimiter
    clock: Clock


def whatsapp_router(door: Door) -> APIRouter:
    """Return the routes by which Meta verifies the address."""
    router = APIRouter(route_class=StrictRoute, tags=["whatsapp"])

    async def verify(
        request: Request,
        mode: Annotated[str | None, Query(alias="hub.mode")] = None,
        token: Annotated[str | None, Query(alias="hub.verify_token")] = None,
        challenge: Annotated[str | None, Query(alias="hub.challenge")] = None,
    ) -> PlainTextResponse:
        """Echo the challenge to who knows the verify token."""
        door.refusals.check(_address(request))
        answer = answer_challenge(mode, token, challenge, expected=door.keys().verify_tokens)
        if answer is None:
            error = ForbiddenError("The verification does not match.", code="webhook:verification")
            raise door.refusals.judge(_address(request), error)
        return PlainTextResponse(answer, headers={"X-Content-Type-Options": "nosniff"})

    for path in PATHS:
        add_public_route(router, path, verify, access=Access.SIGNED, methods=["GET"])
    return router


def whatsapp_doors(door: Door, accept: Accept) -> list[PlainRoute]:
    """Return the routes of events, each with and without its trailing slash.

    `accept` returns once the rows are committed, or raises TransientError.
    """

    async def receive(request: Request) -> Response:
        """Take a signed body: every item is stored before the answer."""
        keys = door.keys()
        if not keys.secrets:
            raise _closed(door)
        raw = await _signed_body(request, door, keys.secrets)
        rows = _rows(raw, keys.policy, door.clock())
        await store(accept, rows, door.clock)
        log.info("webhook.accepted", items=len(rows))
        return Response(_RECEIVED, media_type="application/json")

    bare = [path.rstrip("/") for path in PATHS]
    return [
        PlainRoute(variant, receive, access=Access.SIGNED)
        for path in bare
        for variant in (path, path + "/")
    ]


async def _signed_body(request: Request, door: Door, secrets: Sequence[str]) -> bytes:
    """Return the bytes that Meta signed; anything else is refused, counted and limited."""
    header = request.headers.get("x-hub-signature-256")
    try:
        if not has_hub_shape(header):
            raise _unauthorized()
        check_headers(request)
        raw = await read_body(request)
        if not verify_hub(raw, header, secrets):
            raise _unauthorized()
    except MariError as error:
        raise door.refusals.judge(_address(request), error) from None
    return raw


def _rows(raw: bytes, policy: Policy, now: datetime) -> list[OutboxRow]:
    try:
        return rows_of(raw, policy, received_at=now)
    except InvalidError as error:
        raise MariError(error.detail, code=error.code) from None


def _address(request: Request) -> str | None:
    return request.client.host if request.client else None


def _closed(door: Door) -> TransientError:
    """Return what Meta hears while there is no app secret: it sends again, for up to a week."""
    return TransientError(
        "WhatsApp is not configured here yet.",
        code="webhook:not_configured",
        retry_at=door.clock() + _TRY_AGAIN,
    )


def _unauthorized() -> UnauthorizedError:
    return UnauthorizedError("The request is not signed.", code="webhook:unauthorized")
