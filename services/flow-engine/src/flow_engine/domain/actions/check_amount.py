"""check_amount: from the minimum of its currency to the open balance, nothing else."""

from typing import Any, ClassVar

from common.money import AmountError, Money

from flow_engine.domain.actions.action import Action, ActionError, Result, Scene
from flow_engine.domain.actions.agreed import balance_change
from flow_engine.domain.part import Name
from flow_engine.domain.readers import read_amount
from flow_engine.domain.wording import deposit_of, find_order, minimum_of, money_text
from flow_engine.domain.world import Order, World


class CheckAmount(Action):
    """Sets `amount_ok` with `amount` and `amount_minor`, or `amount_note` that says the limit.

    When what is left to pay is not what was shown, `order_changed` is true and `amount_note` says
    so: an amount that was agreed for another balance is never taken.
    """

    OUTPUTS: ClassVar[frozenset[str]] = frozenset(
        {"amount_ok", "amount", "amount_minor", "amount_note", "order_changed"}
    )

    reply_variable: Name = "amount_reply"

    def reads(self) -> frozenset[str]:
        """Return the reply and the order it is for."""
        return frozenset({self.reply_variable, "order"})

    def run(self, scene: Scene) -> Result:
        """Compare in minor units."""
        order = find_order(scene.world, scene.text("order.reference"))
        if order is None:
            raise ActionError("order_gone")
        if note := balance_change(scene, order):
            return Result(_refused(note) | {"order_changed": True})
        money = _meant(scene.text(self.reply_variable), order)
        return Result(judge_amount(money, scene.world, order) | {"order_changed": False})


def _meant(reply: str, order: Order) -> Money:
    if reply == "omari:pay_full":
        return Money(order.open_minor, order.currency)
    if reply == "omari:pay_deposit":
        return Money(min(deposit_of(order.total_minor), order.open_minor), order.currency)
    try:
        return read_amount(reply.removeprefix("amount:"), order.currency)
    except AmountError:
        raise ActionError("not_an_amount") from None


def judge_amount(money: Money, world: World, order: Order) -> dict[str, Any]:
    """Return `amount_ok` with the amount, or with the note that says the limit."""
    least = min(minimum_of(world, order.currency), order.open_minor)
    said = money_text(money.minor, order.currency)
    if money.minor > order.open_minor:
        left = money_text(order.open_minor, order.currency)
        return _refused(f"{said} is more than what is left. You can pay at most {left}.")
    if money.minor < least or money.minor <= 0:
        return _refused(
            f"{said} is too little. The smallest payment is {money_text(least, order.currency)}."
        )
    return {"amount_ok": True, "amount": said, "amount_minor": money.minor, "amount_note": ""}


def _refused(note: str) -> dict[str, Any]:
    return {"amount_ok": False, "amount_note": note}
