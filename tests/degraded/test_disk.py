"""The database's disk is full: 503 and not 200, and it recovers alone."""

import asyncio
import os
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from common.signatures import sign_hub
from common.testing.plugin import open_folder
from standalone.local.servers import keep
from standalone.testing.addressed import APP_SECRET
from standalone.testing.parted import PartedHouse
from standalone.testing.webhooks import messages_body

pytestmark = [pytest.mark.broker, pytest.mark.story]

_SIZE = "320m"
_CHUNK = 64 * 1024


@contextmanager
def small_disk(folder: Path) -> Generator[Path]:
    """Give a folder on a disk of its own that is soon full."""
    folder.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE},mode=755", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"this test needs root to mount a small disk: {done.stderr}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture(scope="module")
def cramped() -> Generator[PartedHouse]:
    """Give a house whose database has a small disk."""
    with open_folder() as folder, small_disk(folder / "data" / "local" / "postgresql"):
        built = PartedHouse(folder / "data")
        try:
            yield built.start()
        finally:
            built.stop()


async def test_a_full_disk_is_answered_with_503_and_what_got_200_is_kept(
    cramped: PartedHouse,
) -> None:
    """Database's disk full: 503, never 200 for what is not kept; with room it goes on alone."""
    disk = cramped.folder / "local" / "postgresql"
    stop, kept, statuses = asyncio.Event(), 0, [0]
    server = cramped.servers.postgresql
    keeping = asyncio.ensure_future(keep("postgresql", server, unnoticed, stop))
    try:
        [(before,)] = await cramped.rows("select count(*) from gateway_webhooks.outbox")
        fill(disk / "ballast")
        for n in range(200):
            statuses.append(await posted(cramped, n))
            kept += 10 if statuses[-1] == 200 else 0
            if statuses[-3:] == [503, 503, 503]:
                break
        (disk / "ballast").unlink()
        again = await until_taken(cramped)
        await asyncio.to_thread(cramped.until_ready)
        [(after,)] = await cramped.rows("select count(*) from gateway_webhooks.outbox")
    finally:
        stop.set()
        await keeping

    assert set(statuses[1:]) <= {200, 503}
    assert 503 in statuses
    assert again == 200
    assert after - before >= kept + 10


def unnoticed(_name: str, _pid: int | None, _port: int | None) -> None:
    """Take no note of a start."""


def fill(path: Path) -> None:
    """Write until nothing more fits."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(os.urandom(_CHUNK))
        except OSError:
            return


async def until_taken(house: PartedHouse) -> int:
    """Post until it is taken, for a minute; returns the last answer."""
    status = 0
    for n in range(120):
        status = await posted(house, 1000 + n)
        if status == 200:
            break
        await asyncio.sleep(0.5)
    return status


async def posted(house: PartedHouse, n: int) -> int:
    """Post ten long messages as Meta does; returns what it is told."""
    body = messages_body([(f"26377{n:05d}{k:02d}", "menu " * 600) for k in range(10)])
    headers = {"X-Hub-Signature-256": sign_hub(body, APP_SECRET)}
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
        answer = await client.post(
            f"{house.origin}/webhooks/whatsapp", content=body, headers=headers
        )
    return answer.status_code
