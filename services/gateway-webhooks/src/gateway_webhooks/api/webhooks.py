"""What every provider's webhook does: read within bounds, verify, store, and only then answer."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from common.clock import Clock
from common.errors import InvalidError, MariError
from common.ids import new_id
from common.lanes.api import OutboxRow
from common.log import get_logger
from common.web import Access, PlainRoute
from common.web.refusals import RefusalLimiter
from fastapi import Request, Response
from starlette.datastructures import Headers

from gateway_webhooks.api.body import check_headers, read_body
from gateway_webhooks.api.storing import Accept, store
from gateway_webhooks.domain import Keep, Reception, Source, whole
from gateway_webhooks.service import row_of

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Parser:
    """Reads one request with the keys that were in force when it came.

    `admits`: whether the headers could be a signed request's; if not, no body is read. `rows`:
    what is to be stored, or None when no key of ours signed the body. It raises InvalidError for
    a signed body that can not be read.
    """

    admits: Callable[[Headers], bool]
    rows: Callable[[bytes, Headers, datetime], Sequence[OutboxRow] | None]


@dataclass(frozen=True, slots=True)
class WebhookConfig:
    """One provider's webhook, as data."""

    source: Source
    paths: Sequence[str]
    """Each also with its trailing slash."""
    largest: int
    """Bytes of a body."""
    parser: Callable[[], Parser]
    """Raises TransientError while nothing is configured: the provider sends it again."""
    refusal: Callable[[], MariError]
    """What hears whose request no key of ours signed: its status, text and code."""
    refusals: RefusalLimiter
    received: bytes
    """What the provider hears once all is stored."""
    clock: Clock
    takes: str = "application/json"
    answers: str = "application/json"
    """The media type of `received`."""
    keep: Keep = Keep.NOT
    keep_refused: RefusalLimiter | None = None
    """How many refused bodies of all addresses together are archived; None: none is."""


def webhook_routes(config: WebhookConfig, accept: Accept) -> list[PlainRoute]:
    """Return the routes of events, each with and without its trailing slash.

    `accept` returns once the rows are committed, or raises TransientError.
    """

    async def receive(request: Request) -> Response:
        """Take a signed body: every item is stored before the answer."""
        parser = config.parser()
        raw = await _body(config, request, parser)
        now = config.clock()
        rows = _rows(parser, raw, request.headers, now)
        if rows is None:
            raise await _refused(config, accept, request, _reception(raw, now), raw)
        rows = [*rows, *_kept(config, raw, now)]
        await store(accept, rows, config.clock, config.source)
        log.info("webhook.accepted", webhook=config.source.name, items=len(rows))
        return Response(config.received, media_type=config.answers)

    bare = [path.rstrip("/") for path in config.paths]
    return [
        PlainRoute(variant, receive, access=Access.SIGNED, takes=config.takes)
        for path in bare
        for variant in (path, path + "/")
    ]


def address_of(request: Request) -> str | None:
    """Return the address whose refusals are counted together."""
    return request.client.host if request.client else None


async def _body(config: WebhookConfig, request: Request, parser: Parser) -> bytes:
    """Return the whole body; what is refused unread is counted and limited."""
    try:
        if not parser.admits(request.headers):
            raise config.refusal()
        check_headers(request, config.largest)
        return await read_body(request, largest=config.largest)
    except MariError as error:
        raise config.refusals.judge(address_of(request), error) from None


def _rows(
    parser: Parser, raw: bytes, headers: Headers, now: datetime
) -> Sequence[OutboxRow] | None:
    try:
        return parser.rows(raw, headers, now)
    except InvalidError as error:
        raise MariError(error.detail, code=error.code) from None


async def _refused(
    config: WebhookConfig, accept: Accept, request: Request, reception: Reception, raw: bytes
) -> MariError:
    """Return what is answered to a body that no key of ours signed; some are archived first."""
    refusal = config.refusal()
    error = config.refusals.judge(address_of(request), refusal)
    limiter = config.keep_refused
    if limiter is not None and error is refusal and limiter.judge(None, refusal) is refusal:
        row = row_of(whole(config.source, "refused", raw, reception, id_=None))
        await store(accept, [row], config.clock, config.source)
    return error


def _kept(config: WebhookConfig, raw: bytes, now: datetime) -> list[OutboxRow]:
    if config.keep is Keep.NOT:
        return []
    id_ = new_id() if config.keep is Keep.EACH else None
    return [row_of(whole(config.source, "callback", raw, _reception(raw, now), id_=id_))]


def _reception(raw: bytes, now: datetime) -> Reception:
    return Reception(now, hashlib.sha256(raw).hexdigest())
