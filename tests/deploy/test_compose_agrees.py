"""The compose file says what the settings, the images and the process form say."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from common.process.settings import ProcessSettings
from common.signing import PublicKeys, SigningKey
from standalone.principals import OPERATOR, variable_of
from standalone.testing.deployment import (
    ROOT,
    SERVICES,
    Compose,
    interpolated,
    package_of,
    secrets_of,
    variables,
)

PORT = ProcessSettings.model_fields["listen"].default.rpartition(":")[2]
GIVEN = ("WHATSAPP_APP_SECRET", "WHATSAPP_ACCESS_TOKEN", "OMARI_MERCHANT_KEY")
BESIDE = {"MARI_CRASH_AT"}
"""For tests only: no container gets it."""


def test_the_file_is_as_the_specification_wants_it() -> None:
    """A misspelt key is not silently ignored by some engine."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    found = subprocess.run(
        [*command, str(ROOT / "docker-compose.yml")], capture_output=True, text=True, check=False
    )

    assert 0 == found.returncode, found.stdout + found.stderr


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_is_there_and_starts_as_everywhere(service: str, compose: Compose) -> None:
    """A container runs exactly `python -m <package>`, as the process form does."""
    entry = compose["services"][service]

    assert ["python", "-m", package_of(service)] == entry["command"]
    assert service == entry["build"]["args"]["SERVICE"]
    assert "deploy/Dockerfile" == entry["build"]["dockerfile"]
    assert (ROOT / "services" / service / "src" / package_of(service) / "__main__.py").exists()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_gets_every_variable_that_it_reads_and_no_other(
    service: str, compose: Compose
) -> None:
    """A new setting is no use to an operator who cannot pass it on."""
    entry = compose["services"][service]
    read = dict(variables(service))

    assert {name for name, secret in read.items() if not secret} - BESIDE == set(
        entry["environment"]
    )


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_secrets_come_as_files_and_are_its_own(service: str, compose: Compose) -> None:
    """No secret stands in a container's environment, and none is mounted that is not read."""
    entry = compose["services"][service]

    assert {name for name, secret in variables(service) if secret} == secrets_of(entry)


def test_a_secret_is_mounted_under_the_name_of_its_variable(compose: Compose) -> None:
    """The settings read /run/secrets/<VARIABLE>; only the broker's own file lies elsewhere."""
    moved = {name for name, entry in compose["services"].items() if "target" in str(entry)}

    assert {"rabbitmq", "sandbox"} == moved
    for name, secret in compose["secrets"].items():
        assert secret["file"].endswith(f"/{name.removeprefix('SANDBOX_')}")


def test_the_sandbox_never_holds_productions_secrets(compose: Compose) -> None:
    """What it mounts comes from a folder of its own, under the names of the variables."""
    mounted = compose["services"]["sandbox"]["secrets"]
    folders = {compose["secrets"][each["source"]]["file"].rpartition("/")[0] for each in mounted}
    others = {
        secret["file"].rpartition("/")[0]
        for name, secret in compose["secrets"].items()
        if not name.startswith("SANDBOX_")
    }

    assert folders == {"${MARI_SANDBOX_SECRETS_DIR:-./deploy/secrets-sandbox}"}
    assert others == {"${MARI_SECRETS_DIR:-./deploy/secrets}"}
    assert [each["source"] for each in mounted] == [f"SANDBOX_{each['target']}" for each in mounted]
    assert {"OMARI_API_BASE_URL", "NOTIFIER_GRAPH_BASE_URL"} <= set(
        compose["services"]["sandbox"]["environment"]
    )


def test_a_tests_secrets_are_all_made(tmp_path: Path) -> None:
    """Nothing of a provider's has to be filled in, and no two are alike."""
    script = [sys.executable, str(ROOT / "deploy/make_secrets.py"), "--sandbox", str(tmp_path)]
    subprocess.run(script, check=True, capture_output=True)
    made = [(tmp_path / name).read_text() for name in GIVEN]

    assert all(len(value) >= 32 for value in made)
    assert len(set(made)) == len(made)


def test_the_maker_of_secrets_makes_every_file(compose: Compose, tmp_path: Path) -> None:
    """Run once, there is a file for everything that is mounted; run again, it changes none."""
    script = [sys.executable, str(ROOT / "deploy/make_secrets.py"), str(tmp_path / "secrets")]
    subprocess.run(script, check=True, capture_output=True)
    made = {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}
    subprocess.run(script, check=True, capture_output=True)

    assert {name for name in compose["secrets"] if not name.startswith("SANDBOX_")} == set(made)
    assert 0o700 == (tmp_path / "secrets").stat().st_mode & 0o777
    assert made == {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}


