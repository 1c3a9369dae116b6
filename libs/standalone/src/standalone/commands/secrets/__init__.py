"""`mari secrets`: providers' credentials, and the rotation of Mari's own keys."""

from standalone.commands.secrets.tree import app

__all__ = ["app"]
