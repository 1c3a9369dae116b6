"""The client of Meta's Graph API, on answers as Meta gives them."""

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest
import respx
from common.testing.graph import error_body
from notifier.domain.outcome import Accepted, NotSent, Outcome, Refused, Unknown
from notifier.provider import GraphAccount, GraphClient

URL = "https://graph.facebook.com/v25.0/227841650415338/messages"
NUMBER = "227841650415338"
MESSAGE = {"messaging_product": "whatsapp", "to": "+263771230045", "type": "text"}
ACCEPTED = {
    "messaging_product": "whatsapp",
    "contacts": [{"input": "+263771230045", "wa_id": "263771230045"}],
    "messages": [{"id": "wamid.HBg", "message_status": "accepted"}],
}


@pytest.fixture
async def client() -> AsyncGenerator[GraphClient]:
    """Give a client with a token."""
    found = GraphClient(
        GraphAccount("https://graph.facebook.com", "v25.0", lambda _number: "the-token")
    )
    yield found
    await found.close()


async def test_a_message_is_posted_with_the_token_as_json(
    client: GraphClient, respx_mock: respx.MockRouter
) -> None:
    """Facts: WhatsApp, section 4: version and number in the path, the token in its header."""
    route = respx_mock.post(URL).respond(200, json=ACCEPTED)

    outcome = await client.send(NUMBER, MESSAGE)

    request = route.calls.last.request
    assert outcome == Accepted("wamid.HBg")
    assert json.loads(request.content) == MESSAGE
    assert request.headers["authorization"] == "Bearer the-token"
    assert request.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (httpx.ConnectError("x"), NotSent("http:ConnectError")),
        (httpx.ConnectTimeout("x"), NotSent("http:ConnectTimeout")),
        (httpx.PoolTimeout("x"), NotSent("http:PoolTimeout")),
        (httpx.ReadTimeout("x"), Unknown("http:ReadTimeout")),
        (httpx.ReadError("x"), Unknown("http:ReadError")),
        (httpx.WriteError("x"), Unknown("http:WriteError")),
        (httpx.WriteTimeout("x"), Unknown("http:WriteTimeout")),
        (httpx.RemoteProtocolError("x"), Unknown("http:RemoteProtocolError")),
    ],
)
async def test_only_what_cannot_have_left_is_safe_to_repeat(
    client: GraphClient, respx_mock: respx.MockRouter, error: Exception, outcome: Outcome
) -> None:
    """Everything after the connection stands is unknown."""
    respx_mock.post(URL).mock(side_effect=error)

    assert outcome == await client.send(NUMBER, MESSAGE)


@pytest.mark.parametrize(
    ("status", "answer", "outcome"),
    [
        (400, {"json": error_body(131056)}, Refused("131056")),
        (401, {"json": error_body(190)}, Refused("190")),
        (500, {"json": error_body(131000)}, Unknown("131000")),
        (500, {"html": "<html>edge</html>"}, Unknown("http:500")),
        (200, {"html": "<html>edge</html>"}, Unknown("http:200")),
        (200, {"content": b"\xff\xfe"}, Unknown("http:200")),
        (200, {"content": b'{"messages": [{"id": "1"}], "messages": []}'}, Unknown("http:200")),
        (200, {"content": b"[" * 2000}, Unknown("http:200")),
        (200, {"content": b" " * 70_000}, Unknown("http:too_long")),
        (302, {"headers": {"location": "https://example.org"}}, Unknown("http:302")),
    ],
)
async def test_an_answer_is_read_strictly_and_within_bounds(
    client: GraphClient,
    respx_mock: respx.MockRouter,
    status: int,
    answer: dict[str, Any],
    outcome: Outcome,
) -> None:
    """Ruins, pages of a proxy, redirects and endless bodies are unknown, never a success."""
    respx_mock.post(URL).respond(status, **answer)

    assert outcome == await client.send(NUMBER, MESSAGE)


async def test_without_a_token_nothing_leaves(respx_mock: respx.MockRouter) -> None:
    """Not configured is not an error of Meta's."""
    client = GraphClient(GraphAccount("https://graph.facebook.com", "v25.0", lambda _number: ""))

    assert NotSent("notifier:not_configured") == await client.send(NUMBER, MESSAGE)
    assert respx_mock.calls.call_count == 0


async def test_the_last_error_is_remembered_until_the_next_success(
    client: GraphClient, respx_mock: respx.MockRouter
) -> None:
    """Health names it."""
    respx_mock.post(URL).mock(
        side_effect=[httpx.Response(401, json=error_body(190)), httpx.Response(200, json=ACCEPTED)]
    )

    await client.send(NUMBER, MESSAGE)
    assert (client.last_error, client.needs_a_person) == ("190", True)
    await client.send(NUMBER, MESSAGE)
    assert (client.last_error, client.needs_a_person) == (None, False)


class _Exhausted(httpx.AsyncBaseTransport):
    """A transport that has leaked all of its connections."""

    is_closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Find no connection."""
        raise httpx.PoolTimeout("no connection is free", request=request)

    async def aclose(self) -> None:
        """Be closed."""
        self.is_closed = True


async def test_a_pool_that_leaks_is_replaced() -> None:
    """Three pool timeouts in a row: the transport is made anew."""
    made: list[_Exhausted] = []

    def make(_limits: httpx.Limits) -> httpx.AsyncBaseTransport:
        made.append(_Exhausted())
        return made[-1]

    account = GraphAccount("https://graph.facebook.com", "v25.0", lambda _number: "the-token")
    client = GraphClient(account, make_transport=make)
    for _ in range(4):
        await client.send(NUMBER, MESSAGE)
    await client.close()

    assert len(made) == 2
    assert all(one.is_closed for one in made)


async def test_a_request_that_has_begun_is_not_cut_off() -> None:
    """A cancelled caller leaves its request to finish: httpx would leak the connection."""
    done: list[str] = []

    async def slow(_request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0.1)
        done.append("answered")
        return httpx.Response(200, json=ACCEPTED)

    account = GraphAccount("https://graph.facebook.com", "v25.0", lambda _number: "the-token")
    client = GraphClient(account, make_transport=lambda _: httpx.MockTransport(slow))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await client.send(NUMBER, MESSAGE)
    await client.close()

    assert done == ["answered"]


async def test_the_clients_own_guards(
    respx_mock: respx.MockRouter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No proxy from the environment, no redirects, every wait bounded."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    account = GraphAccount("https://graph.facebook.com", "v25.0", lambda _number: "the-token", 7.0)
    client = GraphClient(account)
    moved = respx_mock.post(URL).respond(307, headers={"location": "https://example.org"})

    await client.send(NUMBER, MESSAGE)
    await client.close()

    waits = moved.calls.last.request.extensions["timeout"]
    assert waits == {"connect": 5, "read": 7.0, "write": 5, "pool": 5}
    assert respx_mock.calls.call_count == 1
