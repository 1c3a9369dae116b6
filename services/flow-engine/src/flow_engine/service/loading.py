"""Everything that a batch of messages needs, locked and read with one query per table."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeVar, cast
from uuid import UUID

from common.contracts import (
    Message,
    MessageFailed,
    PaymentDisputed,
    PaymentEvent,
    PaymentRefunded,
    PaymentRefundFailed,
    PaymentRefundUnknown,
    RequestRefused,
    WhatsAppMessageReceived,
)
from common.errors import TransientError
from common.ids import new_id
from common.lanes.api import Delivery, UnitOfWork
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.domain.identities import read_change, told
from flow_engine.domain.intents import OPEN
from flow_engine.domain.ledger import MovementKind
from flow_engine.domain.names import person_name
from flow_engine.domain.refusals import read_refused
from flow_engine.domain.world import Tour
from flow_engine.models import (
    ContactRow,
    CustomerRow,
    DisputeRow,
    IntentRow,
    LedgerTxnRow,
    OrderRow,
    RefundRow,
    TaskRow,
)
from flow_engine.repository import ledger, orders, people, refunds, tasks, tours
from flow_engine.service.people import People, Wanted

Row = TypeVar("Row")
_Index = defaultdict[UUID, list[Row]]
_KEY: Final = "flow_engine.loaded"
_RETURNS: Final = (PaymentRefunded, PaymentRefundFailed, PaymentRefundUnknown, PaymentDisputed)


@dataclass(slots=True)
class Loaded:
    """The rows of one unit of work; handlers read and change these and query nothing."""

    senders: dict[str, CustomerRow | None] = field(default_factory=dict[str, CustomerRow | None])
    """By delivery id."""
    customers: dict[UUID, CustomerRow] = field(default_factory=dict[UUID, CustomerRow])
    contacts: dict[UUID, ContactRow] = field(default_factory=dict[UUID, ContactRow])
    orders: dict[UUID, OrderRow] = field(default_factory=dict[UUID, OrderRow])
    intents: dict[UUID, IntentRow] = field(default_factory=dict[UUID, IntentRow])
    tasks: dict[UUID, TaskRow] = field(default_factory=dict[UUID, TaskRow])
    """The tasks of the payments, released ones too."""
    refunds: dict[UUID, RefundRow] = field(default_factory=dict[UUID, RefundRow])
    """The parts of refunds of the payments that a refund or a dispute is told of."""
    disputes: dict[UUID, DisputeRow] = field(default_factory=dict[UUID, DisputeRow])
    tours: tuple[Tour, ...] = ()
    doubted: set[UUID] = field(default_factory=set[UUID])
    """Customers whose conversations were begun anew in this unit of work."""
    _contacts_of: _Index[ContactRow] = field(default_factory=lambda: defaultdict(list))
    _orders_of: _Index[OrderRow] = field(default_factory=lambda: defaultdict(list))
    _intents_of: _Index[IntentRow] = field(default_factory=lambda: defaultdict(list))
    _movements_of: _Index[LedgerTxnRow] = field(default_factory=lambda: defaultdict(list))
    _movements: dict[tuple[str, UUID], LedgerTxnRow] = field(
        default_factory=dict[tuple[str, UUID], LedgerTxnRow]
    )

    def add_contact(self, row: ContactRow) -> None:
        """Take a conversation in."""
        self.contacts[row.id] = row
        self._contacts_of[row.customer_id].append(row)

    def add_order(self, row: OrderRow) -> None:
        """Take an order in."""
        self.orders[row.id] = row
        self._orders_of[row.customer_id].append(row)

    def add_intent(self, row: IntentRow) -> None:
        """Take an intent in."""
        self.intents[row.payment_id] = row
        self._intents_of[row.order_id].append(row)

    def add_movement(self, row: LedgerTxnRow) -> None:
        """Take a movement in."""
        if (row.kind, row.key) not in self._movements:
            self._movements[row.kind, row.key] = row
            self._movements_of[row.payment_id].append(row)

    def movement(self, kind: str, key: UUID) -> LedgerTxnRow | None:
        """Return the one movement of a kind and key, if it is known."""
        return self._movements.get((kind, key))

    def movements_of(self, payment_id: UUID) -> list[LedgerTxnRow]:
        """Return the movements of a payment, oldest first."""
        return list(self._movements_of[payment_id])

    def contact_of(self, customer_id: UUID, phone_number_id: str) -> ContactRow | None:
        """Return the customer's conversation on one number of ours."""
        for row in self._contacts_of[customer_id]:
            if row.phone_number_id == phone_number_id:
                return row
        return None

    def latest_contact(self, customer_id: UUID) -> ContactRow | None:
        """Return the conversation in which the customer wrote last."""
        written = [row for row in self._contacts_of[customer_id] if row.wrote_at is not None]
        return max(written, key=_wrote_at) if written else None

    def contacts_of(self, customer_id: UUID) -> list[ContactRow]:
        """Return a customer's conversations."""
        return list(self._contacts_of[customer_id])

    def move_order(self, row: OrderRow, owner: UUID) -> None:
        """Give an order to another customer."""
        self._orders_of[row.customer_id].remove(row)
        row.customer_id = owner
        self._orders_of[owner].append(row)

    def orders_of(self, customer_id: UUID) -> list[OrderRow]:
        """Return a customer's orders, newest first."""
        mine = self._orders_of[customer_id]
        return sorted(mine, key=lambda row: (row.created_at, row.id), reverse=True)

    def open_intent(self, order_id: UUID) -> IntentRow | None:
        """Return the order's one open intent."""
        for row in self._intents_of[order_id]:
            if row.status in OPEN:
                return row
        return None


