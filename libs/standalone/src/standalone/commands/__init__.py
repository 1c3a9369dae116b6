"""The operator's commands: they ask services by their internal routes, never their tables."""

from standalone.commands.tree import add_commands

__all__ = ["add_commands"]
