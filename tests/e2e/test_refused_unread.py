"""Who is refused by his headers hears so at once, and holds no request open with his body."""

import asyncio
import time
from urllib.parse import urlsplit

import pytest
from standalone.testing import AnyHouse

pytestmark = [pytest.mark.story, pytest.mark.database]
AT_ONCE = 2.0
"""Seconds, on a busy machine; a body has fifteen."""
KEYS = {"no key": "", "a wrong key": "X-Api-Key: wrong-key-of-a-stranger\r\n"}
FRAMINGS = ("Content-Length: 100000", "Transfer-Encoding: chunked")


@pytest.mark.parametrize("path", ["/api/orders", "/crm-api/payments/omari/auth"])
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("framing", FRAMINGS)
async def test_who_has_not_the_key_is_refused_while_his_body_trickles(
    house: AnyHouse, path: str, key: str, framing: str
) -> None:
    """In either form: 401 before the body, and the connection ends with it."""
    told, seconds = await _trickle(house.origin, path, f"{KEYS[key]}{framing}\r\n")

    assert told.startswith((b"HTTP/1.1 401 ", b"HTTP/1.1 429 "))
    assert seconds < AT_ONCE


@pytest.mark.parametrize("framing", FRAMINGS)
async def test_what_has_no_signature_is_refused_while_its_body_trickles(
    house: AnyHouse, framing: str
) -> None:
    """A webhook too."""
    told, seconds = await _trickle(house.origin, "/webhooks/whatsapp", f"{framing}\r\n")

    assert told.startswith((b"HTTP/1.1 401 ", b"HTTP/1.1 429 "))
    assert seconds < AT_ONCE


async def _trickle(origin: str, path: str, headers: str) -> tuple[bytes, float]:
    """Send headers, then a byte of a body now and then, until the other side closes.

    Returns all that was told, and how long it took.
    """
    where, began = urlsplit(origin), time.monotonic()
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    head = f"POST {path} HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Type: application/json\r\n"
    writer.write(f"{head}{headers}\r\n".encode())

    async def send_the_body() -> None:
        while True:
            await asyncio.sleep(0.2)
            writer.write(b"1\r\n{\r\n")

    sending = asyncio.ensure_future(send_the_body())
    async with asyncio.timeout(20):
        told = await reader.read()
    sending.cancel()
    writer.close()
    return told, time.monotonic() - began
