"""Settings that every service shares; each service adds its own to them, and only `main` reads."""

import logging
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Self, cast
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    AliasGenerator,
    AwareDatetime,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from common.errors import StartRefusedError
from common.signing import Identity, PublicKeys, SigningKey, Trust
from common.stand_ins import stand_ins_in
from common.strength import HOW_TO_MAKE, HOW_TO_PAIR, PASS_LENGTH, check_apart, check_key, weakness

SECRETS_FOLDER: Final = Path("/run/secrets")
"""Where containers find secrets: one file for each variable, named like it."""


def _split(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


SecretList = Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(_split)]
"""Comma-separated secrets, the present one first: the others only open or verify (rotation)."""


def _strong(keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
    found = weakness("") if not keys else None
    for key in keys:
        found = found or weakness(key.get_secret_value())
    if found is not None:
        raise ValueError(f"{found}; {HOW_TO_MAKE}")
    return keys


KeyList = Annotated[SecretList, AfterValidator(_strong)]
"""Keys of Mari's own, the present one first; a weak one refuses the start."""
OldKeyList = Annotated[SecretList, AfterValidator(lambda keys: _strong(keys) if keys else keys)]
"""The same of what is not needed any more."""


def _public(entries: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
    if not entries:
        raise ValueError(f"is missing; {HOW_TO_PAIR}")
    PublicKeys.read(reveal(entries))
    return entries


PublicKeyList = Annotated[SecretList, AfterValidator(_public)]
"""Public keys by name. They are no secret, but whoever may change them speaks for everybody."""


def _signing(secret: SecretStr) -> SecretStr:
    found = weakness(secret.get_secret_value())
    if found is not None:
        raise ValueError(f"{found}; {HOW_TO_PAIR}")
    return secret


SigningSecret = Annotated[SecretStr, AfterValidator(_signing)]
"""A private key of Mari's own; a weak one refuses the start."""


def _printable(secret: SecretStr) -> SecretStr:
    value = secret.get_secret_value()
    if any(not "!" <= char <= "~" for char in value):
        raise ValueError("printable characters without spaces")
    return secret


GivenSecret = Annotated[SecretStr, AfterValidator(_printable)]
"""What a provider gave: it goes into a header, so it must not break one."""

TextList = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
"""Comma-separated words."""


def _origin(value: str) -> str:
    parts = urlsplit(value.rstrip("/"))
    is_bare = not (parts.path or parts.query or parts.fragment or parts.username)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not is_bare:
        raise ValueError("an origin like https://pay.example.com, without a path")
    return value.rstrip("/")


Origin = Annotated[str, AfterValidator(_origin)]
"""Scheme, host and perhaps a port."""


def _level(value: str) -> str:
    if value not in logging.getLevelNamesMapping():
        raise ValueError("DEBUG, INFO, WARNING or ERROR")
    return value


LogLevel = Annotated[str, AfterValidator(_level)]
"""From which severity on a line is written."""


def _database(value: str) -> str:
    try:
        driver = make_url(value).drivername
    except (ArgumentError, ValueError):
        driver = ""
    if driver != "postgresql+asyncpg":
        raise ValueError("an address like postgresql+asyncpg://user:password@host/database")
    return value


def _broker(secret: SecretStr) -> SecretStr:
    value = secret.get_secret_value()
    if value and not value.startswith(("amqp://", "amqps://")):
        raise ValueError("an address like amqp://user:password@host/vhost")
    return secret


def reveal(secrets: tuple[SecretStr, ...]) -> tuple[str, ...]:
    """Return the secrets in clear, for the object that uses them."""
    return tuple(secret.get_secret_value() for secret in secrets)


def _or_none(value: object) -> object:
    return None if value == "" else value


class MariSettings(BaseSettings):
    """How settings are read: from the environment and `.env`, or by name; never shown in errors."""

    model_config = SettingsConfigDict(
        env_file=".env",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        hide_input_in_errors=True,
        secrets_dir=SECRETS_FOLDER if SECRETS_FOLDER.is_dir() else None,
    )


class ServiceSettings(MariSettings):
    """What all services are told alike."""

    sandbox_hosts: TextList = Field(
        default=(),
        validation_alias="MARI_SANDBOX_HOSTS",
        description="Hosts of stand-ins for providers, comma-separated. Set: this is a TEST.",
    )
    bus_keys: KeyList = Field(
        validation_alias="MARI_BUS_KEYS",
        description="Seals bodies between services; comma-separated, 32 characters or more each.",
    )
    public_keys: PublicKeyList = Field(
        validation_alias="MARI_PUBLIC_KEYS",
        description="Who signs with which key: name=key of every process, comma-separated.",
    )
    service_keys: OldKeyList = Field(
        default=(),
        validation_alias="MARI_SERVICE_KEYS",
        description="Of the version before, which shared keys: only while its processes still run.",
    )
    unsigned_until: Annotated[AwareDatetime | None, BeforeValidator(_or_none)] = Field(
        default=None,
        validation_alias="MARI_UNSIGNED_UNTIL",
        description="While the version before still runs, until when it is believed: a time.",
    )
    log_level: LogLevel = Field(
        default="INFO", validation_alias="MARI_LOG_LEVEL", description="DEBUG, INFO or WARNING."
    )
    log_json: bool = Field(
        default=True, validation_alias="MARI_LOG_JSON", description="One JSON object a line."
    )
    site_url: Origin = Field(
        default="http://localhost:8000",
        validation_alias="SITE_URL",
        description="The public origin, https://pay.example.com; addresses are built on it.",
    )
    allowed_hosts: TextList = Field(
        default=(),
        validation_alias="ALLOWED_HOSTS",
        description="Comma-separated host names that are answered. Empty: the host of SITE_URL.",
    )

    def chosen(self) -> Mapping[str, SecretStr]:
        """Return by variable the secrets of Mari's own that a person chose, if they are set."""
        return {}

    def production(self) -> Collection[str]:
        """Return the variables that hold a provider's production address."""
        return ()

    @model_validator(mode="after")
    def check_stand_ins(self) -> Self:
        """Refuse stand-ins beside production: a TEST's weak secrets must not guard real money."""
        stand_ins = stand_ins_in(self, self.sandbox_hosts)
        for name in self.production() if stand_ins else ():
            raise ValueError(
                f"{name} is a provider's production address, and {stand_ins[0]} names a "
                f"stand-in: unset {stand_ins[0]}, or set both addresses to stand-ins"
            )
        return self

    @model_validator(mode="after")
    def check_secrets(self) -> Self:
        """Refuse weak secrets, and one value for two purposes; a TEST may choose weak ones."""
        if not self.sandbox_hosts:
            for name, secret in self.chosen().items():
                check_key(name, secret.get_secret_value(), shortest=PASS_LENGTH)
        check_apart(self._secrets())
        return self

    def _secrets(self) -> dict[str, list[SecretStr]]:
        found: dict[str, list[SecretStr]] = {}
        for name, field in type(self).model_fields.items():
            value: Any = getattr(self, name)
            values = cast("tuple[object, ...]", value if isinstance(value, tuple) else (value,))
            secrets = [one for one in values if isinstance(one, SecretStr)]
            if secrets:
                purpose = str(field.validation_alias).removesuffix("_PREVIOUS")
                found.setdefault(purpose, []).extend(secrets)
        return found


class StoredSettings(ServiceSettings):
    """What each service is told of its own, in variables that begin with its name.

    `class Settings(StoredSettings, alias_generator=variables_of("FLOW_ENGINE"))` reads them.
    """

    signing_key: SigningSecret = Field(
        description="Signs what the service says, its own alone: `mari secrets pair <name>`."
    )

    database_url: Annotated[str, AfterValidator(_database)] = Field(
        description="PostgreSQL, as postgresql+asyncpg://user:password@host/database."
    )
    database_pool_size: int = Field(
        default=10, ge=1, description="Connections that the service holds at most."
    )
    amqp_url: Annotated[SecretStr, AfterValidator(_broker)] = Field(
        default=SecretStr(""),
        description="RabbitMQ, as amqp://user:password@host/vhost. Unset: one database is the bus.",
    )

    def identity(self, service: str) -> Identity:
        """Return who the service is and whom it believes.

        Raises StartRefusedError when nobody would believe it: its public key is not listed.
        """
        keys = PublicKeys.read(reveal(self.public_keys))
        key = SigningKey(self.signing_key.get_secret_value())
        if not keys.has(service, key.public):
            raise StartRefusedError(
                f"MARI_PUBLIC_KEYS does not list {service}={key.public}, which belongs to the"
                " signing key that is set: add it there, for every process."
            )
        return Identity(service, key, Trust(keys, self.unsigned_until, reveal(self.service_keys)))


class SealedSettings(StoredSettings):
    """The same of a service that seals what it stores under keys of its own."""

    storage_keys: KeyList = Field(
        description="Seals what the service stores; comma-separated, 32 characters or more each."
    )


def variables_of(prefix: str) -> AliasGenerator:
    """Return how fields without a variable are read: `database_url` by `<prefix>_DATABASE_URL`."""
    return AliasGenerator(validation_alias=lambda name: f"{prefix}_{name.upper()}")


def what_to_set(error: ValidationError) -> str:
    """Name each variable and its rule in one line, never its value."""
    return "Correct these variables: " + "; ".join(map(_rule, error.errors())) + "."


def _rule(wrong: Mapping[str, Any]) -> str:
    name = ".".join(map(str, wrong["loc"]))
    message = str(wrong["msg"]).removeprefix("Value error, ")
    if wrong["type"] == "missing" and name.endswith(("_SIGNING_KEY", "_PUBLIC_KEYS")):
        message = f"is missing; {HOW_TO_PAIR}"
    elif wrong["type"] == "missing" and name.endswith(("_KEY", "_KEYS", "_SECRET", "_TOKEN")):
        message = f"is missing; {HOW_TO_MAKE}"
    return f"{name}: {message}" if name else message
