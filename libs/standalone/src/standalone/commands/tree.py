"""The operator's commands on the `mari` command."""

from typing import Annotated

import typer
from common.release import release

from standalone.commands import dead, events, parked, secrets, whatsapp
from standalone.commands.doctor import add_doctor
from standalone.commands.lanes import add_lanes
from standalone.commands.showing import say


def add_commands(app: typer.Typer) -> None:
    """Add the operator's commands, and `--version`."""
    app.callback()(_mari)
    app.add_typer(parked.app, name="parked")
    app.add_typer(dead.app, name="dead")
    app.add_typer(events.app, name="events")
    app.add_typer(secrets.app, name="secrets")
    app.add_typer(whatsapp.app, name="whatsapp")
    add_lanes(app)
    add_doctor(app)


def _say_version(wanted: bool) -> None:  # noqa: FBT001 - typer's callback
    if wanted:
        found = release()
        say(f"mari {found.version} ({found.commit})")
        raise typer.Exit


def _mari(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_say_version, is_eager=True, help="Version and commit, and leave."
        ),
    ] = False,
) -> None:
    """Mari on one machine, and the operator's commands for every form of it."""
