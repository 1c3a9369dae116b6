"""The ways to pay that are simulated: a policy and a provider each."""

from dataclasses import replace
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


def policy_for(shape: str, provider: Provider) -> Policy:
    """Return the policy of a shape; no key is used again where the provider counts both."""
    policy = POLICIES[shape]
    if isinstance(provider, PageProvider) and not provider.back.is_idempotent:
        once = replace(policy.shape, refund_key_lives=timedelta())
        return replace(policy, shape=once)
    return policy


PROVIDERS: Final[dict[str, type[Provider]]] = {
    "code": Wallet,
    "push": PhoneProvider,
    "link": PageProvider,
}
HEALS_AT: Final = 3_600.0
"""Seconds after which no fault befalls a provider any more."""
