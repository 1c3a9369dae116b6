"""Structured logging: a dotted event, ids and codes as fields; what is no id is masked."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

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


def configure_logging(*, level: str = "INFO", json: bool = True) -> None:
    """Send every line of ours through the redaction; libraries speak from WARNING up."""
    renderer: Any = (
        structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _error_code,
            redact,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, force=True)


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
