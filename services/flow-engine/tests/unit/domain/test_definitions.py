"""Definitions are checked at load: limits of WhatsApp, bounded patterns, one way in."""

import copy
from typing import Any

import pytest
from flow_engine.domain.definition import DefinitionError, load_flow, load_flows
from flow_engine.domain.patterns import PatternError, compile_bounded, matches
from flow_engine.domain.rendering import RenderError, render
from flow_engine.flows import shipped_flows

NAMED_STEPS = {
    "start_payment", "ask_booking_reference", "find_booking", "handle_booking_not_found",
    "display_booking_and_ask_amount", "ask_payment_channel", "ask_phone_number",
    "initiate_payment", "payment_initiated_success", "process_otp", "payment_success",
    "payment_failed", "payment_initiation_failed", "cancel_payment", "payment_cancelled",
    "end_payment_flow",
}  # fmt: skip


def a_flow(message: dict[str, Any]) -> dict[str, Any]:
    """Give a flow that ends with this message."""
    return {
        "name": "toy",
        "friendly_name": "Toy",
        "steps": [
            {"name": "done", "type": "end_flow", "is_entry_point": True,
             "config": {"message_config": message}}
        ],
    }  # fmt: skip


def buttons(*titles: str, body: str = "Choose") -> dict[str, Any]:
    """Give a message with buttons."""
    made = [{"reply": {"id": "mari:menu", "title": title}} for title in titles]
    for number, one in enumerate(made):
        one["reply"]["id"] = ["mari:menu", "mari:pay", "mari:book", "mari:agent"][number]
    return {"message_type": "interactive", "interactive": {
        "type": "button", "body": {"text": body}, "action": {"buttons": made}}}  # fmt: skip


def rows(count: int, **row: str) -> dict[str, Any]:
    """Give a message with a list."""
    made = [{"id": f"r{n}", "title": f"Row {n}", **row} for n in range(count)]
    return {"message_type": "interactive", "interactive": {
        "type": "list", "body": {"text": "Choose"},
        "action": {"button": "Open", "sections": [{"rows": made}]}}}  # fmt: skip


def refused(data: dict[str, Any]) -> str:
    """Return why it is refused."""
    with pytest.raises(DefinitionError) as error:
        load_flow(data)
    return str(error.value)


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ({"message_type": "text", "text": {"body": "x" * 4097}}, "at most 4096"),
        ({"message_type": "text", "text": {"body": "  "}}, "empty text"),
        ({"message_type": "text", "text": {"body": "x", "colour": "red"}}, "unknown key"),
        ({"message_type": "text"}, "exactly that key"),
        ({"message_type": "poll", "text": {"body": "x"}}, "text"),
        (buttons("x" * 21), "at most 20"),
        (buttons("A", "a"), "own id and title"),
        (buttons("A", "B", "C", "D"), "1 to 3 buttons"),
        (buttons("A", body="x" * 1025), "at most 1024"),
        (rows(11), "at most 10 rows"),
        (rows(0), "has rows"),
        (rows(1, title="x" * 25), "at most 24"),
        (rows(1, description="x" * 73), "at most 72"),
        ({"message_type": "image", "image": {"caption": "x"}}, "'id' or 'link'"),
    ],
)
def test_what_whatsapp_would_refuse_is_refused_at_load(message: dict[str, Any], why: str) -> None:
    """Every limit of facts/whatsapp.md 4.2 is known before a customer meets it."""
    said = refused(a_flow(message))

    assert why in said
    assert "step 'done'" in said


def test_a_last_button_that_works_nowhere_is_refused() -> None:
    """When the flow has ended only global buttons work."""
    message = buttons("A")
    message["interactive"]["action"]["buttons"][0]["reply"]["id"] = "mine"

    assert "works nowhere" in refused(a_flow(message))


def test_exactly_one_way_in() -> None:
    """No entry point, or two, is refused."""
    data = a_flow({"message_type": "text", "text": {"body": "x"}})
    data["steps"][0]["is_entry_point"] = False

    assert "exactly one entry point, not 0" in refused(data)


def test_a_step_that_nothing_leads_to_is_refused() -> None:
    """What cannot be reached is a mistake."""
    data = a_flow({"message_type": "text", "text": {"body": "x"}})
    data["steps"].append({"name": "island", "type": "end_flow"})

    assert "step 'island': no transition leads here" in refused(data)


