"""What a sandbox is given that stands apart from the services, as in the compose file."""

from dataclasses import dataclass

from common.settings import MariSettings, TextList
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

_NOTHING = SecretStr("")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the sandbox finds the services."""

    webhook: str
    tasks: str


def addresses_at(origin: str) -> Addresses:
    """Return the addresses behind one public origin."""
    return Addresses(f"{origin}/webhooks/whatsapp", f"{origin}/api/tasks")


class GivenSettings(MariSettings):
    """Unset, the sandbox listens on loopback and shares the origin of its data folder."""

    host: str = Field(
        default="127.0.0.1",
        validation_alias="MARI_SANDBOX_HOST",
        description="Address on which `mari sandbox` listens; never one of the internet.",
    )
    hosts: TextList = Field(
        default=(),
        validation_alias="MARI_SANDBOX_HOSTS",
        description="Names under which `mari sandbox` answers, beside those of this machine.",
    )
    webhook_url: str = Field(
        default="",
        validation_alias="MARI_SANDBOX_WEBHOOK_URL",
        description="Where `mari sandbox` sends webhooks. Unset: to the public origin.",
    )
    api_url: str = Field(
        default="",
        validation_alias="MARI_SANDBOX_API_URL",
        description="Where `mari sandbox` finds the merchant API. Unset: at the public origin.",
    )

    def addresses(self, origin: str) -> Addresses:
        """Return where the services are: as set, else behind the origin."""
        usual = addresses_at(origin)
        tasks = f"{self.api_url.rstrip('/')}/tasks" if self.api_url else usual.tasks
        return Addresses(self.webhook_url or usual.webhook, tasks)


class MountedKeys(MariSettings):
    """Keys that were made for a sandbox of its own container, and are mounted there as files.

    Neither the environment nor `.env` is read: what stands there may be a provider's.
    """

    verify_token: SecretStr = Field(
        default=_NOTHING, validation_alias="WHATSAPP_WEBHOOK_VERIFY_TOKEN"
    )
    access_token: SecretStr = Field(default=_NOTHING, validation_alias="WHATSAPP_ACCESS_TOKEN")
    merchant_key: SecretStr = Field(default=_NOTHING, validation_alias="OMARI_MERCHANT_KEY")
    api_key: SecretStr = Field(default=_NOTHING, validation_alias="MARI_API_KEY")
    app_secret: SecretStr = Field(default=_NOTHING, validation_alias="WHATSAPP_APP_SECRET")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read files alone."""
        return (init_settings, file_secret_settings)

    def keys(self) -> dict[str, str]:
        """Return the keys that are set, by the names that a data folder gives them."""
        found = {
            "verify_token": self.verify_token,
            "access_token": self.access_token,
            "merchant_key": self.merchant_key,
            "api_key": self.api_key,
            "app_secret": self.app_secret,
        }
        shown = {name: secret.get_secret_value() for name, secret in found.items()}
        return {name: value for name, value in shown.items() if value}
