"""The process form: everything comes back, the record stays true, and the end is an end."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import httpx
import pytest
from common.db.postmaster import is_alive
from common.local.process import free_port
from common.testing.identities import signing_variables
from common.testing.plugin import open_folder
from standalone.local.plan import SERVICES
from standalone.local.records import FILE, strays
from standalone.local.up import supervisor_of
from standalone.testing import LocalHouse, Message
from standalone.testing.chat import Chat

pytestmark = [pytest.mark.broker, pytest.mark.timeout(600)]
KEYS = {
    name: f"{name.lower()}-of-a-service-that-starts-alone-0123456789"
    for name in ("MARI_BUS_KEYS", "PAYMENTS_OMARI_STORAGE_KEYS")
} | signing_variables("payments-omari")
HEALTHY_KB = 120 * 1024


@pytest.fixture(scope="module")
def house() -> Generator[LocalHouse]:
    """Give a house of separate processes."""
    with open_folder() as folder:
        built = LocalHouse(folder).start()
        yield built
        built.stop()


async def _answered(house: LocalHouse, wa_id: str) -> Message:
    async with httpx.AsyncClient(base_url=house.sandbox, timeout=30, trust_env=False) as client:
        return await Chat(client, wa_id).asks("menu", "What would you like to do", within=30)


def test_the_record_names_everyone_with_process_and_port(house: LocalHouse) -> None:
    """Who reads it finds each service, the servers, the door and the sandbox."""
    processes = house.processes()

    assert {*SERVICES, "rabbitmq", "postgresql", "door", "sandbox"} == set(processes)
    assert all(is_alive(entry["pid"]) for entry in processes.values())
    assert house.port == processes["door"]["port"]
    for service in SERVICES:
        live = httpx.get(f"http://127.0.0.1:{processes[service]['port']}/health/live")
        assert {"status": "live", "service": service}.items() <= live.json().items()


@pytest.mark.parametrize("name", [*SERVICES, "door", "sandbox"])
async def test_who_is_killed_is_there_again_and_customers_are_answered(
    house: LocalHouse, name: str
) -> None:
    """Started again within a second; the record has the new process."""
    seconds = await asyncio.to_thread(house.restart, name)
    await asyncio.to_thread(house.wait_until_ready)

    assert seconds < 1
    await _answered(house, f"2637711{os.getpid() % 1000:03d}{len(name):02d}")


@pytest.mark.parametrize("name", ["rabbitmq", "postgresql"])
async def test_a_server_that_is_killed_comes_back_with_everything(
    house: LocalHouse, name: str
) -> None:
    """Whoever wrote meanwhile is answered when it is there again."""
    old = house.kill(name)
    answering = asyncio.ensure_future(_answered(house, f"26377220{len(name):04d}"))
    await asyncio.to_thread(house.wait_for_another, name, old)
    await asyncio.to_thread(house.wait_until_ready)

    assert "What would you like to do" in (await answering).text


async def test_the_chat_page_shows_what_the_services_did(house: LocalHouse) -> None:
    """The sandbox asks each service's timeline, signed."""
    await _answered(house, "263773300001")
    async with httpx.AsyncClient(base_url=house.sandbox, trust_env=False) as client:
        rows = (await client.get("/api/timeline")).json()["rows"]

    assert {"gateway-webhooks", "flow-engine", "notifier"} <= {row["service"] for row in rows}


def test_to_start_what_runs_changes_nothing(house: LocalHouse) -> None:
    """It says so by doing nothing."""
    before = house.processes()
    house.start()

    assert before == house.processes()


async def test_a_rolling_restart_answers_every_customer(house: LocalHouse) -> None:
    """Each service ends in good order, one after the other, while customers write."""
    numbers = [f"2637744{n:05d}" for n in range(12)]
    asking = [asyncio.ensure_future(_after(n * 0.5, house, one)) for n, one in enumerate(numbers)]
    for service in SERVICES:
        old = house.pid(service) or 0
        os.kill(old, signal.SIGTERM)
        await asyncio.to_thread(house.wait_for_another, service, old)
        await asyncio.to_thread(house.wait_until_ready)

    for answer in await asyncio.gather(*asking):
        assert "What would you like to do" in answer.text


