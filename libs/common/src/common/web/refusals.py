"""Refused requests are counted, and limited per address; signed traffic never comes here."""

import ipaddress
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from common.clock import Clock
from common.errors import MariError, TooManyError

_ADDRESSES: Final = 4096
_IPV6_SITE_BITS: Final = 64


@dataclass(slots=True)
class _Bucket:
    left: float
    at: datetime


@dataclass(slots=True)
class RefusalLimiter:
    """A bucket of `burst` refusals for each address, refilled by `per_minute`.

    Holds the 4096 addresses that were refused last, so it never grows.
    """

    clock: Clock
    burst: int
    per_minute: int
    code: str = "webhook:too_many_refusals"
    counted: Counter[str] = field(default_factory=Counter[str])
    """How often each code was answered since the start."""
    _buckets: OrderedDict[str, _Bucket] = field(default_factory=OrderedDict[str, _Bucket])

    @property
    def remembered(self) -> int:
        """Return how many addresses are known at present: at most 4096."""
        return len(self._buckets)

    def check(self, address: str | None) -> None:
        """Refuse an address that has none left, whatever it brings: a guess is not even looked at.

        Raises TooManyError.
        """
        site = _site(address)
        if site in self._buckets:
            wait = self._wait(self._refilled(site))
            if wait is not None:
                raise self._too_many(wait)

    def judge(self, address: str | None, error: MariError) -> MariError:
        """Return the error to answer: the one given, or TooManyError over the limit."""
        wait = self._take(_site(address))
        if wait is not None:
            error = self._too_many(wait)
        self.counted[error.code] += 1
        return error

    def _take(self, site: str) -> timedelta | None:
        """Take one refusal; return how long to wait when none is left."""
        bucket = self._refilled(site)
        self._buckets.move_to_end(site)
        if len(self._buckets) > _ADDRESSES:
            self._buckets.popitem(last=False)
        wait = self._wait(bucket)
        if wait is None:
            bucket.left -= 1
        return wait

    def _refilled(self, site: str) -> _Bucket:
        now = self.clock()
        bucket = self._buckets.setdefault(site, _Bucket(self.burst, now))
        minutes = max(0.0, (now - bucket.at) / timedelta(minutes=1))
        bucket.left = min(self.burst, bucket.left + minutes * self.per_minute)
        bucket.at = now
        return bucket

    def _wait(self, bucket: _Bucket) -> timedelta | None:
        if bucket.left >= 1:
            return None
        return timedelta(minutes=(1 - bucket.left) / self.per_minute)

    def _too_many(self, wait: timedelta) -> TooManyError:
        return TooManyError(
            "Too many requests were refused: try again later.",
            code=self.code,
            retry_at=self.clock() + wait,
        )


def _site(address: str | None) -> str:
    """Return what one client holds: an IPv4 address, or a whole /64 of IPv6."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return address or "unknown"
    if parsed.version == 4:  # noqa: PLR2004 - the protocol's name
        return str(parsed)
    return str(ipaddress.ip_network((int(parsed), _IPV6_SITE_BITS), strict=False))
