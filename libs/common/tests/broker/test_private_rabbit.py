"""The private broker: found again in its folder, the same after a kill, gone without a trace."""

import gc
import os
import signal
from pathlib import Path

import aio_pika
import pytest
from common.local.packages import LocalServerError, ensure
from common.local.process import environment_of, named, until
from common.local.rabbitmq import PrivateRabbit

pytestmark = pytest.mark.broker


async def _declare(rabbit: PrivateRabbit, *, passive: bool) -> None:
    connection = await aio_pika.connect(rabbit.admin_url("/"))
    async with connection:
        channel = await connection.channel()
        await channel.declare_queue("kept", durable=True, passive=passive)


def _is_written(folder: Path, name: bytes) -> bool:
    """Tell whether the broker wrote a queue's name down: it does so some moments later."""
    files = (found for found in folder.rglob("*") if found.is_file())
    return any(name in found.read_bytes() for found in files if "log" not in found.parts)


def _of_folder(folder: Path) -> list[int]:
    home = f"HOME={folder.resolve()}\0".encode()
    pids = [*named("epmd"), *named("beam.smp")]
    return [pid for pid in pids if home in environment_of(pid)]


async def test_a_killed_broker_comes_back_in_the_same_place(server_folder: Path) -> None:
    """What was durable is there, on the ports and under the password that everybody knows."""
    rabbit = PrivateRabbit(server_folder)
    rabbit.start()
    try:
        await _declare(rabbit, passive=False)
        assert until(lambda: _is_written(server_folder, b"kept"), 20)
        url = rabbit.admin_url("/")
        again = PrivateRabbit(server_folder)
        assert rabbit.pid is not None
        assert rabbit.pid == again.pid

        rabbit.kill()
        assert again.pid is None
        rabbit.start()
        assert url == PrivateRabbit(server_folder).admin_url("/")
        await _declare(rabbit, passive=True)
    finally:
        rabbit.stop()

    assert [] == _of_folder(server_folder)


def test_one_that_somebody_else_killed_is_buried_and_started(server_folder: Path) -> None:
    """What this object had started is waited for before it starts another: no process is lost."""
    rabbit = PrivateRabbit(server_folder)
    rabbit.start()
    try:
        pid = rabbit.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert until(lambda: rabbit.pid is None, 10)

        rabbit.start()
        gc.collect()  # whoever was dropped unburied would warn now

        assert not Path(f"/proc/{pid}").exists()
    finally:
        rabbit.discard()


def test_a_folder_without_a_broker_says_so(tmp_path: Path) -> None:
    """Nothing is invented: there is neither a port nor a process."""
    rabbit = PrivateRabbit(tmp_path)

    assert rabbit.pid is None
    with pytest.raises(LocalServerError, match="no broker was ever started in"):
        _ = rabbit.port


def test_what_is_installed_is_left_alone(tmp_path: Path) -> None:
    """A package whose proof is there is not looked for."""
    proof = tmp_path / "program"
    proof.touch()

    ensure("no-such-package", proof)
