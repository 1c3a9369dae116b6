"""A webhook is data: a second provider, with forms and rules of its own, beside WhatsApp."""

import json
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from common.contracts import PaynowIpnReceived
from common.errors import TransientError
from common.testing.clock import FakeClock
from common.web.refusals import RefusalLimiter
from gateway_webhooks.api import Parser, WebhookConfig
from gateway_webhooks.domain import Keep
from hypothesis import given
from hypothesis import strategies as st

Serve = Callable[[WebhookConfig], httpx.AsyncClient]
Form = Callable[..., bytes]
Outbox = Any
"""What was stored: `rows`, `kinds()`, and `error` or `refused` to make it fail."""

KIB = 1024
PATHS = ("/webhooks/coins", "/webhooks/coins/")
REFUSAL = "This callback is not signed."
REFERENCE = "6e1f3d0a-9b7c-5f42-8a54-3c0d7f1b2e90"


@pytest.mark.parametrize("size", [16 * KIB + 1, 10 * 16 * KIB])
async def test_what_is_larger_than_its_webhook_takes_is_refused(
    size: int, serve: Serve, config: WebhookConfig, outbox: Outbox
) -> None:
    """By its own bound, said or not, while another webhook's bound stays what it is."""

    async def chunks() -> AsyncGenerator[bytes]:
        yield b"a" * size

    client = serve(config)
    said = await client.post(PATHS[0], content=b"a" * size)
    unsaid = await client.post(PATHS[0], content=chunks())

    assert [413, 413] == [said.status_code, unsaid.status_code]
    assert "A body has at most 16 KiB." == said.json()["detail"]
    assert {"webhook:too_large": 2} == config.refusals.counted
    assert [] == outbox.rows


async def test_a_full_body_is_taken(
    serve: Serve, config: WebhookConfig, form: Form, outbox: Outbox
) -> None:
    """16 KiB to the last byte."""
    more = 16 * KIB - len(form({"reference": REFERENCE, "more": ""}))
    body = form({"reference": REFERENCE, "more": "x" * more})

    assert (16 * KIB, 200) == (
        len(body),
        (await serve(config).post(PATHS[0], content=body)).status_code,
    )


async def test_what_no_key_of_ours_signed_hears_the_webhooks_own_refusal(
    serve: Serve, config: WebhookConfig, form: Form, outbox: Outbox
) -> None:
    """Archived once as refused, counted, and never said to anybody."""
    client, forged = serve(config), form(key="another-key")
    answers = [await client.post(PATHS[0], content=forged) for _ in range(2)]

    assert [(400, REFUSAL)] * 2 == [(a.status_code, a.json()["detail"]) for a in answers]
    assert [("archive", "coins.refused.v1")] == outbox.kinds()
    assert forged.decode() == json.loads(outbox.rows[0].body)["text"]
    assert {"webhook:unsigned": 2} == config.refusals.counted


async def test_refused_bodies_are_kept_only_where_a_webhook_says_so(
    serve: Serve, config: WebhookConfig, form: Form, outbox: Outbox
) -> None:
    """Strangers write nothing into our tables otherwise."""
    client = serve(replace(config, keep_refused=None))
    answer = await client.post(PATHS[0], content=form(key="another-key"))

    assert (400, []) == (answer.status_code, outbox.rows)


async def test_strangers_cannot_fill_the_archive(
    serve: Serve, config: WebhookConfig, outbox: Outbox, clock: FakeClock
) -> None:
    """Of all refused bodies together so many are kept in a minute, and none beyond the limit."""
    client = serve(replace(config, refusals=RefusalLimiter(clock, burst=50, per_minute=50)))
    for n in range(20):
        await client.post(PATHS[0], content=f"reference={n}".encode())

    assert [("archive", "coins.refused.v1")] * 2 == outbox.kinds()


async def test_after_too_many_refusals_the_signed_come_in_all_the_same(
    serve: Serve, config: WebhookConfig, form: Form, outbox: Outbox
) -> None:
    """The limit is for what is refused, and is each webhook's own."""
    client = serve(config)
    answers = [await client.post(PATHS[0], content=b"a=b") for _ in range(5)]
    other = await client.post("/webhooks/whatsapp", content=b"{}")
    good = await client.post(PATHS[0], content=form())

    assert [400, 400, 400, 429, 429] == [answer.status_code for answer in answers]
    assert (401, 200) == (other.status_code, good.status_code)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("account", ["usd", "zwg"])
