"""Texts are cut between the characters that people see."""

import pytest
from common.graphemes import clip, graphemes, whole_beginning
from hypothesis import given
from hypothesis import strategies as st

FAMILY = "👨\u200d👩\u200d👧"
WAVE = "👋🏽"
FLAG = "🇿🇼"
ACCENT = "e\u0301"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
PIECES = [FAMILY, WAVE, FLAG, ACCENT, ENGLAND, "✈\ufe0f", "각", "\u1112\u1161\u11ab", "\r\n", "a"]


@pytest.mark.parametrize("piece", PIECES)
def test_what_is_one_character_to_people_stays_one(piece: str) -> None:
    """Joined emoji, skin tones, flags, accents, Hangul and a line break of two."""
    assert [piece, "x", piece] == list(graphemes(f"{piece}x{piece}"))


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_a_row_of_them_falls_into_the_same_pieces(pieces: list[str]) -> None:
    """Also side by side: two flags are two."""
    assert pieces == list(graphemes("".join(pieces)))


@given(st.text(max_size=40), st.integers(1, 40))
def test_a_cut_text_is_within_its_limit_and_a_beginning(text: str, limit: int) -> None:
    """Whatever it holds; what was shortened says so."""
    cut = clip(text, limit)

    assert len(cut) <= limit
    assert cut == text if len(text) <= limit else cut.endswith("…")
    assert text.startswith(cut.removesuffix("…")) or cut == text


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12), st.integers(1, 30))
def test_no_cut_is_inside_one(pieces: list[str], limit: int) -> None:
    """Never half a family, half a flag or a letter without its accent."""
    kept = whole_beginning("".join(pieces), limit)

    assert kept in {"".join(pieces[:count]) for count in range(len(pieces) + 1)}
