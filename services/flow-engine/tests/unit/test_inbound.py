"""Every type of message is read, and none breaks anything."""

from typing import Any

import pytest
from flow_engine.domain.identities import Change, read_change, told
from flow_engine.domain.inbound import Said, read_said
from flow_engine.domain.refusals import read_refused
from hypothesis import given
from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
KINDS = st.sampled_from(
    ["text", "interactive", "button", "image", "order", "system", "contacts", "location", "new"]
)


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("text", {"text": {"body": "Hi\x00"}}, Said("Hi")),
        ("image", {"image": {"caption": "Proof"}}, Said("Proof")),
        ("sticker", {"sticker": {"id": "1"}}, Said(None)),
        ("button", {"button": {"payload": "pay", "text": "Pay"}}, Said("Pay", "pay")),
        (
            "interactive",
            {"interactive": {"type": "list_reply", "list_reply": {"id": "a", "title": "A"}}},
            Said("A", "a"),
        ),
        ("interactive", {"interactive": {"type": "nfm_reply"}}, Said(None)),
        ("interactive", {}, Said(None)),
        ("location", {"location": {"latitude": 1}}, Said(None)),
    ],
)
def test_what_was_said(kind: str, content: dict[str, Any], said: Said) -> None:
    """Text, captions, buttons and rows speak; what has no words says nothing."""
    assert read_said(kind, content) == said


@given(KINDS, st.dictionaries(st.sampled_from(["text", "interactive", "system", "image"]), JSON))
def test_no_shape_breaks_the_reading(kind: str, content: dict[str, Any]) -> None:
    """Whatever Meta sends, reading it raises nothing."""
    read_said(kind, content)
    read_change(kind, content, ())
    told("ZW.1", None, content)


def test_a_changed_number_names_before_and_after() -> None:
    """The old form names `new_wa_id`; the sender is who it was before."""
    content = {"system": {"type": "user_changed_number", "new_wa_id": "263712223344"}}
    change = read_change("system", content, (("phone", "263771230045"),))

    expected = Change(
        "user_changed_number", (("phone", "263771230045"),), (("phone", "263712223344"),)
    )
    assert change == expected


def test_a_refused_request_names_its_payment() -> None:
    """The path of a refused request says which payment and which wish."""
    payment = "0f8e5a52-5d0f-5a38-9c0e-6f2f0a1f6f10"
    start = read_refused("PUT", f"/v1/payments/{payment}")
    code = read_refused("POST", f"/v1/payments/{payment}/otp")

    assert (start and start.action, code and code.action) == ("start", "otp")
    assert read_refused("GET", f"/v1/payments/{payment}") is None
    assert read_refused("PUT", "/v1/other") is None
