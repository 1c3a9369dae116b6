"""Which ways to pay are offered just now: those that are chosen, and switched on at their service.

A service that has not answered yet is taken at its settings' word; one that stops answering at its
own last word: its payments wait for it, and whoever starts one is told when it does not come back.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from common.payments.offer import Offer

from flow_engine.domain.world import PaymentMethod


@dataclass(slots=True)
class Offers:
    """What each payments service said last."""

    told: dict[str, Offer] = field(default_factory=dict[str, Offer])

    def take(self, offer: Offer) -> None:
        """Remember what a service said."""
        self.told[offer.provider] = offer

    def of(self, methods: Iterable[PaymentMethod]) -> tuple[PaymentMethod, ...]:
        """Return the methods that can be used, for the currencies that they have."""
        now = (self._now(method) for method in methods)
        return tuple(method for method in now if method.currencies)

    def _now(self, method: PaymentMethod) -> PaymentMethod:
        offer = self.told.get(method.provider)
        if offer is None:
            return method
        taken = offer.currencies if offer.configured else frozenset[str]()
        return replace(method, currencies=method.currencies & taken, test=offer.test)
