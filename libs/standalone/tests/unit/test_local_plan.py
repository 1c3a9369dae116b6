"""The process form starts what the containers start, each with what is its own."""

import sys
from pathlib import Path
from typing import Any

import pytest
from common.local.postgresql import PrivatePostgres
from common.local.rabbitmq import PrivateRabbit
from standalone.environment import Place
from standalone.folder import keys_of
from standalone.local.plan import SERVICES, Plan, Servers, full_environment
from standalone.local.records import MARK, Records, read
from standalone.settings import StandaloneSettings


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """Give the plan of a folder whose servers were started once."""
    for name, ports in (("rabbitmq", {"amqp": 1, "management": 2}), ("postgresql", {"port": 3})):
        folder = tmp_path / "local" / name
        folder.mkdir(parents=True)
        known: dict[str, Any] = {"password": "admins-own", **ports}
        (folder / "private.json").write_text(str(known).replace("'", '"'))
    servers = Servers(
        PrivateRabbit(tmp_path / "local" / "rabbitmq"),
        PrivatePostgres(tmp_path / "local" / "postgresql"),
    )
    settings = StandaloneSettings.model_validate({"MARI_DATA_DIR": str(tmp_path)})
    return Plan(Place(settings, tmp_path, keys_of(tmp_path), ""), servers)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_told_its_own_secrets_and_no_others(service: str, plan: Plan) -> None:
    """No URL of another service, no administrator's, no key that it does not read."""
    job = plan.service(service)
    shown = " ".join(job.variables.values())
    others = [name for name in SERVICES if name != service]

    assert (sys.executable, "-m", service.replace("-", "_")) == tuple(job.command)
    assert f"127.0.0.1:{job.port}" == job.variables["MARI_LISTEN"]
    assert "admins-own" not in shown
    for other in others:
        assert plan.database_url(other) not in shown
        assert plan.amqp_url(other) not in shown


def test_only_who_sends_for_a_provider_has_its_key(plan: Plan) -> None:
    """O'mari's key is with O'mari's service, Meta's token with the notifier."""
    having = {
        name: {service for service in SERVICES if name in plan.service(service).variables}
        for name in ("OMARI_MERCHANT_KEY", "WHATSAPP_ACCESS_TOKEN", "WHATSAPP_APP_SECRET")
    }

    assert {
        "OMARI_MERCHANT_KEY": {"payments-omari"},
        "WHATSAPP_ACCESS_TOKEN": {"notifier"},
        "WHATSAPP_APP_SECRET": {"gateway-webhooks"},
    } == having


def test_passwords_stay_from_run_to_run_and_differ(plan: Plan) -> None:
    """One for each role and user."""
    urls = [url(service) for service in SERVICES for url in (plan.database_url, plan.amqp_url)]

    assert urls == [u(s) for s in SERVICES for u in (plan.database_url, plan.amqp_url)]
    assert len(urls) == len({url.split("@")[0].split(":")[2] for url in urls})


def test_a_child_can_be_found_again_by_its_folder(plan: Plan, tmp_path: Path) -> None:
    """Also when the supervisor that started it was killed."""
    environment = full_environment(plan.service("notifier"), tmp_path)

    assert str(tmp_path) == environment[MARK]


def test_a_process_is_told_the_systems_variables_and_its_own(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was exported to us goes to whom it is for: the public proxy holds no key at all."""
    exported = {
        "MARI_API_KEY": "exported-api-key",
        "WHATSAPP_APP_SECRET": "exported-app-secret",
        "WHATSAPP_ACCESS_TOKEN": "exported-access-token",
        "AWS_SECRET_ACCESS_KEY": "somebody-elses",
    }
    for name, value in exported.items():
        monkeypatch.setenv(name, value)
    told = {
        job.name: full_environment(job, tmp_path)
        for job in (*plan.jobs(), plan.migrate(), plan.topology())
    }
    having = {
        name: {job for job, given in told.items() if exported[name] in given.values()}
        for name in exported
    }

    assert all(given["PATH"] for given in told.values())
    assert having["AWS_SECRET_ACCESS_KEY"] == set()
    assert having["WHATSAPP_ACCESS_TOKEN"] == set()
    assert not [name for name in told["door"] if name.endswith(("KEY", "KEYS", "SECRET", "TOKEN"))]
    assert "MARI_API_KEY" not in told["notifier"]
    assert "MARI_API_KEY" not in told["migrate"]


def test_the_record_is_whole_at_every_moment(tmp_path: Path) -> None:
    """A reader sees the old or the new file; who is away has no process."""
    records = Records(tmp_path)
    records.put("notifier", 7, 8000)
    records.put("rabbitmq", None, 5672)

    assert {
        "notifier": {"pid": 7, "port": 8000},
        "rabbitmq": {"pid": None, "port": 5672},
    } == read(tmp_path)
    records.clear()
    assert {} == read(tmp_path)
