"""A rolling upgrade with true processes of both releases, killed among one another's payments."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from common.local.process import free_port
from common.testing.identities import PUBLIC_KEYS, key_text_of
from common.testing.plugin import BUS_KEY, SERVICE_KEY, STORAGE_KEY, MakeDatabase
from payments_omari.main import migrations
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from standalone.testing.release_before import Release
from standalone.testing.toy_omari import ToyOmari

pytestmark = [pytest.mark.database, pytest.mark.history]

WORK = Path(__file__).with_name("work.py")
COUNT = 12
"""Payments of each process."""
_SOURCES = ("libs/*/src", "services/*/src")
_STANDS = "select order_reference, status, settled_minor from payments_omari.payment order by 1"
_SAID = "select count(*) from payments_omari.outbox where type = 'payment.succeeded.v1'"


class MoodyOmari(ToyOmari):
    """Loses the answer to every third charge, and leaves every second question unanswered."""

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer, or not."""
        said = await super().__call__(request)
        operation = request.url.path.split("/")[2]
        if operation == "request" and self.charged.total() % 3 == 0:
            return httpx.Response(500)
        if operation == "query" and self.asked.total() % 2 == 0:
            return httpx.Response(503)
        return said


@contextlib.asynccontextmanager
async def served(omari: ToyOmari) -> AsyncGenerator[str]:
    """Serve the provider on loopback; gives its address."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body = (await receive()).get("body", b"")
        said = await omari(
            httpx.Request(scope["method"], f"http://omari{scope['path']}", content=body)
        )
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": said.status_code, "headers": headers})
        await send({"type": "http.response.body", "body": said.content})

    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    try:
        yield f"http://127.0.0.1:{port}/omari"
    finally:
        server.should_exit = True
        await serving


def unpacked(folder: Path, commit: str) -> dict[str, str]:
    """Unpack that release; returns the variables with which this Python runs it."""
    command = ["git", "archive", "--format=tar", commit, "libs", "services"]
    found = subprocess.run(command, cwd=WORK.parents[2], capture_output=True, check=False)
    if found.returncode:
        pytest.skip(f"the history has no {commit}: a shallow clone")
    subprocess.run(["tar", "x", "-C", folder], input=found.stdout, check=True)
    sources = sorted(path for each in _SOURCES for path in folder.glob(each))
    return {"PYTHONPATH": os.pathsep.join(map(str, sources))}


def start(name: str, url: str, address: str, variables: dict[str, str]) -> Any:
    """Start a process of the release that these variables lead to."""
    values = {"database_url": url, "bus_keys": BUS_KEY, "storage_keys": STORAGE_KEY,
              "api_base_url": address, "merchant_key": "merchant-key-of-the-tests"}  # fmt: skip
    if variables:
        values |= {"service_keys": SERVICE_KEY}
    else:
        values |= {"public_keys": PUBLIC_KEYS, "signing_key": key_text_of("payments-omari")}
    command = [sys.executable, WORK, name, str(COUNT), json.dumps(values)]
    environment = dict(os.environ) | variables  # noqa: TID251 - a child's environment
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


async def rest(engine: AsyncEngine) -> Sequence[Row[Any]]:
    """Wait until every payment is settled, two minutes long; returns how they stand."""
    stands: Sequence[Row[Any]] = []
    for _ in range(120):
        await asyncio.sleep(1)
        async with engine.connect() as connection:
            stands = (await connection.exec_driver_sql(_STANDS)).all()
        if len(stands) > 2 * COUNT and all(row.status == "succeeded" for row in stands):
            break
    return stands


@pytest.mark.timeout(300)
async def test_a_rolling_upgrade_loses_and_doubles_no_payment(
    make_database: MakeDatabase, release: Release, tmp_path: Path
) -> None:
    """Two old processes and two new ones share the payments; three are killed, one ends them all.

    Every charge was made once, and is credited once, whoever opened it, charged it or asked.
    """
    old, url = unpacked(tmp_path, release.commit), await make_database([migrations()])
    omari, engine = MoodyOmari(), create_async_engine(url)
    async with served(omari) as address:
        new: dict[str, str] = {}
        given = (("old-1", old), ("new-1", new), ("old-2", old), ("new-2", new))
        running = [start(name, url, address, which) for name, which in given]
        try:
            for process in running[:3]:
                await asyncio.sleep(8)
                assert process.poll() is None
                process.kill()
            stands = await rest(engine)
        finally:
            for process in running:
                process.kill()
                process.wait()
    async with engine.connect() as connection:
        said = (await connection.exec_driver_sql(_SAID)).scalar_one()
    await engine.dispose()

    assert {row.order_reference: row.status for row in stands if row.status != "succeeded"} == {}
    assert set(omari.charged.values()) == {1}
    assert sum(row.settled_minor for row in stands) == 5000 * omari.charged.total()
    assert said == len(stands)
