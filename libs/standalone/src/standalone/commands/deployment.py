"""The deployment that a command looks at: its form, its values, its servers' addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from common.db.embedded import EmbeddedServer
from pydantic import ValidationError

from standalone.commands.failing import CANNOT, CommandError
from standalone.commands.finding import SERVICES, Form, Whereabouts, found
from standalone.commands.settings import DeploymentSettings
from standalone.environment import DATABASE, Place, environment
from standalone.folder import keys_of
from standalone.operators import OperatorSettings, service_urls, signing_keys
from standalone.principals import PRINCIPALS, key_name_of
from standalone.settings import StandaloneSettings


@dataclass(frozen=True, slots=True)
class Deployment:
    """What is known of it here; `missing` says why its services cannot be asked."""

    settings: DeploymentSettings
    form: Form | None
    databases: Mapping[str, str] = field(default_factory=dict[str, str])
    brokers: Mapping[str, str] = field(default_factory=dict[str, str])
    admin_broker: str = ""
    signing: Mapping[str, str] = field(default_factory=dict[str, str])
    """The private keys that are known here, by who signs with them."""
    missing: str = ""

    @property
    def is_test(self) -> bool:
        """Whether it talks to stand-ins and not to providers."""
        return bool(self.settings.sandbox_hosts)


def deployment() -> Deployment:
    """Return what is known here. Raises CommandError for a variable that cannot be read."""
    try:
        with found() as place:
            return _of(place)
    except CommandError as error:
        return _at_large(None, missing=str(error))
    except ValidationError as error:
        names = ", ".join(str(wrong["loc"][0]) for wrong in error.errors())
        raise CommandError(f"Correct these variables: {names}.", status=CANNOT) from error


def _of(place: Whereabouts) -> Deployment:
    if place.form is Form.NETWORK:
        return _at_large(place.form)
    return _run(place.folder) if place.form is Form.RUN else _processes(place.folder)


def _at_large(form: Form | None, *, missing: str = "") -> Deployment:
    """Return what the environment tells: that of a container, or of an operator's machine."""
    return Deployment(
        DeploymentSettings(),
        form,
        _set(service_urls("DATABASE")),
        _set(service_urls("AMQP")),
        OperatorSettings().admin_amqp_url.get_secret_value(),
        _set(signing_keys()),
        missing,
    )


def _run(folder: Path) -> Deployment:
    url = EmbeddedServer(folder / "postgres").url(DATABASE)
    place = Place(StandaloneSettings(), folder, keys_of(folder), url)
    return Deployment(
        DeploymentSettings.model_validate(environment(place)),
        Form.RUN,
        dict.fromkeys(SERVICES, url),
        signing=_signing_in(place),
    )


def _processes(folder: Path) -> Deployment:
    from standalone.local.plan import VHOST, Plan, Servers  # noqa: PLC0415 - only this form pays for it
    from standalone.local.records import read  # noqa: PLC0415 - as above

    records = read(folder)
    ports = {
        field_: records[name]["port"]
        for field_, name in (("port", "door"), ("sandbox_port", "sandbox"))
        if name in records
    }
    settings = StandaloneSettings().model_copy(update=ports)
    place = Place(settings, folder, keys_of(folder), "")
    plan = Plan(place, Servers.of(folder))
    return Deployment(
        DeploymentSettings.model_validate(environment(place)),
        Form.PROCESSES,
        {name: plan.database_url(name) for name in SERVICES},
        {name: plan.amqp_url(name) for name in SERVICES},
        plan.servers.rabbitmq.admin_url(VHOST),
        signing=_signing_in(place),
    )


def _signing_in(place: Place) -> dict[str, str]:
    return {name: place.keys[key_name_of(name)] for name in PRINCIPALS}


def _set(urls: Mapping[str, str]) -> dict[str, str]:
    return {name: url for name, url in urls.items() if url}
