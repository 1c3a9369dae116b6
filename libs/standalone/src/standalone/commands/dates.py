"""How far another clock is from ours, as its `Date` header tells."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

_WHOLE_SECOND: Final = timedelta(seconds=1)


def offset_of(header: str | None, sent: datetime, received: datetime) -> float | None:
    """Return by how many seconds the other clock is surely ahead (or behind, negative).

    The header has whole seconds and was written some time between `sent` and `received`: what
    these explain is no difference. None without a date.
    """
    if header is None:
        return None
    try:
        told = parsedate_to_datetime(header)
    except ValueError:
        return None
    told = told if told.tzinfo else told.replace(tzinfo=UTC)
    if told > received:
        return (told - received).total_seconds()
    if told + _WHOLE_SECOND < sent:
        return (told + _WHOLE_SECOND - sent).total_seconds()
    return 0.0
