"""The manifests build, are valid, and give no pod more than it needs."""

import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from standalone.public_routes import PUBLIC_ROUTES
from standalone.testing.deployment import ROOT, SERVICES, package_of, tool, variables

FOLDER = ROOT / "deploy/kubernetes"
VERSIONS = ("1.30", "1.34")
"""The oldest that is supported, and one that is current."""
BY_OPERATORS = {"RabbitmqCluster", "Cluster", "ScaledObject"}
"""Kinds that other projects define: no schema of Kubernetes has them."""
Manifest = dict[str, Any]


@cache
def _build(folder: Path) -> list[Manifest]:
    command = [tool("kubectl"), "kustomize", str(folder)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    return list(yaml.safe_load_all(found.stdout))


@pytest.fixture(params=["example", "keda"])
def manifests(request: pytest.FixtureRequest, tmp_path: Path) -> list[Manifest]:
    """Give the example overlay, as it is and with scaling by backlog."""
    if request.param == "example":
        return _build(FOLDER / "overlays/example")
    return _build(_with_keda(tmp_path))


def _with_keda(folder: Path) -> Path:
    copy = folder / "kubernetes"
    for file in FOLDER.rglob("*.yaml"):
        target = copy / file.relative_to(FOLDER)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text().replace("# - ../../components/keda", "- ../../components/keda")
        target.write_text(text)
    return copy / "overlays/example"


@pytest.fixture
def of_kind(manifests: list[Manifest]) -> Callable[[str], dict[str, Manifest]]:
    """Give manifests of a kind by name."""

    def find(kind: str) -> dict[str, Manifest]:
        return {each["metadata"]["name"]: each for each in manifests if each["kind"] == kind}

    return find


@pytest.mark.parametrize("version", VERSIONS)
def test_every_manifest_is_valid(manifests: list[Manifest], version: str) -> None:
    """Strictly: a field that this version does not know is an error."""
    for manifest in manifests:
        if manifest["kind"] not in BY_OPERATORS:
            kubernetes_validate.validate(manifest, version, strict=True)


OfKind = Callable[[str], dict[str, Manifest]]


def test_every_service_starts_as_everywhere(of_kind: OfKind) -> None:
    """The same command as in compose and in the process form, its probes where it listens."""
    deployments = of_kind("Deployment")
    for service in SERVICES:
        container = _containers(deployments[service])[0]
        paths = [container[probe]["httpGet"]["path"] for probe in
                 ("startupProbe", "livenessProbe", "readinessProbe")]  # fmt: skip

        assert ["python", "-m", package_of(service)] == container["command"]
        assert ["/health/live", "/health/live", "/health/ready"] == paths
        assert [8000] == [port["containerPort"] for port in container["ports"]]
        assert 8000 == of_kind("Service")[service]["spec"]["ports"][0]["port"]


def _containers(workload: Manifest) -> list[Manifest]:
    return workload["spec"]["template"]["spec"]["containers"]


def test_no_pod_is_more_than_it_needs(of_kind: OfKind) -> None:
    """As in compose: a plain user, nothing to write on, no capability, an end of memory."""
    for workload in (*of_kind("Deployment").values(), *of_kind("Job").values()):
        pod = workload["spec"]["template"]["spec"]
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert "RuntimeDefault" == pod["securityContext"]["seccompProfile"]["type"]
        for container in _containers(workload):
            assert container["resources"]["limits"]["memory"]
            assert {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            } == container["securityContext"]


def test_every_service_is_scaled_and_survives_a_drained_node(of_kind: OfKind) -> None:
    """At least two replicas, of which one stays; one who scales them, not two."""
    scaled = of_kind("HorizontalPodAutoscaler") or of_kind("ScaledObject")

    assert set(SERVICES) == set(scaled)
    for service in SERVICES:
        spec = scaled[service]["spec"]
        assert 2 == spec.get("minReplicas", spec.get("minReplicaCount"))
        assert 1 == of_kind("PodDisruptionBudget")[service]["spec"]["minAvailable"]
        assert "replicas" not in of_kind("Deployment")[service]["spec"]


def test_nothing_holds_every_secret_until_it_is_needed(of_kind: OfKind) -> None:
    """The operator's pod is started on demand, and ended after."""
    assert 0 == of_kind("Deployment")["operator"]["spec"]["replicas"]


def test_nobody_speaks_to_anybody_unless_it_is_said(of_kind: OfKind) -> None:
    """Everything is denied first; each service has a rule of its own."""
    policies = of_kind("NetworkPolicy")
    deny = policies["default-deny"]["spec"]

    assert {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]} == deny
    assert set(SERVICES) <= policies.keys()


def test_the_internet_is_for_who_calls_a_provider(of_kind: OfKind) -> None:
    """Over https, and never back into private networks or to the machine's own data."""
    outward = {
        name: rule
        for name, policy in of_kind("NetworkPolicy").items()
        for rule in policy["spec"].get("egress", ())
        if "ipBlock" in str(rule)
    }

    assert {"payments-omari", "notifier", "operator"} == outward.keys()
    for rule in outward.values():
        assert [{"port": 443, "protocol": "TCP"}] == rule["ports"]
        assert "169.254.0.0/16" in rule["to"][0]["ipBlock"]["except"]


def test_the_ingress_has_the_public_routes(of_kind: OfKind) -> None:
    """The same table as the proxy's and the standalone's."""
    (rule,) = of_kind("Ingress")["mari"]["spec"]["rules"]
    paths = rule["http"]["paths"]

    assert list(PUBLIC_ROUTES) == [(p["path"], p["backend"]["service"]["name"]) for p in paths]
    assert {"Prefix"} == {path["pathType"] for path in paths}


def test_the_images_have_a_version(of_kind: OfKind) -> None:
    """Tomorrow's `latest` is not what was tried today."""
    for workload in (*of_kind("Deployment").values(), *of_kind("Job").values()):
        for container in _containers(workload):
            assert re.search(r":[0-9][\w.]*$", container["image"])


@pytest.fixture(scope="module")
def secrets() -> dict[str, Manifest]:
    """Give the example's secrets by name."""
    text = (FOLDER / "overlays/example/secrets.example.yaml").read_text()
    return {each["metadata"]["name"]: each for each in yaml.safe_load_all(text)}


def test_no_secret_is_in_the_repository(
    secrets: dict[str, Manifest], manifests: list[Manifest]
) -> None:
    """The example shows names without values, and is no part of what is built."""
    assert not [each for each in manifests if each["kind"] == "Secret"]
    for name, secret in secrets.items():
        assert {""} >= set(secret["stringData"].values()) - {"postgres"}, name


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_given_its_own_secrets(service: str, secrets: dict[str, Manifest]) -> None:
    """Shared ones and its own, under the names of the variables; never another service's."""
    shared = set(secrets["mari-shared"]["stringData"])
    own = set(secrets[f"mari-{service}"]["stringData"])

    assert {name for name, is_secret in variables(service) if is_secret} == shared | own


def test_pods_mount_the_secrets_that_are_theirs(of_kind: OfKind) -> None:
    """By the name of the service, where the settings look for them."""
    for service in SERVICES:
        pod = of_kind("Deployment")[service]["spec"]["template"]["spec"]
        (volume,) = [each for each in pod["volumes"] if each["name"] == "secrets"]
        (mount,) = [m for m in pod["containers"][0]["volumeMounts"] if m["name"] == "secrets"]

        assert ["mari-shared", f"mari-{service}"] == [
            source["secret"]["name"] for source in volume["projected"]["sources"]
        ]
        assert ("/run/secrets", True) == (mount["mountPath"], mount["readOnly"])
