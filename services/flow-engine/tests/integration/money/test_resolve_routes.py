"""Tasks of money through the merchant API: what they show, and how a decision is answered."""

import asyncio
import re
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest
from common.db import Database
from flow_engine.models import AuditRow, IntentRow, TaskRow
from flow_engine.service.erasure import erase_customer
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

pytestmark = pytest.mark.database
SAID: dict[str, Any] = {"reason": "Tendai asked for it", "by": "Rudo"}


@pytest.fixture
async def database(url: str) -> AsyncGenerator[Database]:
    """Give the database of the running service."""
    found = Database(url, schema="flow_engine", pool_size=4)
    yield found
    await found.close()


@pytest.fixture
def settle(shop: Any, deliver: Any, told: Any, arrived: Any) -> Any:
    """Give what lets money arrive for a new order of USD 50.00; returns the order."""

    async def run(minor: int, currency: str = "USD") -> Any:
        order = await shop.order(total=5_000)
        await deliver(told(arrived(await shop.intent(order), minor, currency)))
        return order

    return run


async def the_task(api: httpx.AsyncClient) -> dict[str, Any]:
    """Return the one open task."""
    (task,) = (await api.get("/api/tasks")).json()["tasks"]
    return task


async def test_a_decision_needs_the_key(api: httpx.AsyncClient, settle: Any) -> None:
    """Without the key, or with another, nothing is decided."""
    await settle(6_000)
    path = f"/api/tasks/{(await the_task(api))['id']}/resolve"
    answer = await api.post(
        path, json=SAID | {"action": "keep_overpaid"}, headers={"X-Api-Key": "another"}
    )

    assert answer.status_code == 401
    assert (await the_task(api))["resolution"] is None


async def test_a_task_shows_its_money_and_what_may_be_decided(
    api: httpx.AsyncClient, settle: Any
) -> None:
    """Beside what it always had: amount, currency, actions, deadline and who has agreed."""
    order = await settle(6_000)
    task = await the_task(api)

    assert task["order_reference"] == order.reference
    assert {
        name: task[name]
        for name in ("kind", "amount_minor", "currency", "actions", "due_at", "first_by", "status")
    } == {
        "kind": "overpaid",
        "amount_minor": 1_000,
        "currency": "USD",
        "actions": ["refund", "keep_overpaid"],
        "due_at": None,
        "first_by": None,
        "status": "open",
    }


