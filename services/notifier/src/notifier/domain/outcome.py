"""What became of one call to the Graph API."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from notifier.domain.verdicts import VERDICTS, Action, verdict_of

HTTP_OK: Final = range(200, 300)
HTTP_REFUSED: Final = range(400, 500)
HTTP_TOO_MANY: Final = 429
_LONGEST_WAMID: Final = 512
_CODE: Final = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Accepted:
    """Meta has taken it; that is not yet sent."""

    wamid: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Definitely not sent; the code says what follows."""

    code: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """The request did not leave: the same again is safe."""

    code: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have been sent."""

    code: str


Outcome = Accepted | Refused | NotSent | Unknown


def judge(status: int, body: object) -> Outcome:
    """Return what an answer means; `body` is the parsed JSON, or None when it was none."""
    fields = _object(body)
    if status in HTTP_OK:
        wamid = _wamid(fields)
        return Unknown(f"http:{status}") if wamid is None else Accepted(wamid)
    code = _code(fields)
    if code is None:
        return _without_code(status, has_json="error" in fields)
    if int(code) in VERDICTS:
        return Unknown(code) if verdict_of(code).action is Action.UNKNOWN else Refused(code)
    return Refused(code) if status in HTTP_REFUSED else Unknown(code)


def _without_code(status: int, *, has_json: bool) -> Outcome:
    if status == HTTP_TOO_MANY:
        return NotSent("http:429")
    if has_json and status in HTTP_REFUSED:
        return Refused(f"http:{status}")
    return Unknown(f"http:{status}")


def _wamid(fields: Mapping[str, Any]) -> str | None:
    messages: Any = fields.get("messages")
    listed = cast("list[Any]", messages) if isinstance(messages, list) else []
    wamid: object = _object(listed[0]).get("id") if listed else None
    return wamid if isinstance(wamid, str) and 0 < len(wamid) <= _LONGEST_WAMID else None


def _code(fields: Mapping[str, Any]) -> str | None:
    code: object = _object(fields.get("error")).get("code")
    if isinstance(code, bool) or not isinstance(code, int | str):
        return None
    text = str(code)
    return text if _CODE.fullmatch(text) else None


def _object(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
