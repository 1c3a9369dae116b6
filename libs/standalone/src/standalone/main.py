"""The `mari` command."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer
import uvloop
from common.db.embedded import EmbeddedServerError
from common.db.roles import RoleError
from common.errors import StartRefusedError
from common.local.packages import LocalServerError
from common.messaging.amqp import TopologyError
from common.messaging.users import UserError
from common.settings import what_to_set
from pydantic import ValidationError

from standalone.commands import add_commands
from standalone.documents import write_documents
from standalone.folder import StartError
from standalone.local.up import addresses, down, up
from standalone.operators import (
    OperatorSettings,
    broker_plan,
    migrate_server,
    prepare_broker,
    service_urls,
)
from standalone.run import migrate_only, run_everything, run_sandbox
from standalone.settings import StandaloneSettings

_MENDABLE = (
    *(StartError, StartRefusedError, EmbeddedServerError, LocalServerError),
    *(RoleError, TopologyError, UserError),
)

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Mari on one machine.")
add_commands(app)


@app.command()
def run() -> None:
    """Start every service with an embedded database, and the sandbox with its chat page."""
    uvloop.run(run_everything(StandaloneSettings()))


@app.command()
def sandbox() -> None:
    """Start the stand-ins for WhatsApp and O'mari alone."""
    uvloop.run(run_sandbox(StandaloneSettings()))


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema: the server's that is named, else the folder's."""
    admin_url = OperatorSettings().admin_database_url.get_secret_value()
    if admin_url:
        asyncio.run(migrate_server(admin_url, service_urls("DATABASE")))
        sys.stdout.write("The schema is the newest, and each service has its role.\n")
    else:
        asyncio.run(migrate_only(StandaloneSettings()))


@app.command()
def topology(
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show; no broker is asked.")
    ] = False,
) -> None:
    """Declare exchange and queues, and the services' users when the management API is named."""
    if dry_run:
        sys.stdout.write("".join(f"{line}\n" for line in broker_plan()))
        return
    queues = asyncio.run(prepare_broker(OperatorSettings(), service_urls("AMQP")))
    sys.stdout.write(f"Declared: {', '.join(queues)}.\n")


@app.command("up-local")
def up_local() -> None:
    """Start everything as separate processes behind a RabbitMQ and a PostgreSQL of this folder."""
    settings = StandaloneSettings()
    up(settings)
    sys.stdout.write(addresses(settings))


@app.command("down-local")
def down_local() -> None:
    """End what `mari up-local` started."""
    was_there = down(StandaloneSettings())
    sys.stdout.write("Stopped.\n" if was_there else "Nothing was running.\n")


@app.command()
def docs(
    check: Annotated[bool, typer.Option(help="Only tell whether they are fresh.")] = False,  # noqa: FBT002 - typer's flag
    root: Annotated[Path, typer.Option(help="The checkout.")] = Path(),
) -> None:
    """Write the generated pages: docs/messages.md and .env.example."""
    stale = write_documents(root, check=check)
    if check and stale:
        raise StartError(f"Not fresh: {', '.join(stale)}. Run `make docs`.")


def run_command() -> None:
    """Run a command; what a person can mend is one line on the error stream."""
    try:
        app(prog_name="mari")
    except _MENDABLE as error:
        sys.stderr.write(f"mari: {error}\n")
        sys.exit(2)
    except ValidationError as error:
        sys.stderr.write(f"mari: {what_to_set(error)}\n")
        sys.exit(2)
