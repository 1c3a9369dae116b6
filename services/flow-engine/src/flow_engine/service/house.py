"""What every use case is given: the engine, the merchant, the ways to pay, the key ring."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from common.crypto import Keyring

from flow_engine.domain.conversation import Input, Session, Turn
from flow_engine.domain.secrets import Asked
from flow_engine.domain.world import Merchant, PaymentMethod, World
from flow_engine.service.offers import Offers


class Conversations(Protocol):
    """The pure engine, over the flow versions that are known."""

    def turn(self, session: Session | None, given: Input, world: World) -> Turn:
        """Return what an input leads to."""
        ...

    def asked(self, session: Session | None) -> Asked:
        """Tell which digits the session's step asked for."""
        ...


@dataclass(frozen=True, slots=True)
class House:
    """The merchant's house, as one process runs it."""

    conversations: Conversations
    storage: Keyring
    merchant: Merchant
    known_methods: tuple[PaymentMethod, ...]
    """The ways to pay that the merchant has chosen."""
    minimum_minor: Mapping[str, int] = field(default_factory=lambda: {"USD": 100})
    two_people_minor: Mapping[str, int] = field(default_factory=dict[str, int])
    """Above which amount two people must agree; always in a currency that is not named."""
    offers: Offers = field(default_factory=Offers)

    @property
    def methods(self) -> tuple[PaymentMethod, ...]:
        """The ways to pay that can be used just now."""
        return self.offers.of(self.known_methods)

    def minimum(self, currency: str) -> int:
        """Return the smallest payment in a currency, in minor units."""
        return self.minimum_minor.get(currency, 1)
