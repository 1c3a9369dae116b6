"""Settings that every service shares; each service adds its own to them, and only `main` reads."""

from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


def _split(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


SecretList = Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(_split)]
"""Comma-separated secrets, the present one first: the others only open or verify (rotation)."""

TextList = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
"""Comma-separated words."""


def reveal(secrets: tuple[SecretStr, ...]) -> tuple[str, ...]:
    """Return the secrets in clear, for the object that uses them."""
    return tuple(secret.get_secret_value() for secret in secrets)


class ServiceSettings(BaseSettings):
    """What each service needs. Values come from the environment and `.env`, or by name."""

    model_config = SettingsConfigDict(
        env_file=".env",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    bus_keys: SecretList = Field(
        validation_alias="MARI_BUS_KEYS",
        description="Seals bodies between services; comma-separated, 32 characters or more each.",
    )
    service_keys: SecretList = Field(
        validation_alias="MARI_SERVICE_KEYS",
        description="Signs the calls between services; comma-separated, 32 characters or more.",
    )
    log_level: str = Field(
        default="INFO", validation_alias="MARI_LOG_LEVEL", description="DEBUG, INFO or WARNING."
    )
    log_json: bool = Field(
        default=True, validation_alias="MARI_LOG_JSON", description="One JSON object a line."
    )
