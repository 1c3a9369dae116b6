"""What the person who runs Mari on one machine may choose."""

from pathlib import Path
from typing import Self

from common.settings import LogLevel, MariSettings
from pydantic import Field, SecretStr, model_validator


class StandaloneSettings(MariSettings):
    """Settings of `make run`; everything has a default that works on a bare machine."""

    data_dir: Path = Field(
        default=Path(".mari"),
        validation_alias="MARI_DATA_DIR",
        description="Folder of the database, the sandbox and the generated keys.",
    )
    port: int = Field(
        default=8000,
        ge=1,
        le=65535,
        validation_alias="MARI_PORT",
        description="Port of the public origin.",
    )
    sandbox_port: int = Field(
        default=8100,
        ge=1,
        le=65535,
        validation_alias="MARI_SANDBOX_PORT",
        description="Port of the sandbox.",
    )
    sandbox_inside: bool = Field(
        default=True,
        validation_alias="MARI_SANDBOX_INSIDE",
        description="Off: the sandbox runs as its own process (`mari sandbox`).",
    )
    api_key: SecretStr | None = Field(
        default=None,
        validation_alias="MARI_API_KEY",
        description="Key of the merchant API; made and printed when unset.",
    )
    app_secret: SecretStr | None = Field(
        default=None,
        validation_alias="WHATSAPP_APP_SECRET",
        description="Key of Meta's signatures; made when unset.",
    )
    app_secret_previous: SecretStr | None = Field(
        default=None,
        validation_alias="WHATSAPP_APP_SECRET_PREVIOUS",
        description="The old app secret during a rotation.",
    )
    sandbox_code_seconds: float = Field(
        default=600,
        gt=0,
        validation_alias="MARI_SANDBOX_CODE_SECONDS",
        description="How long a code of the sandbox's O'mari lives.",
    )
    sandbox_sends_per_second: int = Field(
        default=80,
        ge=1,
        validation_alias="MARI_SANDBOX_SENDS_PER_SECOND",
        description="What the sandbox's Meta takes from the number: 80, or 1000 once upgraded.",
    )
    crash_at: str = Field(
        default="",
        validation_alias="MARI_CRASH_AT",
        description="For crash tests only: `name:nth` kills the process there.",
    )
    merchant_name: str = Field(
        default="Mosi Tours",
        validation_alias="MERCHANT_NAME",
        description="Who sells, as customers see it.",
    )
    log_level: LogLevel = Field(
        default="WARNING", validation_alias="MARI_LOG_LEVEL", description="DEBUG, INFO or WARNING."
    )

    @model_validator(mode="after")
    def check_ports(self) -> Self:
        """Refuse one port for two: the second to come would wait for the first to leave it."""
        if self.port == self.sandbox_port:
            raise ValueError(
                f"MARI_PORT and MARI_SANDBOX_PORT are both {self.port}: set one to another port"
            )
        return self