async def test_a_signed_callback_is_archived_and_said_without_what_it_says(
    path: str, account: str, serve: Serve, config: WebhookConfig, form: Form, outbox: Outbox
) -> None:
    """With and without a slash: its text is the provider's, its news our reference and account."""
    body = form(account=account)
    answer = await serve(config).post(path, content=body)
    said, kept = outbox.rows

    assert (200, "OK") == (answer.status_code, answer.text)
    assert answer.headers["content-type"].startswith("text/plain")
    assert [
        ("paynow.callbacks", "paynow.ipn_received.v1"),
        ("archive", "coins.callback.v1"),
    ] == outbox.kinds()
    assert {"reference", "provider_reference", "account", "received_at"} == set(
        json.loads(said.body)
    )
    assert (account, None) == (json.loads(said.body)["account"], said.key)
    assert body.decode() == json.loads(kept.body)["text"]


@pytest.mark.parametrize(("keep", "archived"), [(Keep.NOT, 0), (Keep.ONCE, 1), (Keep.EACH, 2)])
async def test_a_repeated_callback_is_a_hint_again_and_archived_as_the_webhook_says(
    keep: Keep, archived: int, serve: Serve, config: WebhookConfig, form: Form, outbox: Outbox
) -> None:
    """A hint that comes twice asks once, so it need not be one."""
    client = serve(replace(config, keep=keep))
    for _ in range(2):
        assert 200 == (await client.post(PATHS[0], content=form())).status_code

    targets = [target for target, _ in outbox.kinds()]
    assert (2, archived) == (targets.count("paynow.callbacks"), targets.count("archive"))


async def test_a_signed_callback_that_names_nothing_is_archived_only(
    serve: Serve, config: WebhookConfig, form: Form, outbox: Outbox
) -> None:
    """There is nothing to ask about, and nothing signed is lost."""
    answer = await serve(config).post(PATHS[0], content=form({"status": "Paid"}))

    assert (200, [("archive", "coins.callback.v1")]) == (answer.status_code, outbox.kinds())


async def test_what_cannot_be_stored_is_not_acknowledged(
    serve: Serve, config: WebhookConfig, form: Form, outbox: Outbox
) -> None:
    """The provider sends it again: a signed one, and a refused one that should be kept."""
    client = serve(config)
    outbox.error = TransientError("The database is away.", code="database:away")
    bodies = (form(), form(key="another-key"))
    answers = [await client.post(PATHS[0], content=body) for body in bodies]

    assert [503, 503] == [answer.status_code for answer in answers]


async def test_a_row_that_the_database_refuses_is_kept_under_its_own_source(
    serve: Serve, config: WebhookConfig, form: Form, outbox: Outbox
) -> None:
    """As an unreadable item of this provider, never of WhatsApp's."""
    outbox.refused = PaynowIpnReceived.TYPE
    answer = await serve(config).post(PATHS[0], content=form())

    assert 200 == answer.status_code
    assert {"coins.unreadable.v1", "coins.callback.v1"} == {row.type for row in outbox.rows}
    assert all(str(row.dedupe).startswith("coins-") for row in outbox.rows)


async def test_headers_that_cannot_be_signed_are_refused_unread(
    serve: Serve, config: WebhookConfig, form: Form, outbox: Outbox
) -> None:
    """JSON where forms come is not even read."""
    kind = {"content-type": "application/json"}
    answer = await serve(config).post(PATHS[0], content=form(), headers=kind)

    assert (400, "webhook:unsigned") == (answer.status_code, answer.json()["code"])
    assert [] == outbox.rows


async def test_while_nothing_is_configured_the_provider_hears_to_come_again(
    serve: Serve, config: WebhookConfig, form: Form, clock: FakeClock
) -> None:
    """Nothing is lost while the key is being typed in."""

    def closed() -> Parser:
        later = clock() + timedelta(minutes=5)
        raise TransientError("Not yet.", code="webhook:not_configured", retry_at=later)

    answer = await serve(replace(config, parser=closed)).post(PATHS[0], content=form())

    assert 503 == answer.status_code
    assert int(answer.headers["retry-after"]) > 0


@given(raw=st.binary(max_size=200))
async def test_any_refused_bytes_are_kept_as_they_came(
    raw: bytes, serve: Serve, config: WebhookConfig, outbox: Outbox
) -> None:
    """Never a 500, whatever a stranger sends; in the archive it stands byte for byte."""
    outbox.rows.clear()
    plenty = RefusalLimiter(config.clock, burst=9, per_minute=1)
    answer = await serve(replace(config, refusals=plenty, keep_refused=plenty)).post(
        PATHS[0], content=raw
    )
    kept = json.loads(outbox.rows[0].body)

    assert 400 == answer.status_code
    assert raw == (kept["text"].encode() if "text" in kept else bytes.fromhex(kept["hex"]))
