"""What customers are told about their money, whatever their conversation does meanwhile."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from common.money import Money, format_money

from flow_engine.domain.world import Merchant

METHODS: Final = {"omari": "O'mari"}
REASONS: Final = {
    "insufficient_funds": "the wallet does not hold enough money",
    "declined": "the wallet provider declined it",
    "limit_exceeded": "it is over the wallet's limit",
    "wallet_not_found": "there is no wallet for this number",
    "otp_exhausted": "the code was wrong too often",
    "provider_unavailable": "the provider cannot be reached at the moment",
    "invalid_request": "the provider did not accept it",
    "not_charged": "the provider did not carry it out, and you can pay again at once",
}

APOLOGY: Final = (
    "Sorry, something went wrong on our side and we could not handle your last message."
    " Type *menu* to go on, or *agent* to talk to a person."
)
BACK_TO_MENU: Final = ("mari:back_to_menu", "Back to the menu")
_BEFORE_A_PERSON: Final = {
    "overpaid": "This is more than was open: we will contact you about the difference.",
    "paid_again": (
        "This is one more payment than was asked for: a person looks at it and will contact you."
        " Please do not pay again."
    ),
    "order_refunded": (
        "What was paid for this order before was given back. A person looks at this payment and"
        " will contact you. Please do not pay again."
    ),
    "other_currency": (
        "Your order is paid in another currency, so we could not put it there yet. We keep it safe,"
        " and a person looks at it now. Please do not pay again; we will write the result here."
    ),
}
"""What a receipt says, by the task that a person has about the money."""
_WAY: Final = "Type *pay*"
_WAY_WHILE_MUTED: Final = f"Press *{BACK_TO_MENU[1]}*, then type *pay*"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt must name."""

    settled: Money
    provider: str
    order_reference: str | None
    provider_reference: str
    left: Money | None
    """None: the money is not on an order."""
    at: datetime
    test: bool = False
    late: bool = False
    task: str | None = None


def method_title(provider: str) -> str:
    """Return the name by which customers know a provider."""
    return METHODS.get(provider, provider)


def receipt_text(receipt: Receipt, merchant: Merchant) -> str:
    """Return the receipt: amount, method, both references, what is left, who to ask, when."""
    lines = [
        "*Receipt — TEST, no real money*" if receipt.test else "*Receipt*",
        _opening(receipt),
        f"Method: {method_title(receipt.provider)}",
        f"Your reference: {receipt.order_reference}" if receipt.order_reference else None,
        f"Provider's reference: {receipt.provider_reference}",
        f"Time: {local_time(receipt.at, merchant.zone)}",
        _left(receipt),
        f"{merchant.name} · {merchant.support_contact}",
    ]
    return "\n".join(line for line in lines if line)


def local_time(moment: datetime, zone: str) -> str:
    """Return a moment as the merchant's clock shows it: `25 Nov 2026, 12:02 (Africa/Harare)`."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b %Y, %H:%M} ({zone})"


def clock_time(moment: datetime, zone: str, now: datetime) -> str:
    """Return `12:02` for a moment of today by the merchant's clock, else with its day and zone."""
    local = moment.astimezone(ZoneInfo(zone))
    is_today = local.date() == now.astimezone(ZoneInfo(zone)).date()
    return f"{local:%H:%M}" if is_today else local_time(moment, zone)


def _opening(receipt: Receipt) -> str:
    amount = format_money(receipt.settled)
    if receipt.late:
        return f"We received {amount}: your earlier payment went through after all."
    return f"We received {amount}. Thank you!"


def _left(receipt: Receipt) -> str:
    if receipt.task in _BEFORE_A_PERSON:
        return _BEFORE_A_PERSON[receipt.task]
    if receipt.task is not None:
        return "We could not put it on an open order: we keep it safe and will contact you."
    if receipt.left is not None and receipt.left.minor:
        return f"Left to pay: {format_money(receipt.left)}"
    return "Left to pay: nothing, it is paid in full."


def unknown_text(amount: Money, provider: str, reference: str) -> str:
    """Return what is said once per payment while nobody knows its outcome."""
    method = method_title(provider)
    return (
        f"We are asking {method}; please do not pay again. Your payment of"
        f" {format_money(amount)} for {reference} is not confirmed yet."
        " We will write as soon as we know."
    )


def person_looks_text(amount: Money, provider: str, reference: str) -> str:
    """Return what is said once when only a person can find out what became of a payment."""
    return (
        f"We still do not know what became of your {method_title(provider)} payment of"
        f" {format_money(amount)} for {reference}. A person looks at it now. Please do not pay"
        " again; we will write the result here."
    )


