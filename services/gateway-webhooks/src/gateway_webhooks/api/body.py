"""Reads a raw body within bounds of size and time."""

import asyncio
from typing import ClassVar, Final

from common.errors import MariError, TooLargeError
from fastapi import Request
from starlette.requests import ClientDisconnect

LARGEST: Final = 3 * 1024 * 1024
"""Bytes; facts: Meta sends up to 3 MB in one POST."""
READ_SECONDS: Final = 10.0


class SlowBodyError(MariError):
    """The body did not come in time."""

    status: ClassVar[int] = 408
    retryable: ClassVar[bool] = True


class EncodedBodyError(MariError):
    """The body is compressed: the signature is over the bytes as they are."""

    status: ClassVar[int] = 415


def check_headers(request: Request, largest: int = LARGEST) -> None:
    """Refuse by its headers what needs no reading. Raises EncodedBodyError, TooLargeError."""
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise EncodedBodyError("Send the body without encoding.", code="webhook:encoded")
    length = request.headers.get("content-length", "0")
    if length.isascii() and length.isdecimal() and int(length) > largest:
        raise _too_large(largest)


async def read_body(
    request: Request, *, largest: int = LARGEST, seconds: float = READ_SECONDS
) -> bytes:
    """Return at most so many raw bytes. Raises TooLargeError, or SlowBodyError after `seconds`."""
    try:
        async with asyncio.timeout(seconds):
            return await _read(request, largest)
    except TimeoutError:
        raise SlowBodyError("The body came too slowly.", code="webhook:slow") from None
    except ClientDisconnect:
        raise SlowBodyError("The body did not come whole.", code="webhook:cut") from None


async def _read(request: Request, largest: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise _too_large(largest)
    return bytes(body)


def _too_large(largest: int) -> TooLargeError:
    kib = largest // 1024
    size = f"{kib // 1024} MiB" if kib % 1024 == 0 else f"{kib} KiB"
    return TooLargeError(f"A body has at most {size}.", code="webhook:too_large")
