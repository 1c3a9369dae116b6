"""What is too long is shortened where it is long: totals, questions and buttons always stand."""

import dataclasses
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from common.graphemes import graphemes
from flow_engine.domain.conversation import SendContent
from flow_engine.domain.definition import load_flow
from flow_engine.domain.outgoing import fill
from flow_engine.domain.rendering import RenderError, render, render_within
from hypothesis import given
from hypothesis import strategies as st

Maker = Callable[..., Any]
FAMILY = "👨\u200d👩\u200d👧"


def test_the_names_of_many_leave_the_total_and_the_question(new_talk: Any) -> None:
    """33 travellers with long names: the names are shortened, the rest is whole."""
    names = ", ".join(f"Tatendaishe Chikwanda {n:03}" for n in range(33))
    for text in ("book", "tour:falls", "24 Dec", "33", "0", names):
        new_talk.say(text)

    body = new_talk.said
    assert len(body) <= 1024
    assert "33 adults at USD 150.00" in body
    assert body.endswith("*Total: USD 4,950.00*\n\nShall I book it?")
    assert new_talk.titles == ["Yes, book it", "Change", "Cancel"]


@pytest.mark.parametrize("sign", ["x", FAMILY, "e\u0301"])
def test_a_long_description_leaves_what_is_left_to_pay(
    make_talk: Maker, order_with: Maker, sign: str
) -> None:
    """1000 characters are allowed; the balance, the question and the buttons stand."""
    order = order_with(description=(sign * 1000)[:1000])
    talk = make_talk(orders=(order,)).say("pay")
    assert talk.said.endswith("Pay for this one? You can also type another reference.")
    assert "Left to pay: USD 200.00" in talk.said

    talk.say("yes")
    assert "*Left to pay: USD 200.00*" in talk.said
    assert talk.said.endswith("for example *50* or *50.00*.")
    assert talk.titles == ["USD 200.00", "50%: USD 100.00"]
    assert set(graphemes(talk.said.split("…")[0].lstrip("*"))) == {sign}


def test_a_re_prompt_with_a_long_value_keeps_its_question(
    make_talk: Maker, order_with: Maker
) -> None:
    """An old button puts a sentence before the question: that fits too."""
    talk = make_talk(orders=(order_with(description="x" * 1000),)).say("pay").say("yes")
    talk.press("omari:pay_full#0123456789ab")

    assert talk.said.startswith("That button is from an earlier message.")
    assert talk.said.endswith("for example *50* or *50.00*.")
    assert len(talk.said) <= 1024


def test_a_title_is_never_cut_inside_an_emoji(make_talk: Maker) -> None:
    """A row's title has 24 characters: the emoji that would be halved is left out."""
    tour = dataclasses.replace(make_talk().world.tours[0], name="Falls and rainbow " + FAMILY * 3)
    talk = make_talk(tours=(tour,)).say("book")
    content = talk.effects(SendContent)[0].content
    row = content["interactive"]["action"]["sections"][0]["rows"][0]

    assert row["title"] == f"Falls and rainbow {FAMILY}…"


def test_two_buttons_that_look_alike_become_a_list(make_talk: Maker) -> None:
    """Meta refuses equal titles; the rows show more, and the whole name below."""
    methods = tuple(
        dataclasses.replace(make_talk().world.methods[0], provider=f"p{n}", title=title)
        for n, title in enumerate(("First Bank of Harare, card", "First Bank of Harare, wallet"))
    )
    talk = make_talk(methods=methods, orders=())
    order = talk.say("book").say("1").say("24 Dec").say("1").say("0").say("Tendai Moyo").say("yes")
    order.say("pay in full")
    rows = order.effects(SendContent)[0].content["interactive"]["action"]["sections"][0]["rows"]

    assert [row["description"] for row in rows] == [method.title for method in methods]


def test_an_answer_that_is_too_long_is_said_to_be(new_talk: Any) -> None:
    """Else the same question would come back without a reason."""
    for text in ("book", "tour:falls", "24 Dec", "1", "0", "x" * 1001):
        new_talk.say(text)

    assert "too long: I can take at most 1000 characters" in new_talk.said
    assert new_talk.step == "ask_travellers"


