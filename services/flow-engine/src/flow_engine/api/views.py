"""What the merchant API takes and gives."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from common.clock import to_z
from common.whatsapp_ids import USER_ID, UserId, WaId
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from flow_engine.api.fields import (
    Currency,
    Line,
    Minor,
    MinorOrFree,
    Prose,
)
from flow_engine.api.refund_views import dispute_view, refund_views
from flow_engine.domain.identities import BSUID, PHONE, Identity
from flow_engine.domain.names import person_name
from flow_engine.domain.world import SeasonalPrice, Tour
from flow_engine.models import CustomerRow, OrderRow
from flow_engine.service.merchant import OrderBook, OrderWish, TourWish, overlap


class Body(BaseModel):
    """A request's body: what is not known is refused, and never repeated in the answer."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class CustomerBody(Body):
    """Who owes; by WhatsApp number, by business-scoped user id, or by both."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["wa_id"]}, {"required": ["user_id"]}]}
    )

    wa_id: WaId | None = None
    user_id: UserId | None = None
    name: Line | None = None

    @model_validator(mode="after")
    def _is_somebody(self) -> Self:
        if not (self.wa_id or self.user_id):
            raise ValueError("a customer has a wa_id or a user_id")
        return self

    def names(self) -> tuple[Identity, ...]:
        """Return the identities; a `wa_id` may be a user id itself."""
        found: list[Identity] = [(BSUID, self.user_id)] if self.user_id else []
        if self.wa_id and USER_ID.fullmatch(self.wa_id):
            found.append((BSUID, self.wa_id))
        elif self.wa_id:
            found.append((PHONE, self.wa_id))
        return tuple(dict.fromkeys(found))


class OrderBody(Body):
    """An order to be paid in the chat."""

    kind: Literal["booking", "order"]
    customer: CustomerBody
    description: Prose
    currency: Currency
    total_minor: Minor

    def wish(self) -> OrderWish:
        """Return what is asked for."""
        return OrderWish(
            kind=self.kind,
            names=self.customer.names(),
            customer_name=person_name(self.customer.name),
            description=self.description,
            currency=self.currency,
            total_minor=self.total_minor,
        )


class SeasonBody(Body):
    """A price between two dates, both included."""

    starts_on: date
    ends_on: date
    adult_minor: Minor
    child_minor: MinorOrFree | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends_on < self.starts_on:
            raise ValueError("a season ends on or after its first day")
        return self


class TourBody(Body):
    """A tour to be offered in the chat."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9_-]{2,32}$")]
    name: Line
    description: Prose
    location: Line
    duration: Line
    currency: Currency
    adult_minor: Minor
    child_minor: MinorOrFree | None = None
    seasons: Annotated[list[SeasonBody], Field(max_length=50)] = []

    @model_validator(mode="after")
    def _has_one_price_a_day(self) -> Self:
        if overlap([(season.starts_on, season.ends_on) for season in self.seasons]):
            raise ValueError("two seasons share a day")
        return self

    def wish(self) -> TourWish:
        """Return what is asked for."""
        seasons = tuple(SeasonalPrice(**season.model_dump()) for season in self.seasons)
        return TourWish(**self.model_dump(exclude={"seasons"}), seasons=seasons)


def order_view(book: OrderBook) -> dict[str, Any]:
    """Return an order with its credits and open tasks."""
    order, customer = book.order, book.customer
    return {
        "id": str(order.id),
        "reference": order.reference,
        "kind": order.kind,
        "description": order.description,
        "customer": customer_view(customer, order),
        "total_minor": order.total_minor,
        "paid_minor": order.paid_minor,
        "refunded_minor": order.refunded_minor,
        "disputed_minor": order.disputed_minor,
        "currency": order.currency,
        "payment_status": order.payment_status,
        "travels_on": order.travels_on.isoformat() if order.travels_on else None,
        "created_at": to_z(order.created_at),
        "credits": [
            {
                "payment_id": str(credit.payment_id),
                "provider": credit.provider,
                "amount_minor": minor,
                "currency": credit.currency,
                "at": to_z(credit.happened_at),
                "placement": credit.placement,
                "method": credit.method or credit.provider,
                "provider_reference": credit.provider_reference,
                "settlement_id": str(credit.settlement),
            }
            for credit, minor in book.credits
        ],
        "refunds": refund_views(book.refunds),
        "disputes": [dispute_view(row) for row in book.disputes],
        "tasks": [
            {"id": str(task.id), "kind": task.kind, "reason": task.reason} for task in book.tasks
        ],
    }


def customer_view(customer: CustomerRow | None, order: OrderRow | None) -> dict[str, str | None]:
    """Return who a customer is; `name` is the merchant's own for him where the order has one."""
    profile = person_name(customer.name) if customer else None
    return {
        "wa_id": customer.phone if customer else None,
        "user_id": customer.user_id if customer else None,
        "name": (order.customer_name if order else None) or profile,
        "profile_name": profile,
    }


def tour_view(tour: Tour) -> dict[str, Any]:
    """Return a tour with its seasons."""
    return {
        "id": str(tour.id),
        "code": tour.code,
        "name": tour.name,
        "description": tour.description,
        "location": tour.location,
        "duration": tour.duration,
        "currency": tour.currency,
        "adult_minor": tour.adult_minor,
        "child_minor": tour.child_minor,
        "seasons": [
            {
                "starts_on": season.starts_on.isoformat(),
                "ends_on": season.ends_on.isoformat(),
                "adult_minor": season.adult_minor,
                "child_minor": season.child_minor,
            }
            for season in tour.seasons
        ],
    }
