"""Run docker-compose.yml for real where there is no Docker, and make one purchase through it.

`make compose-run`: builds the images with podman on Debian stand-ins for the official ones (see
deploy/stand-ins), starts the file with podman-compose in a network of its own, waits until
everything is healthy, sells one lamp through proxy, broker, database and sandbox, and takes it all
down. It needs root, and what is missing of Debian's packages is installed. About five minutes the
first time and 2 GB in /var/tmp/mari-compose-run, which is kept for the next run.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import yaml
from common.local.packages import LocalServerError, ensure
from standalone.environment import ACCOUNT_ID, PHONE_NUMBER_ID
from standalone.testing.addressed import API_KEY
from standalone.testing.deployment import SERVICES, tool

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = Path("/var/tmp/mari-compose-run")  # noqa: S108 - large, and kept between runs
SOURCE: Final = FOLDER / "source"
NETWORK: Final = "mari-compose-run"
ORIGIN: Final = "http://localhost:8080"
_AUTHORITIES: Final = Path("/etc/ssl/certs/ca-certificates.crt")
_DEBIAN: Final = "localhost/mari-debian:bookworm"
_PACKAGES: Final = {
    "podman": "/usr/bin/podman",
    "runc": "/usr/sbin/runc",
    "netavark": "/usr/lib/podman/netavark",
    "aardvark-dns": "/usr/lib/podman/aardvark-dns",
    "iptables": "/usr/sbin/iptables",
    "iproute2": "/usr/sbin/ip",
    "debootstrap": "/usr/sbin/debootstrap",
    "catatonit": "/usr/bin/catatonit",
}
_STAND_INS: Final = {
    "python": "python:3.11-slim-bookworm",
    "postgres": "postgres:18",
    "rabbitmq": "rabbitmq:4.1-management",
    "caddy": "caddy:2.10-alpine",
}
_CONTAINERS: Final = """[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[network]
network_backend = "netavark"
"""
_STORAGE: Final = f"""[storage]
driver = "overlay"
graphroot = "{FOLDER}/images"
runroot = "{FOLDER}/run"
"""
_ENDED: Final = "{{.State.Status}} {{.State.ExitCode}}"
_PATIENCE: Final = 120


class FailedError(Exception):
    """What was to be shown was not shown; the text says what."""


def environment() -> dict[str, str]:
    """Return the variables of podman and of the compose file: a TEST with the sandbox."""
    return {
        **os.environ,  # noqa: TID251 - the tools' own surroundings
        "CONTAINERS_CONF": str(FOLDER / "containers.conf"),
        "CONTAINERS_STORAGE_CONF": str(FOLDER / "storage.conf"),
        "MARI_SECRETS_DIR": str(FOLDER / "secrets"),
        "MARI_SANDBOX_SECRETS_DIR": str(FOLDER / "secrets"),
        "SITE_URL": ORIGIN,
        "MARI_HTTP_PORT": "8080",
        "MARI_HTTPS_PORT": "8443",
        "MARI_SANDBOX_HOSTS": "sandbox",
        "OMARI_API_BASE_URL": "http://sandbox:8100/omari",
        "NOTIFIER_GRAPH_BASE_URL": "http://sandbox:8100/graph",
        "WHATSAPP_PHONE_NUMBER_ID": PHONE_NUMBER_ID,
        "WHATSAPP_WABA_ID": ACCOUNT_ID,
    }


def run(*command: str, folder: Path = FOLDER) -> str:
    """Run a command; returns its output. Raises FailedError with its last lines."""
    done = subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = (done.stdout + done.stderr).strip().splitlines()
        raise FailedError(f"{' '.join(command[:4])} …:\n" + "\n".join(lines[-20:]))
    return done.stdout


def inside(*command: str) -> list[str]:
    """Return a command that runs in the network of the containers' host."""
    return ["nsenter", f"--net=/run/netns/{NETWORK}", *command]


def prepare() -> None:
    """Lay out the folder: settings of podman, sources, secrets, the adapted compose file."""
    for package, proof in _PACKAGES.items():
        ensure(package, Path(proof))
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "containers.conf").write_text(_CONTAINERS)
    (FOLDER / "storage.conf").write_text(_STORAGE)
    for folder in (SOURCE, FOLDER / "secrets"):
        shutil.rmtree(folder, ignore_errors=True)
    for name in run("git", "ls-files", "-co", "--exclude-standard", folder=ROOT).splitlines():
        if (ROOT / name).is_file():
            (SOURCE / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, SOURCE / name)
    _fill_secrets(FOLDER / "secrets")
    adapt(SOURCE / "docker-compose.yml")


