"""Claim tokens that name their process: the claims of one that is gone are known at once."""

from uuid import UUID

from common.ids import new_id


def new_token(life: int) -> UUID:
    """Return a token of this process: its first 32 bits are its sign of life (31 bits)."""
    return UUID(int=(life << 96) | (new_id().int & ((1 << 96) - 1)))


def life_of(token: UUID) -> int:
    """Return the sign of life of the process that made a token."""
    return (token.int >> 96) & 0x7FFF_FFFF
