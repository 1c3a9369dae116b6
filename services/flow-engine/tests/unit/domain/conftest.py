"""A conversation without a host: the world follows the effects, the session goes through JSON."""

import dataclasses
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from flow_engine.domain.book import FlowBook
from flow_engine.domain.conversation import (
    CreateBooking,
    Effect,
    IdentityConfirmed,
    IdentityDenied,
    Input,
    MessageInput,
    Note,
    PaymentInput,
    ReleaseInput,
    SendContent,
    Session,
    StartPayment,
    Turn,
)
from flow_engine.domain.definition import load_flows
from flow_engine.domain.engine import Engine
from flow_engine.domain.limits import Limits
from flow_engine.domain.reply_ids import base_of
from flow_engine.domain.required_action import from_data
from flow_engine.domain.sessions import session_from_data, session_to_data
from flow_engine.domain.world import (
    Customer,
    Merchant,
    OpenIntent,
    Order,
    PaymentMethod,
    SeasonalPrice,
    Tour,
    World,
)
from flow_engine.flows import shipped_flows

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)

FALLS = Tour(
    id=UUID(int=1),
    code="falls",
    name="Victoria Falls day",
    description="See the smoke that thunders.",
    location="Victoria Falls",
    duration="1 day",
    currency="USD",
    adult_minor=12000,
    child_minor=6000,
    seasons=(SeasonalPrice(date(2026, 12, 15), date(2027, 1, 5), 15000, 7500),),
)
HWANGE = dataclasses.replace(
    FALLS, id=UUID(int=2), code="hwange", name="Hwange safari", description="Elephants and stars.",
    location="Hwange", duration="3 days", adult_minor=40000, child_minor=None, seasons=(),
)  # fmt: skip
OMARI = PaymentMethod("omari", "O'mari", frozenset({"USD", "ZWG"}), test=True)


def an_order(**changes: Any) -> Order:
    """Give an unpaid booking of USD 200.00."""
    order = Order(
        id=UUID(int=77),
        reference="K7QX2M4B",
        kind="booking",
        description="Victoria Falls day",
        currency="USD",
        total_minor=20000,
        paid_minor=0,
        payment_status="unpaid",
        created_at=NOW,
        travels_on=date(2026, 12, 24),
    )
    return dataclasses.replace(order, **changes)


def a_world(**changes: Any) -> World:
    """Give a world with two tours, one wallet, and a customer without orders."""
    world = World(
        now=NOW,
        today=NOW.date(),
        merchant=Merchant("Kali Safaris", "+263 867 700 123", "Africa/Harare"),
        customer=Customer(UUID(int=9), "Tendai", "ZW.1", "263771234567"),
        tours=(FALLS, HWANGE),
        methods=(OMARI,),
        minimum_minor={"USD": 100},
    )
    return dataclasses.replace(world, **changes)


def shown(content: Mapping[str, Any]) -> str:
    """Return the words of a message."""
    kind = content["type"]
    if kind == "text":
        return str(content["text"]["body"])
    return str(content["interactive"]["body"]["text"]) if kind == "interactive" else f"[{kind}]"


