"""What is kept of notifications, for how long, and for whose eyes."""

import pytest
from common.ids import new_id
from common.testing.graph import refusing
from common.testing.notifications import (
    PHONE,
    USER_ID,
    NotifierHouse,
    OpenHouse,
    a_command,
    a_status,
)

pytestmark = pytest.mark.database


async def test_a_notification_is_shown_with_its_statuses_and_without_its_content(
    house: NotifierHouse,
) -> None:
    """Metadata only: nobody reads a customer's texts here."""
    command = a_command("You paid USD 50.00", kind="money", order_reference="7K3QX2MB")
    await house.receive(command)
    await house.until_states("accepted")
    await house.receive(a_status("sent", "wamid.0"))
    await house.until_done()

    answer = await house.client.get(f"/v1/notifications/{command.id}")

    shown = answer.json()
    assert (shown["kind"], shown["order_reference"]) == ("money", "7K3QX2MB")
    assert [one["status"] for one in shown["deliveries"][0]["statuses"]] == ["sent"]
    assert "50.00" not in answer.text
    assert PHONE not in answer.text


async def test_one_that_does_not_exist_is_not_found(house: NotifierHouse) -> None:
    """A stable code, as everywhere."""
    answer = await house.client.get(f"/v1/notifications/{new_id()}")

    assert (answer.status_code, answer.json()["code"]) == (404, "notifier:not_found")


async def test_a_customers_notifications_are_listed_by_each_of_his_names(
    house: NotifierHouse,
) -> None:
    """By user id and by number, however it is spelled, the newest first."""
    first, second = a_command("1"), a_command("2")
    await house.receive(first)
    await house.until_states("accepted")
    await house.receive(second)
    await house.until_states("accepted", "accepted")

    for name in (USER_ID, PHONE, f"+2630{PHONE[3:]}"):
        answer = await house.client.get("/v1/notifications", params={"recipient": name})
        ids = [one["id"] for one in answer.json()["notifications"]]
        assert ids == [str(second.id), str(first.id)]


@pytest.mark.parametrize("name", [PHONE, f"+2630{PHONE[3:]}", f"+{PHONE}"])
async def test_a_customer_can_be_erased(house: NotifierHouse, name: str) -> None:
    """Contents go, held ones too, the window and the lanes' names; that it was sent stays."""
    house.graph.answers.append(refusing(131026))
    await house.receive(a_command("1", kind="money"), a_command("2"))
    await house.until_states("held", "accepted")

    answer = await house.client.delete("/v1/notifications", params={"recipient": name})

    assert answer.json() == {"erased": 2}
    assert await house.states() == ["failed", "accepted"]
    assert await house.rows("select 1 from delivery where content is not null") == []
    assert await house.rows("select 1 from recipient_window where recipient = $1", PHONE) == []
    assert await house.rows("select 1 from inbox where key = $1", PHONE) == []
    assert await house.rows("select 1 from delivery where strpos(lane, $1) > 0", PHONE) == []


async def test_contents_and_then_rows_age_out(open_house: OpenHouse) -> None:
    """Finished contents after a week, everything after three months; what waits stays."""
    async with open_house() as house:
        house.graph.answers.append(refusing(131026))
        await house.receive(a_command("held", kind="money"), a_command("week"), a_command("old"))
        await house.until_states("held", "accepted", "accepted")
        for table in ("notification", "delivery"):
            await house.rows(f"update {table} set created_at = mari_now() - interval '8 days'")  # noqa: S608 - constants
        await house.rows(
            "update notification n set created_at = mari_now() - interval '91 days'"
            " from delivery d where d.notification_id = n.id and d.seq = 3"
        )
    async with open_house() as house:

        async def is_aged() -> bool:
            rows = await house.rows("select state, content is null from delivery order by seq")
            return [tuple(row) for row in rows] == [("held", False), ("accepted", True)]

        await house.until(is_aged)
