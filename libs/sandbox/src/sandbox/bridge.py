"""The chat page's view of the merchant's side: the timeline, and the tasks for a person."""

from collections.abc import Mapping
from typing import Any, cast

import httpx
from common.log import get_logger
from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse

from sandbox.context import NotAnObjectError, Sandbox, read_object, unprocessable
from sandbox.omari.ledger import events

log = get_logger(__name__)
_PATIENCE = 5.0
_MOST_ROWS = 200
_ABSENT = {"code": "sandbox:no_merchant", "detail": "this sandbox knows no merchant API"}
_DOWN = {"code": "sandbox:merchant_down", "detail": "the merchant API does not answer"}


def bridge_router(sandbox: Sandbox) -> APIRouter:
    """Return the routes that pass on to the merchant's systems; the keys stay on this side."""
    router = APIRouter(prefix="/api")

    @router.get("/timeline")
    async def timeline() -> dict[str, Any]:
        """Return what each service did lately, the newest last."""
        rows = await _rows(sandbox)
        rows.sort(key=lambda row: str(row.get("at") or row.get("time") or ""))
        return {"rows": rows[-_MOST_ROWS:]}

    @router.get("/tasks", response_model=None)
    async def tasks() -> Response:
        """Return what waits for a person, as the merchant API tells it."""
        return await _pass_on(sandbox, "GET", "")

    @router.post("/release", response_model=None)
    async def release(request: Request) -> Response:
        """Release the task that is named, so that the bot speaks again."""
        try:
            task_id: object = (await read_object(request)).get("id")
        except NotAnObjectError:
            task_id = None
        if not isinstance(task_id, str) or not task_id.replace("-", "").isalnum():
            return unprocessable('the body is {"id": "<the task\'s id>"}')
        return await _pass_on(sandbox, "POST", f"/{task_id}/release")

    return router


async def _pass_on(sandbox: Sandbox, method: str, path: str) -> Response:
    settings = sandbox.settings
    if settings.release_url is None:
        return JSONResponse(_ABSENT, 404)
    url = settings.release_url.rstrip("/") + path
    try:
        answer = await sandbox.client.request(
            method, url, headers={"X-Api-Key": settings.api_key}, timeout=_PATIENCE
        )
    except httpx.HTTPError:
        return JSONResponse(_DOWN, 502)
    kind = answer.headers.get("content-type", "application/json")
    return Response(answer.content, answer.status_code, media_type=kind)


async def _rows(sandbox: Sandbox) -> list[dict[str, Any]]:
    settings = sandbox.settings
    rows = await sandbox.store.run(lambda db: events(db, _MOST_ROWS))
    if settings.timeline_source is not None:
        rows += [dict(row) for row in await settings.timeline_source()]
    for url in settings.timeline_urls:
        rows += await _fetch_rows(sandbox, url)
    return rows


async def _fetch_rows(sandbox: Sandbox, url: str) -> list[dict[str, Any]]:
    try:
        answer = await sandbox.client.get(url, timeout=_PATIENCE)
        value: object = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        log.info("timeline.unreadable", error=type(error).__name__)
        return []
    if not isinstance(value, dict):
        return []
    found = cast("Mapping[str, Any]", value)
    return [{"service": found.get("service"), **row} for row in found.get("rows", ())]