@dataclass
class Talk:
    """A customer talks; after each input the session has been through JSON."""

    engine: Engine
    world: World
    session: Session | None = None
    turn: Turn = field(default_factory=lambda: Turn(None, ()))
    count: int = 0
    sent: list[str] = field(default_factory=list[str])
    """The ids of all buttons and rows so far, the newest last."""

    def say(self, text: str) -> "Talk":
        """Type a text."""
        return self.send("text", text, {"text": {"body": text}})

    def tap(self, reply_id: str) -> "Talk":
        """Tap the newest button or row that has this id, whatever it was asked with."""
        sent = next((one for one in reversed(self.sent) if base_of(one) == reply_id), reply_id)
        return self.press(sent)

    def press(self, reply_id: str) -> "Talk":
        """Press a button or a row that sends exactly this id, of whatever message."""
        return self.send("interactive", None, {}, reply_id=reply_id)

    def send(
        self, kind: str, text: str | None, content: dict[str, Any], reply_id: str | None = None
    ) -> "Talk":
        """Send a message of any type."""
        self.count += 1
        return self.give(MessageInput(f"wamid.{self.count}", kind, text, reply_id, content, NOW))

    def learn(self, outcome: Any, **fields: Any) -> "Talk":
        """Let something become known of the payment that is waited for."""
        wait = self.session.wait if self.session else None
        payment_id = wait.payment_id if wait and wait.payment_id else UUID(int=404)
        self._follow_payment(outcome, fields)
        return self.give(PaymentInput(payment_id, outcome, fields))

    def release(self) -> "Talk":
        """Let the person give the conversation back."""
        return self.give(ReleaseInput())

    def give(self, given: Input) -> "Talk":
        """Run a turn; the session that comes back must survive JSON unchanged."""
        self.turn = self.engine.turn(self.session, given, self.world)
        session = self.turn.session
        if session is not None:
            again = session_from_data(json.loads(json.dumps(session_to_data(session))))
            assert session == again
            session = again
        self.session = session
        for effect in self.turn.effects:
            self._follow(effect)
        return self

    @property
    def step(self) -> str | None:
        """Where the conversation is."""
        return self.session.step if self.session else None

    @property
    def waits_for(self) -> str | None:
        """What the session waits for."""
        return self.session.wait.kind if self.session and self.session.wait else None

    @property
    def said(self) -> str:
        """All words of the last turn."""
        return "\n".join(shown(one.content) for one in self.effects(SendContent))

    @property
    def titles(self) -> list[str]:
        """The titles of what can be answered."""
        return [title for _, title in self.session.options] if self.session else []

    def effects(self, *kinds: Any) -> list[Any]:
        """Return the effects of these kinds of the last turn."""
        return [one for one in self.turn.effects if isinstance(one, kinds)]

    def notes(self) -> list[str]:
        """Return the codes of the last turn's notes."""
        return [one.code for one in self.effects(Note)]

    def _follow(self, effect: Effect) -> None:
        match effect:
            case SendContent():
                self.sent += re.findall(r'"id": "([^"]+)"', json.dumps(effect.content))
            case CreateBooking():
                made = an_order(
                    id=effect.order_id,
                    reference=effect.reference,
                    description=effect.description,
                    total_minor=effect.total_minor,
                    travels_on=effect.travels_on,
                )
                self.world = dataclasses.replace(self.world, orders=(made, *self.world.orders))
            case StartPayment():
                intent = OpenIntent(
                    effect.payment_id, effect.provider, effect.amount_minor, "opening"
                )
                self._change(effect.order_reference, open_intent=intent)
            case IdentityConfirmed():
                self.world = self.world.guarded().confirmed()
            case IdentityDenied():
                self.world = self.world.guarded().denied()
            case _:
                pass

    def _follow_payment(self, outcome: Any, fields: Mapping[str, Any]) -> None:
        for order in self.world.orders:
            intent = order.open_intent
            if intent is None:
                continue
            if outcome == "paid":
                paid = order.paid_minor + intent.amount_minor
                self._change(order.reference, open_intent=None, paid_minor=paid)
            elif outcome in {"declined", "cancelled", "expired", "refused"}:
                self._change(order.reference, open_intent=None)
            elif outcome == "otp_requested":
                known = {"otp_reference": "ETDC", "masked_msisdn": "2637*****567"}
                sent = dataclasses.replace(intent, status="awaiting_code", **known)
                self._change(order.reference, open_intent=sent)
            elif outcome == "action_required":
                shown = {"status": "awaiting_action", "action": from_data(fields)}
                self._change(order.reference, open_intent=dataclasses.replace(intent, **shown))

    def _change(self, reference: str, **changes: Any) -> None:
        orders = tuple(
            dataclasses.replace(one, **changes) if one.reference == reference else one
            for one in self.world.orders
        )
        self.world = dataclasses.replace(self.world, orders=orders)


MakeTalk = Callable[..., Talk]


@pytest.fixture(scope="session")
def shipped() -> FlowBook:
    """Give the flows that are shipped."""
    return FlowBook(load_flows(shipped_flows()))


@pytest.fixture
def make_talk(shipped: FlowBook) -> MakeTalk:
    """Give a maker of conversations."""

    def make(
        *, flows: Sequence[Mapping[str, Any]] = (), limits: Limits | None = None, **world: Any
    ) -> Talk:
        book = FlowBook((*load_flows([*shipped_flows(), *flows]),)) if flows else shipped
        return Talk(Engine(book, limits), a_world(**world))

    return make


@pytest.fixture
def talk(make_talk: MakeTalk) -> Talk:
    """Give a conversation of a customer with one unpaid booking."""
    return make_talk(orders=(an_order(),))


@pytest.fixture
def new_talk(make_talk: MakeTalk) -> Talk:
    """Give a conversation of a customer without bookings."""
    return make_talk()


@pytest.fixture
def coding(talk: Talk) -> Talk:
    """Give a conversation that waits for the code of a payment of USD 50.00."""
    for text in ("pay", "yes", "50", "0771234567"):
        talk.say(text)
    return talk.learn(
        "otp_requested", otp_reference="ETDC", masked_msisdn="2637*****567", tries_left=3, test=True
    )


@pytest.fixture
def order_with() -> Callable[..., Order]:
    """Give a maker of orders."""
    return an_order


@pytest.fixture
def world_with() -> Callable[..., World]:
    """Give a maker of worlds."""
    return a_world
