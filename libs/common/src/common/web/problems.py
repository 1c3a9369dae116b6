"""Errors as RFC 9457 problem details with a stable code; what was sent is never repeated."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import asyncpg
import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.types import Scope, Send

from common.clock import to_z, utc_now
from common.errors import MariError
from common.ids import new_id
from common.lanes.failures import is_lost
from common.lanes.supervisor import code_of
from common.log import get_logger

log = get_logger(__name__)
_OF_THE_DATABASE = (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError)
PROBLEM_MEDIA_TYPE: Final = "application/problem+json"
_RETRYABLE: Final = frozenset({408, *range(500, 600)})
NOT_HERE: Final = "There is no such address here."
_TITLES: Final = {404: NOT_HERE, 405: "This address does not take that method."}


class Problem(BaseModel):
    """What every error answers with (RFC 9457); `errors` names fields, never what was in them."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    retryable: bool
    instance: str
    retry_at: datetime | None = None
    errors: list[dict[str, str]] | None = None


_MEANINGS: Final = {
    400: "The name is not served here.",
    401: "The caller did not prove who it is.",
    403: "The caller may not do this.",
    404: "There is no such thing.",
    408: "The body came too slowly.",
    409: "The thing's state does not allow this.",
    413: "The body is too large.",
    415: "The body is compressed.",
    422: "Correct what is named and send it again.",
    429: "A limit is reached; `retry_at` says when to try again.",
    503: "It passes by itself: try again.",
}


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of routes that answer with problems of these statuses."""
    schema = Problem.model_json_schema()
    content = {PROBLEM_MEDIA_TYPE: {"schema": schema}}
    found = statuses or tuple(_MEANINGS)
    return {status: {"description": _MEANINGS[status], "content": content} for status in found}


def problem(error: MariError) -> JSONResponse:
    """Return the answer for an error, with `Retry-After` when it says when to try again."""
    reference = str(new_id())
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": type(error).__name__.removesuffix("Error"),
        "status": error.status,
        "detail": error.detail,
        "code": error.code,
        "retryable": error.retryable,
        "instance": f"urn:uuid:{reference}",
    }
    headers: dict[str, str] = {}
    if error.retry_at is not None:
        body["retry_at"] = to_z(error.retry_at)
        wait = (error.retry_at - utc_now()).total_seconds()
        headers["Retry-After"] = str(max(1, int(wait)))
    log.info("request.refused", code=error.code, status=error.status, instance=reference)
    return JSONResponse(body, error.status, headers, media_type=PROBLEM_MEDIA_TYPE)


def plain_problem(status: int, code: str, detail: str, **more: object) -> JSONResponse:
    """Return the answer for what is no MariError; `more` are fields beside the usual ones."""
    body = problem_body(status, code, detail) | more
    return JSONResponse(body, status, media_type=PROBLEM_MEDIA_TYPE)


def problem_body(status: int, code: str, detail: str) -> dict[str, Any]:
    """Return a problem, and log it under the reference that its reader may name."""
    reference = str(new_id())
    body = {"type": "about:blank", "title": code, "status": status, "detail": detail, "code": code}
    log.info("request.refused", code=code, status=status, instance=reference)
    return body | {"retryable": status in _RETRYABLE, "instance": f"urn:uuid:{reference}"}


async def send_problem(
    scope: Scope,
    send: Send,
    status: int,
    detail: str,
    *,
    code: str = "",
    headers: Sequence[tuple[bytes, bytes]] = (),
) -> None:
    """Answer with a problem where there is no framework; its code is usually `http:<status>`."""
    sent = orjson.dumps(problem_body(status, code or f"http:{status}", detail))
    own = [
        (b"content-type", PROBLEM_MEDIA_TYPE.encode()),
        (b"content-length", str(len(sent)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*own, *headers]})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else sent})


def _where(errors: Sequence[Any]) -> list[dict[str, str]]:
    return [
        {"field": ".".join(str(part) for part in e["loc"]), "problem": str(e["type"])}
        for e in errors[:20]
    ]


def install(app: FastAPI) -> None:
    """Make every error of the app a problem."""

    async def on_mari(_request: Request, error: Exception) -> JSONResponse:
        return problem(error) if isinstance(error, MariError) else await on_crash(_request, error)

    async def on_invalid(_request: Request, error: Exception) -> JSONResponse:
        where = _where(error.errors()) if isinstance(error, RequestValidationError) else []
        return plain_problem(
            422,
            "request:invalid",
            "Correct the fields that are named and send it again.",
            errors=where,
        )

    async def on_http(_request: Request, error: Exception) -> JSONResponse:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return plain_problem(
            status, f"http:{status}", _TITLES.get(status, "The request was refused.")
        )

    async def on_crash(_request: Request, error: Exception) -> JSONResponse:
        log.error("request.crashed", exc_info=error)
        return plain_problem(
            500, "internal", "Something went wrong here; nothing was lost. Try again."
        )

    async def on_database(request: Request, error: Exception) -> JSONResponse:
        if not is_lost(error):
            return await on_crash(request, error)
        log.warning("request.database_lost", error=code_of(error))
        return plain_problem(503, "database:lost", "Nothing was done. Try again in a moment.")

    for kind in _OF_THE_DATABASE:
        app.add_exception_handler(kind, on_database)
    app.add_exception_handler(MariError, on_mari)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(Exception, on_crash)
