"""A code that travels as chat text is passed on once, and is nowhere afterwards."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from common.contracts import (
    PaymentCancelled,
    PaymentEvent,
    PaymentExpired,
    PaymentFailed,
    PaymentSucceeded,
    SecretConsumed,
    SendMessage,
)
from common.db import Database
from common.testing.clock import NOON
from flow_engine.domain.conversation import (
    AskPerson,
    MessageInput,
    SendContent,
    Session,
    SubmitCode,
    Turn,
    Wait,
)
from flow_engine.domain.secrets import MASK, Asked
from sqlalchemy import ColumnElement, Text, literal_column, select, table, text

pytestmark = pytest.mark.database
NOBODY = UUID(int=0)


async def at_the_code_step(
    shop: Any, deliver: Any, wrote: Any, conversations: Any, *, status: str = "awaiting_code"
) -> tuple[Any, Session]:
    """Bring a conversation to where the code is asked for."""
    order = await shop.order()
    intent = await shop.intent(order, status=status)
    session = Session("pay", 1, "code", wait=Wait("payment", 1, intent.payment_id, secret=True))
    conversations.turns = [Turn(session, ())]
    await deliver(wrote("pay"))
    return intent, session


async def test_w_o16_a_code_is_passed_on_and_erased(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """W-O16: the code leaves in a secret request; its message is erased here and at the gateway."""
    intent, session = await at_the_code_step(shop, deliver, wrote, conversations)
    conversations.turns = [Turn(session, (SubmitCode(intent.payment_id, "012345"),))]
    message = wrote("012345")
    uow = await deliver(message)

    call = uow.requests[0]
    assert (call.path, call.body) == (f"/v1/payments/{intent.payment_id}/otp", {"otp": "012345"})
    assert call.secret is True
    assert call.expires_after == timedelta(seconds=120)
    assert uow.erased == [message]
    assert [s.message_id for s in uow.sent_of(SecretConsumed)] == [message.message.message_id]


async def test_a_code_is_in_no_table(
    shop: Any, deliver: Any, wrote: Any, conversations: Any, database: Database
) -> None:
    """After the turn no column of any table of ours holds the code, sealed ones included."""
    intent, session = await at_the_code_step(shop, deliver, wrote, conversations)
    conversations.turns = [Turn(session, (SubmitCode(intent.payment_id, "918273"),))]
    await deliver(wrote("918273"))

    whole: ColumnElement[str] = literal_column("t::text", Text)
    async with database.begin() as db:
        names = await db.scalars(
            text("select table_name from information_schema.tables where table_schema = :s"),
            {"s": "flow_engine"},
        )
        for name in names.all():
            rows = await db.scalars(select(whole).select_from(table(name).alias("t")))
            assert not [row for row in rows if "918273" in row]


@pytest.mark.parametrize("said", ["918273", "918 273", "it is 918-273 thanks", "9182"])
async def test_w_o15_a_code_that_lands_elsewhere_is_covered(
    shop: Any, deliver: Any, wrote: Any, conversations: Any, said: str
) -> None:
    """W-O15: digits that nothing waits for are covered before any flow sees them, and erased."""
    await at_the_code_step(shop, deliver, wrote, conversations, status="charging")
    conversations.turns = [Turn(Session("menu", 1, "ask"), ())]
    await deliver(wrote("menu"))
    uow = await deliver(wrote(said))

    given = conversations.given[-1][1]
    assert isinstance(given, MessageInput)
    assert MASK in (given.text or "")
    assert not any(digit in (given.text or "") for digit in "918273")
    assert given.content == {"type": "text"}
    assert len(uow.erased) == 1


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("document", {"document": {"id": "1234567", "filename": "918273.pdf"}}),
        ("image", {"image": {"id": "1", "caption": "see 918 273"}}),
        ("contacts", {"contacts": [{"name": {"formatted_name": "918273"}}]}),
    ],
)
async def test_a_code_in_a_file_name_or_a_contact_card_is_erased(
    shop: Any, deliver: Any, wrote: Any, conversations: Any, kind: str, content: dict[str, Any]
) -> None:
    """Whatever carried it, its archived copy goes, and no flow sees it."""
    _, session = await at_the_code_step(shop, deliver, wrote, conversations)
    conversations.turns = [Turn(session, ())]
    uow = await deliver(wrote(kind=kind, content={"type": kind, **content}))

    assert len(uow.erased) == 1
    assert len(uow.sent_of(SecretConsumed)) == 1
    assert "918" not in str(conversations.given[-1][1].content)


async def test_numbers_that_no_customer_wrote_are_no_code(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """Ids, a contact's numbers and the words of our own buttons erase nothing."""
    _, session = await at_the_code_step(shop, deliver, wrote, conversations)
    conversations.turns = [Turn(session, ())]
    card = {"name": {"formatted_name": "Rudo"}, "phones": [{"phone": "123456"}]}
    uow = await deliver(wrote(kind="contacts", content={"type": "contacts", "contacts": [card]}))

    assert uow.erased == []


async def at_a_question(
    shop: Any, deliver: Any, wrote: Any, conversations: Any, asked: Asked
) -> None:
    """Bring a conversation from the code step to a question for digits; USD 2 000.00 are owed."""
    await shop.order(total=200_000)
    await at_the_code_step(shop, deliver, wrote, conversations, status="charging")
    conversations.turns = [Turn(Session("pay", 1, "amount"), ())]
    await deliver(wrote("menu"))
    conversations.digits = asked