def loaded(session: AsyncSession) -> Loaded:
    """Return what was loaded in this unit of work."""
    if _KEY not in session.info:
        session.info[_KEY] = Loaded()
    return cast("Loaded", session.info[_KEY])


async def preload(uow: UnitOfWork, deliveries: Sequence[Delivery]) -> None:
    """Lock and read what these messages need, in the order of the house."""
    session = uow.session
    session.info[_KEY] = rows = Loaded()
    wanted = [(d, w) for d in deliveries if (w := _sender(d)) is not None]
    payment_ids = {p for d in deliveries if (p := payment_of(d.message)) is not None}
    places = await orders.find_places(session, payment_ids)
    crowd = People(session, uow.now)
    found = await crowd.resolve([w for _, w in wanted], {p.customer_id for p in places})
    rows.senders = {d.id: row for (d, _), row in zip(wanted, found, strict=True)}
    if places and (wanted or any(crowd.locked(p.customer_id) is None for p in places)):
        places = await orders.find_places(session, payment_ids)
    known = [row for row in found if row is not None]
    known += [row for p in places if (row := crowd.locked(p.customer_id)) is not None]
    rows.customers = {row.id: row for row in known}
    await load_of_customers(session, rows, order_ids={p.order_id for p in places})
    await load_payments(session, rows, payment_ids)
    await load_returns(session, rows, {p for d in deliveries if (p := _returned(d.message))})
    _add_contacts(uow, rows, [d for d, _ in wanted])
    if wanted or payment_ids:
        rows.tours = await tours.list_tours(session)


async def load_of_customers(
    session: AsyncSession,
    rows: Loaded,
    *,
    order_ids: Iterable[UUID] = (),
) -> None:
    """Lock the conversations, orders and open intents of the customers that are locked."""
    for contact in await people.list_contacts_of(session, rows.customers):
        rows.add_contact(contact)
    for order in await orders.lock_orders(
        session, customer_ids=rows.customers, order_ids=order_ids
    ):
        rows.add_order(order)
    for intent in await orders.lock_intents(session, order_ids=rows.orders):
        rows.add_intent(intent)


