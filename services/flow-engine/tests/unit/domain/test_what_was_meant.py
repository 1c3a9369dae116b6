"""Words that name something go where they point: a trigger, or the option with that name."""

import dataclasses
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flow_engine.domain.choosing import choose

Maker = Callable[..., Any]
ALIKE = "Victoria Falls sunset cruise with "


@pytest.mark.parametrize(
    ("word", "flow"),
    [
        ("help", "main_menu"),
        ("my bookings", "my_bookings"),
        ("My Bookings!", "my_bookings"),
        ("balance", "my_bookings"),
        ("book", "book_tour"),
        ("hello", "main_menu"),
    ],
)
def test_a_whole_trigger_wins_at_a_question_that_takes_nearly_anything(
    make_talk: Maker, order_with: Maker, word: str, flow: str
) -> None:
    """'help' is no reference of anybody's order, and nobody's name."""
    other = order_with(id=UUID(int=78), reference="Z9YX8W7V")
    talk = make_talk(orders=(order_with(), other))

    assert talk.say("pay").say(word).session.flow == flow
    for text in ("book", "tour:falls", "tomorrow", "1", "0"):
        talk.say(text)
    assert talk.say(word).session.flow == flow


def test_support_is_a_person_at_such_a_question(make_talk: Maker, order_with: Maker) -> None:
    """It is no reference that could not be found."""
    other = order_with(id=UUID(int=78), reference="Z9YX8W7V")
    talk = make_talk(orders=(order_with(), other)).say("pay").say("support")

    assert "will answer you here" in talk.said


def test_ones_own_reference_wins_over_a_trigger(make_talk: Maker, order_with: Maker) -> None:
    """A merchant may call an order 'SAFARI'."""
    other = order_with(id=UUID(int=78), reference="Z9YX8W7V")
    talk = make_talk(orders=(order_with(reference="SAFARI"), other)).say("pay").say("safari")

    assert (talk.session.flow, talk.step) == ("omari_payment", "display_booking_and_ask_amount")


def test_a_wrong_reference_is_still_looked_for(make_talk: Maker, order_with: Maker) -> None:
    """What is no trigger is a reference that is not found."""
    other = order_with(id=UUID(int=78), reference="Z9YX8W7V")

    assert "cannot find" in make_talk(orders=(order_with(), other)).say("pay").say("HELPME").said


def test_two_references_that_look_alike_are_never_mistaken(
    make_talk: Maker, order_with: Maker
) -> None:
    """O and 0, I and 1: exactly typed it is the one; typed otherwise it could be either."""
    other = order_with(id=UUID(int=78), reference="LAMP-0O", description="The second")
    talk = make_talk(orders=(order_with(reference="LAMP-O0"), other))

    assert "The second" in talk.say("pay").say("lamp-0o").said
    assert "cannot find" in talk.say("pay").say("LAMP00").said


def a_question(pattern: str | None) -> dict[str, Any]:
    """Give a flow that asks for a text."""
    reply: dict[str, Any] = {"save_to_variable": "answer", "expected_type": "text"}
    return {
        "name": "ask_text",
        "friendly_name": "Ask",
        "trigger_keywords": ["ask text"],
        "steps": [
            {"name": "ask", "type": "question", "is_entry_point": True,
             "config": {
                 "message_config": {"message_type": "text", "text": {"body": "What for?"}},
                 "reply_config": reply | ({"validation_regex": pattern} if pattern else {})},
             "transitions": [{"to_step": "done"}]},
            {"name": "done", "type": "end_flow", "config": {"message_config": {
                "message_type": "text", "text": {"body": "You said {{ answer }}."}}}},
        ],
    }  # fmt: skip


def test_a_pattern_says_what_fits_a_text(make_talk: Maker) -> None:
    """With it 'tour' is an answer; without it the whole trigger is the other flow's."""
    with_pattern = make_talk(flows=[a_question("[a-z]+")]).say("ask text").say("tour")
    without = make_talk(flows=[a_question(None)]).say("ask text").say("tour")

    assert with_pattern.said == "You said tour."
    assert without.session.flow == "book_tour"
    assert make_talk(flows=[a_question(None)]).say("ask text").say("a tour").said == (
        "You said a tour."
    )


@pytest.fixture
def alike(make_talk: Maker) -> Any:
    """Give a conversation that offers two tours whose names begin alike."""
    base = make_talk().world.tours[0]
    names = (f"{ALIKE}dinner", f"{ALIKE}drinks")
    tours = tuple(
        dataclasses.replace(base, id=UUID(int=n), code=f"c{n}", name=name)
        for n, name in enumerate(names, 1)
    )
    return make_talk(tours=tours).say("book")


def rows_of(talk: Any) -> list[dict[str, str]]:
    """Return the rows of the list that was just sent."""
    return talk.turn.effects[-1].content["interactive"]["action"]["sections"][0]["rows"]


@pytest.mark.parametrize("kind", ["dinner", "drinks"])
def test_a_whole_name_is_matched_though_its_row_shows_less(alike: Any, kind: str) -> None:
    """WhatsApp shows 24 characters; people type what they know."""
    assert f"{ALIKE}{kind}" in alike.say(f"{ALIKE}{kind}".upper()).said


def test_rows_that_look_alike_say_their_whole_name_below(alike: Any) -> None:
    """Else nobody could tap the right one."""
    notes = [row["description"] for row in rows_of(alike)]

    assert notes[0] != notes[1]
    assert all(len(note) <= 72 and "USD 120.00" in note for note in notes)


def test_two_that_fit_are_asked_back(alike: Any) -> None:
    """The beginning that both rows show is neither; the answer can be tapped or typed."""
    alike.say(rows_of(alike)[0]["title"])
    rows = rows_of(alike)

    assert alike.said == "More than one fits that. Which one do you mean?"
    assert alike.step == "choose_tour"
    assert [row["title"][:3] for row in rows] == ["1. ", "2. "]
    assert f"{ALIKE}drinks" in alike.say("2").said


def test_a_tapped_answer_to_which_one_is_taken(alike: Any) -> None:
    """Its rows are of the same question."""
    assert f"{ALIKE}dinner" in alike.say(ALIKE).tap("tour:c1").said


def test_two_of_one_name_are_asked_back(alike: Any) -> None:
    """The same title twice is never the first of the two."""
    tours = tuple(dataclasses.replace(one, name="Sunset") for one in alike.world.tours)
    alike.world = dataclasses.replace(alike.world, tours=tours)

    assert "Which one do you mean?" in alike.say("book").say("sunset").said


def test_half_a_short_title_is_none_and_half_a_long_one_is_it() -> None:
    """A beginning counts from twelve characters on: fewer may be any word."""
    options = (("a", "Pay in full"), ("b", "Great Zimbabwe ruins, a day"))

    assert choose("pay in", options, by_number=True) == ()
    assert choose("Great Zimbabwe ruins, …", options, by_number=True) == (options[1],)
