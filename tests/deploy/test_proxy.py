"""The proxy passes on the public routes under the site's names, and nothing else."""

import asyncio
import json
import re
import subprocess
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from common.local.process import free_port
from common.web.deadlines import DeadlineProtocol
from standalone.public_routes import PUBLIC_ROUTES
from standalone.testing.deployment import ROOT, tool
from standalone.testing.odd_paths import ODD_PATHS
from starlette.requests import Request
from starlette.responses import JSONResponse

CADDYFILE = ROOT / "deploy/caddy/Caddyfile"
SITE = "pay.example.com"


def test_the_routes_are_the_public_ones() -> None:
    """The standalone's table is the only list; the order is its order too."""
    found = re.findall(
        r"handle (/\S+)\* \{\s*import service \{\$\w+:([a-z-]+):\d+\} ", CADDYFILE.read_text()
    )

    assert list(PUBLIC_ROUTES) == found


@pytest.mark.parametrize(
    "sites", ["https://pay.example.com", "pay.example.com, www.pay.example.com", "http://localhost"]
)
def test_the_file_is_valid_for_every_kind_of_site(sites: str, tmp_path: Path) -> None:
    """SITE_URL as it is written, or names as ALLOWED_HOSTS lists them, a space after each comma."""
    found = subprocess.run(
        [tool("caddy"), "validate", "--adapter", "caddyfile", "--config", str(CADDYFILE)],
        env={"MARI_SITES": sites, "HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert 0 == found.returncode, found.stderr


class _Impatient(DeadlineProtocol):
    """What every service speaks, with less time for a body."""

    body_seconds = 1.0


async def _status_of(port: int, path: str, host: str) -> tuple[int, bytes]:
    """Ask with the path as it is written: a client of ours would tidy it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    writer.write(head.encode())
    told = await reader.read()
    writer.close()
    return int(told.split(b" ")[1]), told


async def _echo(scope: Any, receive: Any, send: Any) -> None:
    request = Request(scope, receive)
    size = len(await request.body())
    body = {"path": request.url.path, "headers": dict(request.headers), "size": size}
    headers = {"Server": "inside", "x-service": scope["app_name"]}
    await JSONResponse(body, headers=headers)(scope, receive, send)


@asynccontextmanager
async def _service(name: str) -> AsyncGenerator[int]:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await _echo({**scope, "app_name": name}, receive, send)

    port = free_port()
    config = uvicorn.Config(
        app, port=port, lifespan="off", log_level="critical", access_log=False, http=_Impatient
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    try:
        yield port
    finally:
        server.should_exit = True
        await serving


@pytest.fixture
async def proxy(tmp_path: Path) -> AsyncGenerator[httpx.AsyncClient]:
    """Give a client of the real proxy, before two services that repeat what they get."""
    port = free_port()
    text = CADDYFILE.read_text().replace("127.0.0.1:2020", f"127.0.0.1:{free_port()}")
    (tmp_path / "Caddyfile").write_text(text)
    async with _service("gateway-webhooks") as gateway, _service("flow-engine") as engine:
        variables = {
            "MARI_SITES": f"http://{SITE}, http://www.{SITE}",
            "CADDY_HTTP_PORT": str(port),
            "CADDY_HTTPS_PORT": str(free_port()),
            "GATEWAY_WEBHOOKS": f"127.0.0.1:{gateway}",
            "FLOW_ENGINE": f"127.0.0.1:{engine}",
            "XDG_DATA_HOME": str(tmp_path),
            "XDG_CONFIG_HOME": str(tmp_path),
        }
        process = await asyncio.create_subprocess_exec(
            *(tool("caddy"), "run", "--adapter", "caddyfile", "--config", tmp_path / "Caddyfile"),
            env=variables, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            url = f"http://127.0.0.1:{port}"
            async with httpx.AsyncClient(base_url=url, headers={"Host": SITE}) as client:
                await _until_it_answers(client)
                yield client
        finally:
            process.terminate()
            await process.wait()


async def _until_it_answers(client: httpx.AsyncClient) -> None:
    for _ in range(200):
        try:
            await client.get("/")
        except httpx.TransportError:
            await asyncio.sleep(0.05)
        else:
            return
    pytest.fail("the proxy does not answer")


async def test_a_public_path_goes_to_its_service(proxy: httpx.AsyncClient) -> None:
    """With and without slash, by any method, unchanged."""
    for prefix, service in PUBLIC_ROUTES:
        answer = await proxy.post(f"{prefix}x/", content=b"{}")

        assert (service, f"{prefix}x/") == (answer.headers["x-service"], answer.json()["path"])


@pytest.mark.parametrize(
    "path",
    ["/", "/v1/timeline", "/v1/payments/x", "/metrics", "/health/ready", "/webhooks", "/apix",
     "//v1/timeline", "/webhooks/../v1/timeline", "/api/%2e%2e/v1/timeline", "/.env"],
)  # fmt: skip
async def test_nothing_else_is_there(proxy: httpx.AsyncClient, path: str) -> None:
    """What is inside stays inside, however the path is written."""
    answer = await proxy.get(path)
    reached = answer.json().get("path", "") if "x-service" in answer.headers else ""

    assert not reached.startswith(("/v1", "/metrics", "/health"))
    assert reached or 404 == answer.status_code


@pytest.mark.parametrize("path", ODD_PATHS)
async def test_a_path_that_may_be_read_otherwise_is_refused(
    proxy: httpx.AsyncClient, path: str
) -> None:
    """Dot segments, empty ones and backslashes, encoded or not, reach no service at all."""
    status, told = await _status_of(proxy.base_url.port or 0, path, SITE)

    assert status in {400, 404}
    assert b"x-service" not in told.lower()


async def test_dots_and_slashes_elsewhere_are_nothing_odd(proxy: httpx.AsyncClient) -> None:
    """In a name, and in a query."""
    answer = await proxy.get("/api/orders/A..B.1?next=/a//b/../c%2F")

    assert answer.headers["x-service"] == "flow-engine"


async def test_another_name_gets_no_answer(proxy: httpx.AsyncClient) -> None:
    """The connection is closed: there is nothing here under that name."""
    with pytest.raises(httpx.RemoteProtocolError):
        await proxy.get("/webhooks/whatsapp", headers={"Host": "evil.example"})


async def test_every_allowed_name_is_served(proxy: httpx.AsyncClient) -> None:
    """ALLOWED_HOSTS may list several."""
    answer = await proxy.get("/webhooks/whatsapp", headers={"Host": f"www.{SITE}"})

    assert 200 == answer.status_code


async def test_what_a_client_says_of_its_way_is_thrown_away(proxy: httpx.AsyncClient) -> None:
    """The address that requests are counted by is the one that connected."""
    said = {
        "X-Forwarded-For": "6.6.6.6",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Real-IP": "6.6.6.6",
        "Forwarded": "for=6.6.6.6",
    }
    told = (await proxy.get("/api/orders", headers=said)).json()["headers"]

    assert ("127.0.0.1", SITE, "http", SITE) == tuple(
        told[name] for name in ("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "host")
    )
    assert not {"x-real-ip", "forwarded"} & told.keys()
    assert "6.6.6.6" not in json.dumps(told)


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/webhooks/whatsapp", 3 * 1024 * 1024, 200),
        ("/webhooks/whatsapp", 5 * 1024 * 1024, 413),
        ("/api/orders", 300 * 1024, 413),
    ],
)
async def test_bodies_have_a_size(
    proxy: httpx.AsyncClient, path: str, size: int, status: int
) -> None:
    """Meta's 3 MB come through (facts: WhatsApp, webhooks); what is larger stops here."""
    assert status == (await proxy.post(path, content=b" " * size)).status_code


@pytest.mark.parametrize("path", ["/api/orders", "/webhooks/whatsapp"])
async def test_a_client_that_never_sends_its_body_is_answered_and_closed(
    proxy: httpx.AsyncClient, path: str
) -> None:
    """The service gives up on it, and the proxy lets it go too."""
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.base_url.port)
    began = asyncio.get_running_loop().time()
    head = f"POST {path} HTTP/1.1\r\nHost: {SITE}\r\nContent-Length: 20\r\n\r\nabc"
    writer.write(head.encode())
    async with asyncio.timeout(20):
        told = await reader.read()
    writer.close()

    assert told.startswith(b"HTTP/1.1 408 ")
    assert asyncio.get_running_loop().time() - began < 15


async def test_answers_carry_the_browsers_rules(proxy: httpx.AsyncClient) -> None:
    """Https for a year, no guessing of types, and nothing about what serves them."""
    headers = (await proxy.get("/api/orders")).headers

    assert ("max-age=31536000", "nosniff") == (
        headers["strict-transport-security"],
        headers["x-content-type-options"],
    )
    assert not {"server", "via"} & set(headers)


async def test_a_head_is_answered(proxy: httpx.AsyncClient) -> None:
    """Dashboards probe with it."""
    answer = await proxy.head("/webhooks/whatsapp")

    assert (200, b"") == (answer.status_code, answer.content)
