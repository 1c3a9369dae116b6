"""Meta's rate limits, counted in memory: a restart forgives (facts: WhatsApp, section 6)."""

from dataclasses import dataclass

from sandbox.graph.errors import GraphError
from sandbox.settings import Limits

_MOST_REMEMBERED = 50_000


@dataclass(slots=True)
class _Bucket:
    level: float
    at: float

    def take(self, now: float, size: float, per_second: float) -> bool:
        self.level = min(size, self.level + max(0.0, now - self.at) * per_second)
        self.at = now
        if self.level < 1:
            return False
        self.level -= 1
        return True


class Rates:
    """One bucket for the number, one for each recipient."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._number = _Bucket(2.0 * (limits.per_second or 0), 0.0)
        self._pairs: dict[str, _Bucket] = {}

    def check(self, address: str, now: float) -> None:
        """Count one message. Raises GraphError 130429 or 131056 when it is one too many."""
        limits = self._limits
        if limits.pair_burst is not None:
            pair = self._pair(address, limits.pair_burst, now)
            if not pair.take(now, limits.pair_burst, 1 / limits.pair_interval):
                raise GraphError(
                    131056,
                    "Message failed to send because there were too many messages sent from this"
                    " phone number to the same phone number in a short period of time",
                )
        if limits.per_second is not None and not self._number.take(
            now, 2.0 * limits.per_second, limits.per_second
        ):
            raise GraphError(130429, "Message failed to send because of the throughput limit")

    def _pair(self, address: str, burst: int, now: float) -> _Bucket:
        if len(self._pairs) > _MOST_REMEMBERED:
            self._pairs.clear()
        return self._pairs.setdefault(address, _Bucket(burst, now))
