"""create_booking: an order of kind booking, with an id and reference that the message decides."""

from datetime import date
from typing import Any, ClassVar, Final, cast
from uuid import UUID

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.actions.agreed import price_change
from flow_engine.domain.actions.quote import NoOfferError, offered, quote_facts
from flow_engine.domain.conversation import CreateBooking
from flow_engine.domain.rendering import look_up
from flow_engine.domain.wording import order_facts
from flow_engine.domain.world import Order, Tour

_LETTERS: Final = "ABCDEFGHJKMNPQRSTVWXYZ"
_SIGNS: Final = "0123456789" + _LETTERS
_LENGTH: Final = 8


class CreateBookingAction(Action):
    """Writes the booking that was agreed, and sets `order` and `booking_reference`.

    Day, tour and price are looked at once more. Sets `booking_state`: booked, or tour_gone,
    day_over, price_changed (with the new `quote`), with `offer_note` that says what changed; then
    nothing is booked.
    """

    OUTPUTS: ClassVar[frozenset[str]] = frozenset(
        {"order", "booking_reference", "booking_state", "offer_note", "quote"}
    )

    def reads(self) -> frozenset[str]:
        """Return what a booking is made of."""
        return frozenset({"tour", "travel_date", "adults", "children", "travellers"})

    def run(self, scene: Scene) -> Result:
        """Make it; the same message makes the same booking."""
        try:
            tour, day = offered(scene)
        except NoOfferError as error:
            return Result({"booking_state": error.code, "offer_note": error.note})
        found = quote_facts(scene, tour, day)
        total = found["quote"]["total_minor"]
        if note := price_change(scene, total, tour.currency):
            return Result(found | {"booking_state": "price_changed", "offer_note": note})
        return _booked(scene, _booking(scene, tour, day, total))


def _booked(scene: Scene, booking: CreateBooking) -> Result:
    order = Order(
        id=booking.order_id,
        reference=booking.reference,
        kind="booking",
        description=booking.description,
        currency=booking.currency,
        total_minor=booking.total_minor,
        paid_minor=0,
        payment_status="unpaid",
        created_at=scene.world.now,
        travels_on=booking.travels_on,
    )
    facts: dict[str, Any] = {
        "order": order_facts(order, scene.world),
        "booking_reference": order.reference,
        "booking_state": "booked",
        "offer_note": "",
    }
    return Result(facts, (booking,))


def _booking(scene: Scene, tour: Tour, day: date, total_minor: int) -> CreateBooking:
    order_id = scene.id_for("order")
    return CreateBooking(
        order_id=order_id,
        reference=reference_of(order_id),
        tour_id=tour.id,
        travels_on=day,
        adults=scene.number("adults"),
        children=scene.number("children"),
        travellers=_names(scene),
        description=tour.name,
        currency=tour.currency,
        total_minor=total_minor,
    )


def reference_of(order_id: UUID) -> str:
    """Return eight signs that follow from the id; the first is a letter, so it is never a code."""
    number = order_id.int >> 8
    signs = [_LETTERS[number % len(_LETTERS)]]
    for _ in range(_LENGTH - 1):
        number //= 32
        signs.append(_SIGNS[number % len(_SIGNS)])
    return "".join(signs)


def _names(scene: Scene) -> tuple[str, ...]:
    found = look_up("travellers", scene.variables)
    return tuple(str(one) for one in cast("list[object]", found)) if isinstance(found, list) else ()
