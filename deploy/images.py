"""Pin images that others publish to their digests, and refuse what is not pinned.

    python3 deploy/images.py pin >> .env
    python3 deploy/images.py up --build
    docker compose config | python3 deploy/images.py check
    kubectl kustomize deploy/kubernetes/overlays/yours | python3 deploy/images.py check

A tag names whatever its owner pushes next; a digest names what was looked at. `pin` asks the
registries, through `docker buildx imagetools`, for the digest of each image that the compose file
takes by a variable, and prints the variables. `check` reads a resolved compose file or manifests
and ends with status 1 when an image has no digest, naming each. What the compose file builds itself
has none before it is pushed, and is let through there; manifests take it from a registry. `up` is
how a deployment is started: it checks what `docker compose config` says, without any network, then
calls `docker compose up -d` with whatever follows. MARI_ALLOW_TAGS=true in the environment lets
tags through, and it says so.
Plain Python 3.9 or newer.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

COMPOSE = Path(__file__).resolve().parent.parent / "docker-compose.yml"
_VARIABLE = re.compile(r"\$\{(\w+_IMAGE):-([^}]+)\}")
_NAMED = re.compile(
    r"""^\s*(?:-\s+)?(?:image|imageName|[A-Z]+_IMAGE):\s*["']?([^\s"']+)""", re.MULTILINE
)
_PINNED = re.compile(r"@sha256:[0-9a-f]{64}$")
_DIGEST = re.compile(r"^Digest:\s*(sha256:[0-9a-f]{64})$", re.MULTILINE)
_BUILT = "mari/"


def variables() -> "dict[str, str]":
    """Return the images that the compose file takes by a variable: what is set, or its default."""
    known = dict(_VARIABLE.findall(COMPOSE.read_text()))
    return {name: os.environ.get(name) or default for name, default in known.items()}  # noqa: TID251 - no service


def pin() -> None:
    """Print each variable with the digest that its tag has now; ends with 1 when one is unknown."""
    for name, image in variables().items():
        tagged = image.partition("@")[0]
        command = ["docker", "buildx", "imagetools", "inspect", tagged]
        told = subprocess.run(command, capture_output=True, text=True, check=False)
        found = _DIGEST.search(told.stdout)
        if told.returncode or not found:
            sys.exit(f"images: no digest of {tagged}: {told.stderr.strip() or 'none was told'}")
        sys.stdout.write(f"{name}={tagged}@{found.group(1)}\n")


def unpinned(text: str) -> "list[str]":
    """Return the images of a resolved compose file, or of manifests, that have no digest."""
    is_compose = "apiVersion:" not in text
    names = dict.fromkeys(_NAMED.findall(text))
    let_through = _BUILT if is_compose else ()
    return [name for name in names if not _PINNED.search(name) and not name.startswith(let_through)]


def check() -> None:
    """Refuse what names an image without a digest, and what names none at all."""
    refuse_tags(sys.stdin.read())


def refuse_tags(text: str) -> None:
    """End with 1 unless every image of a resolved file has a digest, and there is one at all."""
    if not _NAMED.search(text):
        sys.exit("images: no image is named here: give `docker compose config` or the manifests")
    found = unpinned(text)
    for name in found:
        sys.stderr.write(f"images: {name} has no digest\n")
    if found:
        sys.exit("images: run `python3 deploy/images.py pin`, or see docs/deploy.md, Digests")


def up(words: "list[str]") -> None:
    """Start what the compose file says, once its images have digests; ends as compose does."""
    told = subprocess.run(
        ["docker", "compose", "config"], stdout=subprocess.PIPE, text=True, check=False
    )
    if told.returncode:
        sys.exit(told.returncode)
    if os.environ.get("MARI_ALLOW_TAGS", "").lower() == "true":  # noqa: TID251 - no service
        sys.stderr.write("images: MARI_ALLOW_TAGS is set: tags are taken as they are today\n")
    else:
        refuse_tags(told.stdout)
    command = ["docker", "compose", "up", "-d", *words]
    sys.exit(subprocess.run(command, check=False).returncode)


if __name__ == "__main__":
    commands = {"pin": pin, "check": check}
    asked = sys.argv[1:]
    if asked[:1] == ["up"]:
        up(asked[1:])
    if len(asked) != 1 or asked[0] not in commands:
        sys.exit(__doc__)
    commands[asked[0]]()
