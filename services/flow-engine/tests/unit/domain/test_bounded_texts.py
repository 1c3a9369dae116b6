"""No text and no author's pattern can hold a turn up."""

from time import thread_time
from typing import Any

import pytest
from flow_engine.domain.characters import LONGEST_TEXT, readable
from flow_engine.domain.inbound import read_said
from flow_engine.domain.patterns import (
    MAX_INPUT,
    PatternError,
    compile_bounded,
    first_group,
    matches,
)
from flow_engine.domain.secrets import carries_code, masked
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

A_MOMENT = 0.25
"""Seconds of the processor: far above what is needed, far below what blocks a process."""
LONG = ["!", " ", "a ", "1 ", "\u0301", "\ufdfa", "\u200d", "_a", "ß", "cancel ", "1-", "٣"]


@pytest.mark.parametrize("size", [16_000, 1_000_000])
@pytest.mark.parametrize("piece", LONG)
def test_a_text_of_any_length_takes_a_moment(make_talk: Any, piece: str, size: int) -> None:
    """What comes in is cut before anything matches it: ends that no word has cost nothing."""
    talk = make_talk().say("menu")
    long = f"{piece * size}a{piece * size}"
    begun = thread_time()
    text = read_said("text", {"text": {"body": long}}).text or ""
    covered = masked(text) if carries_code(text) else text
    talk.say(covered)

    assert thread_time() - begun < A_MOMENT
    assert len(text) <= LONGEST_TEXT
    assert talk.said


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(a+)+", "repeated group"),
        ("(a|a)*", "repeated group"),
        ("(a|b){2,}", "repeated group"),
        ("((?:a*)[)[a])*", "repeated group"),
        ("a?" * 60 + "a" * 60, "too many ways"),
        ("a{0,64}" * 5 + "b", "too many ways"),
        ("(?:a|a)" * 25 + "b", "too many ways"),
        (r"\w+\s*\w+x", "too many ways"),
        (".*.*.*", "too many ways"),
    ],
)
def test_an_authors_pattern_of_a_dangerous_shape_is_refused(pattern: str, why: str) -> None:
    """Repeats in repeats, alternatives in repeats, and choices that multiply never load."""
    with pytest.raises(PatternError, match=why):
        compile_bounded(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"[A-Z]{2}[0-9]{2}", r"^2637[0-9]{8}$", r"[0-9]+(?:\.[0-9]{1,2})?", "(?:yes|no|maybe)",
        r"(?P<name>[a-z]+) (?P<other>[a-z]+)", r"(?:ab){1,20}", r"[^)(|*]+", r"\+?[0-9 ]{7,15}",
    ],
)  # fmt: skip
def test_a_usual_pattern_is_taken(pattern: str) -> None:
    """What authors ask for (a code, a number, a word of several) stays allowed."""
    assert compile_bounded(pattern).pattern == pattern


ATOMS = st.sampled_from(["a", "b", ".", r"\w", "[ab]", "[^b]", r"\s", "[)(|*?]", r"\)"])
PIECES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["*", "+", "?", "*?", "{0,64}", "{1,3}", "{2,}"])).map(
            "".join
        ),
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        inner.map(lambda one: f"({one})"),
    ),
    max_leaves=14,
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(PIECES, st.sampled_from(["a", "ab", " a", "b", "aab"]), st.sampled_from(["", "!", "b"]))
def test_a_pattern_that_loads_takes_a_moment_for_any_text(
    pattern: str, piece: str, end: str
) -> None:
    """Whatever shape it has: what the check lets through is quick on texts that nearly match."""
    try:
        compile_bounded(pattern)
    except PatternError:
        assume(False)  # noqa: FBT003 - hypothesis' own signature
    text = (piece * MAX_INPUT)[: MAX_INPUT - len(end)] + end
    begun = thread_time()
    matches(pattern, text)
    first_group(pattern, text)

    assert thread_time() - begun < A_MOMENT


FAMILY = "👨\u200d👩\u200d👧\u200d👦"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("\u206850\u2069", "50"),
        ("\u200e012345", "012345"),
        ("can\u200bcel", "cancel"),
        ("\ufeffmenu", "menu"),
        ("pa\u00ady", "pay"),
        ("a\u200db", "ab"),
        ("a\U000e0067b", "ab"),
        (FAMILY, FAMILY),
        (f"x{ENGLAND}y", f"x{ENGLAND}y"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("👍🏽\u200d", "👍🏽"),
        ("Hi\x00 \ud83d!", "Hi !"),
        ("a\nb", "a\nb"),
    ],
)
def test_what_nobody_sees_leaves_once_where_it_comes_in(typed: str, left: str) -> None:
    """Format characters go, except where they make an emoji; line breaks and words stay."""
    assert read_said("text", {"text": {"body": typed}}).text == left


@given(st.text(max_size=60))
def test_a_readable_text_stays_as_it_is(text: str) -> None:
    """Cleaning twice is cleaning once, and nothing is added."""
    once = readable(text)

    assert readable(once) == once
    assert set(once) <= set(text)
