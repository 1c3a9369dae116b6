"""From a command to Meta, over the database."""

import pytest
from common.testing.notifications import NotifierHouse, a_command

pytestmark = pytest.mark.database


async def test_a_command_is_sent_and_accepted(house: NotifierHouse) -> None:
    """What flow-engine asks for goes out once, with our id as callback data."""
    command = a_command("menu")

    await house.receive(command)
    await house.until_states("accepted")

    assert house.graph.bodies == ["menu"]
    assert house.graph.sent[0]["biz_opaque_callback_data"] == str(command.id)
