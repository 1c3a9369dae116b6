"""Replies of every kind, taken or refused with a reason."""

from datetime import date
from typing import Any

import pytest
from flow_engine.domain.characters import readable
from flow_engine.domain.choosing import choose
from flow_engine.domain.definition.step import ReplyConfig
from flow_engine.domain.readers import DayError, read_day
from flow_engine.domain.replies import Answer, Refusal, Reply, check_reply
from flow_engine.domain.typed import contains_phrase, plain
from hypothesis import given
from hypothesis import strategies as st

TODAY = date(2026, 11, 25)
KINDS = [
    "text", "number", "email", "interactive_id", "image", "location", "nfm_reply", "amount",
    "phone", "reference", "date",
]  # fmt: skip


def config(kind: str, **more: Any) -> ReplyConfig:
    """Give what a question expects."""
    extra: dict[str, Any] = {"amount": {"currency_variable": "order.currency"},
                             "nfm_reply": {"allowed_fields": ("a",)}}.get(kind, {})  # fmt: skip
    return ReplyConfig(save_to_variable="x", expected_type=kind, **extra, **more)  # pyright: ignore[reportArgumentType] - a table


def asked_back(plain_amount: str, said: str) -> Refusal:
    """Give the refusal that asks a comma back."""
    option = (f"amount:{plain_amount}", f"Yes, USD {said}")
    return Refusal("comma", f"Do you mean {plain_amount}?", (option,))


def asked(kind: str, text: str | None, **more: Any) -> Any:
    """Return what becomes of a typed reply."""
    return check_reply(Reply("text", text, None), config(kind, **more), today=TODAY)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-12-24", date(2026, 12, 24)),
        ("24/12/2026", date(2026, 12, 24)),
        ("24-12-26", date(2026, 12, 24)),
        ("24 Dec", date(2026, 12, 24)),
        ("24th of December", date(2026, 12, 24)),
        ("December 24, 2026", date(2026, 12, 24)),
        ("1 march", date(2027, 3, 1)),
        ("today", TODAY),
        ("Tomorrow", date(2026, 11, 26)),
        ("29 Feb", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str, expected: date) -> None:
    """A day without a year is the next that comes; days come before months."""
    assert expected == read_day(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("24/11/2026", "past"), ("2020-01-01", "past"), ("2031-01-01", "too_far"),
        ("31/02/2027", "no_such_day"), ("12/24/2026", "unclear"), ("soon", "not_a_date"),
        ("24 Foo", "not_a_date"), ("0", "not_a_date"), ("99 Dec", "not_a_date"), ("", "not_a_date"),
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_booked_says_why(typed: str, code: str) -> None:
    """Past, too far, or no day at all."""
    with pytest.raises(DayError) as error:
        read_day(typed, TODAY)

    assert code == error.value.code


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        ("text", " hi ", Answer("hi")),
        ("text", "", Refusal("not_a_text")),
        ("text", "x" * 1001, Refusal("too_long")),
        ("number", "3", Answer(3)),
        ("number", "three", Answer(3)),
        ("number", "a few", Refusal("not_a_number")),
        ("number", "1.5", Refusal("not_a_number")),
        ("email", "a@b.co.zw", Answer("a@b.co.zw")),
        ("email", "a@b", Refusal("not_an_email")),
        ("phone", "077 123 4567", Answer("263771234567")),
        ("phone", "12", Refusal("not_a_phone")),
        ("reference", "k7qx-2m4b", Answer("k7qx-2m4b")),
        ("reference", "BK-SLYKER-TECH-20251023", Answer("BK-SLYKER-TECH-20251023")),
        ("reference", "no!", Refusal("not_a_reference")),
        ("amount", "$50", Answer("$50")),
        ("amount", "1,250", asked_back("1250.00", "1,250.00")),
        ("amount", "1,250.50", Answer("1,250.50")),
        ("amount", ",", Refusal("letters")),
        ("interactive_id", "maybe", Refusal("no_selection")),
        ("image", "hi", Refusal("not_an_image")),
        ("location", "hi", Refusal("not_a_location")),
        ("nfm_reply", "hi", Refusal("not_a_form")),
    ],
)  # fmt: skip
def test_a_reply_is_taken_or_refused_with_a_reason(kind: str, typed: str, expected: Any) -> None:
    """One line for each kind and reason."""
    assert expected == asked(kind, typed)


@pytest.mark.parametrize(("typed", "code"), [("0", "too_small"), ("9", "too_large")])
def test_a_number_has_bounds(typed: str, code: str) -> None:
    """Both bounds are named."""
    assert Refusal(code) == asked("number", typed, minimum=1, maximum=8)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(
    kind=st.sampled_from(KINDS),
    sent=st.sampled_from(["text", "image", "location", "interactive", "hologram"]),
    text=st.none() | st.text(max_size=100),
    option=st.none() | st.text(max_size=8),
    content=st.dictionaries(st.sampled_from(["image", "location", "interactive"]), JSON),
)
def test_no_reply_raises(
    kind: str, sent: str, text: str | None, option: str | None, content: dict[str, Any]
) -> None:
    """Whatever is sent to whatever question is an answer or a refusal."""
    reply = Reply(sent, text, option, content)

    assert isinstance(check_reply(reply, config(kind), today=TODAY), Answer | Refusal)


OPTIONS = (("pay:full", "Pay in full"), ("pay:later", "🕒 Later"), ("x", "O'mari"))


def chosen(typed: str, options: tuple[tuple[str, str], ...]) -> list[str]:
    """Return the ids of the options that a text fits."""
    return [option_id for option_id, _ in choose(typed, options, by_number=True)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1", "pay:full"), (" PAY IN FULL ", "pay:full"), ("pay:full", "pay:full"),
        ("later", "pay:later"), ("2.", "pay:later"), ("omari", "x"), ("O\u2019mari", "x"),
        ("4", None), ("0", None), ("0002", None), ("000212", None),
        ("pay", None), ("", None), ("\u0661", "pay:full"),
    ],
)  # fmt: skip
def test_an_option_is_typed_by_number_title_or_id(typed: str, expected: str | None) -> None:
    """Case, space, ornaments and apostrophes do not count; half a title is none."""
    assert [expected] * (expected is not None) == chosen(typed, OPTIONS)


def test_yes_and_no_mean_the_only_option_that_says_so() -> None:
    """'yes' chooses 'Yes, book it' when there is one yes."""
    options = (("a", "Yes, book it"), ("b", "No"))

    assert (chosen("Yes!", options), chosen("n", options)) == (["a"], ["b"])


@given(text=st.text(max_size=50))
def test_plain_is_the_same_twice(text: str) -> None:
    """What was made plain stays plain."""
    assert plain(text) == plain(plain(text))


def test_a_text_loses_what_no_database_holds() -> None:
    """NUL and half a character are dropped."""
    assert readable("a\x00b\ud83dc") == "abc"


def test_a_phrase_is_whole_words() -> None:
    """'hi' is not in 'this'; 'pay now' is in 'Pay, now!'."""
    assert not contains_phrase("what is this", "hi")
    assert contains_phrase("Pay, now!", "pay now")
