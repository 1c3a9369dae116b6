"""What customers are told of a payment that goes on outside the chat, where no flow says it."""

from typing import Final

from flow_engine.domain.required_action import RequiredAction

_DO_NOT: Final = {
    "approve": "do not approve it",
    "show_code": "do not use its code",
    "link": "do not pay on its page",
}
_NO_MORE: Final = "Please do not pay again; I will tell you the result here."


def action_text(action: RequiredAction, payment: str, until: str, *, test: bool) -> str:
    """Return what to do for `payment` (`O'mari payment of USD 5.00`), whole, in one message."""
    if action.kind == "none":
        return (
            f"Your {payment} was started, but I cannot show you how to go on with it."
            f" A person looks at it. {_NO_MORE}"
        )
    lines = [
        "*TEST: no real money moves.*" if test else "",
        f"Your {payment} waits for you. It is open until {until}.",
        _how(action),
        action.text,
        "Please pay it once, in this one way. I will tell you the result here.",
    ]
    return "\n\n".join(line for line in lines if line)


def still_open_text(
    kind: str, *, status: str, asked: str, method: str, until: str, is_over: bool
) -> str:
    """Return the answer to a check or a cancel of what cannot be taken back; `kind` may be empty.

    It never says that nothing was taken: until the provider's final word it may be done.
    """
    do_not = _DO_NOT.get(kind, "do not approve or pay it")
    if is_over:
        return (
            f"The time of your payment was over at {until}, but {method} has not said yet how it"
            f" ended. Please {do_not} any more. I will tell you the result here."
        )
    if asked == "cancel":
        return (
            f"Your payment is not cancelled: it is still open until {until}; {do_not}."
            " I will tell you the result here."
        )
    if status != "awaiting_customer":
        return f"Your payment is not confirmed yet; it may be open until {until}. {_NO_MORE}"
    done = "approved" if kind == "approve" else "paid"
    return f"Your payment is not {done} so far. It is open until {until}. {_NO_MORE}"


def _how(action: RequiredAction) -> str:
    match action.kind:
        case "show_code":
            return f"Enter or scan this code in the provider's app: *{action.code}*"
        case "link":
            return f"Pay on this page:\n{action.url}"
        case _:
            return "Approve it on your phone."
