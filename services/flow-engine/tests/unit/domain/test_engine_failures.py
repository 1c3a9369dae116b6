"""What went wrong in the engines before this one, each impossible here."""

from collections.abc import Callable
from typing import Any

import pytest
from flow_engine.domain.actions import ACTIONS
from flow_engine.domain.book import FlowBook
from flow_engine.domain.conversation import AskPerson, CreateBooking, SendContent, SubmitCode
from flow_engine.domain.definition import DefinitionError, load_flow
from flow_engine.domain.definition.condition import CONDITION_TYPES
from flow_engine.domain.limits import Limits

Maker = Callable[..., Any]


def a_flow(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Give a definition that the word 'toy' starts at its first step."""
    first = {**steps[0], "is_entry_point": True}
    return {
        "name": "toy",
        "friendly_name": "Toy",
        "trigger_keywords": ["toy"],
        "steps": [first, *steps[1:]],
        **more,
    }


def text(body: str) -> dict[str, Any]:
    """Give a text message."""
    return {"message_type": "text", "text": {"body": body}}


END = {"name": "done", "type": "end_flow"}


def problems(data: dict[str, Any]) -> str:
    """Return why a definition is refused."""
    with pytest.raises(DefinitionError) as refused:
        load_flow(data)
    return str(refused.value)


@pytest.mark.parametrize("typed", ["{{ 7*7 }}", "{{ customer.phone }}", "{% for x in y %}"])
def test_w_e1_what_a_customer_types_is_never_rendered(new_talk: Any, typed: str) -> None:
    """A name that looks like a template is shown as it was typed."""
    for words in ("book", "1", "24 Dec", "1", "0", f"Tendai {typed}"):
        new_talk.say(words)

    assert f"Travellers: Tendai {typed}" in new_talk.said


@pytest.mark.parametrize(
    "body",
    [
        "{{ customer.__class__ }}",
        "{{ 10 ** 100000000 }}",
        "{{ 'x' * 1500000000 }}",
        "{{ 'x' | center(1000000000) }}",
        "{{ range(9) }}",
        "{{ lipsum() }}",
        "{{ customer.name.upper() }}",
        "{% for a in today %}{% for b in today %}x{% endfor %}{% endfor %}",
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{{ _hidden }}",
        "{{ 'a' ~ 'b' }}",
        "{{ unclosed",
        "x{{ today }}" * 500,
    ],
)
def test_w_e1_what_a_text_may_not_do_is_refused_at_load(body: str) -> None:
    """Calls, arithmetic, private names, nested loops and long sources never load."""
    refused = {"name": "say", "type": "send_message", "config": text(body),
               "transitions": [{"to_step": "done"}]}  # fmt: skip

    assert "step 'say'" in problems(a_flow(refused, END))


def test_w_e1_an_attribute_is_never_reached(make_talk: Maker) -> None:
    """A dot means an item of plain data: what is no item ends honestly, without the raw text."""
    flow = a_flow({**END, "config": {"message_config": text("{{ today.upper.mro }}")}})
    talk = make_talk(flows=[flow]).say("toy")

    assert talk.notes() == ["flow.failed.undefined_or_refused"]
    assert "upper" not in talk.said


def test_w_e2_somebody_elses_booking_looks_like_none(talk: Any) -> None:
    """A reference that is not one's own gets the answer of one that does not exist."""
    talk.say("pay").say("ZZZZ9999")
    said = talk.said.replace("ZZZZ9999", "?")

    assert "I cannot find" in said
    assert said == talk.say("WWWW1111").said.replace("WWWW1111", "?")


def test_w_e2_no_action_reads_or_writes_a_table_by_name() -> None:
    """The generic model actions of old are unknown."""
    for name in ("query_model", "create_model_instance", "update_model_instance"):
        assert name not in ACTIONS


def test_w_e8_asking_for_a_person_ends_the_bot_until_it_is_released(new_talk: Any) -> None:
    """The task is recorded, the session is gone, and a release begins at the menu."""
    new_talk.say("agent")
    assert len(new_talk.effects(AskPerson)) == 1
    assert new_talk.session is None

    assert new_talk.release().step == "show_menu"


def test_w_e9_everything_unknown_is_named_at_load() -> None:
    """All unknown names of a definition are told at once, with what is known."""
    look = {"name": "look", "type": "condition", "transitions": [
        {"to_step": "act", "condition_config": {"type": "timeout_or_missing_data"}},
        {"to_step": "act", "condition_config": {"type": "moon_is_full"}},
        {"to_step": "act"}]}  # fmt: skip
    said = problems(a_flow(look, {"name": "act", "type": "dance"}, END))

    assert "step 'look'" in said
    assert "'timeout_or_missing_data' was never real" in said
    assert "unknown condition 'moon_is_full'" in said
    assert "unknown step type 'dance'" in said


def test_w_e9_unknown_actions_targets_and_variables_are_refused() -> None:
    """Names that point nowhere never load."""
    act = {"name": "act", "type": "action",
           "config": {"actions_to_run": [{"action_type": "create_travelers_from_list"}]},
           "transitions": [{"to_step": "nowhere"}, {"to_step": "done"}]}  # fmt: skip
    said = problems(a_flow(act, {**END, "config": {"message_config": text("{{ nobody }}")}}))

    assert "unknown action 'create_travelers_from_list'; known: ask_person" in said
    assert "leads to 'nowhere', which is no step" in said
    assert "nothing sets the variable 'nobody'" in said


def test_w_e9_a_cancel_branch_by_words_is_real(make_talk: Maker) -> None:
    """text_contains_any catches the word before it can be taken for anything else."""
    wait = {"name": "wait", "type": "wait_for_reply", "transitions": [
        {"to_step": "done", "condition_config": {
            "type": "text_contains_any", "values": ["cancel", "stop"]}},
        {"to_step": "wait"}]}  # fmt: skip
    flow = a_flow(wait, {**END, "config": {"message_config": text("cancelled")}})

    talk = make_talk(flows=[flow]).say("toy").say("please cancel it")

    assert (talk.said, talk.effects(SubmitCode)) == ("cancelled", [])


@pytest.mark.parametrize(
    ("typed", "step"),
    [
        ("what is this", "show_menu"),
        ("I would like to pay please", "offer_only_booking"),
        ("Paynow reference?", "show_menu"),
        ("HELLO!", "show_menu"),
        ("shipay", "show_menu"),
        ("check booking", "choose_booking"),
        ("Book a tour", "choose_tour"),
    ],
)
def test_w_e10_triggers_match_whole_words(talk: Any, typed: str, step: str) -> None:
    """A trigger inside another word starts nothing."""
    assert talk.say(typed).step == step


def test_w_e10_the_longest_trigger_wins(shipped: FlowBook) -> None:
    """'main menu' before 'menu', 'omari payment' before 'payment'."""
    longer = load_flow(
        {"name": "longer", "friendly_name": "Longer", "trigger_keywords": ["pay for lunch"],
         "steps": [{**END, "is_entry_point": True}]}
    )  # fmt: skip
    book = FlowBook([shipped.latest("omari_payment"), longer])

    assert book.match_trigger("I want to pay for lunch") is longer


@pytest.mark.parametrize("word", ["menu", "Menu!", "MENU", "main menu"])
def test_w_e10_menu_works_at_every_step(shipped: FlowBook, make_talk: Maker, word: str) -> None:
    """Whatever is asked, 'menu' shows the menu."""
    for words in ((), ("book",), ("book", "1"), ("book", "1", "24 Dec"), ("agent",)):
        talk = make_talk()
        for one in words:
            talk.say(one)

        assert talk.say(word).step == "show_menu"


def test_w_e10_agent_works_at_every_step(make_talk: Maker) -> None:
    """Whatever is asked, 'agent' gets a person."""
    for words in ((), ("book",), ("book", "1"), ("book", "1", "24 Dec"), ("menu",)):
        talk = make_talk()
        for one in words:
            talk.say(one)

        assert len(talk.say("agent").effects(AskPerson)) == 1


@pytest.mark.parametrize("word", ["cancel", "stop", "quit", "abort", "Cancel."])
def test_w_e10_cancel_words_end_any_flow_and_offer_the_menu(new_talk: Any, word: str) -> None:
    """Away from money the flow ends; the menu is one tap away."""
    new_talk.say("book").say("1").say(word)

    assert new_talk.waits_for is None
    assert new_talk.say("1").step == "show_menu"


def test_w_e11_a_cycle_of_steps_ends_at_a_limit(make_talk: Maker) -> None:
    """Steps that only lead to one another end after the named limit, honestly."""
    one = {"name": "one", "type": "condition", "transitions": [{"to_step": "two"}]}
    two = {"name": "two", "type": "condition", "transitions": [{"to_step": "one"}]}
    talk = make_talk(flows=[a_flow(one, two)]).say("toy")

    assert talk.notes() == ["flow.failed.too_many_steps"]
    assert talk.titles == []
    assert "Talk to a person" in str(talk.turn)


def test_w_e11_flows_that_switch_to_one_another_end_at_a_limit(make_talk: Maker) -> None:
    """The limit counts across flows."""
    there = a_flow({"name": "go", "type": "switch_flow", "config": {"target_flow_name": "back"}})
    back = {**there, "name": "back", "trigger_keywords": [], "steps": [
        {"name": "go", "type": "switch_flow", "is_entry_point": True,
         "config": {"target_flow_name": "toy"}}]}  # fmt: skip

    assert make_talk(flows=[there, back]).say("toy").notes() == ["flow.failed.too_many_steps"]


def test_w_e11_a_turn_sends_a_bounded_number_of_messages(make_talk: Maker) -> None:
    """A loop that sends ends with one apology, and nothing of the loop is sent."""
    loop = {"name": "loop", "type": "send_message", "config": text("again"),
            "transitions": [{"to_step": "loop"}]}  # fmt: skip
    talk = make_talk(flows=[a_flow(loop)]).say("toy")

    assert talk.notes() == ["flow.failed.too_many_effects"]
    assert len(talk.effects(SendContent)) == 1


def test_w_e11_variables_have_a_size(make_talk: Maker) -> None:
    """A conversation that remembers too much ends honestly."""
    keep = {"name": "keep", "type": "action", "config": {"actions_to_run": [
        {"action_type": "set_variable",
         "params": {"variable_name": "much", "value_template": "{{ much }}{{ much }}"}}]},
        "transitions": [{"to_step": "keep"}]}  # fmt: skip
    flow = a_flow(keep, initial_variables={"much": "x" * 100})
    talk = make_talk(flows=[flow], limits=Limits(variables_size=2000)).say("toy")

    assert talk.notes() == ["flow.failed.variables_too_large"]


def test_w_e12_a_text_that_cannot_be_made_is_never_shown_raw(make_talk: Maker) -> None:
    """The customer gets an honest message and a person is offered; the log gets a note."""
    flow = a_flow(
        {**END, "config": {"message_config": text("Due {{ thing.day | day }}")}},
        initial_variables={"thing": {}},
    )
    talk = make_talk(flows=[flow]).say("toy")

    assert "{{" not in talk.said
    assert "went wrong on our side" in talk.said
    assert talk.notes() == ["flow.failed.undefined_or_refused"]


def test_w_e12_a_failed_turn_changes_nothing(make_talk: Maker, order_with: Maker) -> None:
    """When a step fails, what earlier steps of the turn decided is not done."""
    flow = a_flow(
        {"name": "act", "type": "action",
         "config": {"actions_to_run": [{"action_type": "ask_person", "params": {"reason": "x"}}]},
         "transitions": [{"to_step": "done"}]},
        {**END, "config": {"message_config": text("{{ thing.gone }}")}},
        initial_variables={"thing": {}},
    )  # fmt: skip

    assert make_talk(flows=[flow]).say("toy").effects(AskPerson, CreateBooking) == []


def test_all_conditions_of_the_original_and_two_more_are_known() -> None:
    """Every operator that definitions used is real, or refused by name."""
    assert {"text_contains_any", "invalid_or_no_selection"} <= set(CONDITION_TYPES)
    assert len(CONDITION_TYPES) >= 20
