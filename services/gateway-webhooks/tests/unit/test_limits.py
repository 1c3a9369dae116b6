"""What is too much, too long or too often is refused; what Meta signs never is."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from common.errors import TransientError
from common.testing.clock import FakeClock
from common.web.refusals import RefusalLimiter
from fastapi import Request
from gateway_webhooks.api import PATHS
from gateway_webhooks.api.body import SlowBodyError, read_body
from starlette.types import Message

Build = Callable[..., dict[str, Any]]
Post = Callable[..., Awaitable[httpx.Response]]

ADDRESSES = [variant for path in PATHS for variant in (path.rstrip("/"), path.rstrip("/") + "/")]
TEXT = {"type": "text", "text": {"body": "menu"}}


@pytest.mark.parametrize("encoding", ["gzip", "br", "identity, gzip"])
async def test_an_encoded_body_is_refused(encoding: str, post: Post, a_message: Build) -> None:
    """Nothing is decompressed: the signature is over the bytes as they are."""
    answer = await post(a_message(TEXT), content_encoding=encoding)

    assert (answer.status_code, answer.json()["code"]) == (415, "webhook:encoded")


async def test_identity_is_no_encoding(post: Post, a_message: Build) -> None:
    """A proxy may name what is not encoded."""
    assert (await post(a_message(TEXT), content_encoding="identity")).status_code == 200


async def test_three_mebibytes_are_taken_and_one_byte_more_is_not(post: Post) -> None:
    """Meta sends up to 3 MB in one POST."""
    frame = b'{"entry": [], "padding": ""}'
    full = frame[:-2] + b"x" * (3 * 1024 * 1024 - len(frame)) + frame[-2:]

    assert (await post(full)).status_code == 200

    answer = await post(full + b" ")

    assert (answer.status_code, answer.json()["code"]) == (413, "webhook:too_large")


async def test_a_body_without_length_is_bounded_too(client: httpx.AsyncClient) -> None:
    """Chunks are counted as they come."""

    async def chunks() -> AsyncGenerator[bytes]:
        for _ in range(5):
            yield b"x" * 1024 * 1024

    headers = {"x-hub-signature-256": "sha256=" + "0" * 64}
    answer = await client.post("/webhooks/whatsapp", content=chunks(), headers=headers)

    assert answer.status_code == 413


async def test_refused_requests_are_limited_and_signed_ones_never(
    client: httpx.AsyncClient, post: Post, a_message: Build, clock: FakeClock
) -> None:
    """After the burst an address hears 429 with the time; what Meta signs comes in all the same."""
    answers = [await client.post("/webhooks/whatsapp", content=b"{}") for _ in range(5)]

    assert [answer.status_code for answer in answers] == [401, 401, 401, 429, 429]
    assert answers[-1].json()["retry_at"] == "2026-11-25T10:00:10Z"
    assert (await post(a_message(TEXT))).status_code == 200

    clock.advance(timedelta(seconds=10))

    assert (await client.post("/webhooks/whatsapp", content=b"{}")).status_code == 401


def _verification(token: str) -> str:
    query = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "1"}
    return f"/webhooks/whatsapp?{urlencode(query)}"


async def test_after_too_many_wrong_tokens_the_right_one_does_not_show(
    client: httpx.AsyncClient, clock: FakeClock
) -> None:
    """Whoever guesses the verify token is refused before it is compared; later it is taken."""
    wrong = [await client.get(_verification(f"guess-{n}")) for n in range(4)]
    right = await client.get(_verification("the-verify-token"))
    clock.advance(timedelta(minutes=1))
    later = await client.get(_verification("the-verify-token"))

    assert [403, 403, 403, 429] == [answer.status_code for answer in wrong]
    assert (429, "webhook:too_many_refusals") == (right.status_code, right.json()["code"])
    assert 200 == later.status_code


async def test_signed_but_unreadable_bodies_are_not_limited(post: Post) -> None:
    """Correctly signed traffic never meets the limit, whatever it says."""
    answers = [await post(b"{") for _ in range(6)]

    assert {answer.status_code for answer in answers} == {400}


@pytest.mark.parametrize("address", ADDRESSES)
async def test_another_method_is_refused(address: str, client: httpx.AsyncClient) -> None:
    """The door knows GET, HEAD and POST."""
    assert (await client.put(address)).status_code == 405


async def test_no_pages_about_the_inside_are_shown(client: httpx.AsyncClient) -> None:
    """No documentation, no schema."""
    found = [await client.get(path) for path in ("/docs", "/redoc", "/openapi.json")]

    assert [answer.status_code for answer in found] == [404, 404, 404]


async def test_an_address_without_a_name_is_limited_as_one(clock: FakeClock) -> None:
    """An IPv6 client holds a whole /64: its addresses share one bucket."""
    refusals = RefusalLimiter(clock, burst=1, per_minute=1)
    error = TransientError("no", code="first")
    codes = [
        refusals.judge(address, error).code
        for address in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1", "10.0.0.1", None)
    ]

    assert codes == ["first", "webhook:too_many_refusals", "first", "first", "first"]
    assert refusals.counted == {"first": 4, "webhook:too_many_refusals": 1}


def test_the_limiter_never_grows(clock: FakeClock) -> None:
    """An attacker with many addresses costs a bounded memory."""
    refusals = RefusalLimiter(clock, burst=1, per_minute=1)
    for number in range(5000):
        refusals.judge(f"10.0.{number // 256}.{number % 256}", TransientError("no", code="c"))

    assert refusals.remembered == 4096


async def test_a_body_that_comes_too_slowly_is_refused() -> None:
    """A connection that drips cannot hold a place: the time to read is bounded."""

    async def drip() -> Message:
        await asyncio.sleep(60)
        return {"type": "http.request", "body": b"", "more_body": True}

    request = Request({"type": "http", "method": "POST", "headers": []}, drip)

    with pytest.raises(SlowBodyError) as caught:
        await read_body(request, seconds=0.01)

    assert (caught.value.status, caught.value.code) == (408, "webhook:slow")


async def test_a_body_that_is_cut_is_refused() -> None:
    """A client that went away is no error of ours."""

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    request = Request({"type": "http", "method": "POST", "headers": []}, gone)

    with pytest.raises(SlowBodyError) as caught:
        await read_body(request)

    assert caught.value.code == "webhook:cut"
