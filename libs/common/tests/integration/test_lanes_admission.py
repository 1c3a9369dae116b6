"""In one database too, nobody says what is another's to say: it is kept, and never acted on."""

import pytest
from common.lanes.api import HandlerSet
from common.messaging.admission import Admission
from common.messaging.embedded import EmbeddedTransport
from common.testing.lanes import FIRST, SECOND, LaneHouse, Note, Reply, a_row, settled, write_effect

pytestmark = pytest.mark.database


TOYS = {Note.TYPE: Note, Reply.TYPE: Reply}


def _first(service: str, topic: str) -> bool:
    return (service, topic) == (FIRST, "notes")


def _nobody(_service: str, _topic: str) -> bool:
    return False


async def test_a_type_of_another_topic_is_parked_and_its_neighbours_go_on(
    house: LaneHouse,
) -> None:
    """A reply under the topic of notes: nobody handles it, an operator sees it."""
    house.transport = EmbeddedTransport(
        readers=lambda topic: (SECOND,) if topic == "notes" else (),
        admission=Admission(_first, TOYS),
    )
    sender = house.runtime(FIRST)
    handlers = HandlerSet({Note.TYPE: write_effect, Reply.TYPE: write_effect})
    reader = house.runtime(SECOND, handlers)
    async with sender, reader:
        forged = a_row(Reply(text="forged"), "k", target="notes")
        await sender.accept([forged, a_row(Note(text="true"), "k")])
        await settled(sender, reader)
        parked = await reader.desk.parked(after=0, limit=10)

    assert ["true"] == await house.effects()
    (row,) = parked
    assert (FIRST, f"refused:{Reply.TYPE}", "lanes:refused") == (
        row["peer"],
        row["type"],
        row["error"],
    )
    assert str(forged.id) != row["id"]


async def test_a_topic_of_another_service_is_parked(house: LaneHouse) -> None:
    """Whoever is no publisher of the topic says nothing under it."""
    house.transport = EmbeddedTransport(
        readers=lambda topic: (SECOND,) if topic == "notes" else (),
        admission=Admission(_nobody, TOYS),
    )
    sender = house.runtime(FIRST)
    reader = house.runtime(SECOND, HandlerSet({Note.TYPE: write_effect}))
    async with sender, reader:
        await sender.accept([a_row(Note(text="forged"), "k")])
        await settled(sender, reader)

    assert [] == await house.effects()
