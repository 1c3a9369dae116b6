"""How a command ends: 0 all is well, 1 something is wrong or refused, 2 it cannot be asked."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Final

import typer

WELL: Final = 0
WRONG: Final = 1
CANNOT: Final = 2


class CommandError(Exception):
    """One line for the person at the terminal: what is wrong and what to do."""

    def __init__(self, line: str, *, status: int = WRONG) -> None:
        super().__init__(line)
        self.status = status


def finish(work: Coroutine[None, None, int]) -> None:
    """Run a command to its end and leave with its status; an error is one line."""
    try:
        status = asyncio.run(work)
    except CommandError as error:
        sys.stderr.write(f"mari: {error}\n")
        status = error.status
    raise typer.Exit(status)
