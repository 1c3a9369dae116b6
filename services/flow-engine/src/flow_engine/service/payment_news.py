"""A payment's event in the conversation's words: the intent's state, and what is said of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from common.clock import to_z
from common.contracts import (
    PaymentActionRequired,
    PaymentCancelled,
    PaymentEvent,
    PaymentExpired,
    PaymentFailed,
    PaymentOtpRefused,
    PaymentOtpRequested,
    PaymentStartDelayed,
    PaymentStateReported,
    PaymentUnknown,
)
from common.money import Money, format_money

from flow_engine.domain import action_texts, receipts
from flow_engine.domain.intents import IntentStatus
from flow_engine.domain.required_action import RequiredAction, read_action
from flow_engine.models import IntentRow, OrderRow

REPORTED: Final = {
    "awaiting_customer": IntentStatus.AWAITING_CODE,
    "unknown": IntentStatus.UNKNOWN,
    "sending": IntentStatus.CHARGING,
}
RELEASED: Final = "released"
"""The code of a payment that a person gave up: nobody could find out what became of it."""
_MAY_BE_PAID: Final = frozenset({IntentStatus.AWAITING_ACTION, IntentStatus.UNKNOWN})
"""Statuses in which nobody may say that no money has moved."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A fact about a payment in the conversation's words; `said` is for who is elsewhere."""

    status: IntentStatus | None
    name: Any
    said: str | None
    fields: dict[str, Any] = field(default_factory=dict[str, Any])
    once: str = ""
    """It is said whatever the conversation does, once per payment, under this name."""
    action: RequiredAction | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the events of one payment; `action` is what its customer was told to do, if open."""

    intent: IntentRow
    order: OrderRow
    action: RequiredAction | None
    zone: str
    now: datetime

    def read(self, event: PaymentEvent) -> Outcome:
        """Return what it means. Raises LookupError for an event that nobody explained."""
        fields: dict[str, Any] = {"order_reference": self.order.reference}
        match event:
            case PaymentOtpRequested() | PaymentOtpRefused():
                found = self._code(event, fields)
            case PaymentActionRequired():
                found = self._action(event, fields)
            case PaymentUnknown():
                found = self._unknown(event, fields)
            case PaymentStartDelayed():
                is_open = self.intent.status in _MAY_BE_PAID
                said = None if is_open else receipts.start_delayed_text(self.intent.provider)
                found = Outcome(None, "start_delayed", said, fields)
            case PaymentStateReported():
                found = self._state(event, fields)
            case PaymentFailed() if event.code == RELEASED:
                said = receipts.released_text(*self._named())
                found = Outcome(
                    IntentStatus.DECLINED, "declined", said, fields | {"code": event.code}
                )
            case _:
                found = _ended(event, amount_of(self.intent), self.intent.provider, fields)
        return found

    def _code(
        self, event: PaymentOtpRequested | PaymentOtpRefused, fields: dict[str, Any]
    ) -> Outcome:
        fields |= {"otp_reference": event.otp_reference, "tries_left": event.tries_left}
        if isinstance(event, PaymentOtpRefused):
            said = receipts.wrong_code_text(event.tries_left)
            return Outcome(IntentStatus.AWAITING_CODE, "otp_refused", said, fields)
        amount, provider = amount_of(self.intent), self.intent.provider
        said = receipts.code_text(amount, provider, event.otp_reference, event.masked_msisdn)
        fields |= {"masked_msisdn": event.masked_msisdn, "test": event.test}
        return Outcome(IntentStatus.AWAITING_CODE, "otp_requested", said, fields)

    def _action(self, event: PaymentActionRequired, fields: dict[str, Any]) -> Outcome:
        action = read_action(
            event.kind, event.expires_at, text=event.text, code=event.code, url=event.url
        )
        method, amount = receipts.method_title(self.intent.provider), amount_of(self.intent)
        payment = f"{method} payment of {format_money(amount)} for {self.order.reference}"
        until = receipts.clock_time(action.until, self.zone, self.now)
        said = action_texts.action_text(action, payment, until, test=event.test)
        fields |= action.facts() | {"test": event.test}
        status = IntentStatus.AWAITING_ACTION
        return Outcome(status, "action_required", said, fields, action=action)

    def _unknown(self, event: PaymentUnknown, fields: dict[str, Any]) -> Outcome:
        named = self._named()
        if event.needs_staff:
            said, once = receipts.person_looks_text(*named), "person_looks"
        else:
            said, once = receipts.unknown_text(*named), "unknown"
        return Outcome(IntentStatus.UNKNOWN, "unknown", said, fields, once=once)

    def _named(self) -> tuple[Money, str, str]:
        return amount_of(self.intent), self.intent.provider, self.order.reference

    def _state(self, event: PaymentStateReported, fields: dict[str, Any]) -> Outcome:
        fields |= {"status": event.status, "asked": event.asked}
        status, said = REPORTED.get(event.status), receipts.state_text(event.status)
        is_elsewhere = event.until is not None or self.action is not None
        if event.status == "awaiting_customer" and is_elsewhere:
            status, said = IntentStatus.AWAITING_ACTION, receipts.state_text("unknown")
        if event.until is not None:
            fields["until"] = to_z(event.until)
            said = self._still_open(event, event.until)
        return Outcome(status, "state_reported", said, fields)

    def _still_open(self, event: PaymentStateReported, until: datetime) -> str:
        return action_texts.still_open_text(
            self.action.kind if self.action else "",
            status=event.status,
            asked=event.asked,
            method=receipts.method_title(self.intent.provider),
            until=receipts.clock_time(until, self.zone, self.now),
            is_over=until <= self.now,
        )


def _ended(event: PaymentEvent, amount: Money, provider: str, fields: dict[str, Any]) -> Outcome:
    match event:
        case PaymentFailed():
            said = receipts.ended_text("declined", amount, provider, event.code)
            more = fields | {"code": event.code}
            return Outcome(IntentStatus.DECLINED, "declined", said, more)
        case PaymentCancelled():
            said = receipts.ended_text("cancelled", amount, provider)
            return Outcome(IntentStatus.CANCELLED, "cancelled", said, fields)
        case PaymentExpired():
            said = receipts.ended_text("expired", amount, provider)
            return Outcome(IntentStatus.EXPIRED, "expired", said, fields)
        case _:
            raise LookupError(f"no outcome for {event.TYPE}")


def amount_of(intent: IntentRow) -> Money:
    """Return what an intent wants to collect."""
    return Money(intent.amount_minor, intent.currency)
