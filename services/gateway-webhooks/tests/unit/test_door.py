"""The door: who comes in, who does not, and what each hears."""

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from common.errors import TransientError
from gateway_webhooks.api import PATHS

Build = Callable[..., dict[str, Any]]
Post = Callable[..., Awaitable[httpx.Response]]
KeysInForce = Any
"""The door's keys, which a test may change."""

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


async def test_w_e4_without_an_app_secret_the_door_is_closed(
    keys: KeysInForce, post: Post, a_message: Build, store: Any
) -> None:
    """An unset secret never opens it; Meta hears to send again, so nothing is lost."""
    keys.secrets = []
    answer = await post(a_message(TEXT))

    assert 503 == answer.status_code
    assert "webhook:not_configured" == answer.json()["code"]
    assert int(answer.headers["retry-after"]) > 0
    assert {} == store.rows


async def test_without_a_verify_token_nobody_is_verified(
    keys: KeysInForce, client: httpx.AsyncClient
) -> None:
    """Not even who sends an empty one."""
    for tokens in ([], [""]):
        keys.verify_tokens = tokens
        answer = await client.get("/webhooks/whatsapp", params=QUESTION | {"hub.verify_token": ""})

        assert 403 == answer.status_code


async def test_a_changed_secret_counts_from_the_next_request(
    keys: KeysInForce, post: Post, a_message: Build
) -> None:
    """Without a restart."""
    keys.secrets = ["a-new-app-secret"]
    old = await post(a_message(TEXT))
    new = await post(a_message(TEXT), secret="a-new-app-secret")

    assert [401, 200] == [old.status_code, new.status_code]


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


async def test_w_e5_an_item_that_the_database_refuses_is_kept_and_loses_no_sibling(
    post: Post, a_message: Build, store: Any
) -> None:
    """It is archived under a plain key and acknowledged: it would be sent again for days."""
    store.refused_key = "wa:2278:wamid.B"
    messages = [{"id": f"wamid.{n}", "from": "263771230045", "type": "text"} for n in "ABC"]
    answer = await post(a_message({}, messages=messages))

    assert answer.status_code == 200
    assert {"wa:2278:wamid.A", "wa:2278:wamid.C"} < set(store.rows)
    assert [row.type for row in store.rows.values()].count("whatsapp.unreadable.v1") == 1


async def test_w_e5_a_store_that_refuses_everything_is_a_503(
    post: Post, a_message: Build, store: Any
) -> None:
    """Nothing is acknowledged that stands nowhere, whatever the store calls its trouble."""
    store.refused_key = "*"
    answer = await post(a_message(TEXT))

    assert (answer.status_code, answer.json()["code"]) == (503, "webhook:store")


async def test_a_body_of_many_thousand_items_is_stored_in_parts(
    post: Post, a_message: Build, store: Any
) -> None:
    """No number of items is too many for 3 MiB."""
    statuses = [{"id": f"w{n}", "status": "read"} for n in range(6000)]
    answer = await post(a_message({}, messages=[], statuses=statuses))

    assert (answer.status_code, len(store.rows)) == (200, 6000)
