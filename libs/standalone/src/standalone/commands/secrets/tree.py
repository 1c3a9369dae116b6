"""The words of `mari secrets`; a value is never one of them: it would stay in the history."""

import secrets
import sys
from typing import Annotated

import typer

from standalone.commands.failing import WELL, finish
from standalone.commands.secrets.keeping import keep, remove
from standalone.commands.secrets.pairing import pairs
from standalone.commands.secrets.rotating import rotate
from standalone.commands.secrets.showing import show, show_audit
from standalone.commands.showing import Json, Service

app = typer.Typer(no_args_is_help=True, help="Providers' credentials, and Mari's own keys.")
Provider = Annotated[str, typer.Argument(help="whatsapp or omari.")]
Field = Annotated[str | None, typer.Argument(help="One of its fields, as `show` names them.")]
Scope = Annotated[str, typer.Option(help="An account of its own: a currency, a phone number id.")]
Force = Annotated[
    bool,
    typer.Option(
        "--force", help="It is a new key of the same account: also while charges are in doubt."
    ),
]


@app.command("new")
def new_secret() -> None:
    """Make a strong value for one variable; make another one for the next."""
    sys.stdout.write(secrets.token_urlsafe(32) + "\n")


@app.command("pair")
def new_pair(
    name: Annotated[str | None, typer.Argument(help="Who signs: a service, or operator.")] = None,
) -> None:
    """Make a key that one process signs with, and the entry by which all others know it.

    To change a key: add the new entry to MARI_PUBLIC_KEYS everywhere, then set the private key,
    and take the old entry out when nothing that it signed is on its way.
    """

    async def told() -> int:
        sys.stdout.write(pairs(name))
        return WELL

    finish(told())


@app.command("set")
def set_secret(
    provider: Provider, field: Field = None, scope: Scope = "default", *, force: Force = False
) -> None:
    """Keep values in the database: asked for on a terminal, else read from standard input.

    Standard input holds the value of the one field that is meant, or lines of FIELD=VALUE.
    """
    finish(keep(provider, field, scope, is_forced=force))


@app.command("show")
def show_secrets(
    provider: Annotated[str | None, typer.Argument(help="Only this one.")] = None,
    scope: Annotated[str | None, typer.Option(help="Only this account.")] = None,
    *,
    as_json: Json = False,
) -> None:
    """Show what is set, from where, since when and by whom: fingerprints, never values."""
    finish(show(provider, scope, as_json=as_json))


@app.command("remove")
def remove_secret(
    provider: Provider, field: Field = None, scope: Scope = "default", *, force: Force = False
) -> None:
    """Forget what the database keeps; the environment counts again."""
    finish(remove(provider, field, scope, is_forced=force))


@app.command("audit")
def audit(
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many.")] = 20,
    *,
    as_json: Json = False,
) -> None:
    """Show who changed which credentials, the newest first."""
    finish(show_audit(limit, as_json=as_json))


@app.command("rotate")
def rotate_keys(service: Service = None, *, as_json: Json = False) -> None:
    """Seal everything that is stored anew under each service's first key; safe to repeat."""
    finish(rotate(service, as_json=as_json))
