"""The environment that each service gets: the same names as in production, made for one machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from standalone.folder import UNSIGNED_UNTIL
from standalone.principals import (
    PRINCIPALS,
    key_name_of,
    keys_in_folder,
    listed,
    variable_of,
)
from standalone.settings import StandaloneSettings

PHONE_NUMBER_ID: Final = "227841650415338"
DISPLAY_NUMBER: Final = "263867700123"
ACCOUNT_ID: Final = "318450721904466"
DATABASE: Final = "mari"


@dataclass(frozen=True, slots=True)
class Place:
    """Where this run lives: its settings, its folder, its keys and its database."""

    settings: StandaloneSettings
    folder: Path
    keys: Mapping[str, str]
    database_url: str

    @property
    def origin(self) -> str:
        """The public origin."""
        return f"http://127.0.0.1:{self.settings.port}"

    @property
    def sandbox(self) -> str:
        """The sandbox's origin."""
        return f"http://127.0.0.1:{self.settings.sandbox_port}"

    @property
    def api_key(self) -> str:
        """The merchant API's key: the one that was set, else the folder's."""
        chosen = self.settings.api_key
        return chosen.get_secret_value() if chosen else self.keys["api_key"]

    @property
    def api_key_shown(self) -> str:
        """What is printed of the key: the one that was made, and where the one is that was set."""
        return "as MARI_API_KEY has it" if self.settings.api_key else self.keys["api_key"]

    @property
    def app_secret(self) -> str:
        """The key of Meta's signatures."""
        chosen = self.settings.app_secret
        return chosen.get_secret_value() if chosen else self.keys["app_secret"]


def environment(place: Place) -> dict[str, str]:
    """Return the variables of all services."""
    previous = place.settings.app_secret_previous
    shared = {
        "MARI_BUS_KEYS": place.keys["bus_key"],
        "MARI_PUBLIC_KEYS": listed(keys_in_folder(place.keys)),
        "MARI_LOG_LEVEL": place.settings.log_level,
        "MARI_API_KEY": place.api_key,
        "MARI_SANDBOX_HOSTS": "127.0.0.1",
        "MERCHANT_NAME": place.settings.merchant_name,
        "SITE_URL": place.origin,
        "FRONTEND_URL": place.origin,
        "WHATSAPP_APP_SECRET": place.app_secret,
        "WHATSAPP_WEBHOOK_VERIFY_TOKEN": place.keys["verify_token"],
        "WHATSAPP_ACCESS_TOKEN": place.keys["access_token"],
        "WHATSAPP_PHONE_NUMBER_ID": PHONE_NUMBER_ID,
        "WHATSAPP_WABA_ID": ACCOUNT_ID,
        "NOTIFIER_GRAPH_BASE_URL": f"{place.sandbox}/graph",
        "OMARI_API_BASE_URL": f"{place.sandbox}/omari",
        "OMARI_MERCHANT_KEY": place.keys["merchant_key"],
    }
    if previous is not None:
        shared["WHATSAPP_APP_SECRET_PREVIOUS"] = previous.get_secret_value()
    if place.keys.get(UNSIGNED_UNTIL):
        shared["MARI_UNSIGNED_UNTIL"] = place.keys[UNSIGNED_UNTIL]
    for name in PRINCIPALS:
        shared[variable_of(name)] = place.keys[key_name_of(name)]
    for prefix in ("GATEWAY_WEBHOOKS", "FLOW_ENGINE", "PAYMENTS_OMARI", "NOTIFIER"):
        shared[f"{prefix}_DATABASE_URL"] = place.database_url
        shared[f"{prefix}_STORAGE_KEYS"] = place.keys["storage_key"]
    return shared