async def _after(seconds: float, house: LocalHouse, number: str) -> Message:
    await asyncio.sleep(seconds)
    return await _answered(house, number)


def test_a_service_starts_in_2_s_and_needs_less_than_120_mb(house: LocalHouse) -> None:
    """Its own work until it is ready (other work of this machine left out), and what stays."""
    worked: dict[str, float] = {}
    for service in SERVICES:
        house.restart(service)
        house.wait_until_ready()
        worked[service] = _worked_seconds(house.pid(service) or 0)
    time.sleep(2)
    needed = {service: _resident_kb(house.pid(service) or 0) for service in SERVICES}

    assert max(worked.values()) < 2, worked
    assert max(needed.values()) < HEALTHY_KB, needed


def _worked_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def test_what_a_killed_supervisor_left_is_ended_and_the_servers_are_kept(
    house: LocalHouse,
) -> None:
    """The next start has all processes of its own; nothing runs twice."""
    before = house.processes()
    os.kill(supervisor_of(house.data) or 0, signal.SIGKILL)
    house.start()
    after = house.processes()

    assert before["postgresql"] == after["postgresql"]
    assert not [service for service in SERVICES if is_alive(before[service]["pid"])]
    assert all(is_alive(after[service]["pid"]) for service in SERVICES)


def test_the_end_is_an_end(server_folder: Path) -> None:
    """Nobody is left, also after the supervisor was killed, and the record is gone."""
    house = LocalHouse(server_folder).start()
    pids = [entry["pid"] for entry in house.processes().values()]
    os.kill(supervisor_of(house.data) or 0, signal.SIGKILL)

    assert house.stop() == 0
    assert [] == [pid for pid in pids if is_alive(pid)]
    assert [] == list(strays(house.data))
    assert not (house.data / FILE).exists()


def test_a_port_that_is_taken_is_named(house: LocalHouse, server_folder: Path) -> None:
    """One line with the variable to set; nothing is left behind."""
    other = LocalHouse(server_folder)
    other.port = house.port

    with pytest.raises(RuntimeError, match="set MARI_PORT to another port"):
        other.start()
    assert [] == list(strays(other.data))


def test_a_service_waits_for_its_database_and_says_so(tmp_path: Path) -> None:
    """Live, not ready, with the name of what is missing; and it can be ended while it waits."""
    port = free_port()
    variables = KEYS | {
        "MARI_LISTEN": f"127.0.0.1:{port}",
        "PAYMENTS_OMARI_DATABASE_URL": "postgresql+asyncpg://payments_omari:x@127.0.0.1:9/mari",
        "PAYMENTS_OMARI_AMQP_URL": "amqp://payments-omari:x@127.0.0.1:9/mari",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "payments_omari"], env=variables, cwd=tmp_path, stderr=-1
    )
    try:
        ready = _first_answer(f"http://127.0.0.1:{port}/health/ready")
        live = httpx.get(f"http://127.0.0.1:{port}/health/live", trust_env=False)
    finally:
        process.terminate()
        process.communicate(timeout=10)

    assert (503, 200) == (ready.status_code, live.status_code)
    assert {"database", "broker"} == set(ready.json()["parts"])
    assert process.returncode == 0


def _first_answer(url: str) -> httpx.Response:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            answer = httpx.get(url, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.05)
            continue
        if answer.json().get("parts"):
            return answer
    raise AssertionError("it never answered")


def test_a_service_that_lacks_a_variable_names_it_in_one_line(tmp_path: Path) -> None:
    """And never shows a value."""
    done = subprocess.run(
        [sys.executable, "-m", "payments_omari"],
        env={"PAYMENTS_OMARI_STORAGE_KEYS": "weak", "MARI_LISTEN": "127.0.0.1:1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "MARI_BUS_KEYS" in done.stderr
    assert "PAYMENTS_OMARI_DATABASE_URL" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert json.dumps("weak") not in done.stderr
