"""`mari whatsapp`: what is set up at Meta, as far as a command can do it."""

import typer

from standalone.commands.deployment import deployment
from standalone.commands.failing import WELL, WRONG, finish
from standalone.commands.graph import App, graph
from standalone.commands.showing import BAD, Json, say, say_json, table
from standalone.commands.showing import WELL as GREEN

app = typer.Typer(no_args_is_help=True, help="What is set up at Meta.")


@app.callback()
def whatsapp() -> None:
    """Keep `subscribe` a command of its own."""


@app.command()
def subscribe(*, as_json: Json = False) -> None:
    """Subscribe the app to the account's webhooks, and show what is subscribed."""
    finish(_subscribe(as_json=as_json))


async def _subscribe(*, as_json: bool) -> int:
    settings = deployment().settings
    async with graph(settings) as meta:
        await meta.subscribe()
        own = str((await meta.token()).get("app_id", ""))
        apps = await meta.apps()
    is_in = own in {one.id for one in apps}
    if as_json:
        told = [{"id": one.id, "name": one.name, "callback": one.callback} for one in apps]
        say_json({"waba_id": settings.waba_id, "app_id": own, "subscribed": is_in, "apps": told})
    else:
        _print(settings.waba_id, own, apps)
    return WELL if is_in else WRONG


def _print(account: str, own: str, apps: list[App]) -> None:
    is_in = own in {one.id for one in apps}
    say(
        f"✓ The app is subscribed to account {account}."
        if is_in
        else f"✗ The app {own} is not among those that get the webhooks of account {account}.",
        GREEN if is_in else BAD,
    )
    rows = [
        (one.id, one.name, one.callback or "the app's own", "this one" if one.id == own else "")
        for one in apps
    ]
    table(("APP", "NAME", "CALLBACK", ""), rows)
