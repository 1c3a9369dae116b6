"""A button is known by the message that it stood on: an old one never answers a new question."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flow_engine.domain.conversation import (
    CancelPayment,
    CreateBooking,
    MessageInput,
    ResendCode,
    SendContent,
    StartPayment,
)
from flow_engine.domain.reply_ids import BUTTON_ID, ROW_ID, base_of, find_offered, tag_of, tagged
from flow_engine.domain.sessions import session_from_data, session_to_data

Maker = Callable[..., Any]
EARLIER = "That button is from an earlier message."


def newest(talk: Any, base: str) -> str:
    """Return the id that the newest button with this name sends."""
    return next(one for one in reversed(talk.sent) if base_of(one) == base)


def to_summary(talk: Any, tour: str) -> Any:
    """Walk to the summary of a tour for one adult."""
    for text in ("book", tour, "24 Dec", "1", "0", "Tendai Moyo"):
        talk.say(text)
    return talk


def to_code(talk: Any, reference: str, amount: str) -> Any:
    """Walk to the code of a payment."""
    for text in ("pay", reference, amount, "0771234567"):
        talk.say(text)
    return talk.learn("otp_requested", otp_reference="ETDC", masked_msisdn="2637*****567")


def test_an_old_yes_books_nothing_and_says_so(new_talk: Any) -> None:
    """The first summary is old: its button books neither tour, and the new question stands."""
    to_summary(new_talk, "tour:falls")
    old = newest(new_talk, "book:confirm")
    new_talk.say("menu")
    to_summary(new_talk, "tour:hwange").press(old)

    assert new_talk.effects(CreateBooking) == []
    assert new_talk.said.startswith(EARLIER)
    assert "Hwange safari" in new_talk.said
    booked = new_talk.tap("book:confirm").effects(CreateBooking)
    assert [one.description for one in booked] == ["Hwange safari"]


def test_an_old_amount_pays_no_other_order(make_talk: Maker, order_with: Maker) -> None:
    """The whole of the first order is not the whole of the second, and is not read as its title."""
    other = order_with(id=UUID(int=78), reference="Z9YX8W7V", total_minor=90000)
    talk = make_talk(orders=(order_with(), other)).say("pay").say("K7QX2M4B")
    old = newest(talk, "omari:pay_full")
    message = MessageInput("wamid.x", "interactive", "USD 200.00", old, {}, talk.world.now)
    talk.say("menu").say("pay").say("Z9YX8W7V").give(message)

    assert talk.said.startswith(EARLIER)
    assert "USD 900.00" in talk.said
    assert talk.step == "display_booking_and_ask_amount"
    assert talk.session.variables["amount_reply"] == ""


def test_an_old_cancel_cancels_no_other_payment(make_talk: Maker, order_with: Maker) -> None:
    """The buttons of a code prompt name their payment."""
    other = order_with(id=UUID(int=78), reference="Z9YX8W7V")
    talk = to_code(make_talk(orders=(order_with(), other)), "K7QX2M4B", "50")
    old = [newest(talk, "omari:cancel"), newest(talk, "omari:resend")]
    talk.say("menu")
    to_code(talk, "Z9YX8W7V", "20")

    for one in old:
        talk.press(one)
        assert talk.effects(CancelPayment, ResendCode) == []
        assert talk.said.startswith(EARLIER)
    assert len(talk.tap("omari:cancel").effects(CancelPayment)) == 1


def test_an_older_prompt_of_the_same_payment_still_works(coding: Any) -> None:
    """What a button is about decides, not how far up the screen it stands."""
    first = newest(coding, "omari:cancel")
    coding.say("what?")

    assert len(coding.press(first).effects(CancelPayment)) == 1


def test_an_old_suggestion_answers_no_other_question(make_talk: Maker, order_with: Maker) -> None:
    """'Yes, USD 12.50' was said of one order only."""
    other = order_with(id=UUID(int=78), reference="Z9YX8W7V")
    talk = make_talk(orders=(order_with(), other)).say("pay").say("K7QX2M4B").say("12,50")
    old = newest(talk, "amount:12.50")
    talk.say("menu").say("pay").say("Z9YX8W7V").press(old)

    assert talk.said.startswith(EARLIER)
    assert talk.step == "display_booking_and_ask_amount"


@pytest.mark.parametrize(
    "words", [("pay",), ("pay", "yes"), ("pay", "yes", "50"), ("book",), ("menu",), ("cancel",)]
)
def test_an_id_from_before_ids_named_their_question_is_an_old_one(talk: Any, words: Any) -> None:
    """A message of the earlier version cannot say which question it was about."""
    for text in words:
        talk.say(text)
    before = talk.session
    talk.press("book:confirm")

    assert talk.said.startswith(EARLIER)
    assert (before.step, before.variables, before.wait) == (
        talk.session.step, talk.session.variables, talk.session.wait
    )  # fmt: skip


def test_a_session_of_the_earlier_version_goes_on(new_talk: Any) -> None:
    """Its buttons on the screen are old once; the question comes again with ones that work."""
    data = session_to_data(to_summary(new_talk, "tour:falls").session)
    new_talk.session = session_from_data({k: v for k, v in data.items() if k != "asking"})

    assert new_talk.press("book:confirm").said.startswith(EARLIER)
    assert len(new_talk.tap("book:confirm").effects(CreateBooking)) == 1


def test_an_old_button_uses_up_no_try(new_talk: Any) -> None:
    """Ten old buttons are ten answers and no person is called."""
    to_summary(new_talk, "tour:falls")
    for _ in range(10):
        new_talk.press("tour:falls#0123456789ab")

    assert (new_talk.step, new_talk.session.retries) == ("show_summary", 0)


def test_an_old_button_where_nothing_is_asked_offers_the_menu(new_talk: Any) -> None:
    """Also to somebody whose conversation ended, or never was."""
    new_talk.press("book:confirm#0123456789ab")

    assert new_talk.said.startswith(EARLIER)
    assert new_talk.titles == ["Menu"]


def test_an_old_global_button_does_not_answer_the_step_that_names_it(make_talk: Maker) -> None:
    """A flow may give 'mari:pay' a meaning of its own; only its own button has it."""
    flow = {
        "name": "offer",
        "friendly_name": "Offer",
        "trigger_keywords": ["offer"],
        "steps": [
            {"name": "ask", "type": "question", "is_entry_point": True,
             "config": {
                 "message_config": {"message_type": "interactive", "interactive": {
                     "type": "button", "body": {"text": "Take it?"},
                     "action": {"buttons": [{"reply": {"id": "mari:pay", "title": "Yes"}}]}}},
                 "reply_config": {"save_to_variable": "choice",
                                  "expected_type": "interactive_id"}},
             "transitions": [{"to_step": "taken", "condition_config": {
                 "type": "interactive_reply_id_equals", "value": "mari:pay"}},
                 {"to_step": "ask"}]},
            {"name": "taken", "type": "end_flow", "config": {"message_config": {
                "message_type": "text", "text": {"body": "Taken."}}}},
        ],
    }  # fmt: skip
    talk = make_talk(flows=[flow]).say("menu")
    old = newest(talk, "mari:pay")

    assert talk.say("offer").press(old).session.flow == "omari_payment"
    assert talk.say("offer").tap("mari:pay").said == "Taken."


def test_an_id_goes_out_within_metas_limit_and_is_found_again() -> None:
    """A long id keeps its tag: 256 characters of a button, 200 of a row."""
    long, tag = "x" * 300, tag_of("a question")
    button = {"type": "button", "action": {"buttons": [{"reply": {"id": long, "title": "A"}}]}}
    rows = {"type": "list", "action": {"sections": [{"rows": [{"id": long, "title": "A"}]}]}}
    sent = [
        tagged({"interactive": button}, tag)["interactive"]["action"]["buttons"][0]["reply"]["id"],
        tagged({"interactive": rows}, tag)["interactive"]["action"]["sections"][0]["rows"][0]["id"],
    ]

    assert [BUTTON_ID, ROW_ID] == [len(one) for one in sent]
    assert [long, long] == [find_offered(one, tag, ((long, "A"),)) for one in sent]
    assert find_offered(sent[0], tag_of("another"), ((long, "A"),)) is None


def test_every_id_that_is_sent_names_its_asking(talk: Any) -> None:
    """No flow's author has to think of it."""
    for text in ("menu", "pay", "yes", "50", "0771234567"):
        talk.say(text)
        for effect in talk.effects(SendContent):
            ids = [one for one in talk.sent if one in json.dumps(effect.content)]
            assert all(one.endswith(f"#{talk.session.asking}") for one in ids)


