"""An operator reads Meta's codes in the log, and nobody reads a customer's."""

import pytest
from common.contracts.base import CHAT
from common.ids import new_id
from common.log import redact
from common.testing.clock import NOON
from common.testing.units import RecordingUnit
from notifier.domain.progress import Cause, Next
from notifier.domain.state import State
from notifier.domain.verdicts import VERDICTS, log_name
from notifier.repository.moving import Moving
from notifier.service.advancing import move
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.testing import capture_logs


@pytest.mark.parametrize("code", sorted(VERDICTS))
def test_a_code_of_metas_is_readable(code: int) -> None:
    """Each is named as Meta's, so that the redaction does not take it for a one-time code."""
    shown = redact(None, "info", {"code": log_name(str(code))})["code"]

    assert shown == f"graph-{code}"


@pytest.mark.parametrize("code", ["notifier:gave_up", "http:500", "content:too_long", None])
def test_a_code_of_ours_stays_as_it_is(code: str | None) -> None:
    """Our own codes are words and need no name before them."""
    assert code == log_name(code)


def test_what_failed_is_logged_with_metas_code() -> None:
    """The line of a failed notification says why."""
    row = Moving(new_id(), new_id(), "1:2", CHAT, State.SENDING, NOON, NOON)
    with capture_logs() as lines:
        move(
            RecordingUnit(AsyncSession(), NOON),
            row,
            Next(State.FAILED, NOON, Cause.END, "131047"),
            None,
        )

    assert [line["code"] for line in lines] == ["graph-131047"]
    assert row.code == "131047"
