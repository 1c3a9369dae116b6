"""Encryption at rest: bound to its place, with rotating keys."""

import pytest
from common.crypto import Keyring, SealError

OLD, NEW = "o" * 32, "n" * 32


def test_a_body_opens_only_in_its_place() -> None:
    """A row that is moved elsewhere does not open."""
    ring = Keyring([NEW])

    with pytest.raises(SealError):
        ring.open(ring.seal(b"x", "inbox:body:1"), "inbox:body:2")


def test_a_foreign_key_opens_nothing() -> None:
    """Another deployment's key is refused."""
    with pytest.raises(SealError):
        Keyring([NEW]).open(Keyring([OLD]).seal(b"x", "a"), "a")


def test_during_a_rotation_both_keys_open_and_the_new_one_seals() -> None:
    """After `rotate` the old key is not needed any more."""
    sealed = Keyring([OLD]).seal(b"x", "a")
    rotated = Keyring([NEW, OLD]).rotate(sealed, "a")

    assert Keyring([NEW]).open(rotated, "a") == b"x"


@pytest.mark.parametrize("keys", [[], [""], ["short"]])
def test_a_weak_or_missing_key_is_refused_at_the_start(keys: list[str]) -> None:
    """Without a key of 32 characters nothing starts."""
    with pytest.raises(ValueError, match="key ring"):
        Keyring(keys)