async def load_payments(session: AsyncSession, rows: Loaded, payment_ids: set[UUID]) -> None:
    """Lock the intents and tasks of these payments and read their movements.

    Their customers and orders are locked. Raises TransientError when one was given another.
    """
    missing = payment_ids - rows.intents.keys()
    for intent in await orders.lock_intents(session, order_ids=(), payment_ids=missing):
        rows.add_intent(intent)
    owners = {rows.intents[one].customer_id for one in payment_ids & rows.intents.keys()}
    for movement in await ledger.find_movements(session, payment_ids):
        rows.add_movement(movement)
        if movement.kind == MovementKind.PLACED:
            owners.add(_owner(rows, movement))
    if owners - rows.customers.keys():
        raise TransientError("A payment is changing its customer.", code="customers:contended")
    rows.tasks = {row.id: row for row in await tasks.lock_of_payments(session, payment_ids)}


def _owner(rows: Loaded, movement: LedgerTxnRow) -> UUID:
    order = rows.orders.get(movement.order_id) if movement.order_id else None
    if order is None:
        raise TransientError("A payment is changing its order.", code="orders:contended")
    return order.customer_id


async def load_returns(session: AsyncSession, rows: Loaded, payment_ids: set[UUID]) -> None:
    """Lock the refunds and disputes of these payments."""
    if payment_ids:
        rows.refunds = {row.id: row for row in await refunds.lock_refunds_of(session, payment_ids)}
        found = await refunds.lock_disputes_of(session, payment_ids)
        rows.disputes = {row.id: row for row in found}


def _returned(message: Message) -> UUID | None:
    """Return the payment of which money went back, or may go."""
    is_refusal = isinstance(message, RequestRefused) and is_of_refund(message)
    return payment_of(message) if is_refusal or isinstance(message, _RETURNS) else None


def is_of_refund(refusal: RequestRefused) -> bool:
    """Tell whether it was a refund that a payments service would not ask for."""
    refused = read_refused(refusal.method, refusal.path)
    return refused is not None and refused.action == "refunds"


def payment_of(message: Message) -> UUID | None:
    """Return the payment that a message is about."""
    if isinstance(message, PaymentEvent):
        return message.payment_id
    if isinstance(message, RequestRefused):
        refused = read_refused(message.method, message.path)
        return None if refused is None else refused.payment_id
    return None


def _sender(delivery: Delivery) -> Wanted | None:
    message = delivery.message
    if isinstance(message, MessageFailed):
        names = told(message.recipient.user_id, message.recipient.phone, {})
        return Wanted(tuple(names), signed=False) if names else None
    if not isinstance(message, WhatsAppMessageReceived):
        return None
    names = tuple(told(message.sender.user_id, message.sender.phone, message.content))
    change = read_change(message.kind, message.content, names)
    if not names and change is None:
        return None
    name, phone = person_name(message.profile_name), message.sender.phone
    return Wanted(names, name, change, written=phone)


def _add_contacts(uow: UnitOfWork, rows: Loaded, deliveries: Sequence[Delivery]) -> None:
    for delivery in deliveries:
        message, customer = delivery.message, rows.senders[delivery.id]
        if customer is None or not isinstance(message, WhatsAppMessageReceived):
            continue
        contact = rows.contact_of(customer.id, message.phone_number_id)
        if contact is None:
            contact = new_contact(customer.id, message.phone_number_id, uow.now)
            uow.session.add(contact)
            rows.add_contact(contact)
        contact.lane_key = delivery.key or contact.lane_key


def new_contact(customer_id: UUID, phone_number_id: str, now: datetime) -> ContactRow:
    """Return a conversation that has not begun."""
    return ContactRow(
        id=new_id(),
        phone_number_id=phone_number_id,
        customer_id=customer_id,
        lane_key=str(customer_id),
        muted=False,
        menu_offered=0,
        created_at=now,
        version=1,
    )


def _wrote_at(row: ContactRow) -> float:
    return row.wrote_at.timestamp() if row.wrote_at else 0.0
