"""The ways to pay that are simulated: a policy and a provider each."""

from datetime import timedelta
from typing import Final

from common.payments.domain import CODE, FENCE_MARKS, LINK, PUSH, Policy
from common.testing.simulation.pages import PageProvider
from common.testing.simulation.phones import PhoneProvider
from common.testing.simulation.wallet import Wallet

Provider = Wallet | PhoneProvider | PageProvider

POLICIES: Final = {
    "code": Policy(shape=CODE, fence_marks=FENCE_MARKS),
    "push": Policy(shape=PUSH),
    "link": Policy(shape=LINK, expires_after=timedelta(minutes=40)),
}
SHAPES: Final = tuple(POLICIES)
PROVIDERS: Final[dict[str, type[Provider]]] = {
    "code": Wallet,
    "push": PhoneProvider,
    "link": PageProvider,
}
HEALS_AT: Final = 3_600.0
"""Seconds after which no fault befalls a provider any more."""
