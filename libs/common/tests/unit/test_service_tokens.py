"""Calls between services: only those addressed to it, fresh, whole, new, and from its callers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from common.service_tokens import HEADER, ServiceAuth, ServiceVerifier
from common.service_tokens.call import Call
from common.service_tokens.shared_keys import AUTHORIZATION, SharedKeys
from common.signing import Identity, PublicKeys, SigningKey, Trust
from common.testing.clock import FakeClock
from common.testing.identities import PUBLIC_KEYS, TRUST, identity_of, key_text_of
from common.web import internal
from common.web.problems import install
from fastapi import Depends, FastAPI, Request

SHARED = "shared-key-of-the-version-before-0123456789"
Client = Callable[..., httpx.AsyncClient]


def _app(verifier: ServiceVerifier) -> FastAPI:
    app = FastAPI()
    install(app)

    @app.post(
        "/v1/payments", dependencies=[Depends(verifier)], openapi_extra=internal("flow-engine")
    )
    async def take(request: Request) -> dict[str, int]:
        return {"length": len(await request.body())}

    @app.post("/v1/forgotten", dependencies=[Depends(verifier)])
    async def forgotten() -> None: ...

    return app


def _client(app: FastAPI, auth: httpx.Auth | None = None) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app)
    return httpx.AsyncClient(transport=transport, base_url="http://payments", auth=auth)


@pytest.fixture
def client(clock: FakeClock) -> Client:
    """Give a maker of clients towards a service called `payments`."""
    app = _app(ServiceVerifier(TRUST, audience="payments", clock=clock))

    def make(
        identity: Identity | None = None, *, audience: str = "payments", at: FakeClock = clock
    ) -> httpx.AsyncClient:
        found = identity or identity_of("flow-engine")
        return _client(app, ServiceAuth(found, audience=audience, clock=at))

    return make


async def test_a_signed_call_is_taken(client: Client) -> None:
    """The right key, audience, body and time pass."""
    answer = await client().post("/v1/payments", params={"a": "b"}, json={"x": 1})

    assert answer.status_code == 200


async def test_a_call_for_another_service_is_refused(client: Client) -> None:
    """A token for the notifier opens nothing here."""
    answer = await client(audience="notifier").post("/v1/payments", json={})

    assert answer.status_code == 401


async def test_a_call_with_another_services_key_is_refused(client: Client) -> None:
    """Whoever has the notifier's key cannot call in flow-engine's name; the answer is a problem."""
    key = SigningKey(key_text_of("notifier"))
    answer = await client(Identity("flow-engine", key, TRUST)).post("/v1/payments", json={})

    assert (401, "service:unauthorized") == (answer.status_code, answer.json()["code"])


async def test_a_known_service_that_is_no_caller_is_refused(client: Client) -> None:
    """A route lists its callers: the notifier starts no payment, whatever it signs."""
    answer = await client(identity_of("notifier")).post("/v1/payments", json={})

    assert (403, "service:not_a_caller") == (answer.status_code, answer.json()["code"])


async def test_a_route_that_lists_no_callers_takes_nobody(client: Client) -> None:
    """What was forgotten is closed."""
    assert (await client().post("/v1/forgotten")).status_code == 403


async def test_an_unsigned_call_is_refused(client: Client) -> None:
    """No header, no entry."""
    answer = await client().post("/v1/payments", json={}, auth=httpx.BasicAuth("a", "b"))

    assert answer.status_code == 401


@pytest.mark.parametrize("seconds", [-61, 61])
async def test_a_stale_call_is_refused(client: Client, seconds: int) -> None:
    """A token lives a minute."""
    late = FakeClock()
    late.advance(timedelta(seconds=seconds))

    assert (await client(at=late).post("/v1/payments", json={})).status_code == 401


async def test_a_replayed_or_changed_call_is_refused(client: Client) -> None:
    """The same header again, or under another body, method or address, opens nothing."""
    first = await client().post("/v1/payments", json={"x": 1})
    headers = {HEADER: first.request.headers[HEADER]}
    plain = client()
    plain.auth = lambda request: request
    again = await plain.post("/v1/payments", json={"x": 1}, headers=headers)
    changed = await plain.post("/v1/payments", json={"x": 2}, headers=headers)
    moved = await plain.post("/v1/payments?a=b", json={"x": 1}, headers=headers)

    assert [401, 401, 401] == [again.status_code, changed.status_code, moved.status_code]


async def test_while_a_key_is_changed_both_are_believed(clock: FakeClock) -> None:
    """Two public keys of one caller: the next is listed before it signs, the last until it ends."""
    fresh = SigningKey("the-next-key-of-the-flow-engine-0123456789")
    trust = Trust(PublicKeys.read([*PUBLIC_KEYS.split(","), f"flow-engine={fresh.public}"]))
    app = _app(ServiceVerifier(trust, audience="payments", clock=clock))

    for identity in (identity_of("flow-engine"), Identity("flow-engine", fresh, trust)):
        auth = ServiceAuth(identity, audience="payments", clock=clock)
        assert (await _client(app, auth).post("/v1/payments", json={})).status_code == 200


def _transition(clock: FakeClock, *, hours: int) -> Trust:
    until = clock() + timedelta(hours=hours)
    return replace(TRUST, old_until=until, old_keys=(SHARED,), clock=clock)


def _old_header(clock: FakeClock) -> dict[str, str]:
    now = int(clock().timestamp())
    call = Call("flow-engine", "payments", "POST", "/v1/payments", b"{}", now, "0" * 32)
    return {AUTHORIZATION: SharedKeys([SHARED]).header(call)}


@pytest.mark.parametrize(("hours", "status"), [(1, 200), (0, 401), (-1, 401)])
async def test_the_version_before_is_believed_until_the_time_that_is_set(
    clock: FakeClock, hours: int, status: int
) -> None:
    """A rolling upgrade: its shared keys open until then, and never after."""
    trust = _transition(clock, hours=hours)
    app = _app(ServiceVerifier(trust, audience="payments", clock=clock))
    answer = await _client(app).post("/v1/payments", content=b"{}", headers=_old_header(clock))

    assert answer.status_code == status


async def test_without_a_time_the_version_before_is_not_believed(clock: FakeClock) -> None:
    """The shared keys alone open nothing."""
    trust = replace(TRUST, old_keys=(SHARED,), clock=clock)
    app = _app(ServiceVerifier(trust, audience="payments", clock=clock))
    answer = await _client(app).post("/v1/payments", content=b"{}", headers=_old_header(clock))

    assert answer.status_code == 401


async def test_the_version_before_understands_us_while_it_runs(clock: FakeClock) -> None:
    """Until then each call also carries what it asks for; a true claim of that version."""
    identity = identity_of("flow-engine", trust=_transition(clock, hours=1))
    seen: list[httpx.Request] = []

    def take(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    auth = ServiceAuth(identity, audience="payments", clock=clock)
    async with httpx.AsyncClient(transport=httpx.MockTransport(take), auth=auth) as client:
        await client.post("http://payments/v1/payments", content=b"{}")
    claim = SharedKeys.claim(seen[0].headers[AUTHORIZATION])
    assert claim is not None
    call = Call(
        claim.caller, "payments", "POST", "/v1/payments", b"{}", claim.timestamp, claim.nonce
    )

    assert SharedKeys([SHARED]).holds(call, claim)


async def test_a_forged_signature_is_not_saved_by_the_shared_key(clock: FakeClock) -> None:
    """Who signs as of this version is held to it."""
    app = _app(ServiceVerifier(_transition(clock, hours=1), audience="payments", clock=clock))
    headers = _old_header(clock) | {HEADER: "caller=flow-engine"}
    answer = await _client(app).post("/v1/payments", content=b"{}", headers=headers)

    assert answer.status_code == 401