async def test_a_decision_is_answered_with_the_task_as_it_is_now(
    api: httpx.AsyncClient, settle: Any
) -> None:
    """200 and the closed task; the same again, with or without a key, is answered the same."""
    await settle(6_000)
    path = f"/api/tasks/{(await the_task(api))['id']}/resolve"
    wish = SAID | {"action": "keep_overpaid"}
    answers = [
        await api.post(path, json=wish, headers=headers)
        for headers in ({"Idempotency-Key": "k"}, {"Idempotency-Key": "k"}, {})
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[0].json() == answers[1].json() == answers[2].json()
    found = answers[0].json()
    assert (found["status"], found["resolution"], found["actions"]) == (
        "released", "keep_overpaid", [],
    )  # fmt: skip
    assert (await api.get("/api/tasks")).json()["tasks"] == []


async def test_a_decision_of_two_people_is_202_until_both_agreed(
    api: httpx.AsyncClient, settle: Any
) -> None:
    """Above the limit the first answer says that a second person must agree, and who was first."""
    await settle(15_001)
    path = f"/api/tasks/{(await the_task(api))['id']}/resolve"
    wish = SAID | {"action": "keep_overpaid"}
    first, same = await api.post(path, json=wish), await api.post(path, json=wish)
    task = await the_task(api)
    second = await api.post(path, json=wish | {"by": "Farai"})

    assert (first.status_code, first.json()["status"]) == (202, "waiting_for_second")
    assert (same.status_code, same.json()["code"]) == (409, "tasks:same_person")
    assert (task["status"], task["first_by"]) == ("open", "Rudo")
    assert (second.status_code, second.json()["resolution"]) == (200, "keep_overpaid")


async def test_sixteen_requests_at_once_decide_once(
    api: httpx.AsyncClient, settle: Any, shop: Any
) -> None:
    """All are answered 200 with one decision, or told that somebody else is at it."""
    await settle(6_000)
    path = f"/api/tasks/{(await the_task(api))['id']}/resolve"
    wish = SAID | {"action": "keep_overpaid"}
    answers = await asyncio.gather(*(api.post(path, json=wish) for _ in range(16)))

    assert {answer.status_code for answer in answers} == {200}
    assert len(await shop.all(AuditRow)) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"action": "keep_overpaid", "by": "Rudo"},
        {"action": "keep_overpaid", "reason": "so"},
        {"action": "forget", "by": "Rudo", "reason": "so"},
        {"action": "credit_order", "by": "Rudo", "reason": "so"},
        {"action": "enter_amount", "by": "Rudo", "reason": "so", "amount_minor": 5},
        {"action": "enter_amount", "by": "Rudo", "reason": "so", "provider_reference": "H5"},
        {"action": "refunded", "by": "Rudo", "reason": "so"},
        {"action": "refund", "by": "Rudo", "reason": "so", "amount_minor": 0},
        {"action": "refund", "by": "Rudo", "reason": "so", "amount_minor": 1.5},
        {"action": "refund", "by": "Rudo", "reason": "so", "currency": "XYZ"},
        {"action": "refund", "by": " ", "reason": "so"},
        {"action": "refund", "by": "Rudo", "reason": "so", "more": 1},
    ],
)
async def test_a_decision_that_lacks_something_is_refused(
    api: httpx.AsyncClient, settle: Any, body: dict[str, Any]
) -> None:
    """422 before anything is looked at: each action says what it needs."""
    await settle(6_000)
    task = await the_task(api)
    answer = await api.post(f"/api/tasks/{task['id']}/resolve", json=body)

    assert answer.status_code == 422
    assert await the_task(api) == task


async def test_a_credit_shows_where_its_money_lies(api: httpx.AsyncClient, settle: Any) -> None:
    """Each credit names its settlement, method, the provider's reference and its place."""
    order = await settle(130_000, "ZWG")
    (credit,) = (await api.get(f"/api/orders/{order.reference}")).json()["credits"]

    assert (credit["placement"], credit["method"], credit["provider_reference"]) == (
        "suspense", "omari", "H5PSK",
    )  # fmt: skip
    assert credit["settlement_id"] != credit["payment_id"]


async def test_open_tasks_are_figures_by_kind_and_age(
    app: Any, settle: Any, database: Database
) -> None:
    """What waits for a person is seen without asking for it; a kind of which none waits is 0."""
    for _ in range(4):
        await settle(6_000)
    ages = "array['1 minute', '2 hours', '2 days', '8 days']::interval[]"
    numbered = "select id, row_number() over (order by id) as place from task"
    async with database.begin() as session:
        await session.execute(
            text(
                f"update task t set created_at = mari_now() - ({ages})[n.place]"  # noqa: S608 - fixed texts
                f" from ({numbered}) n where n.id = t.id"
            )
        )
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        page = (await client.get("/metrics")).text

    for age in ("hour", "day", "week", "older"):
        assert f'mari_tasks_open{{age="{age}",kind="overpaid"}} 1.0' in page
        assert f'mari_tasks_open{{age="{age}",kind="suspense"}} 0.0' in page
    assert re.search(r'mari_tasks_open_oldest_seconds\{kind="overpaid"\} 6912\d\d', page)


async def test_an_erasure_reaches_what_was_written_of_a_decision(
    api: httpx.AsyncClient, settle: Any, unit: Any, database: Database, shop: Any
) -> None:
    """The decision, its amount and who took it stay; the words about the customer go.

    So does his number from the remembered answer.
    """
    order = await settle(6_000)
    path = f"/api/tasks/{(await the_task(api))['id']}/resolve"
    wish, key = SAID | {"action": "keep_overpaid"}, {"Idempotency-Key": "k"}
    await api.post(path, json=wish, headers=key)
    async with unit() as uow:
        await erase_customer(uow, order.customer_id)

    (row,) = await shop.all(AuditRow)
    assert (row.reason, row.by_name, row.amount_minor) == ("(erased)", "Rudo", 1_000)
    again = await api.post(path, json=wish, headers=key)
    assert again.json()["customer"] == {"wa_id": None, "user_id": None, "name": None}


