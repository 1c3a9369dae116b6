"""What a provider says must be done is shown whole and safe, or not at all."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flow_engine.domain.required_action import RequiredAction, from_data, read_action, to_data
from hypothesis import given
from hypothesis import strategies as st

UNTIL = datetime(2026, 11, 25, 12, 5, tzinfo=UTC)
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
URL = "https://pay.example.com/p/7?x=1#a"


def read(kind: Any, *, text: str = "", code: str = "", url: str = "") -> RequiredAction:
    """Read one."""
    return read_action(kind, UNTIL, text=text, code=code, url=url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://pay.example.com/p/7",
        "HTTPS//pay.example.com",
        "https:///p/7",
        "javascript:alert(1)",
        "https://pay.example.com@evil.example/p",
        "https://pay.example.com/p 7",
        "https://pay.example.com/p\n7",
        "https://pay.example.com/\u202eexe",
        "https://p\u0430y.example.com/",
        "https://[::1/p",
        "https://pay.example.com/" + "x" * 2000,
    ],
)
def test_a_link_that_is_not_safe_is_never_shown(url: str) -> None:
    """Only an https address of a host, whole, without a user, spaces or foreign signs."""
    found = read("link", url=url)

    assert (found.kind, found.url) == ("none", "")


@pytest.mark.parametrize("code", ["", "  ", "12\n34", "x" * 201])
def test_a_code_that_cannot_be_shown_is_for_a_person(code: str) -> None:
    """Nothing to show, or too much for one message, helps nobody."""
    assert read("show_code", code=code).kind == "none"


def test_each_kind_has_what_it_needs_and_nothing_of_the_others() -> None:
    """A prompt shows no code and no link, whatever came beside it."""
    both: dict[str, str] = {"text": "Do it", "code": "12 34", "url": URL}

    assert read("approve", **both) == RequiredAction("approve", UNTIL, "Do it")
    assert read("show_code", **both) == RequiredAction("show_code", UNTIL, "Do it", code="12 34")
    assert read("link", **both) == RequiredAction("link", UNTIL, "Do it", url=URL)


def test_the_providers_words_are_cut_at_a_whole_character() -> None:
    """A thousand code points at most, and no half of an emoji."""
    found = read("approve", text=FAMILY * 300).text

    assert len(found) <= 1000
    assert set(found.removesuffix("…").split(FAMILY)) == {""}


@given(
    kind=st.sampled_from(["approve", "show_code", "link"]),
    text=st.text(max_size=1500),
    code=st.text(max_size=300),
    url=st.one_of(st.just(URL), st.text(max_size=60)),
)
def test_whatever_comes_is_kept_and_read_again(kind: Any, text: str, code: str, url: str) -> None:
    """Reading never fails, and what is kept is what was read."""
    found = read(kind, text=text, code=code, url=url)

    assert from_data(to_data(found)) == found
    assert found.kind in {kind, "none"}


def test_a_code_and_a_link_are_in_no_log() -> None:
    """Their values are not in what is printed of an action."""
    shown = repr(read("link", url=URL)) + repr(read("show_code", code="778899"))

    assert "pay.example.com" not in shown
    assert "778899" not in shown
