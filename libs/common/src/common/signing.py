"""Who says it: each process signs with a private key that only it has; all know the public ones."""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from common.clock import Clock, utc_now


class SigningKey:
    """A private key, made from a text that is as hard to guess as any other secret."""

    def __init__(self, text: str) -> None:
        seed = hashlib.sha256(b"mari:signing:" + text.encode()).digest()
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public(self) -> str:
        """The public key as it is listed: 43 characters."""
        return _text(self._key.public_key().public_bytes_raw())

    def sign(self, purpose: str, data: bytes) -> str:
        """Return 86 characters; what was signed for one purpose holds for no other."""
        return _text(self._key.sign(_labelled(purpose, data)))


class PublicKeys:
    """Public keys by the name of who signs; two of one name during a rotation."""

    def __init__(self, keys: Mapping[str, Sequence[Ed25519PublicKey]]) -> None:
        self._keys = keys

    @classmethod
    def read(cls, entries: Iterable[str]) -> Self:
        """Read `name=key` entries. Raises ValueError, which repeats no key."""
        found: dict[str, list[Ed25519PublicKey]] = defaultdict(list)
        for entry in entries:
            name, _, text = entry.partition("=")
            try:
                found[name].append(Ed25519PublicKey.from_public_bytes(_bytes(text)))
            except ValueError:
                raise ValueError(
                    "name=key entries, each as `mari secrets pair` prints it"
                ) from None
        return cls(found)

    def knows(self, name: str) -> bool:
        """Tell whether any key is listed for this name."""
        return name in self._keys

    def has(self, name: str, public: str) -> bool:
        """Tell whether this key is listed for this name."""
        return any(_text(key.public_bytes_raw()) == public for key in self._keys.get(name, ()))

    def holds(self, name: str, purpose: str, data: bytes, signature: str) -> bool:
        """Tell whether `name` signed this for this purpose."""
        try:
            raw = _bytes(signature)
        except ValueError:
            return False
        return any(
            _verifies(key, raw, _labelled(purpose, data)) for key in self._keys.get(name, ())
        )


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom a process believes.

    `old_until`: until then also processes of the version before, which shared `old_keys` for
    calls and signed no parcel.
    """

    keys: PublicKeys
    old_until: datetime | None = None
    old_keys: tuple[str, ...] = ()
    clock: Clock = utc_now

    @property
    def believes_old(self) -> bool:
        """Whether processes of the version before are still believed."""
        return self.old_until is not None and self.clock() < self.old_until


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a process is, and whom it believes."""

    name: str
    key: SigningKey
    trust: Trust

    def sign(self, purpose: str, data: bytes) -> str:
        """Sign in this process's name."""
        return self.key.sign(purpose, data)


def _verifies(key: Ed25519PublicKey, signature: bytes, data: bytes) -> bool:
    try:
        key.verify(signature, data)
    except InvalidSignature:
        return False
    return True


def _labelled(purpose: str, data: bytes) -> bytes:
    return f"mari:{purpose}\0".encode() + data


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    if not text.isascii():
        raise ValueError("not base64")
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
