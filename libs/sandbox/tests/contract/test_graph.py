"""The Graph stand-in takes what Meta takes and refuses what Meta refuses (facts: WhatsApp 4, 5)."""

from datetime import timedelta
from typing import Any

import pytest
from sandbox.settings import Limits, Template

CHAT = "263771230045"
TO = {"to": f"+{CHAT}"}


def text(body: Any = "Hello") -> dict[str, Any]:
    """Return a text message."""
    return {**TO, "type": "text", "text": {"body": body}}


def interactive(**parts: Any) -> dict[str, Any]:
    """Return an interactive message with a body."""
    return {**TO, "type": "interactive", "interactive": {"body": {"text": "Body"}, **parts}}


def buttons(*options: tuple[str, str], **parts: Any) -> dict[str, Any]:
    """Return a message with reply buttons."""
    made = [{"type": "reply", "reply": {"id": id_, "title": title}} for id_, title in options]
    return interactive(type="button", action={"buttons": made}, **parts)


def rows(*sections: tuple[str | None, int], button: str = "Open", **changes: Any) -> dict[str, Any]:
    """Return a list message with numbered rows."""
    made: list[dict[str, Any]] = []
    for index, (title, count) in enumerate(sections):
        options = [{"id": f"{index}:{n}", "title": f"Row {n}", **changes} for n in range(count)]
        made.append({"rows": options} | ({"title": title} if title else {}))
    return interactive(type="list", action={"button": button, "sections": made})


def link(label: str = "Open", url: str = "https://pay.example.org/c/9f2") -> dict[str, Any]:
    """Return a message with a link."""
    action = {"name": "cta_url", "parameters": {"display_text": label, "url": url}}
    return interactive(type="cta_url", action=action)


@pytest.mark.parametrize(
    "message",
    [
        text("x" * 4096),
        {"to": CHAT, "text": {"body": "type is text when it is absent"}},
        buttons(("a", "x" * 20), ("b", "B"), ("c" * 256, "C")),
        buttons(("a", "A"), header={"type": "text", "text": "x" * 60}, footer={"text": "y" * 60}),
        rows(("One", 5), ("Two", 5)),
        rows((None, 10), description="x" * 72),
        link(),
        {**TO, "type": "image", "image": {"id": "2754859441498128", "caption": "x" * 1024}},
        {**TO, "type": "location", "location": {"latitude": -17.8, "longitude": 31.0}},
        {**TO, "type": "reaction", "reaction": {"message_id": "wamid.X", "emoji": "👍"}},
        {**text(), "biz_opaque_callback_data": "x" * 512, "context": {"message_id": "wamid.X"}},
        {**TO, "type": "template", "template": {"name": "hello", "language": {"code": "en_US"}}},
    ],
)
async def test_what_meta_takes_is_taken(desk: Any, message: dict[str, Any]) -> None:
    """The answer names the recipient and the message's id."""
    answer = await desk.send(message)
    body = answer.json()

    assert answer.status_code == 200, body
    assert body["messages"][0]["id"].startswith("wamid.")
    assert {"wa_id": CHAT, "input": message["to"]}.items() <= body["contacts"][0].items()


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"type": "text", "text": {"body": "x"}}, 131008),
        ({**text(), "to": "someone"}, 131009),
        ({**text(), "recipient_type": "group"}, 100),
        ({**TO, "type": "poll", "poll": {}}, 100),
        ({**TO, "type": "text"}, 131008),
        (text(""), 131009),
        (text(5), 131009),
        (text("x" * 4097), 131009),
        ({**text(), "biz_opaque_callback_data": "x" * 513}, 131009),
        (buttons(), 131009),
        (buttons(*((str(n), str(n)) for n in range(4))), 131009),
        (buttons(("a", "x" * 21)), 131009),
        (buttons(("a" * 257, "A")), 131009),
        (buttons(("a", "A"), ("b", "A")), 131009),
        (buttons(("a", "A"), ("a", "B")), 131009),
        (
            buttons(
                ("a", ""),
            ),
            131009,
        ),
        (buttons(("a", "A"), body={"text": "x" * 1025}), 131009),
        (buttons(("a", "A"), header={"type": "text", "text": "x" * 61}), 131009),
        (buttons(("a", "A"), footer={"text": "x" * 61}), 131009),
        (rows((None, 11)), 131009),
        (rows(("One", 6), ("Two", 5)), 131009),
        (rows((None, 1), ("Two", 1)), 131008),
        (rows(("x" * 25, 1)), 131009),
        (rows((None, 1), button="x" * 21), 131009),
        (rows((None, 1), title="x" * 25), 131009),
        (rows((None, 1), description="x" * 73), 131009),
        (rows((None, 2), id="same"), 131009),
        (link("x" * 21), 131009),
        (link(url="javascript:alert(1)"), 131009),
        (interactive(type="carousel", action={}), 131009),
        ({**TO, "type": "image", "image": {}}, 131008),
    ],
)
async def test_what_meta_refuses_is_refused(desk: Any, message: dict[str, Any], code: int) -> None:
    """The error has Meta's shape and code, and nothing was sent."""
    answer = await desk.send(message)
    error = answer.json()["error"]

    assert answer.status_code == 400
    assert (code, "OAuthException") == (error["code"], error["type"])
    assert error["error_data"]["details"]
    assert await desk.read(CHAT) == []


