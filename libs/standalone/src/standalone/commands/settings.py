"""What the operator's commands are told: where services are, and the deployment's values."""

from pathlib import Path

from common.process.settings import ProcessSettings
from common.settings import MariSettings, SecretList, TextList
from pydantic import Field, SecretStr

_NONE = SecretStr("")


class FindingSettings(ProcessSettings):
    """Where the services are; nothing is needed beside a data folder in which Mari runs."""

    data_dir: Path = Field(default=Path(".mari"), validation_alias="MARI_DATA_DIR")
    signing_key: SecretStr = Field(
        default=_NONE,
        validation_alias="MARI_OPERATOR_SIGNING_KEY",
        description="Signs what the operator's commands ask: `mari secrets pair operator`.",
    )


class DeploymentSettings(MariSettings):
    """The values that `doctor` looks at and `whatsapp` uses, by the names the services know."""

    sandbox_hosts: TextList = Field(default=(), validation_alias="MARI_SANDBOX_HOSTS")
    site_url: str = Field(default="", validation_alias="SITE_URL")
    api_key: SecretStr = Field(default=_NONE, validation_alias="MARI_API_KEY")
    bus_keys: SecretList = Field(default=(), validation_alias="MARI_BUS_KEYS")
    public_keys: SecretList = Field(default=(), validation_alias="MARI_PUBLIC_KEYS")
    unsigned_until: str = Field(default="", validation_alias="MARI_UNSIGNED_UNTIL")
    app_secret: SecretStr = Field(default=_NONE, validation_alias="WHATSAPP_APP_SECRET")
    verify_token: SecretStr = Field(default=_NONE, validation_alias="WHATSAPP_WEBHOOK_VERIFY_TOKEN")
    access_token: SecretStr = Field(default=_NONE, validation_alias="WHATSAPP_ACCESS_TOKEN")
    phone_number_id: str = Field(default="", validation_alias="WHATSAPP_PHONE_NUMBER_ID")
    waba_id: str = Field(default="", validation_alias="WHATSAPP_WABA_ID")
    graph_version: str = Field(default="v25.0", validation_alias="WHATSAPP_API_VERSION")
    graph_url: str = Field(
        default="https://graph.facebook.com", validation_alias="NOTIFIER_GRAPH_BASE_URL"
    )
    omari_url: str = Field(default="", validation_alias="OMARI_API_BASE_URL")
    omari_key: SecretStr = Field(default=_NONE, validation_alias="OMARI_MERCHANT_KEY")
