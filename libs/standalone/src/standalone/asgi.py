"""Several apps in one process: each with its own lifespan, all behind one public origin."""

from collections.abc import Mapping
from typing import Any, Final

import httpx
import orjson
from common.service_tokens import ServiceAuth
from common.signing import Identity
from common.web.problems import NOT_HERE, send_problem
from common.web.running import RunningApp
from starlette.types import Receive, Scope, Send

from standalone.principals import STANDALONE
from standalone.public_routes import owner_of, worst

STARTING: Final = "standalone:starting"
STARTING_DETAIL: Final = "Mari is starting: try again in a moment."


class Neighbours:
    """The way from one service to another inside this process: the same HTTP, without a socket."""

    def __init__(self, identities: Mapping[str, Identity]) -> None:
        self._identities = identities
        self._clients: dict[tuple[str, str], httpx.AsyncClient] = {}
        self.apps: dict[str, RunningApp] = {}

    def client(self, caller: str, audience: str) -> httpx.AsyncClient:
        """Return the signed client by which `caller` reaches `audience`."""
        if (caller, audience) not in self._clients:
            self._clients[caller, audience] = httpx.AsyncClient(
                transport=httpx.ASGITransport(app=self._call(audience), raise_app_exceptions=False),
                base_url=f"http://{audience}",
                auth=ServiceAuth(self._identities[caller], audience=audience),
                timeout=15,
                trust_env=False,
            )
        return self._clients[caller, audience]

    async def close(self) -> None:
        """Close the clients."""
        for client in self._clients.values():
            await client.aclose()
        self._clients.clear()

    def _call(self, audience: str) -> Any:  # noqa: ANN401 - httpx names no type for an ASGI app
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await self.apps[audience](scope, receive, send)

        return app


class Origin:
    """The public origin: each path goes to the service that owns it, and nothing else is there."""

    def __init__(self, neighbours: Neighbours) -> None:
        self._neighbours = neighbours

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request of the public."""
        if scope["type"] != "http":
            return
        path: str = scope["path"]
        if path.rstrip("/") in {"/health/live", "/health/ready"}:
            await self._health(path.rstrip("/"), scope["method"] == "HEAD", send)
            return
        service = owner_of(scope)
        app = self._neighbours.apps.get(service or "")
        if app is not None:
            await app(scope, receive, send)
        elif service is None:
            await send_problem(scope, send, 404, NOT_HERE)
        else:
            await send_problem(scope, send, 503, STARTING_DETAIL, code=STARTING)

    async def _health(self, path: str, is_head: bool, send: Send) -> None:  # noqa: FBT001
        states: list[str] = []
        for service in sorted(self._neighbours.apps):
            answer = await self._neighbours.client(STANDALONE, service).get(path)
            states.append(str(answer.json()["status"]) if answer.is_success else "down")
        state = "live" if path.endswith("live") else worst(states)
        body = b"" if is_head else orjson.dumps({"status": state})
        await answer_json(send, 503 if state == "down" else 200, body)


async def answer_json(send: Send, status: int, body: bytes) -> None:
    """Answer with a JSON body, or none to HEAD."""
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
