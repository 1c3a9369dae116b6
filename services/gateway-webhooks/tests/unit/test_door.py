"""The door: who comes in, who does not, and what each hears."""

import hashlib
import hmac
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from common.errors import TransientError
from common.testing.clock import FakeClock
from gateway_webhooks.api import PATHS, Door, Refusals
from gateway_webhooks.domain import Policy

Build = Callable[..., dict[str, Any]]
Post = Callable[..., Awaitable[httpx.Response]]

ADDRESSES = [variant for path in PATHS for variant in (path.rstrip("/"), path.rstrip("/") + "/")]
QUESTION = {
    "hub.mode": "subscribe",
    "hub.verify_token": "the-verify-token",
    "hub.challenge": "1158201444",
}
TEXT = {"type": "text", "text": {"body": "menu"}}


@pytest.mark.parametrize("address", ADDRESSES)
async def test_every_address_echoes_the_challenge_by_itself(
    address: str, client: httpx.AsyncClient
) -> None:
    """With and without a slash, to GET and HEAD, as plain text and never by redirect."""
    answer = await client.get(address, params=QUESTION)
    head = await client.head(address, params=QUESTION)

    assert (answer.status_code, answer.text, head.status_code) == (200, "1158201444", 200)
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "change",
    [
        {"hub.verify_token": "another"},
        {"hub.verify_token": ""},
        {"hub.verify_token": "the-verify-tokén"},
        {"hub.mode": "unsubscribe"},
        {"hub.challenge": "<script>alert(1)</script>"},
        {"hub.challenge": "1" * 201},
        {"hub.challenge": ""},
    ],
)
async def test_a_verification_that_does_not_match_is_forbidden(
    change: dict[str, str], client: httpx.AsyncClient
) -> None:
    """Nothing is echoed to who does not know the token, or asks for an unsafe echo."""
    answer = await client.get("/webhooks/whatsapp", params=QUESTION | change)

    assert answer.status_code == 403
    assert answer.json()["code"] == "webhook:verification"
    assert "script" not in answer.text


async def test_a_verification_without_parameters_is_forbidden(client: httpx.AsyncClient) -> None:
    """A browser that looks in learns nothing."""
    answer = await client.get("/webhooks/whatsapp")

    assert answer.status_code == 403


@pytest.mark.parametrize("address", ADDRESSES)
async def test_every_address_takes_a_signed_event(
    address: str, post: Post, a_message: Build, store: Any
) -> None:
    """Accepted is `{"status": "received"}`, and the row is there."""
    answer = await post(a_message(TEXT), path=address)

    assert (answer.status_code, answer.json()) == (200, {"status": "received"})
    assert list(store.rows) == ["wa:2278:wamid.A"]


async def test_w_e3_the_same_webhook_three_times_is_one_row(
    post: Post, a_message: Build, store: Any
) -> None:
    """Each delivery is acknowledged, and the rows carry one key."""
    for _ in range(3):
        assert (await post(a_message(TEXT))).status_code == 200

    assert list(store.rows) == ["wa:2278:wamid.A"]


async def test_the_previous_secret_opens_during_a_rotation(post: Post, a_message: Build) -> None:
    """Meta may sign with either for some hours."""
    answer = await post(a_message(TEXT), secret="the-app-secret-before")

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "header",
    ["", "sha256=" + "0" * 64, "sha256=" + "é" * 64, "sha1=" + "0" * 40, "nonsense"],
)
async def test_w_e4_what_is_not_signed_is_refused_and_told_nothing(
    header: str, client: httpx.AsyncClient, a_message: Build, store: Any
) -> None:
    """401 for a missing, malformed or forged signature; nothing is stored."""
    headers = [(b"x-hub-signature-256", header.encode("latin-1"))] if header else []
    answer = await client.post("/webhooks/whatsapp", json=a_message(TEXT), headers=headers)

    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "The request is not signed."
    assert not store.rows


async def test_w_e4_the_secret_of_another_app_is_refused(
    post: Post, a_message: Build, store: Any
) -> None:
    """The key is ours, never chosen by the payload."""
    answer = await post(a_message(TEXT), secret="the secret of another app")

    assert (answer.status_code, store.rows) == (401, {})


async def test_w_e4_an_empty_key_is_refused(client: httpx.AsyncClient) -> None:
    """Signing with nothing is not signing."""
    forged = "sha256=" + hmac.new(b"", b"{}", hashlib.sha256).hexdigest()
    answer = await client.post(
        "/webhooks/whatsapp", content=b"{}", headers={"x-hub-signature-256": forged}
    )

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("secrets", "token"), [([], "token"), ([""], "token"), (["secret", ""], "t"), (["secret"], "")]
)
def test_w_e4_without_secrets_there_is_no_door(
    secrets: list[str], token: str, clock: FakeClock
) -> None:
    """An unset secret stops the start; it never opens the door."""
    refusals = Refusals(clock, 1, 1)

    with pytest.raises(ValueError, match="WHATSAPP_APP_SECRET"):
        Door(secrets, token, Policy(), refusals, clock)


async def test_escaped_unicode_is_verified_as_it_travelled(
    post: Post, a_message: Build, store: Any
) -> None:
    """The raw bytes count: escapes, slashes and spaces as Meta wrote them."""
    raw = json.dumps(a_message({"type": "text", "text": {"body": "äöå"}})).encode()
    answer = await post(raw.replace(b"/", b"\\/"))

    assert answer.status_code == 200
    assert len(store.rows) == 1


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "json:malformed"),
        (b"{", "json:malformed"),
        (b'{"entry": NaN}', "json:number"),
        (b'{"entry": [], "entry": []}', "json:duplicate_key"),
        (b"[" * 100_000, "json:too_deep"),
        (b'{"a":' * 70 + b"1" + b"}" * 70, "json:too_deep"),
        (b"\xff\xfe", "json:not_utf8"),
    ],
)
async def test_a_signed_body_that_is_no_json_is_a_400_that_says_so(
    raw: bytes, code: str, post: Post, store: Any
) -> None:
    """Never a 500, which would be sent again for days."""
    answer = await post(raw)

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert not store.rows


async def test_w_e5_a_store_that_cannot_commit_is_a_503(
    post: Post, a_message: Build, store: Any
) -> None:
    """Not stored is not acknowledged: Meta sends it again, and hears when."""
    store.error = TransientError("The database is away.", code="database:away")
    answer = await post(a_message(TEXT))
    store.error = None

    assert answer.status_code == 503
    assert answer.json()["retryable"] is True
    assert int(answer.headers["retry-after"]) >= 1
    assert (await post(a_message(TEXT))).status_code == 200


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
    refusals = Refusals(clock, burst=1, per_minute=1)
    error = TransientError("no", code="first")
    codes = [
        refusals.judge(address, error).code
        for address in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1", "10.0.0.1", None)
    ]

    assert codes == ["first", "webhook:too_many_refusals", "first", "first", "first"]
    assert refusals.counted == {"first": 4, "webhook:too_many_refusals": 1}


def test_the_limiter_never_grows(clock: FakeClock) -> None:
    """An attacker with many addresses costs a bounded memory."""
    refusals = Refusals(clock, burst=1, per_minute=1)
    for number in range(5000):
        refusals.judge(f"10.0.{number // 256}.{number % 256}", TransientError("no", code="c"))

    assert refusals.remembered == 4096
