"""Stand-ins and production never run beside one another: the stand-ins hold what they are given."""

from common.addresses import is_production
from common.settings import MariSettings
from notifier.settings import META_HOST
from payments_omari.domain import HOST, UAT_PATH
from pydantic import Field

from standalone.folder import StartError
from standalone.settings import StandaloneSettings


class ProviderAddresses(MariSettings):
    """Where the providers are by the environment and `.env`; unset: at the stand-ins."""

    omari: str = Field(default="", validation_alias="OMARI_API_BASE_URL")
    graph: str = Field(default="", validation_alias="NOTIFIER_GRAPH_BASE_URL")


def refuse_production(found: ProviderAddresses) -> None:
    """Return unless an address is a provider's own. Raises StartError naming the variable.

    Who starts the stand-ins with production's variables would hand them production's secrets.
    """
    for name, url, hosts, tests in (
        ("OMARI_API_BASE_URL", found.omari, {HOST}, UAT_PATH),
        ("NOTIFIER_GRAPH_BASE_URL", found.graph, {META_HOST}, ""),
    ):
        if url and is_production(url, hosts, tests):
            raise StartError(
                f"{name} is a provider's production address, and this starts stand-ins, which "
                "never hold production's secrets: unset it (look into .env too)."
            )


def shared_line(settings: StandaloneSettings) -> str:
    """Return the line that says which chosen secrets the stand-ins share; empty when none is set.

    Here they sign and open nothing but this machine's; one that a provider knows does not belong.
    """
    chosen = {
        "MARI_API_KEY": settings.api_key,
        "WHATSAPP_APP_SECRET": settings.app_secret,
        "WHATSAPP_APP_SECRET_PREVIOUS": settings.app_secret_previous,
    }
    names = ", ".join(name for name, secret in chosen.items() if secret)
    if not names:
        return ""
    return (
        f"mari: the stand-ins use {names} too: do not choose production's. Unset, this machine "
        "makes its own.\n"
    )
