"""A refusal passes the door before the body does."""

import asyncio
from urllib.parse import urlsplit

import pytest
from standalone.testing.street import Street, open_origin


async def _told(origin: str, head: str, *parts: bytes) -> tuple[bytes, float]:
    """Send a head, then a part each tenth of a second; return what is told, and after how long."""
    where = urlsplit(origin)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    began = asyncio.get_running_loop().time()
    writer.write(head.encode())

    async def trickle() -> None:
        for part in parts:
            await asyncio.sleep(0.1)
            writer.write(part)

    sending = asyncio.ensure_future(trickle())
    async with asyncio.timeout(10):
        told = await reader.read()
    sending.cancel()
    writer.close()
    return told, asyncio.get_running_loop().time() - began


@pytest.mark.parametrize("framing", ["Content-Length: 1000", "Transfer-Encoding: chunked"])
@pytest.mark.parametrize("part", [b"", b"1\r\nx\r\n"])
async def test_who_is_refused_by_his_headers_hears_so_before_his_body_comes(
    framing: str, part: bytes
) -> None:
    """At once, be the body silent or trickling, and the connection is closed with it."""
    street = Street()
    head = f"POST /api/orders HTTP/1.1\r\nHost: x\r\nX-Api-Key: wrong\r\n{framing}\r\n\r\n"
    async with open_origin(street) as origin:
        told, seconds = await _told(origin, head, *[part] * 50)

    assert told.startswith(b"HTTP/1.1 401 ")
    assert told.endswith(b"who are you?")
    assert b"\r\nconnection: close\r\n" in told
    assert seconds < 2


async def test_a_client_that_leaves_leaves_nothing_behind() -> None:
    """The service learns that the rest does not come, and does nothing."""
    street = Street()
    async with open_origin(street) as origin:
        where = urlsplit(origin)
        _, writer = await asyncio.open_connection(where.hostname, where.port)
        writer.write(b"POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")
        await asyncio.sleep(0.2)
        writer.close()
        await asyncio.sleep(0.2)

    assert (["/api/orders"], []) == (street.cut, street.seen)


async def test_a_request_that_names_no_host_is_refused() -> None:
    """Or two: who reads it next may choose another."""
    street, end = Street(), "Connection: close\r\n\r\n"
    async with open_origin(street) as origin:
        none, _ = await _told(origin, f"GET /api/orders HTTP/1.1\r\n{end}")
        two, _ = await _told(origin, f"GET /api/orders HTTP/1.1\r\nHost: a\r\nHost: b\r\n{end}")

    assert all(told.startswith(b"HTTP/1.1 400 ") for told in (none, two))
    assert street.seen == []
