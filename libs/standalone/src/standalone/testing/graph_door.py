"""The sandbox's Graph API, watched at its door: which messages it accepted, and for whom."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

import orjson
from sandbox.main import create_app
from sandbox.settings import Limits, SandboxSettings, Timing
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from standalone.environment import Place
from standalone.testing.webhooks import Sent

PATIENCE: Final = 30.0
_HELD_BACK: Final = 1e6


class Replies:
    """What was accepted, for whoever waits for it."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self._news = asyncio.Event()
        self._waiting: dict[str, asyncio.Future[Sent]] = {}

    def forget(self) -> None:
        """Begin a new list."""
        self.sent = []

    def reply_to(self, number: str) -> "asyncio.Future[Sent]":
        """Return what ends with the next message that is accepted for a customer."""
        future: asyncio.Future[Sent] = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        return future

    async def until(self, count: int) -> list[Sent]:
        """Wait until so many messages were accepted. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE):
            while len(self.sent) < count:
                self._news.clear()
                await self._news.wait()
        return self.sent

    def note(self, one: Sent) -> None:
        """Take note of an accepted message."""
        self.sent.append(one)
        self._news.set()
        waiting = self._waiting.pop(one.to, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(one)


class GraphDoor:
    """Passes calls on to the sandbox and tells of each message that it accepted."""

    def __init__(self, app: ASGIApp, note: Callable[[Sent], None]) -> None:
        self._app = app
        self._note = note

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path: str = scope.get("path", "")
        if not (path.startswith("/graph/") and path.endswith("/messages")):
            await self._app(scope, receive, send)
            return
        asked, answered = bytearray(), bytearray()

        async def hear() -> Message:
            message = await receive()
            asked.extend(message.get("body", b""))
            return message

        async def say(message: Message) -> None:
            answered.extend(message.get("body", b""))
            await send(message)

        await self._app(scope, hear, say)
        self._tell(orjson.loads(asked), orjson.loads(answered))

    def _tell(self, asked: Mapping[str, Any], answered: Mapping[str, Any]) -> None:
        to = str(asked.get("to") or asked.get("recipient")).lstrip("+")
        for message in answered.get("messages", ()):
            self._note(Sent(message["id"], to, str(asked.get("biz_opaque_callback_data"))))


def quiet_sandbox(place: Place) -> Any:  # noqa: ANN401 - FastAPI's lifespan is Starlette's
    """Return a sandbox without limits of rate that holds its own statuses back for ever."""
    return create_app(
        SandboxSettings(
            data_dir=place.folder / "sandbox",
            webhook_url=f"{place.origin}/webhooks/whatsapp",
            app_secret=place.app_secret,
            merchant_key=place.keys["merchant_key"],
            access_token=place.keys["access_token"],
            timing=Timing(sent=_HELD_BACK, delivered=_HELD_BACK, read=_HELD_BACK),
            limits=Limits(pair_burst=None, per_second=None),
        )
    )
