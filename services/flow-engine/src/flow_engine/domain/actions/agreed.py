"""What was shown to the customer, compared with what holds now, before something is done.

Each function returns a sentence that says what changed, or nothing when all is as it was shown.
"""

from datetime import date

from flow_engine.domain.actions.action import Scene
from flow_engine.domain.rendering import MISSING, look_up
from flow_engine.domain.rendering.filters import day as day_text
from flow_engine.domain.wording import money_text
from flow_engine.domain.world import Order


def day_that_is_over(scene: Scene, day: date) -> str:
    """Compare the day of travel with today in the merchant's zone."""
    return f"{day_text(day.isoformat())} is over." if day < scene.world.today else ""


def price_change(scene: Scene, total_minor: int, currency: str) -> str:
    """Compare the total of the quote that was shown with today's."""
    shown = look_up("quote.total_minor", scene.variables)
    before = scene.text("quote.currency")
    if shown is MISSING or (shown, before) == (total_minor, currency):
        return ""
    now = money_text(total_minor, currency)
    return f"The price changed: it was {scene.text('quote.total')} and is {now} now."


def balance_change(scene: Scene, order: Order) -> str:
    """Compare what was shown as left to pay with what is left now.

    `agreed_open_minor` is what another flow showed; without it the order's own facts count.
    """
    shown = _shown_minor(scene)
    before = scene.text("order.currency") or order.currency
    if shown is None or (shown, before) == (order.open_minor, order.currency):
        return ""
    was, now = money_text(shown, before), money_text(order.open_minor, order.currency)
    return f"What is left to pay for {order.reference} changed: it was {was} and is {now} now."


def _shown_minor(scene: Scene) -> int | None:
    for path in ("agreed_open_minor", "order.open_minor"):
        found = look_up(path, scene.variables)
        if isinstance(found, int) and not isinstance(found, bool):
            return found
    return None
