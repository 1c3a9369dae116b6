"""What Prometheus reads: bounded labels, own registries, and a page that never fails."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from common.lanes.figures import Figures, Waiting
from common.lanes.sweeper import ScheduleState
from common.metrics import MetricsPage, OpenTasks, Reading
from common.release import release
from common.service_tokens import ServiceVerifier
from common.testing.identities import TRUST
from common.testing.standing import FixedStanding
from common.web import Access, AppSpec, add_public_route, create_service_app
from fastapi import APIRouter, FastAPI


def _an_app(name: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[Mapping[str, Any]]:
        yield {}

    router = APIRouter()

    async def page(item: str) -> dict[str, str]:
        if item == "crash":
            raise ZeroDivisionError
        return {"item": item}

    add_public_route(router, "/things/{item}", page, access=Access.PUBLIC)
    verifier = ServiceVerifier(TRUST, audience=name)
    return create_service_app(AppSpec(name, lifespan, verifier, FixedStanding(), [router]))


def _client(app: FastAPI) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://toy")


@pytest.fixture
async def client() -> AsyncGenerator[httpx.AsyncClient]:
    """Give a client of a toy service."""
    async with _client(_an_app("toy")) as made:
        yield made


async def _scrape(client: httpx.AsyncClient) -> list[str]:
    answer = await client.get("/metrics")
    assert answer.status_code == 200
    return answer.text.splitlines()


async def test_a_crash_is_counted_as_500(client: httpx.AsyncClient) -> None:
    """What nobody caught is the figure one looks for first."""
    await client.get("/things/crash")

    assert (
        'mari_http_requests_total{method="GET",route="/things/{item}",status="500"} 1.0'
        in await _scrape(client)
    )


async def test_a_request_is_counted_by_its_template(client: httpx.AsyncClient) -> None:
    """An id in a path is no label: a million customers are one series."""
    for item in ("263771230045", "0f8e5a52"):
        await client.get(f"/things/{item}")
    lines = await _scrape(client)

    assert 'mari_http_requests_total{method="GET",route="/things/{item}",status="200"} 2.0' in lines
    assert 'mari_http_request_seconds_count{route="/things/{item}"} 2.0' in lines
    assert not any("263771230045" in line for line in lines)


async def test_a_strangers_path_and_method_are_no_labels(client: httpx.AsyncClient) -> None:
    """Whoever scans for holes makes one series, not thousands."""
    for n in range(5):
        await client.get(f"/wp-admin/{n}")
        await client.request(f"SCAN{n}", f"/wp-login/{n}")
    lines = [line for line in await _scrape(client) if line.startswith("mari_http_requests_total")]

    assert lines == [
        'mari_http_requests_total{method="GET",route="unmatched",status="404"} 5.0',
        'mari_http_requests_total{method="OTHER",route="unmatched",status="404"} 5.0',
    ]


async def test_two_services_in_one_process_count_apart(client: httpx.AsyncClient) -> None:
    """Four services share a process in the standalone: one's requests are not another's."""
    async with _client(_an_app("other")) as other:
        await other.get("/things/1")

        assert not any("/things/" in line for line in await _scrape(client))
        assert any("/things/" in line for line in await _scrape(other))


def test_a_database_that_is_down_is_a_figure() -> None:
    """The scrape still answers, and says it."""
    text = (
        MetricsPage()
        .text(Reading(loops={"relay": False}, restarts={"relay": 3}, silences={"relay": 7.0}))
        .decode()
    )

    assert "mari_database_up 0.0" in text
    assert 'mari_loop_up{loop="relay"} 0.0' in text
    assert 'mari_loop_restarts_total{loop="relay"} 3.0' in text
    assert 'mari_loop_silent_seconds{loop="relay"} 7.0' in text
    assert "mari_rows{" not in text


def test_the_page_tells_how_much_waits_and_since_when() -> None:
    """Rows by loop, parked rows by box, and what the transport has counted."""
    figures = Figures(
        rows={"relay": Waiting(7, 2.5)}, parked={"inbox": Waiting(1, 60.0)}, due={}, held={}
    )
    text = MetricsPage().text(Reading(figures=figures, counters={"gaps": 2})).decode()

    assert 'mari_rows{loop="relay"} 7.0' in text
    assert 'mari_rows_oldest_seconds{loop="relay"} 2.5' in text
    assert 'mari_parked{box="inbox"} 1.0' in text
    assert "mari_bus_gaps_total 2.0" in text


async def test_health_names_the_release(client: httpx.AsyncClient) -> None:
    """Whoever looks at a service sees which code it is."""
    assert (await client.get("/health/live")).json()["release"] == str(release())
    assert (await client.get("/health/ready")).json()["release"] == str(release())


def test_what_failed_alone_is_told_by_names_that_are_bounded() -> None:
    """Loops and schedules are labels; which lane or row it was stands in the log only."""
    reading = Reading(
        failures={"provider": 2},
        orphans={"graph": 1},
        schedules={"payments.expire": ScheduleState(is_well=False, aside=3)},
        figures=Figures(failing={"provider": Waiting(4)}),
    )
    text = MetricsPage().text(reading).decode()

    assert 'mari_failed_alone_total{loop="provider"} 2.0' in text
    assert 'mari_lanes_orphaned_total{loop="graph"} 1.0' in text
    assert 'mari_lanes_failing{loop="provider"} 4.0' in text
    assert 'mari_schedule_up{schedule="payments.expire"} 0.0' in text
    assert 'mari_schedule_aside{schedule="payments.expire"} 3.0' in text


def test_what_callbacks_came_to_is_told_by_names_that_are_bounded() -> None:
    """Which payment it was stands in the log; the first of a kind is seen, for it began at 0."""
    text = MetricsPage().text(Reading(hints={"taken": 7, "other_account": 0})).decode()

    assert 'mari_hints_total{outcome="taken"} 7.0' in text
    assert 'mari_hints_total{outcome="other_account"} 0.0' in text


def test_what_waits_for_a_person_is_told_by_kind_and_age() -> None:
    """How many, and since when; a service without tasks tells nothing of them."""
    tasks = OpenTasks({("suspense", "day"): 2}, {"suspense": 7_200.0})
    text = MetricsPage().text(Reading(tasks=tasks)).decode()

    assert 'mari_tasks_open{age="day",kind="suspense"} 2.0' in text
    assert 'mari_tasks_open_oldest_seconds{kind="suspense"} 7200.0' in text
    assert "mari_tasks_open" not in MetricsPage().text(Reading()).decode()
