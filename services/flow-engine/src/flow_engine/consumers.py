"""What flow-engine does with each message that it reads."""

from typing import TypeVar

from common.contracts import (
    Message,
    MessageFailed,
    PaymentActionRequired,
    PaymentCancelled,
    PaymentDisputed,
    PaymentEvent,
    PaymentExpired,
    PaymentFailed,
    PaymentHeld,
    PaymentOtpRefused,
    PaymentOtpRequested,
    PaymentRefunded,
    PaymentRefundFailed,
    PaymentRefundUnknown,
    PaymentStartDelayed,
    PaymentStateReported,
    PaymentSucceeded,
    PaymentUnknown,
    RequestRefused,
    WhatsAppMessageReceived,
)
from common.lanes.api import Delivery, HandlerSet, UnitOfWork

from flow_engine.service.credits import credit_payment
from flow_engine.service.disputes import note_dispute
from flow_engine.service.failures import note_failed_message
from flow_engine.service.following import follow_payment
from flow_engine.service.holds import note_hold
from flow_engine.service.house import House
from flow_engine.service.loading import is_of_refund, payment_of, preload
from flow_engine.service.outcomes import check_publisher, note_event, note_refusal
from flow_engine.service.refund_events import (
    note_refund_failed,
    note_refund_refused,
    note_refund_unknown,
    note_refunded,
)
from flow_engine.service.turns import answer_message

M = TypeVar("M", bound=Message)
_EVENTS: tuple[type[Message], ...] = (
    PaymentOtpRequested,
    PaymentActionRequired,
    PaymentOtpRefused,
    PaymentFailed,
    PaymentUnknown,
    PaymentCancelled,
    PaymentExpired,
    PaymentStartDelayed,
    PaymentStateReported,
)


class Consumers:
    """The handlers of one process, over one house."""

    def __init__(self, house: House) -> None:
        self._house = house

    def handlers(self) -> HandlerSet:
        """Return every handler by message type, with what they need loaded before."""
        return HandlerSet(
            handlers={
                WhatsAppMessageReceived.TYPE: self.on_message_received,
                PaymentSucceeded.TYPE: self.on_payment_succeeded,
                PaymentRefunded.TYPE: self.on_refunded,
                PaymentRefundFailed.TYPE: self.on_refund_failed,
                PaymentRefundUnknown.TYPE: self.on_refund_unknown,
                PaymentDisputed.TYPE: self.on_disputed,
                PaymentHeld.TYPE: self.on_payment_held,
                RequestRefused.TYPE: self.on_request_refused,
                MessageFailed.TYPE: self.on_message_failed,
                **{event.TYPE: self.on_payment_event for event in _EVENTS},
            },
            preload=preload,
        )

    async def on_message_received(self, uow: UnitOfWork, delivery: Delivery) -> None:
        """Answer a customer."""
        message = _as(delivery, WhatsAppMessageReceived)
        await answer_message(uow, delivery, message, house=self._house)

    async def on_payment_succeeded(self, uow: UnitOfWork, delivery: Delivery) -> None:
        """Credit what arrived."""
        event = _as(delivery, PaymentSucceeded)
        check_publisher(uow, event, delivery.source)
        credit_payment(uow, event, house=self._house, origin=delivery.id)

    async def on_payment_held(self, uow: UnitOfWork, delivery: Delivery) -> None:
        """Have a person judge it."""
        event = _as(delivery, PaymentHeld)
        check_publisher(uow, event, delivery.source)
        note_hold(uow, event, house=self._house, origin=delivery.id)

    async def on_payment_event(self, uow: UnitOfWork, delivery: Delivery) -> None:
        """Take note of what became of a payment."""
        event = _as(delivery, PaymentEvent)
        check_publisher(uow, event, delivery.source)
        note_event(uow, event, house=self._house, origin=delivery.id)

    async def on_refunded(self, uow: UnitOfWork, delivery: Delivery) -> None:
        """Book what went back."""
        event = _as(delivery, PaymentRefunded)
        check_publisher(uow, event, delivery.source)
        note_refunded(uow, event, house=self._house, origin=delivery.id)
        await follow_payment(uow, event.payment_id)

    async def on_refund_failed(self, uow: UnitOfWork, delivery: Delivery) -> None:
        """Give a refund that was not made to a person."""
        event = _as(delivery, PaymentRefundFailed)
        check_publisher(uow, event, delivery.source)
        note_refund_failed(uow, event, house=self._house, origin=delivery.id)
        await follow_payment(uow, event.payment_id)

    async def on_refund_unknown(self, uow: UnitOfWork, delivery: Delivery) -> None:
        """Take note that nobody knows whether a refund was made."""
        event = _as(delivery, PaymentRefundUnknown)
        check_publisher(uow, event, delivery.source)
        note_refund_unknown(uow, event)

    async def on_disputed(self, uow: UnitOfWork, delivery: Delivery) -> None:
        """Take a dispute's fact into the ledger and the order."""
        event = _as(delivery, PaymentDisputed)
        check_publisher(uow, event, delivery.source)
        note_dispute(uow, event, house=self._house, origin=delivery.id)
        await follow_payment(uow, event.payment_id)

    async def on_request_refused(self, uow: UnitOfWork, delivery: Delivery) -> None:
        """Tell whoever wished it that his wish was not taken: the conversation, or a refund."""
        refusal = _as(delivery, RequestRefused)
        if is_of_refund(refusal):
            note_refund_refused(uow, refusal, house=self._house, origin=delivery.id)
            payment_id = payment_of(refusal)
            if payment_id is not None:
                await follow_payment(uow, payment_id)
            return
        note_refusal(uow, refusal, house=self._house, origin=delivery.id)

    async def on_message_failed(self, uow: UnitOfWork, delivery: Delivery) -> None:
        """Record a money message that never arrived."""
        await note_failed_message(uow, _as(delivery, MessageFailed), origin=delivery.id)


def _as(delivery: Delivery, kind: type[M]) -> M:
    message = delivery.message
    if not isinstance(message, kind):
        raise TypeError(f"{message.TYPE} is handled as {kind.__name__}")
    return message
