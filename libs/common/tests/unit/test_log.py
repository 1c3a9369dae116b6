"""Logs hold ids and codes, whatever a caller hands over."""

import json
import logging
from typing import Any

import pytest
import structlog
from common.log import configure_logging, get_logger, redact
from common.release import release


def _redacted(**event: Any) -> dict[str, Any]:
    return dict(redact(None, "info", dict(event)))


@pytest.mark.parametrize(
    "name", ["otp", "body", "access_token", "Authorization", "text", "api_key"]
)
def test_a_field_that_names_a_secret_is_masked(name: str) -> None:
    """The name alone is enough."""
    assert _redacted(**{name: "042917"})[name] == "•••"


@pytest.mark.parametrize("value", ["263774975187", "code 042917 typed", "+263774975187"])
def test_digits_are_masked_wherever_they_stand(value: str) -> None:
    """A code or a number inside a sentence does not reach the log."""
    assert not any(c.isdigit() for c in _redacted(detail=value)["detail"])


@pytest.mark.parametrize("name", ["code", "error_code", "error", "detail"])
def test_bare_digits_are_masked_in_every_field(name: str) -> None:
    """A field for error codes is no way out for a one-time code: a provider's code has a name."""
    assert _redacted(**{name: "042917"})[name] == "#"
    assert _redacted(**{name: "provider-131047"})[name] == "provider-131047"


def test_an_id_stays_readable() -> None:
    """A payment can be followed through the logs."""
    identity = "0f8e5a52-5d0f-5a38-9c0e-6f2f0a1f6f10"

    assert _redacted(payment_id=identity)["payment_id"] == identity


def test_one_event_is_one_line() -> None:
    """A customer's line break cannot forge a second line."""
    assert "\n" not in _redacted(detail="a\nlevel=error")["detail"]


def test_a_library_s_line_is_redacted_and_has_no_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A driver's error repeats what it was given: only the error's name reaches the log."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        configure_logging()
        error = ValueError("parameters: ('263774975187', 'Tendai')")
        logging.getLogger("a.library").error("263774975187 failed\nat once", exc_info=error)
    finally:
        root.handlers[:], root.level = before, level
        structlog.reset_defaults()
    line = capsys.readouterr().err

    assert line.count("\n") == 1
    assert "ValueError" in line
    assert not any(told in line for told in ("263774975187", "Tendai", "Traceback"))


def test_every_line_says_which_mari_wrote_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Two releases share a log while one replaces the other; the name is no number to mask."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        configure_logging()
        get_logger("a.module").info("payment.settled")
        logging.getLogger("a.library").warning("slow")
    finally:
        root.handlers[:], root.level = before, level
        structlog.reset_defaults()
    told = capsys.readouterr()
    lines = [json.loads(line) for line in (told.out + told.err).splitlines()]

    assert [line["release"] for line in lines] == [str(release())] * 2
