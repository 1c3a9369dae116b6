"""Containers and the process form are started alike: same commands, same variables."""

from pathlib import Path
from typing import Any, cast

import pytest
from standalone.environment import Place
from standalone.folder import KEY_NAMES
from standalone.local.plan import Plan, Servers
from standalone.settings import StandaloneSettings
from standalone.testing.deployment import SERVICES, Compose, secrets_of


class _Server:
    """Either server, of which only addresses are asked."""

    management_url = "http://admin@127.0.0.1:15672"

    def admin_url(self, name: str) -> str:
        """Return the administrator's address."""
        return f"server://admin@127.0.0.1/{name}"

    def url(self, *parts: str) -> str:
        """Return a role's address."""
        return "server://" + "/".join(parts)

    amqp_url = url


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """Give what `mari up-local` starts."""
    (tmp_path / "local").mkdir()
    keys = dict.fromkeys(KEY_NAMES, "key")
    place = Place(StandaloneSettings.model_validate({}), tmp_path, keys, "")
    return Plan(place, Servers(cast("Any", _Server()), cast("Any", _Server())))


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_started_alike(service: str, plan: Plan, compose: Compose) -> None:
    """The same module, and every variable that the process gets can be given to the container."""
    job, entry = plan.service(service), compose["services"][service]

    assert list(job.command[1:]) == entry["command"][1:]
    assert job.variables.keys() <= entry["environment"].keys() | secrets_of(entry)


def test_the_set_up_is_the_same(plan: Plan, compose: Compose) -> None:
    """Two commands, in this order, with the same addresses."""
    jobs, entry = (plan.migrate(), plan.topology()), compose["services"]["setup"]

    assert " && ".join(f"mari {job.command[-1]}" for job in jobs) == entry["command"][-1]
    assert jobs[0].variables.keys() | jobs[1].variables.keys() == secrets_of(entry)


def test_the_sandbox_is_the_same(plan: Plan, compose: Compose) -> None:
    """One command; the container is given by name what the process shares by its folder."""
    assert plan.sandbox().command[-1] == compose["services"]["sandbox"]["command"][-1]
