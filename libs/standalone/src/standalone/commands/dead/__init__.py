"""`mari dead`: what the broker set aside."""

from standalone.commands.dead.command import app

__all__ = ["app"]