@pytest.mark.parametrize(
    ("payload", "text", "flow"),
    [
        ("Pay now", "Pay now", "omari_payment"),
        ("DID_NOT_REQUEST_CODE", "book a tour", "book_tour"),
        ("mari:my_bookings", "Mine", "my_bookings"),
        ("order:K7QX2M4B#0123456789ab", "hello", "main_menu"),
    ],
)
def test_the_unknown_payload_of_a_template_is_its_text(
    new_talk: Any, payload: str, text: str, flow: str
) -> None:
    """A quick reply sends what the template's author wrote; only ids of ours are ids."""
    new_talk.send("button", text, {}, reply_id=payload)

    assert new_talk.session.flow == flow


def test_a_templates_text_answers_a_question_as_if_it_was_typed(talk: Any) -> None:
    """'Yes' on a template's button is 'Yes' typed."""
    talk.say("pay").send("button", "Yes", {}, reply_id="CONFIRM")

    assert talk.step == "display_booking_and_ask_amount"


def test_a_payment_needs_a_whole_path_of_new_answers(talk: Any) -> None:
    """An old 'use my number' starts nothing."""
    for text in ("pay", "yes", "50"):
        talk.say(text)
    old = newest(talk, "phone:own")
    for text in ("menu", "pay", "yes", "150"):
        talk.say(text)
    talk.press(old)

    assert talk.effects(StartPayment) == []
    assert "USD 150.00" in talk.said
