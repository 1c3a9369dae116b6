"""With a million rows in every table no statement of a loop or a route reads one whole table."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping
from types import ModuleType

import pytest
from common import idempotency
from common.db import Database
from common.lanes import figures, store, timeline
from common.payments.repository import PaymentRepository
from common.testing.plugin import MakeDatabase
from flow_engine import repository as flow_repository
from gateway_webhooks import repository as gateway_repository
from notifier import repository as notifier_repository
from payments_omari import repository as payments_repository
from sqlalchemy.ext.asyncio import AsyncSession
from standalone.house import SERVICES
from standalone.testing.lane_samples import Sample, lane_samples
from standalone.testing.million import fill
from standalone.testing.plans import Plans, explained
from standalone.testing.service_samples import (
    flow_samples,
    gateway_samples,
    notifier_samples,
    payments_samples,
)

_SMALL = {"tour", "seasonal_price", "flow_version", "request_budget"}
"""Tables of as many rows as a merchant has tours, or releases, or providers."""
_ONCE_AN_HOUR = {"history.old_windows", "history.idle_paces"}
"""A row for each recipient, swept once an hour: an index would be written at each message."""
_BY_HAND = {"repository.matching some", "repository.resend some"}
"""An operator's replay of a span of the archive: he sees how much it is before it runs."""
_ON_WISH = {"erasure.forget_said", "erasing.erase_lanes", "history.erase_contents"}
"""Somebody asks to be forgotten: once for a person, over rows that age out by themselves."""
_SAMPLES = {
    "gateway-webhooks": gateway_samples,
    "flow-engine": flow_samples,
    "payments-omari": payments_samples,
    "notifier": lambda: {**lane_samples(), **notifier_samples()},
}
"""The lanes' tables are alike in every schema, so that one service stands for all."""
_NO_STATEMENT = {
    "driver.fetch",
    "driver.fetch_alone",
    "driver.fetch_slowly",
    "driver.notify",
    "driver.now",
}
_ALONE = {"inbox.receive_alone", "inbox.try_write", "outbox.mark_sent_alone"}
"""In a transaction of its own: the statement beside it, or one row of its own making."""


_ROWS_ONLY = {"_ADD_NOTIFICATION", "_ADD_DELIVERY", "_TRY_WRITE", "_UNDO_TRY"}
"""Rows of parameters are written, or one taken back by its id: nothing is read."""


async def _explain(database: Database, samples: Mapping[str, Sample]) -> dict[str, Plans]:
    """Give every sample to the server, each in a transaction that is rolled back."""
    found: dict[str, Plans] = {}
    for name, sample in samples.items():
        async with AsyncSession(database.engine, autoflush=False) as session:
            with explained(database) as plans:
                await sample(session)
                await session.flush()
            await session.rollback()
        found[name] = plans
    return found


@pytest.mark.database
@pytest.mark.million
@pytest.mark.parametrize("service", _SAMPLES)
async def test_no_hot_statement_reads_a_million_rows(
    make_database: MakeDatabase, request: pytest.FixtureRequest, service: str
) -> None:
    """Whatever waits, and whoever asks, is found by an index."""
    rows: int = request.config.getoption("--plan-rows") or 0
    source = SERVICES[service].migrations()
    url = await make_database([source])
    await fill(url, source.schema, rows)
    database = Database(url, schema=source.schema)
    try:
        found = await _explain(database, _SAMPLES[service]())
    finally:
        await database.close()

    whole = {name: scanned for name, plans in found.items() if (scanned := _scanned(plans))}
    assert {n: s for n, s in whole.items() if n not in _ONCE_AN_HOUR | _BY_HAND | _ON_WISH} == {}
    assert [name for name, plans in found.items() if not plans.scanned] == []
    given = [statement for plans in found.values() for statement in plans.scanned]
    assert _not_given(_modules(service), given) == []


def _scanned(plans: Plans) -> set[str]:
    return set[str]().union(*plans.whole.values()) - _SMALL


def _modules(service: str) -> list[ModuleType]:
    own = {
        "gateway-webhooks": [gateway_repository],
        "flow-engine": [*_inside(flow_repository), idempotency],
        "payments-omari": [payments_repository],
        "notifier": [*_inside(notifier_repository), *_inside(store), figures, timeline],
    }
    return own[service]


def _inside(package: ModuleType) -> list[ModuleType]:
    return [
        importlib.import_module(f"{package.__name__}.{found.name}")
        for found in pkgutil.iter_modules(package.__path__)
    ]


def _statements(module: ModuleType) -> Iterator[str]:
    """Return the module's own constants that are statements, or patterns of some."""
    for name, value in vars(module).items():
        text = getattr(value, "text", value)
        if (
            name.isupper()
            and name not in _ROWS_ONLY
            and isinstance(text, str)
            and re.match(_STATEMENT, text)
        ):
            yield text


_STATEMENT = re.compile(r"[\s(]*(select|insert into|update|delete from|with)\b", re.IGNORECASE)


def _not_given(modules: list[ModuleType], given: list[str]) -> list[str]:
    """Return constants that no sample has made the server see.

    `{…}`, and a named parameter, stand for anything.
    """
    missing: list[str] = []
    for module in modules:
        for statement in _statements(module):
            pattern = re.sub(r"\\\{\w+\\\}", ".*", re.escape(statement.strip()))
            pattern = re.sub(r"(?<!:):[a-z]\w*", ".*", pattern)
            if not any(re.search(pattern, one, re.DOTALL) for one in given):
                missing.append(f"{module.__name__}: {statement.strip()[:60]}")
    return missing


@pytest.mark.parametrize("service", _SAMPLES)
def test_every_function_that_gives_a_statement_has_a_sample(service: str) -> None:
    """A new one is explained too, or it is not added."""
    written = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in _modules(service)
        for name, value in vars(module).items()
        if inspect.iscoroutinefunction(value)
        and value.__module__ == module.__name__
        and not name.startswith("_")
    }
    if service == "payments-omari":
        written |= {
            f"repository.{name}"
            for name, value in vars(PaymentRepository).items()
            if inspect.iscoroutinefunction(value) and not name.startswith("_")
        }
    sampled = {name.partition(" ")[0] for name in _SAMPLES[service]()}

    assert written - sampled - _NO_STATEMENT - _ALONE == set()
