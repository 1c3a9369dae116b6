"""From a command to Meta, over the database."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from common.contracts import Address
from common.contracts.base import MONEY
from common.testing.graph import accepted, refusing
from common.testing.notifications import (
    NUMBER,
    PHONE,
    USER_ID,
    NotifierHouse,
    OpenHouse,
    a_command,
    a_status,
)

pytestmark = pytest.mark.database


async def test_a_command_is_sent_and_accepted(house: NotifierHouse) -> None:
    """What flow-engine asks for goes out once, with our id as callback data."""
    command = a_command("menu")

    await house.receive(command)
    await house.until_states("accepted")

    assert house.graph.bodies == ["menu"]
    assert house.graph.sent[0]["biz_opaque_callback_data"] == str(command.id)


async def test_a_command_that_comes_twice_is_one_notification(house: NotifierHouse) -> None:
    """The id is the command's: in one batch or later, it is sent once."""
    command = a_command("receipt", kind="money")

    await house.receive(command, command)
    await house.until_states("accepted")
    await house.receive(command)
    await house.until_done()

    assert house.graph.bodies == ["receipt"]


async def test_a_send_costs_one_commit_to_take_one_to_claim_and_one_to_record(
    house: NotifierHouse,
) -> None:
    """Work is counted: three transactions write for one message alone (median of five)."""
    await house.receive(a_command("first", kind="money"))
    await house.until_sent(1)
    counts: list[int] = []
    for turn in range(5):
        await asyncio.sleep(0.2)
        before = await house.written()
        await house.receive(a_command(str(turn)))
        await house.until_sent(turn + 2)
        await asyncio.sleep(0.2)
        counts.append(await house.written() - before - 1)

    assert sorted(counts)[2] == 3


async def test_three_statuses_in_one_body_cost_one_commit(house: NotifierHouse) -> None:
    """Statuses of one message that come together are merged together."""
    command = a_command()
    await house.receive(command)
    await house.until_states("accepted")
    await asyncio.sleep(0.3)
    before = await house.written()

    told = ("read", "sent", "delivered")
    await house.receive(*(a_status(s, "wamid.0", callback_id=str(command.id)) for s in told))
    await house.until_done()
    await asyncio.sleep(0.2)

    assert await house.written() - before - 1 == 1


async def test_receipts_go_before_chat_that_came_earlier(house: NotifierHouse) -> None:
    """Within a lane money is first, and each kind keeps its order."""
    chat = [a_command(f"chat {n}") for n in range(3)]
    money = [a_command(f"money {n}", kind="money") for n in range(2)]

    await house.receive(*chat, *money)
    await house.until_sent(5)

    assert house.graph.bodies == ["money 0", "money 1", "chat 0", "chat 1", "chat 2"]


async def test_the_next_message_waits_for_the_answer_to_the_last(house: NotifierHouse) -> None:
    """Order per recipient: never two under way, whatever the first one takes."""
    under_way: list[int] = []

    async def slow(_message: Mapping[str, Any]) -> httpx.Response:
        under_way.append(len(house.graph.sent))
        await asyncio.sleep(0.05)
        under_way.append(len(house.graph.sent))
        return accepted(f"wamid.slow.{len(under_way)}")

    house.graph.answers += [slow, slow, slow]
    await house.receive(*(a_command(str(n)) for n in range(3)))
    await house.until_states("accepted", "accepted", "accepted")

    assert under_way == [1, 1, 2, 2, 3, 3]
    assert house.graph.bodies == ["0", "1", "2"]


async def test_a_slow_answer_delays_no_other_recipient(house: NotifierHouse) -> None:
    """Each recipient has a lane of his own."""
    free = asyncio.Event()

    async def slow(_message: Mapping[str, Any]) -> httpx.Response:
        await free.wait()
        return accepted("wamid.slow")

    house.graph.answers.append(slow)
    await house.receive(a_command("slow"))
    await house.until_sent(1)
    await house.receive(a_command("quick", recipient=Address(phone="263712000001")))
    await house.until_states("sending", "accepted")
    free.set()
    await house.until_states("accepted", "accepted")


async def test_a_burst_goes_at_once_and_then_one_at_a_time(open_house: OpenHouse) -> None:
    """A recipient gets his burst, then one message per interval, also after a restart."""
    settings = {"NOTIFIER_RECIPIENT_BURST": 4, "NOTIFIER_RECIPIENT_INTERVAL_SECONDS": 0.5}
    async with open_house(**settings) as house:
        await house.receive(*(a_command(str(n)) for n in range(6)))
        await house.until_sent(6)
        at = [moment - house.graph.at[0] for moment in house.graph.at]

    assert at[3] < 0.4
    assert at[4] == pytest.approx(0.5, abs=0.3)
    assert at[5] - at[4] == pytest.approx(0.5, abs=0.3)


