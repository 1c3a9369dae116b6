"""Encryption at rest and on the bus: many keys open, the first one seals."""

import base64
import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

_SHORTEST_KEY = 32


class SealError(Exception):
    """The token was not sealed by one of these keys, or not for this place."""


class Keyring:
    """Seals bytes for one place; a token that is moved elsewhere does not open.

    Keys are texts of at least 32 characters; the first seals, all open (rotation).
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys or any(len(key) < _SHORTEST_KEY for key in keys):
            raise ValueError("a key ring has at least one key, each of 32 characters or more")
        self._digest_key = hashlib.sha256(b"mari:digest:" + keys[0].encode()).digest()
        fernets = [Fernet(_fernet_key(key)) for key in keys]
        self._newest = fernets[0]
        self._fernet = MultiFernet(fernets)

    def seal(self, data: bytes, bound_to: str) -> bytes:
        """Encrypt `data` for the place `bound_to` (`table:column:id` or `envelope:<id>`)."""
        return self._fernet.encrypt(_label(bound_to) + data)

    def open(self, token: bytes, bound_to: str) -> bytes:
        """Return what was sealed. Raises SealError for another key or another place."""
        try:
            plain = self._fernet.decrypt(token)
        except InvalidToken:
            raise SealError("no key of this ring opens it") from None
        label = _label(bound_to)
        if not hmac.compare_digest(plain[: len(label)], label):
            raise SealError("it was sealed for another place")
        return plain[len(label) :]

    def rotate(self, token: bytes, bound_to: str) -> bytes:
        """Return the same content sealed by the first key."""
        return self.seal(self.open(token, bound_to), bound_to)

    def is_newest(self, token: bytes) -> bool:
        """Tell whether the first key opens it: then a rotation has nothing to do here."""
        try:
            self._newest.decrypt(token)
        except InvalidToken:
            return False
        return True

    def digest(self, data: bytes, bound_to: str) -> bytes:
        """Return what `data` is recognised by in one place; it cannot be guessed back.

        Made with the first key: after a rotation the same data is no longer recognised.
        """
        return hmac.new(self._digest_key, _label(bound_to) + data, hashlib.sha256).digest()


def _fernet_key(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"mari:seal:" + key.encode()).digest())


def _label(bound_to: str) -> bytes:
    return hashlib.sha256(bound_to.encode()).digest()[:16]
