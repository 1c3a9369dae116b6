"""Ids that follow from what they are for, and references that people can type."""

from common.ids import derived_id, new_id, normalise_reference, short_reference
from hypothesis import given
from hypothesis import strategies as st


def test_the_same_parts_give_the_same_id() -> None:
    """The same message can never open two payments."""
    assert derived_id("payment", "wamid.1") == derived_id("payment", "wamid.1")


@given(st.text(), st.text())
def test_parts_do_not_run_into_one_another(one: str, two: str) -> None:
    """('ab', 'c') and ('a', 'bc') are two things."""
    joined = derived_id(one + two)

    assert joined != derived_id(one, two)


def test_a_random_id_is_new() -> None:
    """Two ids are never the same."""
    assert new_id() != new_id()


@given(st.sampled_from(["", " ", "-", " - "]))
def test_a_reference_ignores_case_spaces_dashes_and_look_alikes(gap: str) -> None:
    """What is read over the phone finds the order."""
    reference = short_reference()
    typed = gap.join(reference.lower()).replace("0", "o").replace("1", "l")

    assert reference == normalise_reference(typed)
