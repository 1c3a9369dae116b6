"""Any request to any operation of any service: no 5xx, and only answers that are described.

Seeded and bounded. `--fuzz-examples` says how many well-formed, and how many wrong, requests each
operation gets; operations about one thing are also asked about things that are there.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final, cast

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
from standalone.testing.fuzz_subjects import SUBJECT_OPERATIONS, Subject, Subjects
from standalone.testing.operated import Operated, operated

pytestmark = [pytest.mark.database, pytest.mark.timeout(900)]
# Generating is slow, and much of what is wrong in one place is filtered out; neither is a fault.
_NO_HEALTH_CHECKS: Final[Any] = list(HealthCheck)
_NAMES: Final = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
]
_IDS: Final = ("payment_id", "reference", "id", "wa_id", "user_id")
_ODD: Final = ("%00", "a%00b", "%ff", "%ed%a0%80", "%2e%2e", "%0d%0a", "-1", f"{1 << 63}", "1e999")
_ODD_HEADERS: Final = (b"\xff\xfe", b"", b"x" * 9_000)


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


@dataclass(frozen=True, slots=True)
class _Things:
    """What answers named: every second request about one thing is about one that is there."""

    ids: deque[str] = field(default_factory=lambda: deque[str](maxlen=8))
    turns: "count[int]" = field(default_factory=count)

    def learn(self, answer: httpx.Response) -> None:
        """Remember the names in an answer."""
        with suppress(ValueError):
            found: Any = answer.json()
            if answer.is_success and isinstance(found, dict):
                shown = cast("dict[str, Any]", found)
                self.ids.extend(str(shown[name]) for name in _IDS if shown.get(name))

    def put_into(self, case: Any) -> None:
        """Let a case be about a thing that is there."""
        turn = next(self.turns)
        if self.ids and case.path_parameters and turn % 2:
            named = self.ids[turn // 2 % len(self.ids)]
            case.path_parameters = dict.fromkeys(case.path_parameters, named)


@dataclass(frozen=True, slots=True)
class _Fuzz:
    """Requests to one service, and what is known of it."""

    house: Operated
    service: str
    url: str
    client: httpx.Client
    examples: int
    things: _Things = field(default_factory=_Things)

    def hold(self, operation: Any, raw: Mapping[str, Any]) -> None:
        """Send well-formed requests, which are proven rightly, and wrong ones.

        Where an operation is about a payment or an order, also of one that stands as it must:
        such a request is done, and its answer shows it.
        """
        proof = _Proof(self.house, self.service, raw)
        found = self._hold(operation.as_strategy(), proof)
        assert 401 not in found, f"{operation.label} was never let in: {found}"
        if f"{operation.method.upper()} {operation.path}" in SUBJECT_OPERATIONS:
            self._hold(operation.as_strategy(), proof, must_succeed=True)
        with suppress(Unsatisfiable):  # nothing of some operations can be wrong
            self._hold(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE), proof)

    def _hold(self, strategy: Any, proof: httpx.Auth, *, must_succeed: bool = False) -> set[int]:
        known: Any = known_checks
        known.load_all_checks()
        checks, found = known.CHECKS.get_by_names(_NAMES), set[int]()

        @settings(
            max_examples=self.examples,
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=_NO_HEALTH_CHECKS,
            phases=[Phase.generate],
        )
        @given(case=strategy)
        def run(case: Any) -> None:
            subject = self._subject(case, proof) if must_succeed else None
            if subject is None:
                self.things.put_into(case)
            answer = self._send(case, proof)
            self.things.learn(answer)
            assert subject is None or subject.is_shown_by(answer), answer.text
            found.add(answer.status_code)
            case.validate_response(answer, checks=checks)

        run()
        return found

    def _subject(self, case: Any, proof: httpx.Auth) -> Subject | None:
        def ask(method: str, path: str, **more: Any) -> httpx.Response:
            return self.client.request(method, self.url + path, auth=proof, **more)

        sandbox = f"http://127.0.0.1:{self.house.place.settings.sandbox_port}"
        subjects = Subjects(ask, sandbox, self.things.turns)
        subject = subjects.of(f"{case.method.upper()} {case.path}")
        if subject is not None:
            subject.put_into(case)
        return subject

    def _send(self, case: Any, proof: httpx.Auth) -> httpx.Response:
        asked = case.as_transport_kwargs(base_url=self.url)
        given_ = {k: v for k, v in asked["headers"].items() if k.lower() != "user-agent"}
        content = asked.get("data")
        if "json" in asked:
            content = json.dumps(asked["json"]).encode()
            given_["Content-Type"] = "application/json"
        return self.client.request(
            asked["method"],
            asked["url"],
            params=asked.get("params"),
            headers=given_,
            content=content,
            auth=proof,
        )

    def odd(self, path: str, method: str, raw: Mapping[str, Any]) -> list[str]:
        """Return what was not answered as described when bytes were odd where a value stands."""
        proof = _Proof(self.house, self.service, raw)
        content = b"{}" if "requestBody" in raw else None
        wrong: list[str] = []
        for address, headers in _odd_requests(path, raw):
            answer = self.client.request(
                method, self.url + address, headers=[*headers.items()], content=content, auth=proof
            )
            if answer.is_server_error or str(answer.status_code) not in raw["responses"]:
                wrong.append(f"{method} {address[:200]} {headers}: {answer.status_code}")
        return wrong


def _odd_requests(path: str, raw: Mapping[str, Any]) -> Generator[tuple[str, dict[bytes, bytes]]]:
    """Yield an operation's address with odd bytes in the path, each query value, each header."""
    plain = path.replace("{", "").replace("}", "")
    for parameter in raw.get("parameters", ()):
        name, where = parameter["name"], parameter["in"]
        if where == "header":
            yield from ((plain, {name.encode(): value}) for value in _ODD_HEADERS)
        for odd in _ODD if where != "header" else ():
            filled = path.replace(f"{{{name}}}", odd).replace("{", "").replace("}", "")
            yield (filled if where == "path" else f"{plain}?{name}={odd}"), {}