async def test_the_pace_of_a_recipient_survives_a_restart(open_house: OpenHouse) -> None:
    """A bucket that was emptied before is still empty after."""
    settings = {"NOTIFIER_RECIPIENT_BURST": 2, "NOTIFIER_RECIPIENT_INTERVAL_SECONDS": 60}
    async with open_house(**settings) as house:
        await house.receive(a_command("0"), a_command("1"))
        await house.until_states("accepted", "accepted")
    async with open_house(**settings) as house:
        await house.receive(a_command("2"))
        await house.until_states("accepted", "accepted", "waiting")

        async def is_later() -> bool:
            due = await house.rows("select due_at > mari_now() from lane where loop = 'graph'")
            return due[0][0]

        await house.until(is_later)

        assert house.graph.bodies == ["0", "1"]


async def test_a_text_that_is_too_long_goes_in_parts_in_order(house: NotifierHouse) -> None:
    """4096 characters a message; nothing is lost and the order is kept."""
    words = " ".join(f"word{n}" for n in range(1500))

    await house.receive(a_command(words, kind="money"))
    await house.until_sent(4)

    assert " ".join(house.graph.bodies) == words
    assert all(len(body) <= 4096 for body in house.graph.bodies)


async def test_content_that_whatsapp_would_refuse_is_never_sent(house: NotifierHouse) -> None:
    """It fails at once; of money somebody is told, of chat it is recorded."""
    empty = {"type": "text", "text": {"body": "  "}}

    await house.receive(a_command(content=empty), a_command(content=empty, kind="money"))
    await house.until_states("failed", "failed")
    await house.until_done()
    await asyncio.sleep(0.1)

    assert house.graph.sent == []
    assert [one.code for one in house.recorder.failures()] == ["content:empty_body"]


async def test_without_a_token_everything_waits_and_health_says_so(open_house: OpenHouse) -> None:
    """Nothing is lost and nothing is tried."""
    async with open_house(WHATSAPP_ACCESS_TOKEN="") as house:
        await house.receive(a_command())
        await house.until_states("waiting")
        answer = await house.client.get("/health/ready")

        assert answer.json()["parts"]["whatsapp"] == {"state": "off", "detail": "not configured"}
        assert answer.status_code == 200
        assert house.graph.sent == []


async def test_health_names_what_a_person_must_mend(house: NotifierHouse) -> None:
    """A refused token is named until the next success; who balances load still sends us work."""
    house.graph.answers.append(refusing(190, 401))
    await house.receive(a_command())
    await house.until_states("failed")
    broken = await house.client.get("/health/ready")
    await house.receive(a_command())
    await house.until_states("failed", "accepted")
    mended = await house.client.get("/health/ready")

    assert (broken.status_code, mended.status_code) == (200, 200)
    assert (broken.json()["status"], mended.json()["status"]) == ("degraded", "ready")
    assert broken.json()["parts"]["whatsapp"] == {"state": "degraded", "detail": "last error 190"}


async def test_a_number_is_written_to_with_its_plus_and_a_user_id_as_recipient(
    house: NotifierHouse,
) -> None:
    """The number when it is known, else the business-scoped user id."""
    await house.receive(a_command(recipient=Address(user_id=USER_ID, phone=PHONE)))
    await house.until_sent(1)
    await house.receive(a_command(recipient=Address(user_id=USER_ID)))
    await house.until_sent(2)

    assert house.graph.sent[0]["to"] == f"+{PHONE}"
    assert "recipient" not in house.graph.sent[0]
    assert house.graph.sent[1]["recipient"] == USER_ID
    assert "to" not in house.graph.sent[1]


async def test_a_command_that_names_nobody_is_parked(house: NotifierHouse) -> None:
    """It can never be sent: it is set aside where a person sees it."""
    await house.receive(a_command(recipient=Address(user_id=USER_ID, phone="not a number")))
    bad = a_command(phone_number_id="../../me")
    await house.receive(bad)
    await house.until_done()

    parked = await house.rows("select error from inbox where parked_at is not null")
    assert [row[0] for row in parked] == ["notifier:no_number"]
    assert house.graph.sent[0]["recipient"] == USER_ID


async def test_what_is_stored_is_sealed(house: NotifierHouse) -> None:
    """No table holds a text in clear."""
    await house.receive(a_command("a secret amount"))
    await house.until_states("accepted")

    found = await house.rows("select content from delivery")
    assert b"secret" not in found[0][0]


async def test_money_takes_the_next_free_slot_before_chat(open_house: OpenHouse) -> None:
    """Across recipients too: a wave of chat never starves a receipt."""
    async with open_house(NOTIFIER_SLOTS=1) as house:
        people = [Address(phone=f"2637710000{n:02}") for n in range(12)]
        wave = [a_command(f"chat {n}", recipient=one) for n, one in enumerate(people[:11])]
        await house.receive(*wave, a_command("money", kind="money", recipient=people[11]))
        await house.until_sent(12)

        assert house.graph.bodies.index("money") <= 1


async def test_the_lane_of_a_receipt_has_the_priority_of_money(house: NotifierHouse) -> None:
    """What the caller sorts by is written when the command is taken."""
    house.graph.answers.append(refusing(131057, 500))
    await house.receive(a_command("receipt", kind="money"))
    await house.until_sent(1)
    await house.until_states("waiting")

    async def is_urgent() -> bool:
        statement = "select priority from lane where loop = 'graph' and key = $1 and token is null"
        found = await house.rows(statement, f"{NUMBER}:{USER_ID}")
        return [row[0] for row in found] == [MONEY]

    await house.until(is_urgent)
