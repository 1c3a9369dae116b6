"""A client that does not send, or sends too much at once, holds nothing open."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import uvicorn
from common.local.process import free_port
from common.web.deadlines import DeadlineProtocol
from common.web.limits import OpenRequests

SECONDS = 0.3


class _Quick(DeadlineProtocol):
    header_seconds = SECONDS
    body_seconds = SECONDS * 2
    linger_seconds = SECONDS


class _App:
    """Answers with the length of the body; `/wait` answers once it is told to."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.cut: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "/wait":
            await self.go.wait()
        size, more = 0, True
        while more and scope["path"] != "/early":
            message = await receive()
            if message["type"] == "http.disconnect":
                self.cut.append(scope["path"])
                return
            size, more = size + len(message["body"]), message.get("more_body", False)
        body = str(size).encode()
        headers = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


@pytest.fixture
def app() -> _App:
    """Give an app."""
    return _App()


@pytest.fixture
async def port(app: _App) -> AsyncGenerator[int]:
    """Serve the app, at most two requests at once; give the port."""
    port = free_port()
    config = uvicorn.Config(
        OpenRequests(app, most=2), http=_Quick, port=port, lifespan="off", log_level="error"
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - the server has no event
        await asyncio.sleep(0.01)
    yield port
    app.go.set()
    server.should_exit = True
    await serving


async def _told(port: int, *parts: bytes, pause: float = 0.0) -> bytes:
    """Send the parts with pauses and return all that comes until the other side closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await asyncio.sleep(pause)
        async with asyncio.timeout(SECONDS * 10):
            return await reader.read()
    except ConnectionError:
        return b"reset"
    finally:
        writer.close()


def _post(path: bytes, length: int, body: bytes = b"", more: bytes = b"") -> bytes:
    head = b"POST %b HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n%b\r\n" % (path, length, more)
    return head + body


async def test_a_connection_that_says_nothing_is_closed(port: int) -> None:
    """It gets as long as headers may take."""
    began = time.monotonic()
    told = await _told(port)

    assert told.startswith(b"HTTP/1.1 408 ")
    assert SECONDS * 0.9 < time.monotonic() - began < SECONDS * 5


async def test_headers_that_trickle_are_cut_off(port: int) -> None:
    """Each byte is no new beginning."""
    parts = [bytes([char]) for char in b"GET / HTTP/1.1\r\nx-a: bbbbbbbbbbbbbbbbbbbbbbbbbbbb"]
    told = await _told(port, *parts, pause=SECONDS / 10)

    assert told == b"reset" or told.startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize("sent", [b"", b"abc"])
async def test_a_body_that_does_not_come_is_cut_off(port: int, app: _App, sent: bytes) -> None:
    """The app learns that the client has gone, and the client that it was too slow."""
    told = await _told(port, _post(b"/", 20, sent))

    assert told.startswith(b"HTTP/1.1 408 ")
    assert app.cut == ["/"]


async def test_a_body_that_trickles_is_cut_off(port: int) -> None:
    """Its deadline runs from the headers on."""
    parts = [_post(b"/", 1000), *([b"x"] * 30)]
    told = await _told(port, *parts, pause=SECONDS / 10)

    assert told == b"reset" or told.startswith(b"HTTP/1.1 408 ")


async def test_an_answer_before_the_body_ends_the_connection_at_once(port: int) -> None:
    """The client hears so in the answer, and nothing more of it is awaited; there is no 408."""
    began = time.monotonic()
    told = await _told(port, _post(b"/early", 20))

    assert told.startswith(b"HTTP/1.1 200 ")
    assert b"\r\nconnection: close\r\n" in told
    assert b"408" not in told
    assert time.monotonic() - began < SECONDS


async def test_who_goes_on_sending_after_an_early_answer_is_cut_off(port: int) -> None:
    """What comes is thrown away for a moment, so that no reset overtakes the answer; then no more.

    None of it is taken for another request.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_post(b"/early", 1_000_000))
    told = await reader.read()
    began = time.monotonic()
    await _send_until_cut_off(writer)

    assert told.startswith(b"HTTP/1.1 200 ")
    assert SECONDS * 0.5 < time.monotonic() - began < SECONDS * 5


