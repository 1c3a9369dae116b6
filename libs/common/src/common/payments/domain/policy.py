"""The times and bounds of the protocol, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from common.payments.domain.shape import CODE, Shape

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


def _query_marks() -> tuple[timedelta, ...]:
    early = (10, 30, 60, 120, 300, 900)
    return (
        *(timedelta(seconds=s) for s in early),
        *(_HOUR * h for h in range(1, 7)),
        *(_HOUR * h for h in range(12, 7 * 24 + 1, 6)),
    )


FENCE_MARKS = tuple(timedelta(seconds=s) for s in (20, 60, 120, 300))
"""For a provider whose cancel is a fence: what it accepted is not charged afterwards.

The first leaves a charge that was cut the time to arrive, and the customer hears within a minute.
"""


@dataclass(frozen=True, slots=True)
class Policy:
    """One method's shape, and what a deployment may tune; the defaults are Mari's promises.

    `query_marks` are ages of a charge call without a definite answer at which the provider is
    asked; while it is younger than the span of a `cadence`, at least so often. A provider that
    does not answer at all is tried every `silent_every` for `silent_for`, so that one that heals
    is heard within a minute. After the last mark a person is needed; the payment stays open.

    An attempt is dead `dead_after` its charge was sent, once the provider said twice, `dead_apart`
    apart, that it is unpaid so far. What is dead is watched for `watch_for`.

    What the customer must do elsewhere is believed to stay open as long as the provider says, but
    no longer than `action_lives`.

    A refund that was not sent is tried every `refund_pause` for `refund_window`. `refund_marks` are
    ages of one without a definite answer at which it is asked about, or made again; after the last
    a person is needed. What was never made is sent anew for `refund_lives`. For `news_for` after a
    settlement a callback has its record read again, for refunds and disputes.

    `fence_marks` are ages of a charge call that was cut at which the attempt may be voided, once
    each; none: the provider's cancel is no fence, so only time proves that nothing was charged.
    """

    shape: Shape = CODE
    tries: int = 3
    start_window: timedelta = _MINUTE
    start_pause: timedelta = timedelta(seconds=2)
    replace_pause: timedelta = timedelta(seconds=15)
    new_expires_after: timedelta = _MINUTE
    expires_after: timedelta = 15 * _MINUTE
    otp_lives: timedelta = 5 * _MINUTE
    announce_after: timedelta = timedelta(seconds=10)
    check_every: timedelta = timedelta(seconds=10)
    confirm_for: timedelta = 15 * _MINUTE
    hint_every: timedelta = timedelta(seconds=10)
    dead_after: timedelta = 15 * _MINUTE
    dead_apart: timedelta = _MINUTE
    young_every: timedelta = timedelta(seconds=20)
    cadence: Sequence[tuple[timedelta, timedelta]] = (
        (15 * _MINUTE, timedelta(seconds=20)),
        (_HOUR, 5 * _MINUTE),
    )
    silent_for: timedelta = 6 * _HOUR
    silent_every: timedelta = timedelta(seconds=45)
    fence_marks: Sequence[timedelta] = ()
    watch_for: timedelta = timedelta(days=7)
    keys_live: timedelta = timedelta(days=8)
    action_lives: timedelta = timedelta(days=1)
    refund_pause: timedelta = _MINUTE
    refund_window: timedelta = _HOUR
    refund_lives: timedelta = timedelta(days=7)
    refund_marks: Sequence[timedelta] = _query_marks()
    news_for: timedelta = timedelta(days=180)
    query_marks: Sequence[timedelta] = _query_marks()
    watch_marks: Sequence[timedelta] = (
        _MINUTE, 5 * _MINUTE, 15 * _MINUTE, _HOUR, 3 * _HOUR, 6 * _HOUR,
        *(12 * _HOUR * n for n in range(1, 15)),
    )  # fmt: skip

    def next_query(self, sent_at: datetime, now: datetime, *, silent: bool) -> datetime | None:
        """Return when a charge in doubt is asked about next; None: a person is needed."""
        at, age = _next_mark(self.query_marks, sent_at, now), now - sent_at
        if at is None:
            return None
        every = [pause for span, pause in self.cadence if age < span]
        if silent and age < self.silent_for:
            every.append(self.silent_every)
        return min([at, *(now + pause for pause in every)])

    def next_poll(self, sent_at: datetime, now: datetime) -> datetime | None:
        """Return when a payment that the customer pays elsewhere is asked about next.

        After its marks every `dead_apart` for `silent_for`; then by `query_marks`, to their end.
        """
        if now - sent_at < self.silent_for:
            return _next_mark(self.shape.poll_marks, sent_at, now) or now + self.dead_apart
        return _next_mark(self.query_marks, sent_at, now)

    def dead_at(self, sent_at: datetime, unpaid_at: datetime) -> datetime:
        """Return when a second "unpaid so far" means that the attempt is dead."""
        return max(sent_at + self.dead_after, unpaid_at + self.dead_apart)

    def next_refund_look(self, sent_at: datetime, now: datetime) -> datetime | None:
        """Return when a refund in doubt is looked after next; None: a person is needed."""
        return _next_mark(self.refund_marks, sent_at, now)

    def slow_start_at(self, deadline: datetime) -> datetime:
        """Return when a start that is to end by `deadline` is called slow."""
        return deadline - self.start_window + self.announce_after

    def fence_at(self, cut_at: datetime, tried: int) -> datetime | None:
        """Return when a charge that was cut then may be voided once more; None: no more."""
        return cut_at + self.fence_marks[tried] if tried < len(self.fence_marks) else None

    def next_watch(self, watch_until: datetime, now: datetime) -> datetime | None:
        """Return when a closed attempt is looked at next for late success; None: no more."""
        return _next_mark(self.watch_marks, watch_until - self.watch_for, now)


def _next_mark(marks: Sequence[timedelta], since: datetime, now: datetime) -> datetime | None:
    age = now - since
    return next((since + mark for mark in marks if mark > age), None)
