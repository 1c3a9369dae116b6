"""Everybody who signs: the services, and what else asks them; each with a key of its own."""

from collections.abc import Mapping
from typing import Final

from common.messaging.topology import SUBSCRIPTIONS
from common.signing import Identity, PublicKeys, SigningKey, Trust

SERVICES: Final = tuple(sorted(SUBSCRIPTIONS))
OPERATOR: Final = "operator"
"""The operator's commands."""
SANDBOX: Final = "sandbox"
"""The chat page, apart from the services."""
STANDALONE: Final = "standalone"
"""The public origin and the chat page of `mari run`."""
PRINCIPALS: Final = (*SERVICES, OPERATOR, SANDBOX, STANDALONE)


def variable_of(name: str) -> str:
    """Return the variable of a principal's private key."""
    word = name.upper().replace("-", "_")
    return f"{word}_SIGNING_KEY" if name in SERVICES else f"MARI_{word}_SIGNING_KEY"


def key_name_of(name: str) -> str:
    """Return what a principal's private key is called in a data folder."""
    return f"signing:{name}"


def listed(keys: Mapping[str, SigningKey]) -> str:
    """Return the public keys as MARI_PUBLIC_KEYS has them."""
    return ",".join(f"{name}={key.public}" for name, key in keys.items())


def identities(keys: Mapping[str, SigningKey]) -> dict[str, Identity]:
    """Return who each principal is, believing all of them."""
    trust = Trust(PublicKeys.read(listed(keys).split(",")))
    return {name: Identity(name, key, trust) for name, key in keys.items()}


def keys_in_folder(keys: Mapping[str, str]) -> dict[str, SigningKey]:
    """Return every principal's key from a data folder's keys."""
    return {name: SigningKey(keys[key_name_of(name)]) for name in PRINCIPALS}


def keys_in_environment(variables: Mapping[str, str]) -> dict[str, SigningKey]:
    """Return every principal's key from the variables of all."""
    return {name: SigningKey(variables[variable_of(name)]) for name in PRINCIPALS}


def asking_as(name: str, key: str) -> Identity:
    """Return who only asks: it signs, and believes nobody."""
    return Identity(name, SigningKey(key), Trust(PublicKeys({})))
