"""What a Meta form may set, and what it may not."""

from collections.abc import Callable
from typing import Any

import pytest

Maker = Callable[..., Any]
END = {"name": "done", "type": "end_flow"}


def a_flow(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Give a definition that the word 'toy' starts at its first step."""
    first = {**steps[0], "is_entry_point": True}
    return {
        "name": "toy",
        "friendly_name": "Toy",
        "trigger_keywords": ["toy"],
        "steps": [first, *steps[1:]],
        **more,
    }


def text(body: str) -> dict[str, Any]:
    """Give a text message."""
    return {"message_type": "text", "text": {"body": body}}


FORM = {
    "name": "form",
    "type": "question",
    "config": {
        "message_config": text("Fill in"),
        "reply_config": {
            "save_to_variable": "form", "expected_type": "nfm_reply", "allowed_fields": ["city"]},
    },
    "transitions": [{"to_step": "done"}],
}  # fmt: skip


def form_reply(talk: Any, body: str) -> Any:
    """Send a form back."""
    reply = {"name": "flow", "body": "Sent", "response_json": body}
    return talk.send(
        "interactive", None, {"interactive": {"type": "nfm_reply", "nfm_reply": reply}}
    )


def test_w_e13_a_form_sets_only_its_allowed_fields_under_its_own_name(make_talk: Maker) -> None:
    """What the client adds, an amount or a success, is dropped."""
    look = {**END, "config": {"message_config": text("{{ form.city }}|{{ amount }}")}}
    talk = make_talk(flows=[a_flow(FORM, look, initial_variables={"amount": "9"})]).say("toy")

    form_reply(talk, '{"city": "Gweru", "amount": "1", "omari_payment_success": true}')

    assert talk.said == "Gweru|9"


@pytest.mark.parametrize("body", ["[]", "null", "{", '{"a":NaN}', "x" * 30000, '"text"'])
def test_w_e13_a_form_that_is_no_object_is_asked_for_again(make_talk: Maker, body: str) -> None:
    """Whatever the string holds, nothing raises and nothing is kept."""
    talk = make_talk(flows=[a_flow(FORM, END)]).say("toy")

    assert form_reply(talk, body).step == "form"