async def test_a_wrong_token_or_number_is_refused(desk: Any) -> None:
    """190 for the token, 33 for a number that is not ours."""
    number = desk.settings.phone_number_id
    body = {"messaging_product": "whatsapp", **text()}
    headers = {"Authorization": f"Bearer {desk.settings.access_token}"}
    no_token = await desk.http.post(f"/graph/v25.0/{number}/messages", json=body)
    no_number = await desk.http.post("/graph/v25.0/999/messages", json=body, headers=headers)

    assert (no_token.status_code, no_token.json()["error"]["code"]) == (401, 190)
    assert (no_number.status_code, no_number.json()["error"]["code"]) == (400, 33)


async def test_statuses_follow_in_order_with_our_own_id(desk: Any) -> None:
    """Sent, delivered, read, each with the callback data and the recipient's two ids."""
    await desk.write(CHAT, text="hi")
    sent = (await desk.send({**text(), "biz_opaque_callback_data": "ntf_1"})).json()
    statuses = await desk.merchant.wait_for("statuses", 3)

    assert [one["status"] for one in statuses] == ["sent", "delivered", "read"]
    for one in statuses:
        assert sent["messages"][0]["id"] == one["id"]
        assert one["biz_opaque_callback_data"] == "ntf_1"
        assert (one["recipient_id"], one["recipient_user_id"].startswith("ZW.")) == (CHAT, True)
    assert (await desk.read(CHAT))[-1]["status"] == "read"


async def test_statuses_that_are_due_together_travel_together(open_desk: Any) -> None:
    """Many messages' statuses come in few bodies of at most 200."""
    async with open_desk(limits=Limits(pair_burst=None, per_second=None)) as desk:
        await desk.write(CHAT, text="hi")
        for _ in range(150):
            await desk.send(text())
        await desk.merchant.wait_for("statuses", 450)

        assert len(desk.merchant.items("statuses")) == 450
        assert len(desk.merchant.requests) < 200


async def test_free_text_outside_the_window_fails_later(open_desk: Any, clock: Any) -> None:
    """Accepted at once, then failed with 131047 and no contact; a template is delivered."""
    template = {"type": "template", "template": {"name": "hello", "language": {"code": "en"}}}
    async with open_desk(clock=clock) as desk:
        await desk.write(CHAT, text="hi")
        clock.advance(timedelta(hours=24, seconds=1))
        accepted = await desk.send(text())
        clock.advance(timedelta(seconds=1))
        (failed,) = await desk.merchant.wait_for("statuses", 1)
        value = desk.merchant.accepted[-1]["entry"][0]["changes"][0]["value"]
        await desk.send({**TO, **template})
        clock.advance(timedelta(seconds=1))
        statuses = await desk.merchant.wait_for("statuses", 4)

        assert accepted.status_code == 200
        assert (failed["status"], failed["errors"][0]["code"]) == ("failed", 131047)
        assert "contacts" not in value
        assert [one["status"] for one in statuses[1:]] == ["sent", "delivered", "read"]


async def test_a_customer_without_a_number_is_reached_by_user_id(desk: Any) -> None:
    """`recipient` leads to the same chat, also when the customer has a number."""
    await desk.write("ZW.60218437719530264811", text="hi")
    answer = (
        await desk.send({"recipient": "ZW.60218437719530264811", **text(), "to": None})
    ).json()
    statuses = await desk.merchant.wait_for("statuses", 3)

    assert "wa_id" not in answer["contacts"][0]
    assert "recipient_id" not in statuses[0]
    assert [one["text"] for one in await desk.read("ZW.60218437719530264811")] == ["hi", "Hello"]


