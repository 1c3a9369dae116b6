"""What every use case is given: the engine, the merchant, the ways to pay, the key ring."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from common.crypto import Keyring

from flow_engine.domain.conversation import Input, Session, Turn
from flow_engine.domain.secrets import Asked
from flow_engine.domain.world import Merchant, PaymentMethod, World


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
    methods: tuple[PaymentMethod, ...]
    minimum_minor: Mapping[str, int] = field(default_factory=lambda: {"USD": 100})

    def minimum(self, currency: str) -> int:
        """Return the smallest payment in a currency, in minor units."""
        return self.minimum_minor.get(currency, 1)