def test_a_name_that_is_too_long_is_said_to_be_and_never_cut(new_talk: Any) -> None:
    """A ticket in half a name is no ticket."""
    for text in ("book", "tour:falls", "24 Dec", "1", "0", "x" * 81):
        new_talk.say(text)
    assert "A name is too long: at most 80 characters" in new_talk.said

    assert new_talk.say("x" * 80).session.variables["travellers"] == ["x" * 80]


@given(
    values=st.lists(st.text(max_size=400), min_size=2, max_size=2),
    limit=st.integers(120, 1024),
    total=st.integers(0, 10**9),
)
def test_only_what_was_filled_in_is_shortened(values: list[str], limit: int, total: int) -> None:
    """The longest values give way, in whole graphemes; the author's words and totals stay."""
    source = "*{{ a }}* by {{ b }}\n\nTotal: {{ total }}\nShall I book it?"
    names: dict[str, object] = {"a": values[0], "b": values[1], "total": f"USD {total}"}
    text = render_within(source, names, limit)

    assert len(text) <= limit
    assert text.endswith(f"\n\nTotal: USD {total}\nShall I book it?")
    assert text == render(source, names) or "…" in text


@given(rows=st.lists(st.text("ab\x02\x03{", max_size=30), max_size=60))
def test_what_a_loop_writes_is_one_value(rows: list[str]) -> None:
    """A list of any length leaves the sentence after it."""
    source = "Yours:\n{% for row in rows %}- {{ row }}\n{% endfor %}Which one?"
    text = render_within(source, {"rows": rows}, 200)

    assert len(text) <= 200
    assert text.startswith("Yours:\n")
    assert text.endswith("Which one?")


def test_a_text_that_is_longer_than_any_message_is_shortened_too(make_talk: Maker) -> None:
    """What one variable holds fits a session, and the message that shows it."""
    assert render_within("{{ a }}{{ b }}!", {"a": "x" * 9000, "b": "y"}, 4096).endswith("…y!")


def test_a_text_is_never_filled_in_twice(make_talk: Maker, order_with: Maker) -> None:
    """What somebody typed is a value also where it has to be shortened."""
    order = order_with(description="{{ customer.phone }} " * 40)

    assert "{{ customer.phone }}" in make_talk(orders=(order,)).say("pay").said


def test_a_text_that_lacks_a_value_is_not_made_in_part() -> None:
    """Shortening changes nothing about what is refused."""
    with pytest.raises(RenderError):
        render_within("{{ a }} {{ b }}", {"a": "x" * 5000}, 100)


def test_a_header_and_a_footer_are_shortened_by_value() -> None:
    """Sixty characters, of which the author's stand."""
    flow = load_flow(
        {
            "name": "toy", "friendly_name": "Toy", "initial_variables": {"a": ""},
            "steps": [{"name": "say", "type": "end_flow", "is_entry_point": True, "config": {
                "message_config": {"message_type": "interactive", "interactive": {
                    "type": "button", "header": {"type": "text", "text": "For {{ a }} only"},
                    "body": {"text": "Hi"}, "footer": {"text": "{{ a }}: see below"},
                    "action": {"buttons": [{"reply": {"id": "mari:menu", "title": "Menu"}}]}}}}}],
        }
    )  # fmt: skip
    step: Any = flow.step("say")
    content = fill(step.config.message_config, {"a": "x" * 90}).content["interactive"]

    assert content["header"]["text"] == f"For {'x' * 50}… only"
    assert content["footer"]["text"] == f"{'x' * 48}…: see below"


def test_the_ids_of_different_orders_stay_different(make_talk: Maker, order_with: Maker) -> None:
    """A title that is shortened does not shorten what is meant."""
    orders = tuple(
        order_with(id=UUID(int=n), reference=f"INVOICE-2026-11-25-HARARE-{n}") for n in (1, 2)
    )
    talk = make_talk(orders=orders).say("pay").say("invoice-2026-11-25-harare-2")

    assert "HARARE-2" in talk.said