async def test_both_addresses_lead_to_one_chat(desk: Any) -> None:
    """The user id of a customer with a number is another name of the same chat."""
    await desk.write(CHAT, text="hi")
    user_id = (await desk.merchant.wait_for("messages", 1))[0]["from_user_id"]
    await desk.send({"recipient": user_id, "type": "text", "text": {"body": "Hello"}})

    assert len(await desk.read(CHAT)) == 2
    assert len(await desk.read(user_id)) == 2


async def test_the_pair_limit_holds_beyond_its_burst(open_desk: Any, clock: Any) -> None:
    """One message too many to one recipient is 131056; another recipient is not affected."""
    async with open_desk(clock=clock, limits=Limits(pair_burst=3)) as desk:
        codes = [(await desk.send(text())).status_code for _ in range(4)]
        refused = await desk.send(text())
        other = await desk.send({**text(), "to": "+263771230046"})
        clock.advance(timedelta(seconds=7))
        later = await desk.send(text())

        assert codes == [200, 200, 200, 400]
        assert refused.json()["error"]["code"] == 131056
        assert (other.status_code, later.status_code) == (200, 200)


async def test_the_numbers_own_limit_holds(open_desk: Any, clock: Any) -> None:
    """Too much from one number is 130429."""
    async with open_desk(clock=clock, limits=Limits(pair_burst=None, per_second=2)) as desk:
        answers = [await desk.send(text()) for _ in range(5)]

        assert [one.status_code for one in answers] == [200] * 4 + [429]
        assert answers[-1].json()["error"]["code"] == 130429


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ({"name": "unknown", "language": {"code": "en"}}, 132001),
        ({"name": "receipt", "language": {"code": "en_US"}}, 132001),
        ({"name": "receipt", "language": {"code": "en"}}, 132000),
    ],
)
async def test_a_template_that_is_not_approved_is_refused(
    open_desk: Any, template: dict[str, Any], code: int
) -> None:
    """Name, language and number of parameters must be those of an approved template."""
    approved = (Template("receipt", "en", "Hello {{1}}, we received {{2}}."),)
    async with open_desk(templates=approved) as desk:
        answer = await desk.send({**TO, "type": "template", "template": template})

        assert code == answer.json()["error"]["code"]


@pytest.mark.parametrize(("value", "code"), [("Tendai", None), ("a\nb", 132018), ("", 131009)])
async def test_a_templates_parameters_are_filled_in(
    open_desk: Any, value: str, code: int | None
) -> None:
    """The phone shows the finished text; a parameter with a line break is refused."""
    template = {
        "name": "receipt",
        "language": {"code": "en"},
        "components": [{"type": "body", "parameters": [{"type": "text", "text": value}]}],
    }
    async with open_desk(templates=(Template("receipt", "en", "Hello {{1}}!"),)) as desk:
        answer = await desk.send({**TO, "type": "template", "template": template})

        assert code == answer.json().get("error", {}).get("code")
        assert ([] if code else ["Hello Tendai!"]) == [m["text"] for m in await desk.read(CHAT)]


async def test_a_read_receipt_turns_the_ticks_blue(desk: Any) -> None:
    """Marking a message read marks the earlier ones too, and the phone shows the typing."""
    await desk.write(CHAT, text="one")
    wamid = (await desk.write(CHAT, text="two"))["wamid"]
    receipt = {"status": "read", "message_id": wamid, "typing_indicator": {"type": "text"}}
    answer = await desk.send(receipt)
    state = (await desk.http.get(f"/api/chats/{CHAT}/messages")).json()

    assert answer.json() == {"success": True}
    assert [one["status"] for one in state["messages"]] == ["read", "read"]
    assert state["typing"]


async def test_the_ledger_names_every_message_that_was_taken(desk: Any) -> None:
    """Tests and the chat page can see what was accepted, to whom and under which id of ours."""
    await desk.send({**text(), "biz_opaque_callback_data": "ntf_1"})
    (taken,) = (await desk.http.get("/api/ledgers/graph")).json()["messages"]

    assert (taken["to"], taken["callback_id"], taken["type"]) == (CHAT, "ntf_1", "text")
