"""Asking services over their internal routes, signed; a no is an error with one line."""

import getpass
import re
import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final, cast

import httpx
from common.service_tokens import ServiceAuth

from standalone.commands.failing import CommandError
from standalone.commands.finding import SERVICES, Whereabouts, found
from standalone.principals import OPERATOR, asking_as

_SECONDS: Final = 5.0
_UNNAMED: Final = re.compile(r"[^\w@.-]")


class UnreachableError(CommandError):
    """A service does not answer at all."""


class Asker:
    """The way to every service for the time of one command."""

    def __init__(self, place: Whereabouts) -> None:
        self.place = place
        self._identity = asking_as(OPERATOR, place.key)
        self._clients: dict[str, httpx.AsyncClient] = {}

    async def get(self, service: str, path: str, **params: Any) -> dict[str, Any]:  # noqa: ANN401 - query values
        """Return what a route tells. Raises CommandError, UnreachableError."""
        return await self._ask(service, "GET", path, params=params)

    async def post(
        self, service: str, path: str, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return what a route did. Raises CommandError, UnreachableError."""
        return await self._ask(service, "POST", path, json=dict(body or {}))

    async def put(self, service: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a route did. Raises CommandError, UnreachableError."""
        return await self._ask(service, "PUT", path, json=dict(body))

    async def delete(self, service: str, path: str, **params: Any) -> dict[str, Any]:  # noqa: ANN401 - query values
        """Return what a route did. Raises CommandError, UnreachableError."""
        return await self._ask(service, "DELETE", path, params=params)

    async def answer(self, service: str, path: str) -> httpx.Response:
        """Return a route's answer, whatever its status. Raises UnreachableError."""
        return await self._send(service, "GET", path)

    async def _ask(self, service: str, method: str, path: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - httpx's own
        answer = await self._send(service, method, path, **more)
        if answer.is_success:
            return answer.json()
        raise CommandError(f"{service}: {_why(answer)}")

    async def _send(self, service: str, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        try:
            return await self._client(service).request(method, path, **more)
        except httpx.TransportError as error:
            line = f"{service} does not answer at {self.place.url_of(service)}"
            raise UnreachableError(f"{line} ({type(error).__name__}).") from error

    def _client(self, service: str) -> httpx.AsyncClient:
        if service not in self._clients:
            self._clients[service] = httpx.AsyncClient(
                base_url=self.place.url_of(service),
                transport=httpx.AsyncHTTPTransport(uds=self.place.socket),
                auth=ServiceAuth(self._identity, audience=service),
                timeout=_SECONDS,
            )
        return self._clients[service]

    async def close(self) -> None:
        """Close every connection."""
        for client in self._clients.values():
            await client.aclose()


@asynccontextmanager
async def asking() -> AsyncGenerator[Asker]:
    """Find the services and give the way to them. Raises CommandError."""
    with found() as place:
        asker = Asker(place)
        try:
            yield asker
        finally:
            await asker.close()


def chosen(service: str | None) -> tuple[str, ...]:
    """Return the services that are meant: all, or the one that is named. Raises CommandError."""
    if service is None:
        return SERVICES
    if service not in SERVICES:
        raise CommandError(f"There is no service {service!r}: {', '.join(SERVICES)}.", status=2)
    return (service,)


def who() -> str:
    """Return who runs this command, for the record."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = "somebody"
    return _UNNAMED.sub("_", f"{name}@{socket.gethostname()}")[:100]


def _why(answer: httpx.Response) -> str:
    try:
        body: object = answer.json()
    except ValueError:
        body = None
    told = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    detail, code = told.get("detail"), told.get("code")
    return f"{detail} ({code})" if detail else f"it answered {answer.status_code}."
