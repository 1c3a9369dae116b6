"""What happens to messages that Meta does not take."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from common.clock import utc_now
from common.contracts import Address, CustomerWrote
from common.testing.graph import refusing, unreachable
from common.testing.notifications import (
    NUMBER,
    PHONE,
    USER_ID,
    NotifierHouse,
    a_command,
    a_status,
)

pytestmark = pytest.mark.database

BOTH = Address(user_id=USER_ID, phone=PHONE)


def _wrote(**ago: Any) -> CustomerWrote:
    return CustomerWrote(phone_number_id=NUMBER, recipient=BOTH, at=utc_now() - timedelta(**ago))


@pytest.mark.parametrize("code", [100, 190, 131026, 131047, 131048, 132001])
async def test_a_permanent_refusal_is_not_repeated(house: NotifierHouse, code: int) -> None:
    """W-E7: a definite no is final at once; the next message goes on."""
    house.graph.answers.append(refusing(code))

    await house.receive(a_command("refused"), a_command("next"))
    await house.until_states("failed", "accepted")

    assert house.graph.bodies == ["refused", "next"]
    assert house.recorder.failures() == []


@pytest.mark.parametrize("code", [4, 80007, 130429])
async def test_a_passing_refusal_is_repeated_in_order(house: NotifierHouse, code: int) -> None:
    """W-E7: refused before it was processed, so the same request goes again, before the next."""
    house.graph.answers.append(refusing(code))

    await house.receive(a_command("first"), a_command("second"))
    await house.until_states("accepted", "accepted")

    assert house.graph.bodies == ["first", "first", "second"]


async def test_what_did_not_leave_is_sent_when_meta_can_be_reached(house: NotifierHouse) -> None:
    """A connection that was never made proves that nothing was sent: no waiting for a status."""
    house.graph.answers.append(unreachable)

    await house.receive(a_command("hello"))
    await house.until_states("accepted", seconds=4)
    rows = await house.rows("select doubts, refusals from delivery")

    assert house.graph.bodies == ["hello", "hello"]
    assert tuple(rows[0]) == (0, 0)


async def test_a_pair_limit_holds_up_that_recipient_only(house: NotifierHouse) -> None:
    """131056: 4^X seconds for this recipient, money too; everybody else is served."""
    house.graph.answers.append(refusing(131056))

    await house.receive(a_command("first"))
    await house.until_sent(1)
    await house.until_states("waiting")
    started = asyncio.get_running_loop().time()
    await house.receive(a_command("receipt", kind="money"))
    await house.receive(a_command("other", recipient=Address(phone="263712000001")))
    await house.until_states("accepted", "accepted", "accepted")

    assert house.graph.bodies == ["first", "other", "receipt", "first"]
    assert house.graph.at[2] - started == pytest.approx(1.0, abs=0.5)


async def test_a_money_message_that_failed_is_held_told_once_and_sent_when_the_customer_writes(
    house: NotifierHouse,
) -> None:
    """W-E14: 131047 means the window closed; the receipt goes out when it opens again."""
    house.graph.answers.append(refusing(131047))
    receipt = a_command("receipt", kind="money", order_reference="7K3QX2MB")

    await house.receive(receipt)
    await house.until_states("held")
    await house.receive(_wrote(minutes=10))
    await house.until_done()
    assert await house.states() == ["held"]
    await house.receive(_wrote(seconds=1))
    await house.until_states("accepted")

    told = house.recorder.failures()
    assert [(one.id, one.code, one.order_reference) for one in told] == [
        (receipt.id, "131047", "7K3QX2MB")
    ]
    assert house.graph.bodies == ["receipt", "receipt"]


async def test_what_is_held_goes_before_the_reply_that_opened_the_window(
    house: NotifierHouse,
) -> None:
    """A customer who writes reads his receipt first."""
    house.graph.answers.append(refusing(131026))
    await house.receive(a_command("receipt", kind="money"))
    await house.until_states("held")

    await house.receive(a_command("menu", customer_wrote_at=utc_now()))
    await house.until_states("accepted", "accepted")

    assert house.graph.bodies == ["receipt", "receipt", "menu"]


async def test_a_message_is_held_under_a_number_and_found_by_the_user_id(
    house: NotifierHouse,
) -> None:
    """A customer may be known by more than one name; his receipt is his by each."""
    house.graph.answers.append(refusing(131026))
    await house.receive(a_command("receipt", kind="money", recipient=Address(phone=PHONE)))
    await house.until_states("held")

    await house.receive(_wrote(seconds=1))
    await house.until_states("accepted")

    assert house.graph.bodies == ["receipt", "receipt"]


async def test_a_command_that_names_nobody_harms_nobody_in_its_batch(
    house: NotifierHouse,
) -> None:
    """The held receipt beside it goes out all the same."""
    house.graph.answers.append(refusing(131026))
    await house.receive(a_command("receipt", kind="money"))
    await house.until_states("held")

    nobody = a_command(recipient=Address(phone="unreadable"))
    await house.receive(nobody, _wrote(seconds=1), a_command("number", phone_number_id=""))
    await house.until_states("accepted", "accepted")

    parked = await house.rows("select error from inbox where parked_at is not null")
    assert [row[0] for row in parked] == ["notifier:no_recipient"]


async def test_a_number_is_the_same_with_and_without_its_plus(house: NotifierHouse) -> None:
    """One recipient, one lane, one window."""
    await house.receive(a_command("1", recipient=Address(phone=f"+{PHONE}")))
    await house.receive(a_command("2", recipient=Address(phone=PHONE)))
    await house.until_states("accepted", "accepted")

    lanes = await house.rows("select distinct lane from delivery")
    assert [row[0] for row in lanes] == [f"{NUMBER}:{PHONE}"]
    assert {one["to"] for one in house.graph.sent} == {f"+{PHONE}"}


async def test_a_window_that_is_known_to_be_closed_costs_no_call(house: NotifierHouse) -> None:
    """W-E14: free text outside 24 hours is not tried; money is held and told, chat is recorded."""
    long_ago = utc_now() - timedelta(hours=25)

    await house.receive(
        a_command("receipt", kind="money", customer_wrote_at=long_ago),
        a_command("chat", customer_wrote_at=long_ago),
    )
    await house.until_states("held", "failed")
    await house.until_done()

    assert house.graph.sent == []

    await house.receive(_wrote(seconds=1))
    await house.until_states("accepted", "failed")

    assert house.graph.bodies == ["receipt"]
    assert [one.code for one in house.recorder.failures()] == ["131047"]


async def test_a_customer_who_wrote_while_it_failed_gets_it_at_once(house: NotifierHouse) -> None:
    """The refusal is older than the window: nothing to hold, nothing to tell."""
    receipt = a_command("receipt", kind="money")
    await house.receive(receipt)
    await house.until_states("accepted")
    await house.receive(_wrote(seconds=1))
    await house.until_done()

    await house.receive(a_status("failed", "wamid.0", callback_id=str(receipt.id), errors=131047))
    await house.until_sent(2)
    await house.until_states("accepted")

    assert house.recorder.failures() == []


async def test_a_failure_that_comes_as_a_status_is_a_failure(house: NotifierHouse) -> None:
    """Accepted is not delivered: 131047 hours later holds the receipt, and its reason is kept."""
    receipt, chat = a_command("receipt", kind="money"), a_command("chat")
    await house.receive(receipt, chat)
    await house.until_states("accepted", "accepted")

    await house.receive(
        a_status("failed", "wamid.0", callback_id=str(receipt.id), errors=131047),
        a_status("failed", "wamid.1", callback_id=str(chat.id), errors=131026),
    )
    await house.until_states("held", "failed")
    await house.until_done()
    await asyncio.sleep(0.2)

    assert [one.code for one in house.recorder.failures()] == ["131047"]
    codes = await house.rows("select code from delivery order by seq")
    assert [row[0] for row in codes] == ["131047", "131026"]
    kept = await house.rows("select code from delivery_status order by message_id")
    assert [row[0] for row in kept] == ["131047", "131026"]


async def test_what_no_longer_opens_fails_and_is_told(house: NotifierHouse) -> None:
    """Sealed under a key that is gone: nothing is sent, and of money a person is told."""
    house.graph.answers.append(refusing(131057, 500))
    await house.receive(a_command("receipt", kind="money"))
    await house.until_sent(1)
    await house.until_states("waiting")

    await house.rows("update delivery set content = 'spoilt', next_at = mari_now()")
    await house.rows("update lane set due_at = mari_now() where loop = 'graph'")
    await house.until_states("failed")
    await asyncio.sleep(0.2)

    assert house.graph.bodies == ["receipt"]
    assert [one.code for one in house.recorder.failures()] == ["notifier:unreadable"]
