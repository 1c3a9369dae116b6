"""Structured logging: a dotted event, ids and codes as fields; what is no id is masked."""

import json
import logging
import re
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from common.console import print_anywhere
from common.release import release

_SECRET_NAMES: Final = re.compile(
    r"otp|code_text|secret|token|password|authori[sz]ation|api_key|merchant_key|signature|body|text"
)
_DIGITS: Final = re.compile(r"(?<![0-9a-zA-Z-])\+?[0-9]{4,15}(?![0-9a-zA-Z-])")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LONGEST = 500


def _clean(name: str, value: object) -> object:
    if _SECRET_NAMES.search(name.lower()):
        return "•••"
    if isinstance(value, str):
        return _CONTROL.sub(" ", _DIGITS.sub("#", value))[:_LONGEST]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _clean(name, str(value))


def redact(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Mask what may be a secret, a code or a number, and everything that could break a line."""
    for name in list(event):
        if name not in {"timestamp", "level"}:
            event[name] = _clean(name, event[name])
    return event


def configure_logging(*, level: str = "INFO", as_json: bool = True) -> None:
    """Send every line of ours through the redaction; libraries speak from WARNING up."""
    print_anywhere()
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _error_code,
            redact,
            _released,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(_Foreign())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


class _Foreign(logging.Formatter):
    """A library's line: redacted like ours, and a traceback is only its error's name."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        event: dict[str, Any] = {"event": record.getMessage(), "exc_info": error}
        cleaned = redact(None, record.levelname, _error_code(None, record.levelname, event))
        named = {"module": record.name, "level": record.levelname.lower()}
        moment = datetime.fromtimestamp(record.created, UTC).isoformat()
        return json.dumps({**named, **cleaned, "timestamp": moment, "release": str(release())})


def _released(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Say on every line which Mari wrote it."""
    event["release"] = str(release())
    return event


def _error_code(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace an exception by its class and code: its text may carry what we must not log."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        event["error"] = getattr(error, "code", None) or type(error).__name__
    return event


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of a module: `log.info("payment.settled", payment_id=…)`."""
    return structlog.get_logger(module=name)
