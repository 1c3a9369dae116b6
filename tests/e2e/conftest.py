"""What stories share: a house of their own, customers with phones, and the provider's moods."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from itertools import count
from typing import Any

import httpx
import pytest
from common.testing.plugin import open_folder
from standalone.testing import FORMS, AnyHouse, Chat, House, LocalHouse

NewCustomer = Callable[..., Chat]
NewOrder = Callable[..., Awaitable[dict[str, Any]]]
_numbers = count(1)


class Provider:
    """The provider's ledger and moods, as the sandbox tells and takes them."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def will(self, operation: str, behaviour: str, *, times: int | None = None) -> None:
        """Make O'mari misbehave."""
        await self._fault("omari", operation, behaviour, times)

    async def graph_will(self, behaviour: str, *, times: int | None = None) -> None:
        """Make Meta misbehave."""
        await self._fault("graph", "messages", behaviour, times)

    async def heals(self) -> None:
        """Delete every fault."""
        (await self._client.delete("/api/faults")).raise_for_status()

    async def charges(self, msisdn: str) -> list[int]:
        """Return what this wallet was charged, in minor units."""
        answer = await self._client.get("/api/ledgers/omari")
        return [c["amount_minor"] for c in answer.json()["charges"] if c["msisdn"] == msisdn]

    async def _fault(
        self, provider: str, operation: str, behaviour: str, times: int | None
    ) -> None:
        body: dict[str, Any] = {
            "provider": provider,
            "operation": operation,
            "behaviour": behaviour,
        }
        if times is not None:
            body["times"] = times
        (await self._client.post("/api/faults", json=body)).raise_for_status()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show beside a story that failed what its house's processes logged last."""
    report = yield
    house = getattr(item, "funcargs", dict[str, Any]()).get("house")
    if report.failed and isinstance(house, House | LocalHouse):
        report.sections.append(("Last lines of the house's logs", house.recent_log()))
    return report


@pytest.fixture(scope="session", params=FORMS)
def house(request: pytest.FixtureRequest) -> Generator[AnyHouse]:
    """Give a house in each form: as `make run` has it, and as `make up-local` has it.

    What the stand-in voided it never charges, so that a charge that was cut ends within a minute.
    """
    with open_folder() as folder:
        built: AnyHouse = request.param(folder)
        built.start(PAYMENTS_OMARI_VOID_IS_FENCE="true")
        yield built
        built.stop()


@pytest.fixture
async def sandbox(house: AnyHouse) -> AsyncGenerator[httpx.AsyncClient]:
    """Give the sandbox's surface; every fault is gone before and after."""
    async with httpx.AsyncClient(base_url=house.sandbox, timeout=30, trust_env=False) as client:
        (await client.delete("/api/faults")).raise_for_status()
        yield client
        (await client.delete("/api/faults")).raise_for_status()


@pytest.fixture
async def merchant(house: AnyHouse) -> AsyncGenerator[httpx.AsyncClient]:
    """Give the merchant's client of the API."""
    async with house.api() as client:
        yield client


@pytest.fixture
def omari(sandbox: httpx.AsyncClient) -> Provider:
    """Give the provider."""
    return Provider(sandbox)


@pytest.fixture
def new_customer(sandbox: httpx.AsyncClient) -> NewCustomer:
    """Give a maker of customers whom nobody has met."""

    def make(wa_id: str | None = None) -> Chat:
        return Chat(sandbox, wa_id or f"26377{next(_numbers):07d}")

    return make


@pytest.fixture
def customer(new_customer: NewCustomer) -> Chat:
    """Give one customer."""
    return new_customer()


@pytest.fixture
def new_order(merchant: httpx.AsyncClient) -> NewOrder:
    """Give a maker of orders through the merchant API."""

    async def make(
        chat: Chat, total_minor: int = 20000, currency: str = "USD", **more: Any
    ) -> dict[str, Any]:
        key = "user_id" if "." in chat.wa_id else "wa_id"
        body = {
            "kind": "order",
            "customer": {key: chat.wa_id, "name": "Tendai"},
            "description": "Solar lamp",
            "currency": currency,
            "total_minor": total_minor,
        }
        answer = await merchant.post("/api/orders", json=body | more)
        answer.raise_for_status()
        return answer.json()

    return make
