"""A clock is off: calls are refused, `mari doctor` says so, and money keeps the database's time."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from common.clock import utc_now
from common.local.packages import ensure
from standalone.testing import Chat, to_the_code
from standalone.testing.parted import PartedHouse

pytestmark = [pytest.mark.broker, pytest.mark.story]

_LIBRARY: Final = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")


@pytest.fixture(scope="session", autouse=True)
def _library() -> None:
    """Install what shifts one process's clock, or say what to install."""
    ensure("libfaketime", _LIBRARY)


def off_by(seconds: int) -> Mapping[str, str]:
    """Return the variables with which a process's clock is off."""
    return {
        "LD_PRELOAD": str(_LIBRARY),
        "FAKETIME": f"{seconds:+d}s",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


@pytest.mark.parametrize(("seconds", "status"), [(-65, 401), (65, 401), (-50, 200), (50, 200)])
async def test_a_call_between_services_is_good_for_a_minute(
    house: PartedHouse, seconds: int, status: int
) -> None:
    """Clock off, calls: over 60 s a service refuses what another one signed; under it, never."""
    off = timedelta(seconds=seconds)
    async with house.inside(
        "payments-omari", "flow-engine", clock=lambda: utc_now() + off
    ) as client:
        assert (await client.get("/v1/offer")).status_code == status


async def test_a_payment_with_a_service_whose_clock_is_off_is_refused_and_takes_nothing(
    house: PartedHouse, customer: Chat, new_order: Any, charges: Any
) -> None:
    """Clock of a service off by minutes: the customer hears that nothing was taken."""
    await restart(house, "payments-omari", off_by(300))
    await new_order(customer)
    await customer.asks("pay", "Pay for this one")
    await customer.taps("pay", "How much would you like to pay")
    await customer.asks("50", "Which number is the wallet")
    await customer.asks(customer.wa_id, "could not start.*Nothing was taken", within=30)
    await restart(house, "payments-omari", {})

    assert await charges(customer.wa_id) == []
    await to_the_code(customer, "50")
    await customer.asks(await customer.code(), "Receipt")


async def test_money_has_the_time_of_the_database(
    house: PartedHouse, customer: Chat, new_order: Any
) -> None:
    """Clock off, money: payments, entries and orders have the database's time, no process's."""
    for service in ("payments-omari", "flow-engine"):
        await restart(house, service, off_by(40))
    order = await new_order(customer)
    await to_the_code(customer, "50")
    await customer.asks(await customer.code(), "Receipt")
    latest = await house.rows(
        "select max(at) - now() from (select created_at as at from flow_engine.ledger_txn"
        " union all select created_at from payments_omari.payment"
        " union all select updated_at from payments_omari.payment) as times"
    )
    for service in ("payments-omari", "flow-engine"):
        await restart(house, service, {})

    assert order["reference"]
    assert latest[0][0] <= timedelta(0)


def test_the_doctor_says_that_a_clock_is_off(house: PartedHouse) -> None:
    """Clock off, doctor: it names the clock, by how much, and what to do; status 1."""
    done = subprocess.run(
        [sys.executable, "-m", "standalone", "doctor", "--json"],
        env={**os.environ, **house.operator, **off_by(90)},  # noqa: TID251 - a child's environment
        cwd=house.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    told = json.dumps(json.loads(done.stdout))
    assert "clock against the database" in told
    assert "90 s ahead" in told or "89 s ahead" in told


async def restart(house: PartedHouse, name: str, variables: Mapping[str, str]) -> None:
    """Start a service anew with these variables."""
    await asyncio.to_thread(house.end, name)
    house.begin(name, **variables)
    await asyncio.to_thread(house.until_ready)