@asynccontextmanager
async def _served(house: Operated, service: str, examples: int) -> AsyncGenerator[_Fuzz]:
    stop, port = asyncio.Event(), free_port()
    site = Site(house.neighbours.apps[service], listen(port, "the test's"))
    serving = asyncio.ensure_future(serve([site], stop))
    try:
        with httpx.Client(timeout=60, trust_env=False) as client:
            yield _Fuzz(house, service, f"http://127.0.0.1:{port}", client, examples)
    finally:
        stop.set()
        await serving


def _any_request(fuzz: _Fuzz) -> int:
    described = fuzz.house.neighbours.apps[fuzz.service].description()
    schema: Any = schemathesis.openapi.from_dict(described)
    operations: list[Any] = [found.ok() for found in schema.get_all_operations()]
    for operation in operations:
        raw = described["paths"][operation.path][operation.method.lower()]
        fuzz.hold(operation, raw)
    return len(operations)


def _odd_bytes(fuzz: _Fuzz) -> list[str]:
    described = fuzz.house.neighbours.apps[fuzz.service].description()
    return [
        line
        for path, operations in described["paths"].items()
        for method, raw in operations.items()
        for line in fuzz.odd(path, method.upper(), raw)
    ]


@pytest.mark.parametrize("service", SERVICES)
async def test_any_request_gets_an_answer_that_is_described(
    service: str, house: Operated, pytestconfig: pytest.Config
) -> None:
    """Signed and keyed as it must be, with every parameter and body there is; then wrong ones.

    Each answer is below 500, and has a status, a media type and a shape that are described.
    Odd bytes in paths, queries and headers, which no description can say, are answered so too.
    """
    examples: Any = pytestconfig.getoption("--fuzz-examples")
    async with _served(house, service, examples) as fuzz:
        operations = await asyncio.to_thread(_any_request, fuzz)
        wrong = await asyncio.to_thread(_odd_bytes, fuzz)

    assert operations > 5
    assert not wrong, "\n".join(wrong)
