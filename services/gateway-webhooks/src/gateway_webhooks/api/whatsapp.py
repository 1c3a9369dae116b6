"""Meta's verification and events, on every address that a merchant may have configured."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated, Final

from common.clock import Clock
from common.errors import ForbiddenError, TransientError, UnauthorizedError
from common.lanes.api import OutboxRow
from common.signatures import has_hub_shape, verify_hub
from common.web import Access, PlainRoute, add_public_route
from common.web.refusals import RefusalLimiter
from common.web.strict import StrictRoute
from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse
from starlette.datastructures import Headers

from gateway_webhooks.api.body import LARGEST
from gateway_webhooks.api.storing import Accept
from gateway_webhooks.api.webhooks import Parser, WebhookConfig, address_of, webhook_routes
from gateway_webhooks.domain import Policy, Source, answer_challenge
from gateway_webhooks.service import rows_of

PATHS: Final = (
    "/webhooks/whatsapp",
    "/api/integrations/webhooks/whatsapp/",
    "/crm-api/meta/webhook/",
)
SOURCE: Final = Source("whatsapp", "wa")
_SIGNATURE: Final = "x-hub-signature-256"
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
        door.refusals.check(address_of(request))
        answer = answer_challenge(mode, token, challenge, expected=door.keys().verify_tokens)
        if answer is None:
            error = ForbiddenError("The verification does not match.", code="webhook:verification")
            raise door.refusals.judge(address_of(request), error)
        return PlainTextResponse(answer, headers={"X-Content-Type-Options": "nosniff"})

    for path in PATHS:
        add_public_route(router, path, verify, access=Access.SIGNED, methods=["GET"])
    return router


def whatsapp_doors(door: Door, accept: Accept) -> list[PlainRoute]:
    """Return the routes of Meta's events; `accept` returns after the commit."""
    return webhook_routes(_config(door), accept)


def _config(door: Door) -> WebhookConfig:
    """Return the webhook of WhatsApp: its items are the archive, so no body is kept whole."""
    return WebhookConfig(
        source=SOURCE,
        paths=PATHS,
        largest=LARGEST,
        parser=partial(_parser, door),
        refusal=_unauthorized,
        refusals=door.refusals,
        received=_RECEIVED,
        clock=door.clock,
    )


def _parser(door: Door) -> Parser:
    keys = door.keys()
    if not keys.secrets:
        raise _closed(door)

    def admits(headers: Headers) -> bool:
        return has_hub_shape(headers.get(_SIGNATURE))

    def rows(raw: bytes, headers: Headers, received_at: datetime) -> Sequence[OutboxRow] | None:
        if not verify_hub(raw, headers.get(_SIGNATURE), keys.secrets):
            return None
        return rows_of(raw, keys.policy, received_at=received_at)

    return Parser(admits, rows)


def _closed(door: Door) -> TransientError:
    """Return what Meta hears while there is no app secret: it sends again, for up to a week."""
    return TransientError(
        "WhatsApp is not configured here yet.",
        code="webhook:not_configured",
        retry_at=door.clock() + _TRY_AGAIN,
    )


def _unauthorized() -> UnauthorizedError:
    return UnauthorizedError("The request is not signed.", code="webhook:unauthorized")
