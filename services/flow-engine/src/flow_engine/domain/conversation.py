"""A conversation's place and what may happen to it: inputs in, effects out."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Wait:
    """What a session waits for. A payment's events resume only this generation."""

    kind: Literal["reply", "payment"]
    generation: int
    payment_id: UUID | None = None
    secret: bool = False
    """What the customer types now may be a code: it is passed on and erased everywhere."""


@dataclass(frozen=True, slots=True)
class Session:
    """One customer's place in one flow version, per number of ours. Round-trips through JSON."""

    flow: str
    version: int
    step: str
    variables: dict[str, Any] = field(default_factory=dict[str, Any])
    retries: int = 0
    generation: int = 0
    wait: Wait | None = None
    options: tuple[tuple[str, str], ...] = ()
    """(id, title) of the buttons or rows that were last offered: each can be typed."""
    asking: str = ""
    """The tag that these buttons and rows carry; one with another tag is of an earlier message."""


@dataclass(frozen=True, slots=True)
class MessageInput:
    """The customer wrote. `message_id` makes every id that follows from it."""

    message_id: str
    kind: str
    """Meta's type: text, interactive, button, image, location, order, …"""
    text: str | None
    reply_id: str | None
    content: dict[str, Any]
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class PaymentInput:
    """Something became known about a payment."""

    payment_id: UUID
    outcome: Literal[
        "otp_requested",
        "action_required",
        "otp_refused",
        "paid",
        "declined",
        "cancelled",
        "expired",
        "unknown",
        "held",
        "state_reported",
        "refused",
        "start_delayed",
    ]
    """`refused`: our own payments service would not take the request (limits, conflict).
    `held`: a person must judge it, and there is nothing for the customer to do."""
    fields: dict[str, Any] = field(default_factory=dict[str, Any])
    """otp_reference, masked_msisdn, tries_left, code, status, retry_at, order_reference,
    settled (formatted), left (formatted), as the outcome has them; `action`, `instruction`,
    `shown_code`, `url` and `until` of what must be done outside the chat."""


@dataclass(frozen=True, slots=True)
class ReleaseInput:
    """The person who had taken over gives the conversation back to the bot."""


Input = MessageInput | PaymentInput | ReleaseInput


@dataclass(frozen=True, slots=True)
class SendContent:
    """Send this to the customer (Meta's message shape). `money`: never lost, before chat."""

    content: dict[str, Any]
    money: bool = False


@dataclass(frozen=True, slots=True)
class CreateBooking:
    """Write a booking; its id and reference were chosen by the engine's id function."""

    order_id: UUID
    reference: str
    tour_id: UUID
    travels_on: date
    adults: int
    children: int
    travellers: tuple[str, ...]
    description: str
    currency: str
    total_minor: int


@dataclass(frozen=True, slots=True)
class StartPayment:
    """Open the intent and ask the payments service. The id is derived: one message, one payment."""

    payment_id: UUID
    order_reference: str
    provider: str
    amount_minor: int
    currency: str
    payer_msisdn: str


@dataclass(frozen=True, slots=True)
class SubmitCode:
    """Pass the customer's code on and erase it."""

    payment_id: UUID
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ResendCode:
    """Ask the provider for a fresh code."""

    payment_id: UUID


@dataclass(frozen=True, slots=True)
class CancelPayment:
    """Ask the payments service to end the attempt, after asking the provider."""

    payment_id: UUID


@dataclass(frozen=True, slots=True)
class CheckPayment:
    """Ask the provider now."""

    payment_id: UUID


@dataclass(frozen=True, slots=True)
class AskPerson:
    """Record a task for a person and mute the bot until it is released."""

    reason: str


@dataclass(frozen=True, slots=True)
class IdentityConfirmed:
    """The customer confirmed that it is still the same person."""


@dataclass(frozen=True, slots=True)
class IdentityDenied:
    """Who writes says that he is somebody else: he becomes a customer of his own."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something for the log: a limit reached, a dead end. A code and ids, never text."""

    code: str
    fields: dict[str, str] = field(default_factory=dict[str, str])


Effect = (
    SendContent
    | CreateBooking
    | StartPayment
    | SubmitCode
    | ResendCode
    | CancelPayment
    | CheckPayment
    | AskPerson
    | IdentityConfirmed
    | IdentityDenied
    | Note
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one input led to: the session to store (None: it ended) and effects in order."""

    session: Session | None
    effects: tuple[Effect, ...]