def _fill_secrets(folder: Path) -> None:
    run(sys.executable, str(ROOT / "deploy/make_secrets.py"), "--sandbox", str(folder))
    (folder / "MARI_API_KEY").write_text(API_KEY)


def adapt(file: Path) -> None:
    """Take out what this podman cannot: more files than it may give, one network option.

    It also puts a memory file system on /run, which would hide the socket's folder.
    """
    compose: dict[str, Any] = yaml.safe_load(file.read_text())
    del compose["services"]["rabbitmq"]["ulimits"]
    compose["networks"]["desk"] = {}
    postgres = compose["services"]["postgres"]
    postgres["tmpfs"] = [each for each in postgres["tmpfs"] if not each.startswith("/run/")]
    postgres["volumes"].append("postgres-run:/run/postgresql")
    compose["volumes"]["postgres-run"] = {}
    file.write_text(yaml.safe_dump(compose, sort_keys=False))


def build() -> None:
    """Build stand-ins, services and proxy."""
    if not run("podman", "images", "-q", _DEBIAN).strip():
        root = FOLDER / "debian"
        shutil.rmtree(root, ignore_errors=True)
        run("debootstrap", "--variant=minbase", "bookworm", str(root))
        run("sh", "-c", f"tar -C {root} -c . | podman import - {_DEBIAN}")
        shutil.rmtree(root)
    context = SOURCE / "deploy/stand-ins"
    shutil.copy(tool("caddy"), context / "caddy")
    for name, tag in _STAND_INS.items():
        _build(tag, context / f"{name}.Dockerfile", context)
    for service in (*SERVICES, "standalone"):
        _build(f"mari/{service}:local", SOURCE / "deploy/Dockerfile", SOURCE, service)
    _build("mari/proxy:local", SOURCE / "deploy/caddy/Dockerfile", SOURCE / "deploy/caddy")


def _build(tag: str, file: Path, context: Path, service: str = "") -> None:
    _say(f"building {tag}")
    options = ["--format", "docker", "--network", "host", "--build-arg", f"SERVICE={service}"]
    if _AUTHORITIES.exists():
        options += ["-v", f"{_AUTHORITIES}:/host-authorities.crt:ro"]
    run("podman", "build", "-q", *options, "-f", str(file), "-t", tag, str(context))


@contextmanager
def network() -> Generator[None]:
    """Keep everything in a network of its own for the time of the block."""
    run("sh", "-c", f"ip netns add {NETWORK} && ip -n {NETWORK} link set lo up")
    try:
        yield
    finally:
        run("ip", "netns", "delete", NETWORK)


def compose(*arguments: str) -> None:
    """Run podman-compose on the adapted file."""
    file = ["-f", str(SOURCE / "docker-compose.yml"), "--profile", "sandbox"]
    run(*inside(tool("podman-compose"), *file, *arguments), folder=SOURCE)


def up(*names: str) -> None:
    """Start services and wait until their own health checks say so: podman does not by itself."""
    compose("up", "-d", "--no-build", "--no-deps", *names)
    for name in names:
        _wait(name)
        _say(f"{name} is well")


def _wait(name: str) -> None:
    container, ends = f"mari_{name}_1", time.monotonic() + _PATIENCE
    while time.monotonic() < ends:
        if name == "setup":
            state = run(
                "podman", "inspect", "-f", "{{.State.Status}} {{.State.ExitCode}}", container
            )
            if state.split() == ["exited", "0"]:
                return
        elif _is_well(container):
            return
        time.sleep(1)
    raise FailedError(
        f"{name} did not get well:\n" + run("podman", "logs", "--tail", "20", container)
    )


def _is_well(container: str) -> bool:
    asked = ["podman", "healthcheck", "run", container]
    return not subprocess.run(asked, env=environment(), capture_output=True, check=False).returncode


def show(command: Sequence[str]) -> None:
    """Make the purchase in the network of the host, as a browser there would."""
    done = subprocess.run(command, env=environment(), check=False)
    if done.returncode:
        raise FailedError("the purchase was not made")


def main() -> None:
    """Build, start, buy, stop."""
    started = time.monotonic()
    prepare()
    build()
    with network():
        try:
            up("postgres", "rabbitmq")
            up("setup")
            up(*SERVICES)
            up("proxy", "sandbox")
            show(inside(sys.executable, str(ROOT / "deploy/compose_purchase.py"), ORIGIN))
        finally:
            compose("down", "-v")
    _say(f"bought, and taken down: {time.monotonic() - started:.0f} s in all")


def _say(text: str) -> None:
    sys.stdout.write(f"compose-run: {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        main()
    except (FailedError, LocalServerError, AssertionError) as error:
        sys.stderr.write(f"compose-run: {error}\n")
        sys.exit(1)