@pytest.mark.parametrize(
    ("asked", "said"),
    [(Asked.AMOUNT, "1250"), (Asked.AMOUNT, "1250.00"), (Asked.DATE, "2026-12-24")],
)
async def test_digits_that_answer_the_step_are_no_secret(
    shop: Any, deliver: Any, wrote: Any, conversations: Any, asked: Asked, said: str
) -> None:
    """A sum that is owed, or a day, is taken as it is where the step asked for one."""
    await at_a_question(shop, deliver, wrote, conversations, asked)
    uow = await deliver(wrote(said))

    assert conversations.given[-1][1].text == said
    assert uow.erased == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked.AMOUNT, "836066"),
        (Asked.AMOUNT, "2500 dollars"),
        (Asked.NUMBER, "2026"),
        (Asked.WORDS, "Tendai Moyo 63-123456 A 12"),
        (Asked.WORDS, "tendai4829@example.com"),
        (Asked.REFERENCE, "BK-2025-1023"),
    ],
)
async def test_an_answer_is_never_covered_and_leaves_no_digits_behind(
    shop: Any, deliver: Any, wrote: Any, conversations: Any, asked: Asked, said: str
) -> None:
    """The step hears what it asked for and says the true reason; the stored copies are erased."""
    await at_a_question(shop, deliver, wrote, conversations, asked)
    uow = await deliver(wrote(said))

    assert conversations.given[-1][1].text == said
    assert len(uow.erased) == 1


async def test_a_code_reaches_the_engine_while_a_payment_waits_for_it(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """After *menu* the code still goes to the payment; its message is erased all the same."""
    await at_the_code_step(shop, deliver, wrote, conversations)
    conversations.turns = [Turn(Session("menu", 1, "ask"), ())]
    await deliver(wrote("menu"))
    uow = await deliver(wrote("918 273"))

    assert conversations.given[-1][1].text == "918 273"
    assert len(uow.erased) == 1


async def test_a_code_in_an_edited_message_is_erased(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """A customer who corrects a code by editing leaves none behind."""
    await at_the_code_step(shop, deliver, wrote, conversations)
    changed = {"message": {"type": "text", "text": {"body": "918273"}}}
    uow = await deliver(wrote(kind="edit", content={"type": "edit", "edit": changed}))

    assert conversations.given[-1][1].content == {"type": "edit"}
    assert len(uow.erased) == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked.WORDS, "my code is 836066"),
        (Asked.WORDS, "836066"),
        (Asked.AMOUNT, "0012"),
        (Asked.AMOUNT, "012345"),
        (Asked.DATE, "836066"),
    ],
)
async def test_a_late_code_at_a_question_for_digits_is_a_secret(
    shop: Any, deliver: Any, wrote: Any, conversations: Any, asked: Asked, said: str
) -> None:
    """A leading nought, no day, or nothing but digits where words were asked: a late code."""
    await at_a_question(shop, deliver, wrote, conversations, asked)
    uow = await deliver(wrote(said))

    covered = conversations.given[-1][1].text
    assert covered.removeprefix("my code is ") == MASK
    assert len(uow.erased) == 1


async def test_a_reference_step_takes_only_a_reference_for_one(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """Where a reference is asked for, digits that are none of his references are a code."""
    await at_the_code_step(shop, deliver, wrote, conversations, status="charging")
    conversations.turns = [Turn(Session("pay", 1, "reference"), ())]
    await deliver(wrote("menu"))
    conversations.digits = Asked.REFERENCE
    uow = await deliver(wrote("918273"))

    assert conversations.given[-1][1].text == MASK
    assert len(uow.erased) == 1


ENDINGS = (
    PaymentCancelled(payment_id=NOBODY, provider="omari", at=NOON),
    PaymentFailed(payment_id=NOBODY, provider="omari", at=NOON, code="declined"),
    PaymentExpired(payment_id=NOBODY, provider="omari", at=NOON),
    PaymentSucceeded(
        payment_id=NOBODY,
        provider="omari",
        at=NOON,
        settled_minor=5_000,
        currency="USD",
        provider_reference="H5PSKURANNR1LKS7AJ0KV50KZG",
        test=True,
    ),
)


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda event: event.TYPE)
async def test_digits_are_plain_again_an_hour_after_the_wait(
    shop: Any, deliver: Any, wrote: Any, conversations: Any, told: Any, ending: PaymentEvent
) -> None:
    """However a payment ended, paid too, a code that comes again is a secret for an hour more."""
    intent, _ = await at_the_code_step(shop, deliver, wrote, conversations)
    conversations.turns = [Turn(None, ())]
    await deliver(told(ending.model_copy(update={"payment_id": intent.payment_id})))
    early = await deliver(wrote("918273"), after=timedelta(minutes=59))
    late = await deliver(wrote("918273"), after=timedelta(minutes=61))

    assert (len(early.erased), len(late.erased)) == (1, 0)


async def test_a_code_while_muted_is_erased_too(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """A code that is typed to a person is erased like any other, and nothing is answered."""
    await at_the_code_step(shop, deliver, wrote, conversations)
    sorry = SendContent({"type": "text", "text": {"body": "A person will come."}})
    conversations.turns = [Turn(None, (sorry, AskPerson("asked")))]
    await deliver(wrote("agent"))
    uow = await deliver(wrote("918273"))

    assert len(uow.erased) == 1
    assert uow.sent_of(SendMessage) == []
