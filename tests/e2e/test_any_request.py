"""Any request to any operation of any service: no 5xx, and only answers that are described."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
import schemathesis
from common.local.process import free_port
from common.service_tokens import ServiceAuth
from common.signatures import sign_hub
from common.testing.plugin import open_folder
from common.web import Access
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis import checks as known_checks
from standalone.principals import SERVICES, identities, keys_in_folder
from standalone.serving import Site, listen, serve
from standalone.testing.operated import Operated, operated

pytestmark = [pytest.mark.database, pytest.mark.timeout(900)]
_NO_HEALTH_CHECKS: Final[Any] = list(HealthCheck)
_NAMES: Final = ["not_a_server_error", "status_code_conformance", "content_type_conformance"]


@pytest.fixture
async def house() -> AsyncGenerator[Operated]:
    """Give a running house."""
    with open_folder() as folder:
        async with operated(Path(folder)) as opened:
            yield opened


class _Proof(httpx.Auth):
    """Proves what an operation asks for: a signature, a key, or Meta's."""

    requires_request_body = True

    def __init__(self, house: Operated, service: str, operation: Mapping[str, Any]) -> None:
        self._access = operation.get("x-access")
        self._secret = house.place.app_secret
        self._key = house.place.api_key
        caller = next(iter(operation.get("x-callers", ())), "operator")
        known = identities(keys_in_folder(house.place.keys))
        self._signed = ServiceAuth(known[caller], audience=service)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        """Add it."""
        if self._access == Access.SERVICE:
            yield from self._signed.auth_flow(request)
            return
        request.headers["Host"] = "127.0.0.1"
        request.headers["X-Api-Key"] = self._key
        request.headers["X-Hub-Signature-256"] = sign_hub(request.content, self._secret)
        yield request


def _send(client: httpx.Client, url: str, auth: httpx.Auth, case: Any) -> httpx.Response:
    asked = case.as_transport_kwargs(base_url=url)
    headers = {
        name: value for name, value in asked["headers"].items() if name.lower() != "user-agent"
    }
    content = asked.get("data")
    if "json" in asked:
        content = json.dumps(asked["json"]).encode()
        headers["Content-Type"] = "application/json"
    return client.request(
        asked["method"],
        asked["url"],
        params=asked.get("params"),
        headers=headers,
        content=content,
        auth=auth,
    )


def _fuzz(house: Operated, service: str, url: str, examples: int) -> int:
    """Send so many requests to each operation, well formed and not; returns how many operations."""
    described = house.neighbours.apps[service].description()
    schema: Any = schemathesis.openapi.from_dict(described)
    operations: list[Any] = [found.ok() for found in schema.get_all_operations()]
    with httpx.Client(timeout=60, trust_env=False) as client:
        for operation in operations:
            raw = described["paths"][operation.path][operation.method.lower()]
            send = partial(_send, client, url, _Proof(house, service, raw))
            _hold(operation.as_strategy(), send, examples)
            with suppress(Unsatisfiable):  # nothing of some operations can be wrong
                negative = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
                _hold(negative, send, examples)
    return len(operations)


def _hold(strategy: Any, send: Callable[[Any], httpx.Response], examples: int) -> None:
    known: Any = known_checks
    known.load_all_checks()
    checks = known.CHECKS.get_by_names(_NAMES)

    @settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=_NO_HEALTH_CHECKS,
        phases=[Phase.generate],
    )
    @given(case=strategy)
    def run(case: Any) -> None:
        case.validate_response(send(case), checks=checks)

    run()


@pytest.mark.parametrize("service", SERVICES)
async def test_any_request_gets_an_answer_that_is_described(
    service: str, house: Operated, pytestconfig: pytest.Config
) -> None:
    """Seeded, bounded: signed and keyed as it must be, with every parameter and body there is."""
    stop, port = asyncio.Event(), free_port()
    site = Site(house.neighbours.apps[service], listen(port, "the test's"))
    serving = asyncio.ensure_future(serve([site], stop))
    examples: Any = pytestconfig.getoption("--fuzz-examples")
    try:
        count = await asyncio.to_thread(_fuzz, house, service, f"http://127.0.0.1:{port}", examples)
    finally:
        stop.set()
        await serving

    assert count > 5
