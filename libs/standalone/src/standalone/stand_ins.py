"""Stand-ins and production never run beside one another: the stand-ins hold what they are given."""

from common.addresses import is_production
from common.settings import MariSettings
from notifier.settings import META_HOST
from payments_omari.domain import HOST, UAT_PATH
from pydantic import Field

from standalone.folder import StartError


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
