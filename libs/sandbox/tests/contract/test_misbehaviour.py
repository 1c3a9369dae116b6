"""Each switch does what its sentence says, and the ledger tells whether money moved."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from common.ids import new_id

MSISDN = "263774975187"
CHAT = "263771230045"
TEXT = {"to": CHAT, "type": "text", "text": {"body": "Hello"}}


async def an_open_payment(desk: Any) -> dict[str, str]:
    """Start a payment and return the body of its request."""
    reference = str(new_id())
    auth = {"msisdn": MSISDN, "reference": reference, "amount": 50, "currency": "USD"}
    await desk.omari("POST", "auth", {**auth, "channel": "WEB"})
    messages = (await desk.http.get(f"/api/sms/{MSISDN}")).json()["messages"]
    found = re.search(r"\b[0-9]{6}\b", messages[-1]["text"])
    assert found
    return {"msisdn": MSISDN, "reference": reference, "otp": found.group()}


async def count_charges(desk: Any) -> int:
    """Return how often money moved."""
    return len((await desk.http.get("/api/ledgers/omari")).json()["charges"])


def code(answer: httpx.Response) -> str:
    """Return the answer's three digits."""
    return answer.json()["responseCode"]


def has_code(expected: str) -> Callable[[httpx.Response], bool]:
    """Return a check for an answer's three digits."""

    def check(answer: httpx.Response) -> bool:
        return code(answer) == expected

    return check


def is_garbage(answer: httpx.Response) -> bool:
    """Tell whether the answer means nothing."""
    return b"<<<" in answer.content


def is_edge_error(answer: httpx.Response) -> bool:
    """Tell whether a proxy answered instead of the provider."""
    return answer.status_code == 500 and "html" in answer.headers["content-type"]


@pytest.mark.parametrize(
    ("behaviour", "is_right", "charges"),
    [
        ("decline", has_code("005"), 0),
        ("wrong_otp", has_code("055"), 0),
        ("insufficient_funds", has_code("051"), 0),
        ("not_found", has_code("025"), 0),
        ("slow", has_code("000"), 1),
        ("error_before_charge", is_edge_error, 0),
        ("error_after_charge", is_edge_error, 1),
        ("garbage", is_garbage, 1),
    ],
)
async def test_an_answer_goes_wrong_as_switched(
    desk: Any, behaviour: str, is_right: Callable[[httpx.Response], bool], charges: int
) -> None:
    """The answer is as the sentence says, once; then the provider is well again."""
    body = await an_open_payment(desk)
    await desk.fault("omari", "request", behaviour, times=1)
    answer = await desk.omari("POST", "request", body)
    moved = await count_charges(desk)
    again = await desk.omari("POST", "request", body)

    assert is_right(answer)
    assert moved == charges
    assert code(again) == ("026" if charges else "000")
    assert await count_charges(desk) == 1


@pytest.mark.parametrize(
    ("behaviour", "said", "moved"),
    [("partial", "010", (3000, "USD")), ("other_currency", "000", (5000, "ZWG"))],
)
async def test_other_money_than_was_asked_for_is_taken_and_its_record_says_so(
    desk: Any, behaviour: str, said: str, moved: tuple[int, str]
) -> None:
    """The answer names no amount; the ledger and the query tell what really moved."""
    body = await an_open_payment(desk)
    await desk.fault("omari", "request", behaviour, times=1)
    answer = await desk.omari("POST", "request", body)
    record = (await desk.omari("GET", f"query/{body['reference']}")).json()
    (charge,) = (await desk.http.get("/api/ledgers/omari")).json()["charges"]

    assert code(answer) == said
    assert moved == (charge["amount_minor"], charge["currency"])
    assert moved == (round(record["amount"] * 100), record["currency"])
    assert "Success" == record["status"]


