"""docs/how-to/add-a-language.md, followed: a customer asks for a person in Shona."""

import json
from typing import Any

Workshop = Any
LANGUAGE = "services/flow-engine/src/flow_engine/flows/languages/sn.json"
TALK = """
import json
from datetime import UTC, date, datetime
from uuid import UUID
from flow_engine.domain.book import FlowBook
from flow_engine.domain.conversation import MessageInput, SendContent
from flow_engine.domain.definition import load_flows
from flow_engine.domain.engine import Engine
from flow_engine.domain.world import Customer, Merchant, World
from flow_engine.flows import shipped_flows, translated_flows

at = datetime(2026, 11, 25, 10, tzinfo=UTC)
world = World(
    at, date(2026, 11, 25), Merchant("Mosi", "0770", "Africa/Harare"),
    Customer(UUID(int=1), None, None, "263771234567"),
)
engine = Engine(FlowBook(load_flows([*shipped_flows(), *translated_flows()])))
said = {}
for word in ("munhu", "agent"):
    turn = engine.turn(None, MessageInput("wamid.1", "text", word, None, {}, at), world)
    said[word] = [e.content["text"]["body"] for e in turn.effects if isinstance(e, SendContent)]
print(json.dumps(said))
"""


def test_a_flow_in_another_language_is_one_file(workshop: Workshop) -> None:
    """Its own words start it, it speaks its own texts, and the original stays as it was."""
    passed = workshop.follow("add-a-language.md")
    said = json.loads(workshop.run(f"python -c '{TALK}'"))

    assert "passed" in passed
    assert said["munhu"][0].startswith("Maita basa. Mumwe weMosi")
    assert said["agent"][0].startswith("Thank you. Somebody from Mosi")


def test_a_language_that_lacks_a_text_stops_the_start(workshop: Workshop) -> None:
    """The error names the text; nobody meets half a translation."""
    workshop.follow("add-a-language.md")
    path = workshop.root / LANGUAGE
    path.write_text(json.dumps(json.loads(path.read_text()) | {"texts": {}}))
    said = workshop.fails("python -c 'import flow_engine.flows as f; f.translated_flows()'")

    assert "LanguageError" in said
    assert "Thank you. Somebody from" in said
