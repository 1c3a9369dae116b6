"""The Graph API over HTTP, under `/graph/{version}/`."""

import asyncio
import hmac
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse

from sandbox.chats import repository
from sandbox.context import NotAnObjectError, Sandbox, plain, read_object
from sandbox.faults import Behaviour
from sandbox.graph import media
from sandbox.graph.admission import admit, has_token
from sandbox.graph.checks import Outgoing, check_message
from sandbox.graph.errors import GraphError
from sandbox.graph.rates import Rates
from sandbox.graph.sending import accept
from sandbox.misbehaviour import Call, Reply
from sandbox.webhooks.schedule import STATUS

_TYPING_SECONDS = 25.0
_TEXT_OF = {
    Behaviour.DECLINE: (131026, "the recipient cannot be reached"),
    Behaviour.INSUFFICIENT_FUNDS: (131042, "there is a problem with the payment method"),
    Behaviour.NOT_FOUND: (33, "there is no object with this id"),
}
_REFUSALS: Mapping[Behaviour, Reply] = {
    behaviour: Reply(error.status, error.body())
    for behaviour, error in ((name, GraphError(*words)) for name, words in _TEXT_OF.items())
}


def graph_router(sandbox: Sandbox) -> APIRouter:
    """Return the routes under `/graph`."""
    api = _Graph(sandbox)
    router = APIRouter(prefix="/graph")
    router.add_api_route("/media/{media_id}", api.download, methods=["GET"], response_model=None)
    router.add_api_route(
        "/{version}/{number}/messages", api.send, methods=["POST"], response_model=None
    )
    router.add_api_route(
        "/{version}/{number}/media", api.upload, methods=["POST"], response_model=None
    )
    router.add_api_route("/{version}/{object_id}", api.read, methods=["GET"], response_model=None)
    return router


class _Graph:
    """The calls of the Graph API that a merchant's systems make."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._rates = Rates(sandbox.settings.limits)

    async def send(self, request: Request, version: str, number: str) -> Response:
        """Take a message, or note that one was read."""
        try:
            self._admit(request, version, number)
            fields = await _object(request)
            if fields.get("status") == "read":
                return await self._read_receipt(fields)
            message = check_message(plain(fields), self._sandbox.settings.templates)
            self._rates.check(message.address, self._sandbox.now())
        except GraphError as error:
            return _refusal(error)
        return await self._sandbox.provider.answer(request, self._call(message))

    def _call(self, message: Outgoing) -> Call:
        settings = self._sandbox.settings
        return Call(
            "graph",
            "messages",
            lambda db: accept(db, settings, message),
            _REFUSALS,
            after=self._announce,
        )

    def _announce(self, reply: Reply) -> None:
        for contact in reply.body.get("contacts", ()):
            chat_id = contact.get("wa_id") or contact["user_id"]
            self._sandbox.signals.stop_typing(chat_id)
            self._sandbox.signals.notify([chat_id])
        self._sandbox.dispatcher.ring(STATUS)

    async def _read_receipt(self, fields: Mapping[str, Any]) -> Response:
        wamid = str(fields.get("message_id", ""))
        chat_id = await self._sandbox.store.run(lambda db: repository.read_up_to(db, wamid))
        if chat_id is None:
            raise GraphError(131009, "message_id is not a message that was received")
        if fields.get("typing_indicator") is not None:
            until = asyncio.get_running_loop().time() + _TYPING_SECONDS
            self._sandbox.signals.set_typing(chat_id, until)
        self._sandbox.signals.notify([chat_id])
        return JSONResponse({"success": True})

    async def upload(self, request: Request, version: str, number: str) -> Response:
        """Store a file and answer its id."""
        try:
            self._admit(request, version, number)
            upload = media.read_upload(
                request.headers.get("content-type", ""), await request.body()
            )
        except GraphError as error:
            return _refusal(error)
        now = self._sandbox.now()
        return JSONResponse(
            {"id": await self._sandbox.store.run(lambda db: media.keep(db, upload, now))}
        )

    async def read(self, request: Request, version: str, object_id: str) -> Response:
        """Describe a file, or the business number."""
        settings = self._sandbox.settings
        try:
            self._admit(request, version, settings.phone_number_id)
            if object_id == settings.phone_number_id:
                return JSONResponse(self._number())
            found = await self._sandbox.store.run(lambda db: media.describe(db, object_id))
        except GraphError as error:
            return _refusal(error)
        until = int(self._sandbox.now()) + media.ADDRESS_LIFETIME
        signature = self._sign(object_id, until)
        address = f"{request.base_url}graph/media/{object_id}?ext={until}&hash={signature}"
        return JSONResponse({"url": address, **found})

    async def download(self, request: Request, media_id: str) -> Response:
        """Give a file's bytes, while the address lives and to the token's owner."""
        until, given = request.query_params.get("ext", ""), request.query_params.get("hash", "")
        fresh = until.isdigit() and int(until) >= self._sandbox.now()
        right = hmac.compare_digest(self._sign(media_id, until).encode(), given.encode())
        if not has_token(request, self._sandbox.settings) or not fresh or not right:
            return Response(status_code=404)
        found = await self._sandbox.store.run(lambda db: media.fetch(db, media_id))
        if found is None:
            return Response(status_code=404)
        return Response(found.data, media_type=found.mime_type)

    def _number(self) -> dict[str, Any]:
        settings = self._sandbox.settings
        return {
            "id": settings.phone_number_id,
            "display_phone_number": settings.display_phone_number,
            "verified_name": settings.merchant_name,
            "quality_rating": "GREEN",
        }

    def _sign(self, media_id: str, until: object) -> str:
        key = self._sandbox.settings.access_token.encode()
        return hmac.new(key, f"{media_id}:{until}".encode(), "sha256").hexdigest()[:32]

    def _admit(self, request: Request, version: str, number: str) -> None:
        admit(request, version, self._sandbox.settings)
        if number != self._sandbox.settings.phone_number_id:
            raise GraphError(33, "there is no object with this id")


async def _object(request: Request) -> dict[str, Any]:
    try:
        return await read_object(request)
    except NotAnObjectError:
        raise GraphError(100, "the body must be a JSON object") from None


def _refusal(error: GraphError) -> Response:
    return JSONResponse(error.body(), error.status)
