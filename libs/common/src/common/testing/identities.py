"""Everybody who signs in tests: each with a key of its own, all believing one another."""

from typing import Final

from common.messaging.admission import Admission
from common.messaging.topology import SUBSCRIPTIONS, schema_of
from common.signing import Identity, PublicKeys, SigningKey, Trust

_OTHERS: Final = ("operator", "sandbox", "standalone", "first-service", "second-service")
NAMES: Final = (*sorted(SUBSCRIPTIONS), *_OTHERS)
ANYTHING: Final = Admission(publishes=lambda _service, _topic: True, messages={})
"""For topics that only a test knows."""


def key_text_of(name: str) -> str:
    """Return a principal's private key as a variable has it."""
    return f"signing-key-of-{name}-in-tests-0123456789"


def public_keys_of(*names: str) -> str:
    """Return what MARI_PUBLIC_KEYS is where these sign."""
    return ",".join(f"{name}={SigningKey(key_text_of(name)).public}" for name in names)


def trust_of(*names: str) -> Trust:
    """Return the trust of who believes these."""
    return Trust(PublicKeys.read(public_keys_of(*names).split(",")))


PUBLIC_KEYS: Final = public_keys_of(*NAMES)
TRUST: Final = trust_of(*NAMES)


def identity_of(name: str, *, trust: Trust = TRUST) -> Identity:
    """Return who signs in this name."""
    return Identity(name, SigningKey(key_text_of(name)), trust)


def signing_variables(service: str) -> dict[str, str]:
    """Return the variables that a service needs to sign and to believe."""
    variable = f"{schema_of(service).upper()}_SIGNING_KEY"
    return {"MARI_PUBLIC_KEYS": PUBLIC_KEYS, variable: key_text_of(service)}