def held_text(amount: Money, provider: str, reference: str) -> str:
    """Return what is said once when money may have arrived and nobody knows how much."""
    return (
        f"{method_title(provider)} tells us that something happened with your payment of"
        f" {format_money(amount)} for {reference}, but not how much was paid. A person looks at it"
        " now. Please do not pay again; we will write the result here."
    )


def held_note(amount: Money, arrived: Money | None, reference: str) -> str:
    """Return what is said when somebody wants to pay an order that a person must judge first."""
    if arrived is None:
        what = f"Your payment of {format_money(amount)} for {reference} is not clear yet."
    else:
        what = f"We received {format_money(arrived)} for {reference}, which is paid in"
        what = f"{what} {amount.currency}."
    return f"{what} A person looks at it. Please do not pay again; we will write the result here."


def released_text(amount: Money, provider: str, reference: str) -> str:
    """Return what is said when nobody could find out what became of a payment."""
    return (
        f"We could not find out what became of your {method_title(provider)} payment of"
        f" {format_money(amount)} for {reference}, and we wait for it no longer. {_WAY} to pay"
        " again. If that money arrives after all, we tell you here, and put it on your order or"
        " give it back."
    )


def placed_text(
    amount: Money, provider: str, reference: str, provider_reference: str, left: Money
) -> str:
    """Return what is said when a person put on an order what had no place before."""
    rest = (
        f"Left to pay: {format_money(left)}"
        if left.minor
        else "Left to pay: nothing, it is paid in full."
    )
    return (
        f"A person has looked at your {method_title(provider)} payment of {format_money(amount)}"
        f" (provider's reference {provider_reference}): it is on {reference} now.\n{rest}"
    )


def kept_text(amount: Money, reference: str, merchant: Merchant, *, again: bool) -> str:
    """Return what is said when what is too much, or was paid once more, stays on its order."""
    what = "that arrived once more for" if again else "above the price of"
    return (
        f"The {format_money(amount)} {what} {reference} stays with your order."
        f" Questions? {merchant.name} · {merchant.support_contact}"
    )


def start_delayed_text(provider: str) -> str:
    """Return what is said when the provider takes long to send a code."""
    return (
        f"{method_title(provider)} is slow to answer. No money has moved."
        " I will write as soon as your code is on its way, or if it does not come."
        " Type *cancel* to stop."
    )


def code_text(amount: Money, provider: str, otp_reference: str, masked: str) -> str:
    """Return what is said when a code was sent while the customer is elsewhere in the chat."""
    return (
        f"{method_title(provider)} sent a code by SMS to {masked} (reference {otp_reference}) for"
        f" your payment of {format_money(amount)}. {_WAY} to go on with it."
    )


def ended_text(outcome: str, amount: Money, provider: str, code: str | None = None) -> str:
    """Return what is said when a payment ended unpaid while the customer is elsewhere."""
    payment = f"Your {method_title(provider)} payment of {format_money(amount)}"
    match outcome:
        case "cancelled":
            return f"{payment} was cancelled. Nothing was taken."
        case "expired":
            return f"{payment} ran out of time. Nothing was taken. {_WAY} to try again."
        case _:
            reason = REASONS.get(code or "", "it was not accepted")
            return f"{payment} did not go through: {reason}. Nothing was taken."


def refused_text(amount: Money, provider: str, again: str | None) -> str:
    """Return what is said when our own payments service would not start a payment."""
    payment = f"Your {method_title(provider)} payment of {format_money(amount)}"
    when = f"Please try again after {again}." if again else f"{_WAY} to try again later."
    return f"{payment} could not be started. Nothing was taken. {when}"


def wrong_code_text(tries_left: int) -> str:
    """Return what is said after a wrong code while the customer is elsewhere in the chat."""
    tries = "1 try" if tries_left == 1 else f"{tries_left} tries"
    return f"That code was not right. You have {tries} left. {_WAY} to enter it again."


def state_text(status: str) -> str | None:
    """Return what is said of a payment that is still open; None when nothing need be said."""
    match status:
        case "awaiting_customer":
            return f"Your payment still waits for its code. {_WAY} to go on with it."
        case "unknown" | "sending":
            return "Your payment is not confirmed yet; please do not pay again."
        case _:
            return None


def while_muted(said: str) -> str | None:
    """Return the text with the way that works while a person answers; None when it names none.

    The bot hears no *pay* then, only the button that this text is to be sent with.
    """
    return said.replace(_WAY, _WAY_WHILE_MUTED) if _WAY in said else None