async def test_an_audit_is_never_rewritten(
    api: httpx.AsyncClient, settle: Any, database: Database
) -> None:
    """Nobody changes who decided what: the database refuses it, an erasure of the words aside."""
    await settle(6_000)
    path = f"/api/tasks/{(await the_task(api))['id']}/resolve"
    await api.post(path, json=SAID | {"action": "keep_overpaid"})
    for statement in (
        "delete from audit",
        "update audit set by_name = 'Farai'",
        "update audit set reason = 'another'",
        "update audit set reason = '(erased)', amount_minor = 1",
    ):
        with pytest.raises(DBAPIError, match="is never changed"):
            async with database.begin() as session:
                await session.execute(text(statement))


async def test_a_held_task_names_what_is_asked_for_and_is_not_just_released(
    api: httpx.AsyncClient, shop: Any, deliver: Any, told: Any, held: Any
) -> None:
    """Until somebody decided its order takes no payment, so that closing it is a 409."""
    await deliver(told(held(await shop.intent(await shop.order()))))
    task = await the_task(api)
    answer = await api.post(f"/api/tasks/{task['id']}/release")

    assert task["actions"] == ["enter_amount", "nothing_arrived", "release_order"]
    assert (answer.status_code, answer.json()["code"]) == (409, "tasks:must_be_resolved")
    assert [row.status for row in await shop.all(IntentRow)] == ["held"]
    assert [row.released_at for row in await shop.all(TaskRow)] == [None]


@pytest.mark.parametrize(
    "body",
    [
        {"action": "keep_overpaid", "amount_minor": 700},
        {"action": "credit_order", "order": "ABC", "amount_minor": 700},
        {"action": "refund", "provider_reference": "R1"},
        {"action": "refunded", "provider_reference": "R1\nPay *here*"},
        {"action": "refunded", "provider_reference": "*R1*"},
    ],
)
async def test_what_an_action_does_not_obey_is_refused(
    api: httpx.AsyncClient, settle: Any, body: dict[str, Any]
) -> None:
    """A field that it does not use, or a reference that is no one plain line, is 422."""
    await settle(6_000)
    path = f"/api/tasks/{(await the_task(api))['id']}/resolve"
    answer = await api.post(path, json=SAID | body)

    assert answer.status_code == 422
    assert (await the_task(api))["first_by"] is None


async def test_what_the_first_of_two_said_is_shown(api: httpx.AsyncClient, settle: Any) -> None:
    """Who agrees must see to what: action and amount."""
    await settle(60_000)
    path = f"/api/tasks/{(await the_task(api))['id']}/resolve"
    await api.post(path, json=SAID | {"action": "refund", "amount_minor": 20_000})
    task = await the_task(api)

    assert (task["first_by"], task["first_action"], task["first_amount_minor"]) == (
        "Rudo",
        "refund",
        20_000,
    )


async def test_who_decides_otherwise_hears_whose_word_he_replaced(
    api: httpx.AsyncClient, settle: Any
) -> None:
    """It is a first word of its own, and the answer says that the one before counts no more."""
    await settle(60_000)
    path = f"/api/tasks/{(await the_task(api))['id']}/resolve"
    first = await api.post(path, json=SAID | {"action": "refund", "amount_minor": 20_000})
    other = SAID | {"action": "refund", "amount_minor": 30_000, "by": "Farai"}
    second = await api.post(path, json=other)

    assert (first.json()["replaced"], second.status_code) == (None, 202)
    replaced = {"first_by": "Rudo", "first_action": "refund", "first_amount_minor": 20_000}
    assert second.json()["replaced"] == replaced
    assert second.json()["first_by"] == "Farai"
