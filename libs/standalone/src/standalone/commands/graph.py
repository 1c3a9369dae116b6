"""The Graph API as an operator's command asks it; a token is never part of what is told."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

import httpx
from common.clock import utc_now

from standalone.commands.dates import offset_of
from standalone.commands.failing import CANNOT, CommandError
from standalone.commands.settings import DeploymentSettings

_SECONDS: Final = 10.0


class GraphRefusalError(CommandError):
    """Meta said no; `code` is its own."""

    def __init__(self, line: str, code: int | None) -> None:
        super().__init__(line)
        self.code = code


class UnreachableGraphError(CommandError):
    """Meta does not answer."""


@dataclass(frozen=True, slots=True)
class App:
    """An app that gets the account's webhooks; where, when that is not its own address."""

    id: str
    name: str
    callback: str | None = None


class Graph:
    """The calls that need no message: about the token, the number and the account."""

    def __init__(self, client: httpx.AsyncClient, settings: DeploymentSettings) -> None:
        self._client = client
        self._settings = settings
        self.clock_offset: float | None = None
        """Seconds by which Meta's clock is ahead of ours, as its last answer had it."""

    async def number(self) -> dict[str, Any]:
        """Return what Meta tells of the business number. Raises CommandError."""
        fields = "display_phone_number,verified_name,quality_rating"
        return await self._ask("GET", self._settings.phone_number_id, fields=fields)

    async def token(self) -> dict[str, Any]:
        """Return what Meta tells of our token. Raises CommandError."""
        token = self._settings.access_token.get_secret_value()
        return (await self._ask("GET", "debug_token", input_token=token))["data"]

    async def apps(self) -> list[App]:
        """Return the apps that get the account's webhooks. Raises CommandError."""
        told = await self._ask("GET", f"{self._settings.waba_id}/subscribed_apps")
        return [_app(entry) for entry in told.get("data", ())]

    async def subscribe(self) -> None:
        """Subscribe the token's app to the account's webhooks. Raises CommandError."""
        await self._ask("POST", f"{self._settings.waba_id}/subscribed_apps")

    async def _ask(self, method: str, path: str, **params: str) -> dict[str, Any]:
        url = f"{self._settings.graph_url}/{self._settings.graph_version}/{path}"
        sent = utc_now()
        try:
            answer = await self._client.request(method, url, params=params)
        except httpx.TransportError as error:
            host = httpx.URL(url).host
            raise UnreachableGraphError(
                f"Meta's Graph API does not answer at {host} ({type(error).__name__})."
            ) from error
        self._note_date(answer, sent)
        return _body(answer)

    def _note_date(self, answer: httpx.Response, sent: datetime) -> None:
        self.clock_offset = offset_of(answer.headers.get("date"), sent, utc_now())


@asynccontextmanager
async def graph(settings: DeploymentSettings) -> AsyncGenerator[Graph]:
    """Give the way to the Graph API. Raises CommandError when it is not configured."""
    wanted = {
        "WHATSAPP_ACCESS_TOKEN": settings.access_token.get_secret_value(),
        "WHATSAPP_WABA_ID": settings.waba_id,
        "WHATSAPP_PHONE_NUMBER_ID": settings.phone_number_id,
    }
    missing = [name for name, value in wanted.items() if not value]
    if missing:
        raise CommandError(f"WhatsApp is not configured: set {', '.join(missing)}.", status=CANNOT)
    headers = {"Authorization": f"Bearer {settings.access_token.get_secret_value()}"}
    async with httpx.AsyncClient(headers=headers, timeout=_SECONDS, trust_env=False) as client:
        yield Graph(client, settings)


def _app(entry: Mapping[str, Any]) -> App:
    about = entry.get("whatsapp_business_api_data", {})
    return App(
        str(about.get("id", "")), str(about.get("name", "")), entry.get("override_callback_uri")
    )


def _body(answer: httpx.Response) -> dict[str, Any]:
    try:
        found: object = answer.json()
    except ValueError:
        found = None
    body = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    error: object = body.get("error")
    if answer.is_success and body and error is None:
        return body
    told = cast("dict[str, Any]", error) if isinstance(error, dict) else {}
    code = told.get("code")
    if not isinstance(code, int):
        raise GraphRefusalError(f"Meta answered {answer.status_code} without a code.", None)
    raise GraphRefusalError(f"Meta refused with code {code}: {_MEANINGS.get(code, '')}", code)


_MEANINGS: Final = {
    0: "the token is not valid.",
    10: "the token lacks a permission.",
    33: "it does not exist, or the token may not see it.",
    100: "it does not exist, or the token may not see it.",
    190: "the token is wrong or has ended.",
    200: "the token lacks a permission.",
}
