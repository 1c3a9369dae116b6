"""What may be sent, within Meta's limits."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notifier.domain.content import ContentError, bodies_of
from notifier.domain.cutting import split_text

WORDS = "word " * 2000


def _text(body: object) -> dict[str, Any]:
    return {"type": "text", "text": {"body": body, "preview_url": False}}


def _buttons(*titles: str, body: str = "Pay with", **more: Any) -> dict[str, Any]:
    replies = [
        {"type": "reply", "reply": {"id": f"b{n}", "title": t}} for n, t in enumerate(titles)
    ]
    shown = {"type": "button", "body": {"text": body}, "action": {"buttons": replies}, **more}
    return {"type": "interactive", "interactive": shown}


def _list(rows: int, *, sections: int = 1, **more: Any) -> dict[str, Any]:
    all_rows = [{"id": f"r{n}", "title": f"Row {n}", **more} for n in range(rows)]
    parts = [{"title": f"Part {n}", "rows": all_rows[n::sections]} for n in range(sections)]
    action = {"button": "Choose", "sections": parts}
    return {
        "type": "interactive",
        "interactive": {"type": "list", "body": {"text": "Which?"}, "action": action},
    }


def _action(kind: str, **parameters: Any) -> dict[str, Any]:
    action = {"name": kind} | ({"parameters": parameters} if parameters else {})
    return {
        "type": "interactive",
        "interactive": {"type": kind, "body": {"text": "Go on"}, "action": action},
    }


_NO_ROWS = {
    "type": "list",
    "body": {"text": "Which?"},
    "action": {"button": "Choose", "sections": ["Part 1"]},
}
GOOD: list[dict[str, Any]] = [
    _text("hello"),
    _text("€" * 4096),
    _buttons("Yes"),
    _buttons("Yes", "No", "x" * 20),
    _buttons("Yes", body="x" * 1024, footer={"text": "x" * 60}),
    _buttons("Yes", header={"type": "image", "image": {"id": "7"}}),
    _list(10),
    _list(10, sections=3),
    _action("cta_url", display_text="Open", url="https://pay.example.org/c/1"),
    _action("flow", flow_cta="Pay now", flow_id="66", flow_message_version="3"),
    _action("location_request_message"),
    {"type": "image", "image": {"id": "7", "caption": "x" * 1024}},
    {"type": "template", "template": {"name": "receipt", "language": {"code": "en"}}},
    {"type": "reaction", "reaction": {"message_id": "wamid.1", "emoji": ""}},
    {"type": "location", "location": {"latitude": "1.0", "longitude": "2.0"}},
]
BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "type"),
    ({"type": "nothing_known"}, "type"),
    ({"type": "text"}, "text"),
    ({"type": "text", "text": "hello"}, "text"),
    (_text(""), "empty_body"),
    (_text(" \n"), "empty_body"),
    (_text(None), "empty_body"),
    (_text("x" * 50_000), "too_long"),
    (_buttons(), "buttons"),
    (_buttons("1", "2", "3", "4"), "buttons"),
    ({"type": "interactive", "interactive": _NO_ROWS}, "sections"),
    (_buttons("same", "same"), "button_title_twice"),
    (_buttons("x" * 21), "button_title_too_long"),
    (_buttons(""), "empty_title"),
    (_buttons("Yes", body=""), "empty_text"),
    (_buttons("Yes", body="x" * 1025), "body_too_long"),
    (_buttons("Yes", footer={"text": "x" * 61}), "footer_too_long"),
    (_buttons("Yes", header={"type": "text", "text": "x" * 61}), "header_too_long"),
    (_list(0), "rows"),
    (_list(11), "rows"),
    (_list(11, sections=2), "rows"),
    (_list(2, description="x" * 73), "row_description_too_long"),
    (_list(2, title="x" * 25), "row_title_too_long"),
    (_list(2, id="same"), "row_id_twice"),
    (_action("cta_url", display_text="x" * 21, url="https://a"), "display_text_too_long"),
    (_action("cta_url", display_text="Open"), "empty_url"),
    (_action("flow", flow_cta="Pay"), "flow_id"),
    (_action("carousel"), "interactive_type"),
    ({"type": "image", "image": {"id": "7", "caption": "x" * 1025}}, "caption_too_long"),
    ({"type": "template", "template": {}}, "empty"),
]


@pytest.mark.parametrize("content", GOOD)
def test_what_meta_takes_is_sent_as_it_is(content: dict[str, Any]) -> None:
    """Nothing is added, nothing is lost."""
    assert [content] == bodies_of(copy.deepcopy(content))


@pytest.mark.parametrize(("content", "code"), BAD)
def test_what_meta_would_refuse_is_refused_here(content: dict[str, Any], code: str) -> None:
    """Facts: WhatsApp, section 4.2; the code says what is wrong, never the content."""
    with pytest.raises(ContentError) as refused:
        bodies_of(content)

    assert refused.value.code == f"content:{code}"


def test_optional_fields_that_are_empty_are_left_out() -> None:
    """Meta refuses an empty string anywhere."""
    content = _buttons("Yes", footer={"text": " "}, header={"type": "text", "text": ""})

    assert [_buttons("Yes")] == bodies_of(content)


def test_a_row_without_words_below_it_loses_the_empty_description() -> None:
    """An empty description is none."""
    assert [_list(2)] == bodies_of(_list(2, description=""))


def test_a_long_text_is_cut_where_words_end() -> None:
    """Each part keeps the other fields of the text."""
    parts = bodies_of(_text(WORDS))

    assert len(parts) == 3
    assert all(part["text"]["body"].endswith("word") for part in parts)
    assert all(part["text"]["preview_url"] is False for part in parts)


def test_a_text_of_emoji_is_cut_by_the_stricter_count() -> None:
    """An emoji is one character to some and two to others."""
    assert ["🙂" * 2048, "🙂" * 952] == split_text("🙂" * 3000)


def test_no_part_ends_inside_an_emoji() -> None:
    """A family of three is five code points and stays together."""
    family = "👨\u200d👩\u200d👧"
    parts = split_text(family * 900)

    assert all(part.endswith("👧") and part.startswith("👨") for part in parts)
    assert family * 900 == "".join(parts)


@given(st.text(alphabet=st.sampled_from("ab é🙂\n "), min_size=1).map(lambda text: text * 400))
def test_no_part_is_too_long_and_nothing_is_lost(body: str) -> None:
    """By UTF-16 units, the stricter reading; only white space at the cuts goes."""
    parts = split_text(body)

    assert all(0 < len(part.encode("utf-16-le")) // 2 <= 4096 for part in parts)
    assert "".join("".join(parts).split()) == "".join(body.split())
