"""One delivery's place in a unit of work: whom it is about and what is sent because of it."""

from typing import Any
from uuid import UUID

from common.contracts import MONEY, Address, CustomerWrote, SecretConsumed, SendMessage
from common.contracts import WhatsAppMessageReceived as Received
from common.ids import derived_id, new_id
from common.lanes.api import Delivery, UnitOfWork

from flow_engine.domain.conversation import Session
from flow_engine.domain.tasks import TaskKind
from flow_engine.models import ContactRow, CustomerRow, IntentRow, TaskRow
from flow_engine.service.house import House
from flow_engine.service.loading import Loaded, loaded
from flow_engine.service.sessions import open_session, store_session


class Stage:
    """A customer in one conversation. Ids of what is sent follow from `origin` and its place."""

    def __init__(
        self,
        uow: UnitOfWork,
        house: House,
        customer: CustomerRow,
        contact: ContactRow,
        *,
        origin: str,
    ) -> None:
        self.uow = uow
        self.house = house
        self.customer = customer
        self.contact = contact
        self.rows: Loaded = loaded(uow.session)
        self.session: Session | None = open_session(contact, house.storage)
        self.sent = 0
        self.is_denied = False
        """Who writes said that he is not this customer."""
        self._origin = origin
        self._delivery: Delivery | None = None
        self._erased = False

    def on(self, delivery: Delivery) -> "Stage":
        """Take the delivery whose body may have to be erased."""
        self._delivery = delivery
        return self

    @property
    def address(self) -> Address:
        """Where the customer is reached; empty when no identity is his any more."""
        return Address(user_id=self.customer.user_id, phone=self.customer.phone)

    def can_send(self) -> bool:
        """Tell whether anything that is sent can arrive."""
        return bool(self.address.user_id or self.address.phone)

    def waits_on(self, payment_id: UUID) -> bool:
        """Tell whether the conversation still waits on this payment, and the bot may speak."""
        wait = None if self.session is None else self.session.wait
        return not self.contact.muted and wait is not None and wait.payment_id == payment_id

    def keep(self, session: Session | None) -> None:
        """Make this the conversation's session."""
        self.session = session
        store_session(self.contact, session, self.house.storage)

    def send(self, content: dict[str, Any], *, money: bool = False) -> None:
        """Answer with this; a repeated delivery gives the same id."""
        name = derived_id("send", self._origin, str(self.sent))
        self.sent += 1
        self.send_as(name, content, money=money)

    def send_as(
        self,
        name: UUID,
        content: dict[str, Any],
        *,
        money: bool = True,
        order_reference: str | None = None,
    ) -> None:
        """Send this once, whatever repeats: `name` is its one id."""
        if not self.can_send():
            return
        address = self.address
        message = SendMessage(
            id=name,
            phone_number_id=self.contact.phone_number_id,
            recipient=address,
            content=content,
            kind="money" if money else "chat",
            customer_wrote_at=self.contact.wrote_at,
            order_reference=order_reference,
        )
        self.uow.send(message, key=address.key(), priority=MONEY if money else None)

    def erase(self) -> None:
        """Empty what carried a secret, here and at the gateway."""
        if self._delivery is None or self._erased:
            return
        self._erased = True
        self.uow.erase(self._delivery)
        message = self._delivery.message
        if isinstance(message, Received):
            consumed = SecretConsumed(
                phone_number_id=message.phone_number_id, message_id=message.message_id
            )
            self.uow.send(consumed, key=self._delivery.key)

    def say_wrote(self, message: Received) -> None:
        """Tell the notifier that the window opened although nothing is answered."""
        wrote = CustomerWrote(
            phone_number_id=message.phone_number_id,
            recipient=self.address,
            at=self.contact.wrote_at or message.sent_at,
        )
        self.uow.send(wrote, key=self.address.key())

    def add_task(self, kind: TaskKind, reason: str, intent: IntentRow | None = None) -> None:
        """Give a person something to do."""
        self.uow.session.add(
            TaskRow(
                id=new_id(),
                kind=kind,
                reason=reason,
                customer_id=self.customer.id,
                contact_id=self.contact.id,
                order_id=None if intent is None else intent.order_id,
                payment_id=None if intent is None else intent.payment_id,
                created_at=self.uow.now,
            )
        )


def text_content(body: str) -> dict[str, Any]:
    """Return a text in Meta's shape."""
    return {"type": "text", "text": {"body": body, "preview_url": False}}


def button_content(body: str, button: tuple[str, str]) -> dict[str, Any]:
    """Return a text with one button in Meta's shape."""
    reply = {"type": "reply", "reply": {"id": button[0], "title": button[1]}}
    interactive = {"type": "button", "body": {"text": body}, "action": {"buttons": [reply]}}
    return {"type": "interactive", "interactive": interactive}