def test_two_steps_of_one_name_are_refused() -> None:
    """A name means one step."""
    data = a_flow({"message_type": "text", "text": {"body": "x"}})
    data["steps"].append({"name": "done", "type": "end_flow"})

    assert "2 steps have this name" in refused(data)


def test_a_switch_to_nowhere_or_with_unknown_variables_is_refused() -> None:
    """Flows are checked against one another."""
    flows = shipped_flows()
    broken = copy.deepcopy(flows)
    for flow in broken:
        for step in flow["steps"]:
            if step["name"] == "pay_full":
                step["config"]["initial_context_template"]["secret"] = "x"
            if step["name"] == "switch_to_person":
                step["config"]["target_flow_name"] = "nobody"
    with pytest.raises(DefinitionError) as error:
        load_flows(broken)

    assert "passes 'secret'" in str(error.value)
    assert "switches to 'nobody'" in str(error.value)


def test_w_o21_the_shipped_flows_load_and_have_every_named_step() -> None:
    """W-O21: what is shipped loads; the payment flow keeps the names and triggers of its steps."""
    flows = {flow.name: flow for flow in load_flows(shipped_flows())}
    payment = flows["omari_payment"]

    assert {step.name for step in payment.steps} >= NAMED_STEPS
    assert {"pay", "payment", "make payment", "omari payment"} <= set(payment.trigger_keywords)
    assert {"main_menu", "book_tour", "my_bookings", "talk_to_person"} < set(flows)


def test_a_definition_that_is_no_json_is_refused() -> None:
    """Anything may come from an author."""
    assert "no JSON" in refused({"name": "x", "steps": {1, 2}})
    assert "steps" in refused({"name": "x", "friendly_name": "X", "steps": "none"})


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+", "(a|aa)*", "(.*)*", r"(\w+\s?){5,}",
     r"(a)\1", "(?=a)", "(?i)a", "a*b*c*", "[", "a{65}",
     "x" * 201, "((a*)b)+"],
)  # fmt: skip
def test_a_pattern_that_could_run_for_ever_is_refused(pattern: str) -> None:
    """Nested repeats, look-around, back-references and long patterns never load."""
    with pytest.raises(PatternError):
        compile_bounded(pattern)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("^2637[0-9]{8}$", "263771234567", True),
        ("[0-9]+(\\.[0-9]{1,2})?", "50.00", True),
        ("[0-9]+", "50 dollars", False),
        ("(?:ab)+", "abab", True),
        ("[0-9]*", "1" * 201, False),
    ],
)
def test_a_pattern_matches_whole_texts_of_bounded_length(
    pattern: str,
    text: str,
    expected: bool,  # noqa: FBT001 - a table
) -> None:
    """Full match, never a prefix, never a huge text."""
    assert expected is matches(pattern, text)


def test_output_is_bounded() -> None:
    """A loop cannot make an endless text."""
    with pytest.raises(RenderError):
        render("{% for a in b %}{{ c }}{% endfor %}", {"b": list(range(100)), "c": "x" * 100})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ a | default('x') }}", "x"),
        ("{% if a is defined %}y{% else %}n{% endif %}", "n"),
        ("{{ b | day }}", "Thu 24 Dec 2026"),
        ("{{ c | local_phone }}", "0771 234 567"),
        ("{{ d | join(' and ') }}", "x and y"),
        ("{{ d | length }}{{ e | upper }}{{ e | lower }}{{ ' a ' | trim }}", "2EXexa"),
        ("{{ 1 | plural('one', 'many') }}", "1 one"),
        ("{{ 'odd' | reason }}", "The payment was not made. Nothing was taken."),
        ("{{ b | upper if d else 'no' }}", "2026-12-24"),
        ("{{ d[1] }}{{ f.g }}{{ f['g'] }}", "y11"),
    ],
)  # fmt: skip
def test_filters_do_what_their_names_say(source: str, expected: str) -> None:
    """All filters, on plain data."""
    values = {"b": "2026-12-24", "c": "263771234567", "d": ["x", "y"], "e": "Ex", "f": {"g": 1}}

    assert expected == render(source, values)
