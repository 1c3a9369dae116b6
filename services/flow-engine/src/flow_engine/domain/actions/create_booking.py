"""create_booking: an order of kind booking, with an id and reference that the message decides."""

from typing import Any, ClassVar, Final, cast
from uuid import UUID

from common.money import Money

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.actions.quote import date_of, prices_on, tour_of
from flow_engine.domain.conversation import CreateBooking
from flow_engine.domain.rendering import look_up
from flow_engine.domain.wording import order_facts
from flow_engine.domain.world import Order

_LETTERS: Final = "ABCDEFGHJKMNPQRSTVWXYZ"
_SIGNS: Final = "0123456789" + _LETTERS
_LENGTH: Final = 8


class CreateBookingAction(Action):
    """Prices the trip again, writes the booking, and sets `order` and `booking_reference`."""

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"order", "booking_reference"})

    def reads(self) -> frozenset[str]:
        """Return what a booking is made of."""
        return frozenset({"tour", "travel_date", "adults", "children", "travellers"})

    def run(self, scene: Scene) -> Result:
        """Make it; the same message makes the same booking."""
        order_id = scene.id_for("order")
        booking = self._booking(scene, order_id)
        order = Order(
            id=order_id,
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
        facts: dict[str, Any] = order_facts(order, scene.world)
        return Result({"order": facts, "booking_reference": order.reference}, (booking,))

    def _booking(self, scene: Scene, order_id: UUID) -> CreateBooking:
        tour, day = tour_of(scene), date_of(scene)
        adults, children = scene.number("adults"), scene.number("children")
        adult, child = prices_on(tour, day)
        total = Money(adult * adults + child * children, tour.currency)
        return CreateBooking(
            order_id=order_id,
            reference=reference_of(order_id),
            tour_id=tour.id,
            travels_on=day,
            adults=adults,
            children=children,
            travellers=_names(scene),
            description=tour.name,
            currency=total.currency,
            total_minor=total.minor,
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
