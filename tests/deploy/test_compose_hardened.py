"""What a container may do, reach and show: as little as it needs."""

import re
from typing import Any

import pytest
import yaml
from standalone.testing.deployment import ROOT, SERVICES, Compose, secrets_of

NAMES = sorted(yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"])
ONCE = {"setup", "mari"}
STORES = {"postgres", "rabbitmq"}


@pytest.mark.parametrize("name", NAMES)
def test_no_container_runs_as_root_or_can_become_it(name: str, compose: Compose) -> None:
    """A user of its own, no capabilities, no way to gain any."""
    entry = compose["services"][name]
    user, _, _ = entry["user"].partition(":")

    assert user.isdecimal()
    assert int(user) > 0
    assert ["ALL"] == entry["cap_drop"]
    assert ["no-new-privileges:true"] == entry["security_opt"]
    assert not entry.keys() & {"privileged", "network_mode", "pid", "ipc", "devices", "userns_mode"}
    assert (["NET_BIND_SERVICE"] if name == "proxy" else []) == entry.get("cap_add", [])


@pytest.mark.parametrize("name", NAMES)
def test_no_container_changes_its_image(name: str, compose: Compose) -> None:
    """It writes to a volume or to memory; the host's files are mounted for reading."""
    entry = compose["services"][name]

    assert entry["read_only"] is True
    for volume in entry.get("volumes", ()):
        source, _, rest = volume.partition(":")
        assert source in compose["volumes"] or rest.endswith(":ro")
        assert "docker.sock" not in volume
    assert all("noexec,nosuid,nodev" in each for each in entry["tmpfs"])


@pytest.mark.parametrize("name", NAMES)
def test_no_container_takes_the_machine(name: str, compose: Compose) -> None:
    """Memory, processes and logs have an end."""
    entry = compose["services"][name]

    assert entry["mem_limit"]
    assert entry["pids_limit"] <= 1024
    assert entry["logging"]["options"]["max-size"]


@pytest.mark.parametrize("name", NAMES)
def test_what_ends_is_started_again(name: str, compose: Compose) -> None:
    """What runs once is repeated until it succeeds, a few times."""
    wanted = {"setup": "on-failure:5", "mari": "no"}.get(name, "unless-stopped")

    assert wanted == compose["services"][name]["restart"]


@pytest.mark.parametrize("name", sorted(set(NAMES) - ONCE))
def test_every_container_says_how_it_is(name: str, compose: Compose) -> None:
    """Health is asked in exec form, within a time."""
    health = compose["services"][name]["healthcheck"]

    assert "CMD" == health["test"][0]
    assert {"interval", "timeout", "retries", "start_period"} <= health.keys()


def test_the_start_is_in_order_of_health(compose: Compose) -> None:
    """Servers, then their set-up, then services, then the door."""
    ready, done = {"condition": "service_healthy"}, {"condition": "service_completed_successfully"}
    stores: dict[str, Any] = dict.fromkeys(STORES, ready)

    assert stores == compose["services"]["setup"]["depends_on"]
    for service in SERVICES:
        assert stores | {"setup": done} == compose["services"][service]["depends_on"]
    assert {ready["condition"]} == {
        each["condition"] for each in compose["services"]["proxy"]["depends_on"].values()
    }


def test_only_the_proxy_is_published_beyond_this_machine(compose: Compose) -> None:
    """Everything else that a person looks at is on loopback; servers and services are nowhere."""
    published = {name: entry["ports"] for name, entry in compose["services"].items()
                 if "ports" in entry}  # fmt: skip

    assert {"proxy", "sandbox", "prometheus", "grafana"} == published.keys()
    for name in published.keys() - {"proxy"}:
        assert all(port.startswith("127.0.0.1:") for port in published[name])


def test_servers_have_no_way_out(compose: Compose) -> None:
    """Database and broker are on networks without internet; so is who calls nobody outside."""
    networks: dict[str, dict[str, Any]] = compose["networks"]
    inward = {name for name, network in networks.items() if network.get("internal")}
    outward = {name: set(entry["networks"]) - inward for name, entry in compose["services"].items()}

    assert {"data", "inside", "watch", "edge"} == inward
    assert {name for name, found in outward.items() if "outside" in found} == {
        "proxy", "mari", "payments-omari", "notifier"
    }  # fmt: skip
    assert {name for name, found in outward.items() if "desk" in found} == {
        "sandbox", "prometheus", "grafana"
    }  # fmt: skip
    assert "false" == networks["desk"]["driver_opts"][
        "com.docker.network.bridge.enable_ip_masquerade"
    ]  # fmt: skip


def test_who_calls_a_provider_may_go_out(compose: Compose) -> None:
    """A service with a provider module has somebody outside to call; the others have not."""
    callers = {
        service
        for service in SERVICES
        if list((ROOT / "services" / service / "src").glob("*/provider*"))
    }

    assert callers == {
        name for name in SERVICES if "outside" in compose["services"][name]["networks"]
    }


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_addresses_are_its_own(service: str, compose: Compose) -> None:
    """One role and one broker user for each, known to nobody but it and the operator."""
    prefix = service.upper().replace("-", "_")
    holders = {
        name
        for name, entry in compose["services"].items()
        for secret in secrets_of(entry)
        if secret.startswith(prefix) and secret.endswith(("_DATABASE_URL", "_AMQP_URL"))
    }

    assert {service, "setup", "mari"} == holders


def test_profiles_are_asked_for(compose: Compose) -> None:
    """A plain `up` starts the production form: no stand-in, no tool."""
    profiles = {name: entry["profiles"] for name, entry in compose["services"].items()
                if "profiles" in entry}  # fmt: skip

    assert {
        "sandbox": ["sandbox"],
        "mari": ["operator"],
        "prometheus": ["observability"],
        "grafana": ["observability"],
    } == profiles


@pytest.mark.parametrize("name", NAMES)
def test_an_image_has_a_version(name: str, compose: Compose) -> None:
    """Tomorrow's `latest` is not what was tried today."""
    image = re.sub(r"\$\{\w+:-([^}]+)\}", r"\1", compose["services"][name]["image"])

    assert image.partition(":")[2] not in {"", "latest"}