@pytest.mark.parametrize(
    ("behaviour", "charges"),
    [("timeout_before_charge", 0), ("timeout_after_charge", 1), ("closed_connection", 1)],
)
async def test_no_answer_comes_at_all(desk: Any, behaviour: str, charges: int) -> None:
    """The connection ends without an answer, and only the ledger knows."""
    body = await an_open_payment(desk)
    await desk.fault("omari", "request", behaviour, times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        await desk.omari("POST", "request", body)

    assert await count_charges(desk) == charges


async def test_a_client_that_leaves_cancels_no_charge(desk: Any) -> None:
    """The money moved although nobody waited for the answer."""
    body = await an_open_payment(desk)
    await desk.fault("omari", "request", "timeout_after_charge")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await desk.omari("POST", "request", body)

    assert await count_charges(desk) == 1


async def test_not_found_while_processing(desk: Any) -> None:
    """A paid payment may be unknown to the query for a while."""
    body = await an_open_payment(desk)
    await desk.omari("POST", "request", body)
    await desk.fault("omari", "query", "not_found", times=2)
    answers = [await desk.omari("GET", f"query/{body['reference']}") for _ in range(3)]

    assert [code(answer) for answer in answers] == ["025", "025", "000"]


async def test_a_switch_counts_and_goes_off(desk: Any) -> None:
    """`times` counts calls; without it the switch stays on until it is deleted."""
    await desk.fault("omari", "*", "decline", times=2)
    await desk.fault("graph", "messages", "decline")
    first = (await desk.http.get("/api/faults")).json()
    await desk.omari("GET", f"query/{new_id()}")
    await desk.omari("GET", f"query/{new_id()}")
    second = (await desk.http.get("/api/faults")).json()
    deleted = (await desk.http.delete("/api/faults")).json()

    assert [one["remaining"] for one in first["active"]] == [2, None]
    assert [one["provider"] for one in second["active"]] == ["graph"]
    assert deleted == {"deleted": 1}
    assert "timeout_after_charge" in first["behaviours"]


async def test_an_unknown_switch_is_refused(desk: Any) -> None:
    """422, with the names that there are."""
    answer = await desk.http.post("/api/faults", json={"provider": "omari", "operation": "pay"})

    assert answer.status_code == 422
    assert "request" in answer.json()["known"]


async def test_a_switch_that_can_do_nothing_says_so(desk: Any) -> None:
    """O'mari sends no webhooks to lose: the switch is taken, with a note."""
    body = {"provider": "omari", "operation": "*", "behaviour": "lost_webhooks"}
    answer = await desk.http.post("/api/faults", json=body)

    assert answer.status_code == 201
    assert answer.json()["note"]


async def test_webhooks_come_three_times(desk: Any) -> None:
    """The same message and each status of one answer, thrice."""
    await desk.fault("graph", "*", "duplicate_webhooks", times=2)
    await desk.write(CHAT, text="hi")
    await desk.send(TEXT)
    messages = await desk.merchant.wait_for("messages", 3)
    statuses = await desk.merchant.wait_for("statuses", 9)

    assert len({one["id"] for one in messages}) == 1
    assert sorted(one["status"] for one in statuses) == sorted(["sent", "delivered", "read"] * 3)


async def test_statuses_come_backwards_and_a_message_after_the_next(desk: Any) -> None:
    """Order is not promised, and the switch breaks it."""
    await desk.write(CHAT, text="hi")
    await desk.fault("graph", "messages", "reordered_webhooks", times=3)
    await desk.send(TEXT)
    statuses = await desk.merchant.wait_for("statuses", 3)
    await desk.write(CHAT, text="one")
    await desk.write(CHAT, text="two")
    messages = await desk.merchant.wait_for("messages", 3)

    assert [one["status"] for one in statuses] == ["read", "delivered", "sent"]
    assert [one["text"]["body"] for one in messages] == ["hi", "two", "one"]


async def test_lost_statuses_never_come_and_a_lost_message_comes_later(desk: Any) -> None:
    """The phone knows that it was read; the business never hears of it."""
    await desk.write(CHAT, text="hi")
    await desk.merchant.wait_for("messages", 1)
    await desk.fault("graph", "messages", "lost_webhooks", times=2)
    await desk.send(TEXT)
    await desk.write(CHAT, text="late")
    early = len(desk.merchant.items("messages"))
    await desk.merchant.wait_for("messages", 2)

    assert early == 1
    assert desk.merchant.items("statuses") == []
    assert (await desk.read(CHAT))[1]["status"] == "read"


async def test_graph_refuses_and_hides_as_switched(desk: Any) -> None:
    """A declined message is not sent; after an unanswered one the phone has it."""
    await desk.write(CHAT, text="hi")
    await desk.fault("graph", "messages", "decline", times=1)
    declined = await desk.send(TEXT)
    await desk.fault("graph", "messages", "timeout_after_charge", times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        await desk.send(TEXT)

    assert declined.json()["error"]["code"] == 131026
    assert [one["text"] for one in await desk.read(CHAT)] == ["hi", "Hello"]
