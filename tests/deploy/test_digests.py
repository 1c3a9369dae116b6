"""Images of others can be held to a digest, and what is not held is named."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from standalone.compose import ComposeVariables
from standalone.testing.deployment import ROOT, Compose, tool

SCRIPT = ROOT / "deploy/images.py"
DIGEST = "sha256:" + "0a" * 32
VARIABLE = re.compile(r"\$\{(\w+_IMAGE):-([^}@]+)\}")


def check(text: str) -> subprocess.CompletedProcess[str]:
    """Give the answer of `images.py check` to a resolved file."""
    command = [sys.executable, str(SCRIPT), "check"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


def resolved(pinned: str = "") -> str:
    """Give the compose file as `docker compose config` prints it, each default with this behind."""
    text = VARIABLE.sub(rf"\2{pinned}", (ROOT / "docker-compose.yml").read_text())
    return yaml.safe_dump(yaml.safe_load(text))


def test_an_image_without_a_digest_is_refused_and_named() -> None:
    """The compose file as it comes names tags: every image of others is told."""
    found = check(resolved())

    assert found.returncode == 1
    for name in ("postgres:18", "rabbitmq:", "prom/prometheus:", "grafana/", "python:", "caddy:"):
        assert f"images: {name}" in found.stderr
    assert "mari/" not in found.stderr


def test_a_compose_file_of_digests_is_let_through() -> None:
    """What is built from this checkout has no digest before it is pushed."""
    assert check(resolved(f"@{DIGEST}")).returncode == 0


def test_manifests_name_everything_with_a_digest() -> None:
    """The example overlay names tags and is refused, Mari's own images and RabbitMQ's too."""
    command = [tool("kubectl"), "kustomize", str(ROOT / "deploy/kubernetes/overlays/example")]
    built = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = check(built)
    pinned = re.sub(r"^(\s*(?:- )?image: \S+)$", rf"\1@{DIGEST}", built, flags=re.MULTILINE)

    assert found.returncode == 1
    for name in ("mari/flow-engine", "rabbitmq:"):
        assert name in found.stderr
    assert check(pinned).returncode == 0


@pytest.mark.parametrize(
    "text",
    ["", "services: {}\n", f"image: postgres@{DIGEST}0\n", "image: postgres@sha256:abc\n"],
    ids=["empty", "no image", "a digit too many", "no whole digest"],
)
def test_nothing_is_taken_for_pinned_that_is_not(text: str) -> None:
    """An empty pipe is no good news, and half a digest is none."""
    assert check(text).returncode == 1


def test_every_image_of_others_is_taken_by_a_variable(compose: Compose) -> None:
    """Also what ours are built on; `.env.example` tells the same tag."""
    ours = {entry["image"] for entry in compose["services"].values() if "mari/" in entry["image"]}
    others = {entry["image"] for entry in compose["services"].values()} - ours
    known = dict(VARIABLE.findall((ROOT / "docker-compose.yml").read_text()))
    told = {
        str(field.validation_alias): field.default
        for field in ComposeVariables.model_fields.values()
        if str(field.validation_alias).endswith("_IMAGE")
    }

    assert [image for image in others if not VARIABLE.fullmatch(image)] == []
    assert told == known
    for file in ("deploy/Dockerfile", "deploy/caddy/Dockerfile"):
        asked = re.findall(r"^ARG (\w+_IMAGE)=(\S+)$", (ROOT / file).read_text(), re.MULTILINE)
        assert asked
        assert asked == [(name, known[name]) for name, _ in asked]


def test_pin_prints_each_variable_with_the_digest_that_the_registry_tells(tmp_path: Path) -> None:
    """A stand-in for `docker` answers as `buildx imagetools inspect` does."""
    _docker(tmp_path, f"echo Name: $4; echo Digest: {DIGEST}; echo 'Manifests:'")
    found = _pin(tmp_path, POSTGRES_IMAGE=f"mirror.example.com/postgres:18@{DIGEST[:-1]}f")

    assert found.returncode == 0
    assert f"RABBITMQ_IMAGE=rabbitmq:4.1-management@{DIGEST}" in found.stdout
    assert f"POSTGRES_IMAGE=mirror.example.com/postgres:18@{DIGEST}" in found.stdout


def test_pin_says_which_image_it_has_no_digest_of(tmp_path: Path) -> None:
    """Nothing half pinned is taken for pinned."""
    _docker(tmp_path, "echo no such host >&2; exit 1")
    found = _pin(tmp_path)

    assert found.returncode == 1
    assert "no digest of python:3.11-slim-bookworm: no such host" in found.stderr


def test_a_deployment_without_digests_is_not_started(tmp_path: Path) -> None:
    """The way that docs/deploy.md tells checks first, and names what has none."""
    found, started = _up(tmp_path, resolved())

    assert found.returncode == 1
    assert "images: postgres:18 has no digest" in found.stderr
    assert started == ""


def test_a_deployment_of_digests_is_started_as_it_was_asked_for(tmp_path: Path) -> None:
    """Whatever else compose understands is passed on."""
    found, started = _up(tmp_path, resolved(f"@{DIGEST}"))

    assert (found.returncode, started) == (0, "compose up -d --build --scale notifier=2")


def test_tags_are_let_through_by_a_variable_and_never_in_silence(tmp_path: Path) -> None:
    """For a TEST; `true` alone says so."""
    found, started = _up(tmp_path, resolved(), MARI_ALLOW_TAGS="true")
    refused, _ = _up(tmp_path, resolved(), MARI_ALLOW_TAGS="false")

    assert (found.returncode, started) == (0, "compose up -d --build --scale notifier=2")
    assert "MARI_ALLOW_TAGS" in found.stderr
    assert refused.returncode == 1


def test_a_compose_file_that_cannot_be_read_starts_nothing(tmp_path: Path) -> None:
    """What compose says of it is said, and its status is ours."""
    _docker(tmp_path, 'test "$2" = config || exit 0; echo "Set SITE_URL in .env" >&2; exit 15')
    found = _run(tmp_path, "up")

    assert (found.returncode, found.stderr) == (15, "Set SITE_URL in .env\n")


def test_every_page_starts_a_deployment_in_the_way_that_checks() -> None:
    """Nobody is told to call compose, or to apply manifests, past the check."""
    pages = [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), ROOT / "docker-compose.yml"]
    lines = [line for page in pages for line in page.read_text().splitlines()]
    started = [line for line in lines if "images.py up" in line]
    applied = [line for line in lines if "kubectl apply -k" in line]

    assert started
    assert applied
    assert [x for x in lines if "docker compose up" in x and x not in started] == []
    assert [line for line in applied if "images.py check && kubectl apply" not in line] == []


def _docker(folder: Path, script: str) -> None:
    file = folder / "docker"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def _up(folder: Path, text: str, **more: str) -> tuple[subprocess.CompletedProcess[str], str]:
    """Start a deployment with a stand-in for `docker`; returns the end, and what was started."""
    (folder / "resolved.yml").write_text(text)
    started = folder / "started"
    started.unlink(missing_ok=True)
    script = f'test "$2" = config && exec cat "{folder}/resolved.yml"; echo "$@" > "{started}"'
    _docker(folder, script)
    found = _run(folder, "up", "--build", "--scale", "notifier=2", **more)
    return found, started.read_text().strip() if started.exists() else ""


def _pin(folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return _run(folder, "pin", **more)


def _run(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    surroundings = {"PATH": f"{folder}{os.pathsep}{os.defpath}", **more}
    command = [sys.executable, str(SCRIPT), *words]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
