"""The merchant API over HTTP, under `/omari/`."""

import hmac
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse

from sandbox.context import NotAnObjectError, Sandbox, read_object
from sandbox.faults import Behaviour
from sandbox.misbehaviour import Call, Reply
from sandbox.omari import rules
from sandbox.omari.rules import FieldError, failure
from sandbox.omari.wallet import Taken, Wallet

_REFUSALS: Mapping[Behaviour, Reply] = {
    Behaviour.DECLINE: failure(rules.DO_NOT_HONOUR, "Do not honour"),
    Behaviour.WRONG_OTP: failure(rules.INVALID_PIN, "Invalid OTP"),
    Behaviour.INSUFFICIENT_FUNDS: failure(rules.INSUFFICIENT_FUNDS, "Insufficient funds"),
    Behaviour.NOT_FOUND: failure(rules.NOT_FOUND, "Transaction not found", status=404),
}
_VARIANTS: Mapping[Behaviour, Taken] = {
    Behaviour.PARTIAL: Taken.PART,
    Behaviour.OTHER_CURRENCY: Taken.OTHER_CURRENCY,
}
Work = Callable[[sqlite3.Connection], Reply]
Works = tuple[Work, Mapping[Behaviour, Work]]


def omari_router(sandbox: Sandbox) -> APIRouter:
    """Return the routes under `/omari`."""
    settings = sandbox.settings
    wallet = Wallet(settings.merchant_name, settings.timing.code_lifetime)
    api = _Omari(sandbox, wallet)
    router = APIRouter(prefix="/omari")
    for operation in ("auth", "request", "void"):
        router.add_api_route(
            f"/{operation}", getattr(api, operation), methods=["POST"], response_model=None
        )
    router.add_api_route("/query/{reference}", api.query, methods=["GET"], response_model=None)
    return router


class _Omari:
    """The four calls."""

    def __init__(self, sandbox: Sandbox, wallet: Wallet) -> None:
        self._sandbox = sandbox
        self._wallet = wallet

    async def auth(self, request: Request) -> Response:
        """Start a payment: a code goes out by SMS."""

        async def prepare() -> Works:
            wish, at = rules.read_auth(await read_object(request)), self._sandbox.now()
            return partial(self._wallet.auth, wish=wish, at=at), {}

        return await self._answer(request, "auth", prepare)

    async def request(self, request: Request) -> Response:
        """Give the code: the money moves."""

        async def prepare() -> Works:
            wish, at = rules.read_request(await read_object(request)), self._sandbox.now()
            taken = partial(self._wallet.request, wish=wish, at=at)
            return taken, {
                behaviour: partial(taken, taken=how) for behaviour, how in _VARIANTS.items()
            }

        return await self._answer(request, "request", prepare)

    async def query(self, request: Request, reference: str) -> Response:
        """Ask what became of a payment."""

        async def prepare() -> Works:
            known, at = rules.read_reference(reference), self._sandbox.now()
            return partial(self._wallet.query, reference=known, at=at), {}

        return await self._answer(request, "query", prepare)

    async def void(self, request: Request) -> Response:
        """Give up a payment."""

        async def prepare() -> Works:
            data = await read_object(request)
            known, at = rules.read_reference(data.get("reference")), self._sandbox.now()
            return partial(self._wallet.void, reference=known, at=at), {}

        return await self._answer(request, "void", prepare)

    async def _answer(
        self, request: Request, operation: str, prepare: Callable[[], Awaitable[Works]]
    ) -> Response:
        given = request.headers.get("x-merchant-key", "").encode()
        if not hmac.compare_digest(given, self._sandbox.settings.merchant_key.encode()):
            return _plain(failure(rules.INVALID_MERCHANT, "Invalid merchant", status=401))
        try:
            work, variants = await prepare()
        except NotAnObjectError:
            return _plain(failure(rules.FORMAT_ERROR, "the body must be JSON", status=400))
        except FieldError as error:
            return _plain(failure(error.code, str(error), status=400))
        call = Call("omari", operation, work, _REFUSALS, variants)
        return await self._sandbox.provider.answer(request, call)


def _plain(reply: Reply) -> Response:
    return JSONResponse(reply.body, reply.status)
