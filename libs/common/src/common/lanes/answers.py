"""What another service's answer to an `http:` row means: yes, no, or ask again."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, cast

import httpx

from common.contracts.requests import NOT_ACCEPTED, NOT_THERE

_AGAIN_STATUSES: Final = frozenset({408, 425})
_TOO_MANY: Final = 429
_NOT_FOUND: Final = 404
_ABSENT: Final = frozenset({NOT_THERE, NOT_ACCEPTED})
_LONGEST_DETAIL: Final = 500
_NOT_ARRIVED: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Outcome(StrEnum):
    """How a row goes on."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome and what was said about it; `may_have_arrived` counts for an unfinished row."""

    outcome: Outcome
    code: str = ""
    status: int | None = None
    detail: str | None = None
    retry_at: datetime | None = None
    may_have_arrived: bool = False


EXPIRED: Final = Answer(Outcome.REFUSED, "lanes:expired")


def judge(response: httpx.Response) -> Answer:
    """Read an answer to the request itself: 2xx is yes, a definite 4xx is no, all else is open."""
    status = response.status_code
    if response.is_success:
        return Answer(Outcome.ACCEPTED, status=status)
    problem = _problem(response)
    code = _text(problem.get("code"))
    if _is_definite(status, code):
        return Answer(
            Outcome.REFUSED,
            code or f"http:{status}",
            status,
            _text(problem.get("detail")),
            _moment(problem.get("retry_at")),
        )
    return Answer(Outcome.AGAIN, code or f"http:{status}", status, may_have_arrived=True)


def looked_up(method: str, path: str) -> tuple[str, bool]:
    """Return the path of what a request is about, and whether its key is asked about too.

    A PUT makes the resource, so that the resource is its proof. Any other method asks something
    of the resource above its last word: only the key that was accepted is proof.
    """
    if method == "PUT":
        return path, False
    return path.rpartition("/")[0], True


def judge_lookup(response: httpx.Response, refusal: Answer) -> Answer:
    """Read the answer to the question whether a request was accepted: yes, `refusal`, or unknown.

    Only a 404 with the code of a service that looked is a no. Any other answer, of a proxy, of a
    route that is not there, of a service that did not believe us, tells nothing.
    """
    if response.is_success:
        return Answer(Outcome.ACCEPTED, status=response.status_code)
    code = _text(_problem(response).get("code"))
    if response.status_code == _NOT_FOUND and code in _ABSENT:
        return refusal
    return Answer(Outcome.AGAIN, code or f"http:{response.status_code}", may_have_arrived=True)


def judge_failure(error: BaseException) -> Answer:
    """Read a call that ended without an answer; only a failed connect certainly did not arrive."""
    arrived = not isinstance(error, _NOT_ARRIVED)
    return Answer(Outcome.AGAIN, type(error).__name__, may_have_arrived=arrived)


def _is_definite(status: int, code: str | None) -> bool:
    if status == _TOO_MANY:
        return code is not None
    return 400 <= status < 500 and status not in _AGAIN_STATUSES  # noqa: PLR2004 - client errors


def _problem(response: httpx.Response) -> dict[str, Any]:
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", body) if isinstance(body, dict) else {}


def _text(value: object) -> str | None:
    return value[:_LONGEST_DETAIL] if isinstance(value, str) else None


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
