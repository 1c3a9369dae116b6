"""What the tests of flow-engine share: a house with a scripted engine, and a database."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from common.contracts import Address, Message, PaymentEvent, WhatsAppMessageReceived
from common.crypto import Keyring
from common.ids import new_id
from common.lanes.api import Delivery
from common.testing.clock import NOON
from common.testing.units import RecordingUnit
from flow_engine.domain.conversation import Input, SendContent, Session, Turn
from flow_engine.domain.secrets import Asked
from flow_engine.domain.world import Merchant, PaymentMethod, World
from flow_engine.service.house import House

OUR_NUMBER = "227841650415338"
Deliver = Callable[..., Awaitable[RecordingUnit]]


class ScriptedConversations:
    """An engine that gives the turns that a test put in, else an echo; remembers its inputs."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.given: list[tuple[Session | None, Input, World]] = []
        self.digits = Asked.NOTHING
        self.fails = False

    def turn(self, session: Session | None, given: Input, world: World) -> Turn:
        """Give the next turn."""
        if self.fails:
            raise ValueError("a broken flow")
        self.given.append((session, given, world))
        if self.turns:
            return self.turns.pop(0)
        return Turn(session, (SendContent({"type": "text", "text": {"body": "ok"}}),))

    def asked(self, session: Session | None) -> Asked:
        """Tell what the test said."""
        _ = session
        return self.digits


@pytest.fixture
def conversations() -> ScriptedConversations:
    """Give the scripted engine."""
    return ScriptedConversations()


@pytest.fixture
def merchant() -> Merchant:
    """Give the merchant."""
    return Merchant("Mosi Tours", "+263 77 000 0000", "Africa/Harare")


@pytest.fixture
def house(
    conversations: ScriptedConversations, merchant: Merchant, storage_keyring: Keyring
) -> House:
    """Give a house that takes O'mari in USD and ZWG."""
    method = PaymentMethod("omari", "O'mari", frozenset({"USD", "ZWG"}), test=True)
    limits = {"USD": 10_000, "ZWG": 300_000}
    return House(conversations, storage_keyring, merchant, (method,), two_people_minor=limits)


@pytest.fixture
def wrote() -> Callable[..., Delivery]:
    """Give a maker of deliveries: a customer wrote this."""
    numbers: Iterator[int] = iter(range(1, 10_000))

    def make(
        text: str = "hi",
        *,
        phone: str | None = "263771230045",
        user_id: str | None = None,
        kind: str = "text",
        content: dict[str, Any] | None = None,
        at: datetime = NOON,
    ) -> Delivery:
        number = next(numbers)
        address = Address(user_id=user_id, phone=phone)
        message = WhatsAppMessageReceived(
            phone_number_id=OUR_NUMBER,
            message_id=f"wamid.{number}",
            sender=address,
            profile_name="Tendai Moyo",
            sent_at=at,
            kind=kind,
            content=content or {"type": "text", "text": {"body": text}},
        )
        key = user_id or phone
        return Delivery(number, f"in-{number}", key, message, at, 0, "gateway-webhooks")

    return make


def _source_of(message: Message) -> str:
    is_payment = isinstance(message, PaymentEvent)
    return f"payments-{message.provider}" if is_payment else "notifier"


@pytest.fixture
def told() -> Callable[[Message, str], Delivery]:
    """Give a maker of deliveries of any message in a lane."""

    def make(message: Message, key: str = "263771230045") -> Delivery:
        return Delivery(1, str(new_id()), key, message, NOON, 0, _source_of(message))

    return make