async def _send_until_cut_off(writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        for _ in range(100):
            writer.write(_post(b"/", 0))
            await writer.drain()
            await asyncio.sleep(SECONDS / 10)
    writer.close()


async def test_a_body_that_comes_after_the_headers_leaves_the_connection_open(port: int) -> None:
    """Only an answer that did not wait for the body closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for size in (3, 4):
        writer.write(_post(b"/", size))
        await asyncio.sleep(SECONDS / 5)
        writer.write(b"x" * size)
        told = await reader.readuntil(b"\r\n\r\n%d" % size)
        assert told.startswith(b"HTTP/1.1 200 ")
        assert b"connection: close" not in told
    writer.close()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"", 408),
        (_post(b"/", 20, b"abc"), 408),
        (b"GET / HTTP/1.1\r\nx: " + b"a" * 66_000, 431),
        (b"no http\r\n\r\n", 400),
    ],
)
async def test_what_the_connection_refuses_is_a_problem_like_any_other(
    port: int, sent: bytes, status: int
) -> None:
    """One media type for every refusal, with what to do in it."""
    head, _, body = (await _told(port, sent)).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"content-type: application/problem+json" in head
    assert (status, f"http:{status}") == (json.loads(body)["status"], json.loads(body)["code"])
    assert json.loads(body)["detail"]


async def test_headers_without_end_are_refused(port: int) -> None:
    """64 KiB are enough for anybody."""
    told = await _told(port, b"GET / HTTP/1.1\r\nx: " + b"a" * 40_000, b"a" * 40_000, pause=0.02)

    assert told == b"reset" or told.startswith(b"HTTP/1.1 431 ")


async def test_a_slow_answer_has_all_the_time_it_needs(port: int, app: _App) -> None:
    """Only the client's own sending is timed; the next request may come on the same connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_post(b"/wait", 3, b"abc"))
    await asyncio.sleep(SECONDS * 4)
    app.go.set()
    first = await reader.readuntil(b"\r\n\r\n3")
    writer.write(_post(b"/", 4, b"abcd"))
    second = await reader.readuntil(b"\r\n\r\n4")
    writer.close()

    assert first.startswith(b"HTTP/1.1 200 ")
    assert second.startswith(b"HTTP/1.1 200 ")


async def test_a_service_that_does_not_read_is_no_slow_client(port: int, app: _App) -> None:
    """A large body waits in the connection while the service is busy; it is not cut off."""
    asking = asyncio.ensure_future(
        _told(port, _post(b"/wait", 500_000, b"x" * 500_000, b"connection: close\r\n"))
    )
    await asyncio.sleep(SECONDS * 4)
    app.go.set()

    assert (await asking).endswith(b"500000")


async def test_a_client_that_had_to_wait_gets_its_time_anew(port: int, app: _App) -> None:
    """Its time begins when the service reads again, however long it kept the client waiting."""
    big = b"x" * 200_000
    asking = asyncio.ensure_future(
        _told(port, _post(b"/wait", 200_005, big, b"connection: close\r\n"), b"12345", pause=1.4)
    )
    await asyncio.sleep(SECONDS * 3.9)
    app.go.set()

    assert (await asking).endswith(b"200005")


async def test_more_than_so_many_at_once_are_told_to_come_again(port: int, app: _App) -> None:
    """503 with Retry-After, at once; health is asked all the same; then all is as before."""
    ask = _post(b"/wait", 0, more=b"connection: close\r\n")
    held = [asyncio.ensure_future(_told(port, ask)) for _ in range(2)]
    await asyncio.sleep(0.1)
    third = await _told(port, ask)
    health = await _told(port, _post(b"/health/ready", 0, more=b"connection: close\r\n"))
    app.go.set()
    await asyncio.gather(*held)
    after = await _told(port, ask)

    assert third.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: 1\r\n" in third
    assert b"content-type: application/problem+json\r\n" in third
    assert b'"code":"http:busy"' in third
    assert health.startswith(b"HTTP/1.1 200 ")
    assert after.startswith(b"HTTP/1.1 200 ")