def test_the_maker_lists_the_public_half_of_every_key_that_it_makes(tmp_path: Path) -> None:
    """Plain Python derives what the services derive; who is added later is added to the list."""
    script = [sys.executable, str(ROOT / "deploy/make_secrets.py"), str(tmp_path)]
    subprocess.run(script, check=True, capture_output=True)
    for lost in ("NOTIFIER_SIGNING_KEY", "MARI_OPERATOR_SIGNING_KEY"):
        (tmp_path / lost).unlink()
    subprocess.run(script, check=True, capture_output=True)
    entries = (tmp_path / "MARI_PUBLIC_KEYS").read_text().split(",")
    keys = PublicKeys.read(entries)

    assert len(SERVICES) + 3 == len(entries)
    for name in (*SERVICES, OPERATOR):
        private = (tmp_path / variable_of(name)).read_text()
        assert keys.has(name, SigningKey(private).public), name


def test_a_folder_of_the_version_before_gets_keys_and_is_told_of_the_upgrade(
    tmp_path: Path,
) -> None:
    """Its shared key stays for the processes that still use it."""
    (tmp_path / "MARI_SERVICE_KEYS").write_text("the-shared-key")
    script = [sys.executable, str(ROOT / "deploy/make_secrets.py"), str(tmp_path)]
    first = subprocess.run(script, check=True, capture_output=True, text=True)
    again = subprocess.run(script, check=True, capture_output=True, text=True)

    assert "the-shared-key" == (tmp_path / "MARI_SERVICE_KEYS").read_text()
    assert "MARI_UNSIGNED_UNTIL" in first.stdout
    assert "MARI_UNSIGNED_UNTIL" not in again.stdout


def test_half_an_administrator_is_no_administrator(tmp_path: Path) -> None:
    """A lost file would otherwise be made anew and the servers, which know the old one, refuse."""
    script = [sys.executable, str(ROOT / "deploy/make_secrets.py"), str(tmp_path)]
    subprocess.run(script, check=True, capture_output=True)
    (tmp_path / "POSTGRES_PASSWORD").unlink()

    found = subprocess.run(script, check=False, capture_output=True, text=True)

    assert (2, True) == (found.returncode, "POSTGRES_PASSWORD" in found.stderr)


def test_the_example_tells_every_variable() -> None:
    """Whoever copies `.env.example` meets everything that can be set."""
    told = set(re.findall(r"^#?(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    text = (ROOT / "docker-compose.yml").read_text()

    assert set() == interpolated(text) - told
    assert set() == {name for name, _ in _all_variables()} - told


def _all_variables() -> set[tuple[str, bool]]:
    return {pair for service in SERVICES for pair in variables(service)}


def test_the_set_up_job_knows_every_role_and_user(compose: Compose) -> None:
    """It reads the passwords that it sets from the services' own addresses."""
    urls = {name for name, _ in _all_variables() if name.endswith(("_DATABASE_URL", "_AMQP_URL"))}
    admin = {"MARI_ADMIN_DATABASE_URL", "MARI_ADMIN_AMQP_URL", "MARI_ADMIN_RABBITMQ_API"}

    assert urls | admin == secrets_of(compose["services"]["setup"])


def test_one_port_everywhere(compose: Compose) -> None:
    """Where a service listens is where it is probed, scraped, exposed and passed on to."""
    scraped = yaml.safe_load((ROOT / "deploy/prometheus/prometheus.yml").read_text())
    jobs = {job["job_name"]: job for job in scraped["scrape_configs"]}
    found = jobs["mari"]["dns_sd_configs"][0]
    proxy = (ROOT / "deploy/caddy/Caddyfile").read_text()
    image = (ROOT / "deploy/Dockerfile").read_text()

    assert (int(PORT), SERVICES) == (found["port"], sorted(found["names"]))
    assert {PORT} == set(re.findall(r"\{\$\w+:[a-z-]+:(\d+)\}", proxy))
    assert f"EXPOSE {PORT}" in image
    assert f"http://127.0.0.1:{PORT}/health/ready" in image
    for service in SERVICES:
        entry: dict[str, Any] = compose["services"][service]
        assert [PORT] == entry["expose"]
        assert f"http://127.0.0.1:{PORT}/health/ready" in str(entry["healthcheck"]["test"])
        assert entry["environment"]["MARI_LISTEN"].endswith(f":{PORT}")


def test_only_the_proxys_network_is_believed(compose: Compose) -> None:
    """X-Forwarded-For from elsewhere would let a stranger choose the address he is counted by."""
    subnet = compose["networks"]["edge"]["ipam"]["config"][0]["subnet"]

    for service in SERVICES:
        assert subnet == compose["services"][service]["environment"]["MARI_TRUSTED_PROXIES"]
