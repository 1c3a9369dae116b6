"""Another language is other words in the same steps."""

from typing import Any, cast

import pytest
from flow_engine.domain.definition import load_flow, load_flows
from flow_engine.domain.translation import Language, LanguageError, texts_of, translate
from flow_engine.flows import shipped_flows, translated_flows

FLOWS = shipped_flows()


def a_language(*names: str) -> Language:
    """Give a language that marks every text."""
    every = {text: "¡" + text for flow in FLOWS for text in texts_of(flow)}
    return Language("xx", dict.fromkeys(names, ("hallo",)), every)


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow["name"])
def test_every_shipped_flow_can_be_translated(flow: dict[str, Any]) -> None:
    """The translation loads, with the same steps, ids, conditions and variables."""
    translated = translate(flow, a_language(flow["name"]))
    before, after = load_flow(flow), load_flow(translated)

    assert f"{flow['name']}_xx" == after.name
    assert [(s.name, s.type, s.transitions) for s in before.steps] == [
        (s.name, s.type, s.transitions) for s in after.steps
    ]
    assert set(texts_of(translated)) != set(texts_of(flow))


def test_a_flow_leads_on_in_its_language_where_the_language_has_the_flow() -> None:
    """Else it leads to the flow as it is: nobody is lost between two languages."""
    language = a_language("main_menu", "talk_to_person")
    chosen = [one for one in FLOWS if one["name"] in language.triggers]
    translated = [translate(one, language) for one in chosen]
    targets = {
        step["config"]["target_flow_name"]
        for flow in translated
        for step in flow["steps"]
        if step["type"] == "switch_flow"
    }

    assert {"talk_to_person_xx", "book_tour"} <= targets
    assert load_flows([*FLOWS, *translated])


def test_a_language_that_lacks_a_text_is_refused_with_the_text() -> None:
    """A conversation in two languages at once is nobody's."""
    flow = next(one for one in FLOWS if one["name"] == "talk_to_person")
    language = Language("xx", {"talk_to_person": ("munhu",)}, {})

    with pytest.raises(LanguageError, match="Somebody from"):
        translate(flow, language)


def test_what_only_the_merchant_reads_is_not_translated() -> None:
    """A task is read by the merchant's people."""
    flow = next(one for one in FLOWS if one["name"] == "talk_to_person")

    assert "The customer asked for a person." not in set(texts_of(flow))


def test_a_text_of_names_only_needs_no_translation() -> None:
    """`{{ merchant.name }}` is the same in every language."""
    assert [
        text for flow in FLOWS for text in texts_of(flow) if text == "{{ merchant.name }}"
    ] == []


def test_every_shipped_language_is_complete() -> None:
    """All flows of all languages run together with the shipped ones."""
    assert load_flows([*FLOWS, *translated_flows()])


def test_no_word_of_a_definition_is_forgotten() -> None:
    """Whatever has two words and is no name is a text that a translator sees."""
    for flow in FLOWS:
        seen, staff = set(texts_of(flow)), {"notification_details", "reason", "about"}
        for text in _sentences(flow["steps"], staff):
            assert text in seen, (flow["name"], text)


def _sentences(value: Any, skipped: set[str]) -> list[str]:
    if isinstance(value, dict):
        return [
            text
            for key, item in cast("dict[str, Any]", value).items()
            if key not in skipped
            for text in _sentences(item, skipped)
        ]
    if isinstance(value, list):
        return [text for item in cast("list[Any]", value) for text in _sentences(item, skipped)]
    is_sentence = isinstance(value, str) and " " in value.strip() and value[:1].isupper()
    return [value] if is_sentence else []
