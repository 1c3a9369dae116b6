"""Errors that say what happened, whether to try again, and what the caller should be told."""

from datetime import datetime
from typing import ClassVar


class MariError(Exception):
    """An error with a stable code; `detail` is safe to show and never repeats input."""

    status: ClassVar[int] = 400
    retryable: ClassVar[bool] = False

    def __init__(self, detail: str, *, code: str, retry_at: datetime | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code
        self.retry_at = retry_at


class StartRefusedError(ValueError):
    """A service must not start as it is configured; the text is one line that says what to do."""


class InvalidError(MariError):
    """The request or message can never succeed as it is."""

    status = 422


class UnauthorizedError(MariError):
    """The caller did not prove who it is."""

    status = 401


class ForbiddenError(MariError):
    """The caller is known and may not do this."""

    status = 403


class NotFoundError(MariError):
    """There is no such thing, or it is not the caller's: the two look the same."""

    status = 404


class ConflictError(MariError):
    """The thing's present state does not allow this."""

    status = 409


class RefusedError(MariError):
    """A rule of the house says no, and asking again will not help."""

    status = 422


class TooLargeError(MariError):
    """The body is larger or deeper than the route accepts."""

    status = 413


class TooManyError(MariError):
    """A limit is reached; `retry_at` says when to try again."""

    status = 429
    retryable = True


class TransientError(MariError):
    """Something that passes by itself: the same call may succeed later."""

    status = 503
    retryable = True
