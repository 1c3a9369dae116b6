"""A standing that a test sets, for apps without a database."""

from collections.abc import Mapping
from typing import Any

from common.lanes.desk import LaneDesk
from common.metrics import Reading
from common.web import Part


class FixedStanding:
    """Reports the parts that it was given, and a quiet timeline."""

    def __init__(self, parts: Mapping[str, Part] | None = None) -> None:
        self._parts = parts or {}

    @property
    def desk(self) -> LaneDesk | None:
        """Return nothing: there are no lanes."""
        return None

    async def parts(self) -> Mapping[str, Part]:
        """Return them."""
        return self._parts

    async def reading(self) -> Reading:
        """Return a service without loops or database."""
        return Reading()

    async def timeline(self, after: int, limit: int) -> list[dict[str, Any]]:
        """Return nothing."""
        return []
