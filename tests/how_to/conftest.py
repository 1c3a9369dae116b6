"""Following a page: a copy of the tree, in which each block of the page is done as it is written.

A `sh` block is run. A `diff` block is applied to the file whose path stands before it, and any
other block becomes that file. So a page that no longer fits the code fails.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TREES = ("libs", "services", "tests", "docs", "benchmarks")
FILES = ("pyproject.toml", "Makefile", "README.md", ".env.example")
UNWRITTEN = shutil.ignore_patterns("__pycache__", ".pytest_cache", "*.png")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PATH = re.compile(r"`([\w.-]+(?:/[\w.-]+)*\.\w+)`")
SECONDS = 280


@dataclass(frozen=True)
class Block:
    """One block of a page, and the file that the words before it name."""

    kind: str
    path: str | None
    text: str


def blocks_of(page: str) -> Iterator[Block]:
    """Return the blocks of a page, in order."""
    for found in BLOCK.finditer(page):
        before = page[: found.start()].rstrip().rsplit("\n\n", 1)[-1]
        paths = PATH.findall(before.rsplit("```", 1)[-1])
        yield Block(found.group(1), paths[-1] if paths else None, found.group(2))


@dataclass(frozen=True)
class Workshop:
    """A copy of the tree, in which a page can be followed."""

    root: Path

    def follow(self, name: str) -> str:
        """Do what a page says, from its first block to its last; return the last output."""
        page = (self.root / "docs" / "how-to" / name).read_text(encoding="utf-8")
        said = ""
        for block in blocks_of(page):
            said = self._do(block) or said
        return said

    def run(self, command: str) -> str:
        """Run a command with the copy's own packages; it succeeds."""
        done = self._run(command)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def fails(self, command: str) -> str:
        """Run a command that must fail; return what it says."""
        done = self._run(command)
        assert done.returncode != 0, f"{command}\n{done.stdout}"
        return done.stdout + done.stderr

    def _run(self, command: str) -> subprocess.CompletedProcess[str]:
        sources = sorted(str(path) for path in self.root.glob("*/*/src"))
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=self.root,
            env={
                "PATH": f"{Path(sys.executable).parent}:{os.defpath}",
                "HOME": str(self.root),
                "LANG": "C.UTF-8",
                "PYTHONPATH": ":".join(sources),
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTEST_ADDOPTS": "-q -p no:cacheprovider",
            },
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def _do(self, block: Block) -> str:
        if block.kind == "sh":
            return self.run(block.text)
        assert block.path is not None, f"no path stands before:\n{block.text}"
        path = self.root / block.path
        if block.kind == "diff":
            path.write_text(patched(path.read_text(encoding="utf-8"), block), encoding="utf-8")
            return ""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
        return ""


def patched(text: str, block: Block) -> str:
    """Return a file with a diff applied; `@@` parts its hunks, each of which fits in one place."""
    for hunk in re.split(r"^@@.*\n", block.text, flags=re.MULTILINE):
        lines = hunk.splitlines(keepends=True)
        if not lines:
            continue
        old = "".join(line[1:] or "\n" for line in lines if line[:1] != "+")
        new = "".join(line[1:] or "\n" for line in lines if line[:1] != "-")
        assert text.count(old) == 1, f"{block.path} has {text.count(old)} places for:\n{old}"
        text = text.replace(old, new)
    return text


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """Give a copy of the tree."""
    for name in TREES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=UNWRITTEN)
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path / name)
    return Workshop(tmp_path)
