"""A service as a process of its own: what it is told, and what it answers while it opens."""

import httpx
import pytest
from common.process.clients import ServiceClients
from common.process.porch import Porch
from common.process.probe import Needs, missing
from common.process.settings import ProcessSettings
from common.testing.identities import identity_of
from fastapi import FastAPI
from pydantic import ValidationError

NOWHERE = "127.0.0.1:9"


def _through(porch: Porch) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(porch), base_url="http://mari")


@pytest.fixture
def porch() -> Porch:
    """Give the porch of a service that waits for its database."""
    porch = Porch("notifier")
    porch.missing = {"database": "ConnectionRefusedError"}
    return porch


async def test_a_service_that_opens_is_live_and_names_what_it_waits_for(porch: Porch) -> None:
    """Nobody kills it for waiting, nobody sends it work, and a person sees why."""
    async with _through(porch) as client:
        live = await client.get("/health/live")
        ready = await client.get("/health/ready/")

    assert (200, "live") == (live.status_code, live.json()["status"])
    assert (503, "starting") == (ready.status_code, ready.json()["status"])
    assert {"state": "down", "detail": "ConnectionRefusedError"} == ready.json()["parts"][
        "database"
    ]


async def test_everything_else_is_asked_to_come_again(porch: Porch) -> None:
    """A webhook that comes too early is sent again by its provider."""
    async with _through(porch) as client:
        answer = await client.post("/webhooks/whatsapp", content=b"{}")
        head = await client.head("/health/ready")

    assert (503, "1") == (answer.status_code, answer.headers["retry-after"])
    assert answer.json()["retryable"] is True
    assert "database" in answer.json()["detail"]
    assert (503, b"") == (head.status_code, head.content)


async def test_once_it_is_open_the_service_answers_for_itself(porch: Porch) -> None:
    """The porch is not there any more, also for health."""
    app = FastAPI()

    @app.get("/health/ready")
    async def ready() -> dict[str, str]:
        return {"status": "ready"}

    porch.open(app)
    async with _through(porch) as client:
        answer = await client.get("/health/ready")

    assert (200, {"status": "ready"}) == (answer.status_code, answer.json())


async def test_what_is_missing_is_named_one_by_one() -> None:
    """Database and broker are looked at apart."""
    found = await missing(
        Needs(
            database_url=f"postgresql+asyncpg://nobody:x@{NOWHERE}/mari",
            schema="notifier",
            amqp_url=f"amqp://notifier:x@{NOWHERE}/mari",
        )
    )

    assert {"database", "broker"} == set(found)


async def test_without_a_broker_named_none_is_missed() -> None:
    """One database may be the bus."""
    found = await missing(Needs(f"postgresql+asyncpg://nobody:x@{NOWHERE}/mari", "notifier"))

    assert {"database"} == set(found)


@pytest.mark.parametrize("listen", ["8000", ":8000", "0.0.0.0:", "0.0.0.0:0", "host:99999", "a:b"])
def test_an_address_that_cannot_be_listened_on_is_refused(listen: str) -> None:
    """The start says which variable, before anything is opened."""
    with pytest.raises(ValidationError, match="MARI_LISTEN"):
        ProcessSettings.model_validate({"MARI_LISTEN": listen})


@pytest.mark.parametrize(
    ("listen", "address"),
    [("0.0.0.0:8000", ("0.0.0.0", 8000)), ("[::1]:80", ("::1", 80))],  # noqa: S104 - what a container has
)
def test_an_address_is_host_and_port(listen: str, address: tuple[str, int]) -> None:
    """Of both families."""
    assert address == ProcessSettings.model_validate({"MARI_LISTEN": listen}).address


def test_a_list_of_services_that_is_none_is_refused() -> None:
    """A name without an address would send money's calls nowhere."""
    with pytest.raises(ValidationError, match="MARI_SERVICE_URLS"):
        ProcessSettings.model_validate({"MARI_SERVICE_URLS": "flow-engine"})


async def test_a_service_is_where_it_is_listed_else_under_its_own_name() -> None:
    """In a network of containers nothing needs to be listed."""
    listed = ProcessSettings.model_validate({"MARI_SERVICE_URLS": "a=http://h:1,b=http://h:2"})
    clients = ServiceClients(identity_of("notifier"), urls=listed.urls)

    assert "http://h:2" == clients.url_of("b")
    assert "http://payments-omari:8000" == clients.url_of("payments-omari")
    assert clients.client("a") is clients.client("a")
    await clients.close()
