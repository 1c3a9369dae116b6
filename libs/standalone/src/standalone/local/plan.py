"""What runs, with which command and which environment: those of the containers."""

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from common.local.postgresql import PrivatePostgres
from common.local.process import free_port, system_variables
from common.local.rabbitmq import PrivateRabbit
from common.messaging.topology import SUBSCRIPTIONS, schema_of
from common.process.settings import ProcessSettings
from pydantic import SecretStr
from pydantic_settings import BaseSettings

from standalone.environment import DATABASE, Place, environment
from standalone.folder import keys_of
from standalone.given import GivenSettings
from standalone.local.records import MARK
from standalone.settings import StandaloneSettings

SERVICES: Final = tuple(sorted(SUBSCRIPTIONS))
VHOST: Final = "mari"


@dataclass(frozen=True, slots=True)
class Job:
    """One process: its command, the variables that only it gets, and the port it listens on."""

    name: str
    command: Sequence[str]
    variables: Mapping[str, str]
    port: int | None = None


@dataclass(frozen=True, slots=True)
class Servers:
    """The two servers of a data folder."""

    rabbitmq: PrivateRabbit
    postgresql: PrivatePostgres

    @classmethod
    def of(cls, folder: Path) -> "Servers":
        """Return the servers of a data folder, running or not."""
        return cls(
            PrivateRabbit(folder / "local" / "rabbitmq"),
            PrivatePostgres(folder / "local" / "postgresql"),
        )


@dataclass(slots=True)
class Plan:
    """Everything that is started, once the servers run and have their ports."""

    place: Place
    servers: Servers
    ports: Mapping[str, int] = field(
        default_factory=lambda: {service: free_port() for service in SERVICES}
    )

    def migrate(self) -> Job:
        """Return the one-shot job that brings roles and schemas."""
        urls = self._urls("DATABASE", self.database_url)
        admin = {"MARI_ADMIN_DATABASE_URL": self.servers.postgresql.admin_url(DATABASE)}
        return Job("migrate", _mari("migrate"), {**urls, **admin})

    def topology(self) -> Job:
        """Return the one-shot job that brings users, exchange and queues."""
        rabbit = self.servers.rabbitmq
        admin = {
            "MARI_ADMIN_AMQP_URL": rabbit.admin_url(VHOST),
            "MARI_ADMIN_RABBITMQ_API": rabbit.management_url,
        }
        return Job("topology", _mari("topology"), {**self._urls("AMQP", self.amqp_url), **admin})

    def jobs(self) -> Sequence[Job]:
        """Return every process that is kept running."""
        return [*map(self.service, SERVICES), self.sandbox(), self.door()]

    def service(self, name: str) -> Job:
        """Return a service's process: exactly its container's command."""
        shared = environment(self.place)
        own = {
            "MARI_LISTEN": f"127.0.0.1:{self.ports[name]}",
            "MARI_SERVICE_URLS": self.service_urls,
            _variable(name, "DATABASE_URL"): self.database_url(name),
            _variable(name, "AMQP_URL"): self.amqp_url(name),
        }
        known = variables_of_service(name)
        variables = {k: v for k, v in (shared | own).items() if k in known}
        command = (sys.executable, "-m", schema_of(name))
        return Job(name, command, variables, self.ports[name])

    def door(self) -> Job:
        """Return the public origin's process."""
        variables = self._own() | {"MARI_SERVICE_URLS": self.service_urls}
        command = (sys.executable, "-m", "standalone.local.door")
        return Job("door", command, variables, self.place.settings.port)

    def sandbox(self) -> Job:
        """Return the stand-ins' process."""
        variables = self._own() | self._shown_to_stand_ins()
        return Job("sandbox", _mari("sandbox"), variables, self.place.settings.sandbox_port)

    @property
    def service_urls(self) -> str:
        """Every service's address, as MARI_SERVICE_URLS has it."""
        return ",".join(f"{name}=http://127.0.0.1:{port}" for name, port in self.ports.items())

    def database_url(self, service: str) -> str:
        """Return a service's URL of the database, with its own role."""
        role = schema_of(service)
        return self.servers.postgresql.url(role, self._password(f"database:{service}"), DATABASE)

    def amqp_url(self, service: str) -> str:
        """Return a service's URL of the broker, with its own user."""
        return self.servers.rabbitmq.amqp_url(service, self._password(f"amqp:{service}"), VHOST)

    def _password(self, name: str) -> str:
        names = [f"{kind}:{service}" for kind in ("database", "amqp") for service in SERVICES]
        return keys_of(self.place.folder / "local", names)[name]

    def _own(self) -> dict[str, str]:
        settings = self.place.settings
        return {
            "MARI_DATA_DIR": str(self.place.folder),
            "MARI_PORT": str(settings.port),
            "MARI_SANDBOX_PORT": str(settings.sandbox_port),
            "MARI_LOG_LEVEL": settings.log_level,
        }

    def _shown_to_stand_ins(self) -> dict[str, str]:
        """Return the keys that this folder's services and their stand-ins share."""
        keys = self.place.keys
        return {
            "MARI_SERVICE_URLS": self.service_urls,
            "MARI_API_KEY": self.place.api_key,
            "WHATSAPP_APP_SECRET": self.place.app_secret,
            "WHATSAPP_WEBHOOK_VERIFY_TOKEN": keys["verify_token"],
            "WHATSAPP_ACCESS_TOKEN": keys["access_token"],
            "OMARI_MERCHANT_KEY": keys["merchant_key"],
        }

    def _urls(self, kind: str, url_of: Callable[[str], str]) -> dict[str, str]:
        return {_variable(service, f"{kind}_URL"): url_of(service) for service in SERVICES}


def variables_of_service(service: str) -> frozenset[str]:
    """Return every variable that a service's process reads."""
    settings: type[BaseSettings] = importlib.import_module(
        f"{schema_of(service)}.settings"
    ).Settings
    return _names(settings) | _names(ProcessSettings)


def _names(settings: type[BaseSettings]) -> frozenset[str]:
    return frozenset(str(field.validation_alias) for field in settings.model_fields.values())


def _without_secrets(settings: type[BaseSettings]) -> frozenset[str]:
    fields = settings.model_fields.values()
    open_ones = [field for field in fields if SecretStr.__name__ not in str(field.annotation)]
    return frozenset(str(field.validation_alias) for field in open_ones)


def _exported_to(name: str) -> frozenset[str]:
    """Return the variables that a process gets when a person has exported them."""
    if name in SERVICES:
        return variables_of_service(name)
    return {
        "sandbox": _without_secrets(StandaloneSettings) | _without_secrets(GivenSettings),
        "door": _without_secrets(StandaloneSettings) | _names(ProcessSettings),
    }.get(name, frozenset())


def full_environment(job: Job, folder: Path) -> dict[str, str]:
    """Return what a process is started with: the system's, what is its own, and nothing else."""
    exported = system_variables(*_exported_to(job.name))
    return exported | dict(job.variables) | {MARK: str(folder)}


def supervisor_environment() -> dict[str, str]:
    """Return what the supervisor is started with: all that it may have to pass on."""
    services = frozenset[str]().union(*map(variables_of_service, SERVICES))
    return system_variables(*services, *_names(StandaloneSettings), *_names(GivenSettings))


def _mari(command: str) -> Sequence[str]:
    return (sys.executable, "-m", "standalone", command)


def _variable(service: str, ending: str) -> str:
    return f"{schema_of(service).upper()}_{ending}"
