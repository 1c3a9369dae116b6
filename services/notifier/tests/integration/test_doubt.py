"""Sends whose outcome nobody knows: a doubled text is a nuisance, a lost receipt is not allowed."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from common.testing.graph import accepted, error_body, hanging
from common.testing.notifications import NotifierHouse, OpenHouse, a_command, a_status

pytestmark = pytest.mark.database


async def test_an_unknown_send_that_gets_a_status_is_not_repeated(house: NotifierHouse) -> None:
    """W-E7: a timeout after acceptance is no reason to send twice; our id tells."""
    command = a_command("receipt", kind="money")
    house.graph.answers.append(hanging)
    await house.receive(command)
    await house.until_states("unknown")

    await house.receive(a_status("sent", "wamid.x", callback_id=str(command.id)))
    await house.until_states("accepted")
    await asyncio.sleep(1.3)

    assert house.graph.bodies == ["receipt"]
    assert await house.states() == ["accepted"]
    wamids = await house.rows("select wamid from delivery")
    assert wamids[0][0] == "wamid.x"


async def test_an_unknown_send_without_a_status_is_repeated_once(house: NotifierHouse) -> None:
    """After the wait it goes once more, under the same id."""
    house.graph.answers.append(hanging)

    await house.receive(a_command("receipt", kind="money"))
    await house.until_states("accepted")

    assert house.graph.bodies == ["receipt", "receipt"]
    assert len({one["biz_opaque_callback_data"] for one in house.graph.sent}) == 1
    assert house.graph.at[1] - house.graph.at[0] == pytest.approx(1.0, abs=0.5)


async def test_two_unknown_sends_are_a_failure_that_is_told(house: NotifierHouse) -> None:
    """Never a third time by itself: money is held and a person is told."""
    house.graph.answers += [hanging, hanging]

    await house.receive(a_command("receipt", kind="money"))
    await house.until_states("held")
    await house.until_done()
    await asyncio.sleep(0.2)

    assert house.graph.bodies.count("receipt") == 2
    assert [one.code for one in house.recorder.failures()] == ["notifier:unknown"]


async def test_chat_passes_a_send_of_unknown_outcome(house: NotifierHouse) -> None:
    """No customer meets silence because one answer was lost."""
    house.graph.answers.append(hanging)

    await house.receive(a_command("receipt", kind="money"), a_command("menu"))
    await house.until_states("unknown", "accepted", seconds=0.9)

    assert house.graph.bodies == ["receipt", "menu"]


async def test_money_waits_until_the_money_before_it_is_certain(house: NotifierHouse) -> None:
    """An old truth about money is never read after a new one."""
    asking, receipt = a_command("asking", kind="money"), a_command("receipt", kind="money")
    house.graph.answers.append(hanging)
    await house.receive(asking, receipt)
    await house.until_states("unknown", "waiting")
    await asyncio.sleep(0.2)
    assert house.graph.bodies == ["asking"]

    await house.receive(a_status("sent", "wamid.x", callback_id=str(asking.id)))
    await house.until_states("accepted", "accepted", seconds=0.7)

    assert house.graph.bodies == ["asking", "receipt"]


async def test_an_answer_that_comes_after_its_claim_was_given_up_still_counts(
    house: NotifierHouse,
) -> None:
    """A success is a fact, whoever holds the lane by now: it is not sent again."""
    free = asyncio.Event()

    async def slow(_message: Mapping[str, Any]) -> httpx.Response:
        await free.wait()
        return accepted("wamid.late")

    house.graph.answers.append(slow)
    await house.receive(a_command("receipt", kind="money"))
    await house.until_sent(1)
    await house.rows(
        "update delivery set state = 'unknown', token = null,"
        " next_at = mari_now() + interval '1 minute'"
    )
    free.set()
    await house.until_states("accepted")

    assert house.graph.bodies == ["receipt"]


async def test_a_late_refusal_changes_nothing(house: NotifierHouse) -> None:
    """Whoever sent it again since then knows better."""
    free = asyncio.Event()

    async def slow(_message: Mapping[str, Any]) -> httpx.Response:
        await free.wait()
        return httpx.Response(400, json=error_body(131026))

    house.graph.answers.append(slow)
    await house.receive(a_command("receipt", kind="money"))
    await house.until_sent(1)
    await house.rows("update delivery set state = 'accepted', token = null, wamid = 'wamid.2'")
    free.set()
    await asyncio.sleep(0.3)

    assert await house.states() == ["accepted"]
    assert house.recorder.failures() == []


async def test_a_success_that_is_recorded_late_ends_the_wait(house: NotifierHouse) -> None:
    """A delivered status alone proves that it went out, whatever the state."""
    command = a_command("receipt", kind="money")
    house.graph.answers += [hanging, hanging]
    await house.receive(command)
    await house.until_states("held")

    await house.receive(a_status("delivered", "wamid.x", callback_id=str(command.id)))
    await house.until_states("accepted")

    assert house.graph.bodies == ["receipt", "receipt"]


async def test_a_send_whose_process_died_is_in_doubt_and_not_repeated_blindly(
    open_house: OpenHouse,
) -> None:
    """Killed between claim and record: it waits for a status first, then goes once more."""
    command = a_command("receipt", kind="money")
    async with open_house() as house:
        await house.receive(command)
        await house.until_states("accepted")
        await house.rows(
            "update delivery set state = 'sending', wamid = null, called_at = mari_now(),"
            " token = '00000000-0000-4000-8000-000000000001'"
        )
        await house.rows(
            "update lane set due_at = mari_now(), token = '00000000-0000-4000-8000-000000000001'"
            " where loop = 'graph'"
        )
    async with open_house(NOTIFIER_UNKNOWN_WAIT_SECONDS=1.5) as house:
        await house.until_states("unknown")
        assert house.graph.bodies == ["receipt"]

        await house.until_states("accepted")
        assert house.graph.bodies == ["receipt", "receipt"]


async def test_a_message_whose_lane_sleeps_is_found_and_sent_once(house: NotifierHouse) -> None:
    """Nothing would wake it: the sweep does, and what is being sent is left alone."""
    house.graph.answers.append(hanging)
    await house.receive(a_command("receipt", kind="money"))
    await house.until_states("unknown")
    await house.rows("update lane set due_at = null where loop = 'graph'")
    await house.until_states("accepted", seconds=60)

    assert house.graph.bodies == ["receipt", "receipt"]
