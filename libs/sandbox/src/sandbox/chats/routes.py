"""Chats over HTTP: write as a customer, and wait for what comes back."""

import asyncio
import sqlite3
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import JSONResponse

from sandbox.chats import repository, writing
from sandbox.chats.inbound import UnreadableError, read_written
from sandbox.context import NotAnObjectError, Sandbox, plain, read_object, unprocessable
from sandbox.webhooks.schedule import MESSAGE

_LONGEST_WAIT = 60.0


def chat_router(sandbox: Sandbox) -> APIRouter:
    """Return the routes under `/api/chats`."""
    router = APIRouter(prefix="/api/chats")

    @router.get("")
    async def chats() -> dict[str, Any]:
        """Return everyone who has a chat."""
        return {"chats": await sandbox.store.run(repository.list_chats)}

    @router.post("/{wa_id}/messages", response_model=None)
    async def write(request: Request, wa_id: str) -> Response:
        """Write as the customer; 202 once it is durable, and the webhook follows."""
        try:
            written = read_written(plain(await read_object(request)))
            done = await sandbox.store.run(
                lambda db: writing.write(db, sandbox.settings, wa_id, written)
            )
        except NotAnObjectError:
            return unprocessable('the body is a JSON object such as {"text": "menu"}')
        except UnreadableError as error:
            return unprocessable(str(error))
        sandbox.dispatcher.ring(MESSAGE)
        sandbox.signals.notify([done["chat_id"]])
        return JSONResponse({"n": done["n"], "wamid": done["wamid"]}, 202)

    @router.get("/{wa_id}/messages")
    async def read(
        wa_id: str,
        after: Annotated[int, Query(ge=0)] = 0,
        wait: Annotated[float, Query(ge=0)] = 0.0,
        version: Annotated[int | None, Query(ge=0)] = None,
    ) -> dict[str, Any]:
        """Return the messages after the n-th, waiting for one when there is none.

        With `version` instead: what is new or changed since then (the chat page's ticks).
        """
        return await _poll(sandbox, wa_id, _Wish(after, version), min(wait, _LONGEST_WAIT))

    return router


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a reader has not seen yet."""

    after: int
    version: int | None

    def read(self, db: sqlite3.Connection, chat_id: str) -> dict[str, Any]:
        """Return what is new."""
        if self.version is None:
            messages = repository.messages_after(db, chat_id, self.after)
        else:
            messages = repository.messages_since(db, chat_id, self.version)
        return {"messages": messages, "version": repository.version_of(db, chat_id)}


async def _poll(sandbox: Sandbox, address: str, wish: _Wish, wait: float) -> dict[str, Any]:
    chat_id = await sandbox.store.run(lambda db: repository.chat_id_of(db, address))
    loop = asyncio.get_running_loop()
    sleeper = sandbox.signals.watch(chat_id)
    try:
        async with asyncio.timeout(wait or None):
            while True:
                sleeper.clear()
                found = await sandbox.store.run(lambda db: wish.read(db, chat_id))
                found["typing"] = sandbox.signals.is_typing(chat_id, loop.time())
                if found["messages"] or not wait or (wish.version is not None and found["typing"]):
                    return found
                await sleeper.wait()
    except TimeoutError:
        return {"messages": [], "version": wish.version or 0, "typing": False}
    finally:
        sandbox.signals.unwatch(chat_id, sleeper)
