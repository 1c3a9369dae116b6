"""The way from one process to another service: HTTP, signed by who calls."""

from collections.abc import Mapping
from typing import Final

import httpx

from common.service_tokens import ServiceAuth
from common.signing import Identity

_PORT: Final = 8000
_SECONDS: Final = 15.0


class ServiceClients:
    """One client for each service that is called; they live as long as the process."""

    def __init__(self, identity: Identity, *, urls: Mapping[str, str]) -> None:
        self._identity = identity
        self._urls = urls
        self._clients: dict[str, httpx.AsyncClient] = {}

    def url_of(self, service: str) -> str:
        """Return where a service is: as listed, else under its own name."""
        return self._urls.get(service, f"http://{service}:{_PORT}")

    def client(self, service: str) -> httpx.AsyncClient:
        """Return the signed client of a service."""
        if service not in self._clients:
            self._clients[service] = httpx.AsyncClient(
                base_url=self.url_of(service),
                auth=ServiceAuth(self._identity, audience=service),
                timeout=_SECONDS,
                limits=httpx.Limits(max_connections=200, keepalive_expiry=5),
                trust_env=False,
            )
        return self._clients[service]

    async def close(self) -> None:
        """Close every client."""
        for client in self._clients.values():
            await client.aclose()
        self._clients.clear()
