"""What the Graph API tells of an access token, and which apps an account sends its webhooks to.

Shapes as Meta's references of `debug_token` and of a WABA's `subscribed_apps` have them.
"""

import hmac
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse

from sandbox.context import Sandbox
from sandbox.graph.admission import admit
from sandbox.graph.errors import GraphError

_ISSUED_BEFORE: Final = 30 * 86400
_CANNOT_PARSE: Final = "Invalid OAuth access token - Cannot parse access token"


def account_router(sandbox: Sandbox) -> APIRouter:
    """Return the routes of the token and of the account, under `/graph`."""
    account = _Account(sandbox)
    router = APIRouter(prefix="/graph")
    router.add_api_route(
        "/{version}/debug_token", account.token, methods=["GET"], response_model=None
    )
    router.add_api_route(
        "/{version}/{object_id}/subscribed_apps",
        account.apps,
        methods=["GET", "POST", "DELETE"],
        response_model=None,
    )
    return router


class _Account:
    """One app on one WhatsApp business account; a fresh demo account is subscribed."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._is_subscribed = True

    async def token(self, request: Request, version: str) -> Response:
        """Describe the token that is asked about: its kind, its age and what it may do."""
        try:
            admit(request, version, self._sandbox.settings)
            given = _input_token(request)
        except GraphError as error:
            return JSONResponse(error.body(), error.status)
        known = self._sandbox.settings.access_token.encode()
        is_ours = hmac.compare_digest(given.encode(), known)
        return JSONResponse({"data": self._ours() if is_ours else _unknown()})

    def _ours(self) -> dict[str, Any]:
        settings = self._sandbox.settings
        token = settings.token
        return {
            "app_id": settings.app_id,
            "type": token.type,
            "application": settings.merchant_name,
            "data_access_expires_at": 0,
            "expires_at": token.expires_at,
            "is_valid": True,
            "issued_at": token.issued_at or int(self._sandbox.now()) - _ISSUED_BEFORE,
            "scopes": [*token.scopes, "public_profile"],
            "granular_scopes": [
                {"scope": scope, "target_ids": [settings.waba_id]} for scope in token.scopes
            ],
            "user_id": "122104886910456328",
        }

    async def apps(self, request: Request, version: str, object_id: str) -> Response:
        """Tell which apps get the account's webhooks; POST adds ours, DELETE removes it."""
        try:
            admit(request, version, self._sandbox.settings)
            self._check_ours(object_id)
        except GraphError as error:
            return JSONResponse(error.body(), error.status)
        if request.method == "GET":
            return JSONResponse({"data": [self._app()] if self._is_subscribed else []})
        self._is_subscribed = request.method == "POST"
        return JSONResponse({"success": True})

    def _check_ours(self, object_id: str) -> None:
        if object_id != self._sandbox.settings.waba_id:
            raise GraphError(33, "there is no object with this id")

    def _app(self) -> dict[str, Any]:
        settings = self._sandbox.settings
        link = f"https://www.facebook.com/games/?app_id={settings.app_id}"
        described = {"link": link, "name": settings.merchant_name, "id": settings.app_id}
        return {"whatsapp_business_api_data": described}


def _input_token(request: Request) -> str:
    given = request.query_params.get("input_token")
    if given is None:
        raise GraphError(100, "the parameter input_token is required")
    return given


def _unknown() -> dict[str, Any]:
    return {
        "error": {"code": 190, "message": _CANNOT_PARSE},
        "is_valid": False,
        "scopes": [],
    }
