"""A package index on loopback with wheels made for a test, and a checkout that installs them."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from standalone.testing.deployment import ROOT

_SECONDS: Final = 120


@dataclass(frozen=True)
class Index:
    """A folder of wheels, and the address under which pip finds them by name."""

    folder: Path
    url: str

    def add(self, name: str, version: str, requires: Sequence[str] = (), tag: str = "any") -> str:
        """Offer a wheel that brings one module; returns the line of a lock that names it."""
        wheel = make_wheel(self.folder / name, name, version, requires, tag)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        return f"{name}=={version} --hash=sha256:{digest}\n"


@contextmanager
def serving(folder: Path, before: Callable[[], object] = lambda: None) -> Generator[Index]:
    """Serve an empty index out of a folder; `before` is called before each answer."""
    folder.mkdir(parents=True)

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            """Answer when the test lets it; who asked may have gone by then."""
            before()
            with contextlib.suppress(ConnectionError):
                super().do_GET()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            """Say nothing."""

    handler = partial(Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Index(folder, f"http://127.0.0.1:{server.server_port}/")
        finally:
            server.shutdown()
            thread.join()


def make_wheel(
    folder: Path, name: str, version: str, requires: Sequence[str] = (), tag: str = "any"
) -> Path:
    """Write a wheel whose module is named like it."""
    folder.mkdir(parents=True, exist_ok=True)
    module = name.replace("-", "_").replace(".", "_")
    info = f"{module}-{version}.dist-info"
    needs = "".join(f"Requires-Dist: {each}\n" for each in requires)
    files = {
        f"{module}/__init__.py": f'version = "{version}"\n',
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-{tag}\n",
    }
    record = "".join(f"{path},,\n" for path in (*files, f"{info}/RECORD"))
    wheel = folder / f"{module}-{version}-py3-none-{tag}.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in {**files, f"{info}/RECORD": record}.items():
            archive.writestr(zipfile.ZipInfo(path), text)
    return wheel


def pip_environment(url: str) -> dict[str, str]:
    """Return this machine's environment with one index and nothing that a person configured."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "MARI_"))}  # noqa: TID251 - a child's environment
    own = {"PIP_INDEX_URL": url, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
    return kept | own | {"PIP_RETRIES": "0", "PIP_DEFAULT_TIMEOUT": "20"}


def fetch_pip(version: str, folder: Path) -> None:
    """Fetch a pip, the newest for an empty version, from the index that this machine uses.

    AssertionError when the index cannot be reached.
    """
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder)]
    done = subprocess.run([*pip, f"pip{version}"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"the package index cannot be reached: {done.stderr[-500:]}")


@dataclass(frozen=True)
class SmallCheckout:
    """A checkout with the real installer, a member that says hello, and locks of a test's own."""

    root: Path
    environment: Mapping[str, str]

    @classmethod
    def of(cls, root: Path, url: str) -> "SmallCheckout":
        """Make it in a folder, for an index."""
        shutil.copytree(
            ROOT / "tools", root / "tools", ignore=shutil.ignore_patterns("__pycache__")
        )
        package = root / "libs" / "standalone" / "src" / "standalone"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text('import sys\nprint("hello", *sys.argv[1:])\n')
        return cls(root, pip_environment(url))

    def lock(self, run: str, dev: str = "") -> None:
        """Write the locks."""
        (self.root / "requirements.lock").write_text(run)
        (self.root / "requirements-dev.lock").write_text(run + dev)

    def begin(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start an installation in a session of its own."""
        return subprocess.Popen(
            [sys.executable, str(self.root / "tools" / "install.py"), *arguments],
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def install(self, *arguments: str) -> tuple[int, str]:
        """Install; returns the status and what was said on the error stream."""
        process = self.begin(*arguments)
        _, errors = process.communicate(timeout=_SECONDS)
        return process.returncode, errors

    def version_of(self, module: str) -> str:
        """Return the version of an installed module, empty when it is not there."""
        code = f"import {module}; print({module}.version)"
        return self._output(".venv/bin/python", "-c", code)

    def mari(self, *arguments: str) -> str:
        """Return what its `mari` command prints, run from another folder."""
        return self._output(".venv/bin/mari", *arguments)

    def _output(self, command: str, *arguments: str) -> str:
        done = subprocess.run(
            [str(self.root / command), *arguments],
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip()
