"""The user that a private server runs as, what this user is told, and where its files may lie.

PostgreSQL refuses root. As root it runs as a user that owns nothing else on this machine; folders
that are not ours keep their mode, so where that user cannot pass, its files lie below `ELSEWHERE`.
"""

import os
import pwd
import secrets
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from common.local.packages import LocalServerError
from common.local.process import until

ELSEWHERE: Final = Path("/var/lib/mari")
"""Root's own folder for what another user must reach, when the data folder is out of its reach."""
ROOT: Final = 0
_PASSABLE: Final = 0o711
_PRIVATE: Final = 0o700
_CREATE_SECONDS: Final = 5.0


def bare_environment(**variables: str) -> dict[str, str]:
    """Return what a server is started with: where programs are, a locale, and `variables`.

    Nothing of ours is passed on: our environment holds keys.
    """
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return {"PATH": path, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "HOME": "/", **variables}


@dataclass(frozen=True, slots=True)
class ServerUser:
    """A user of this machine; `is_me`: the one that runs this process."""

    name: str
    uid: int
    gid: int
    is_me: bool

    def identity(self) -> Mapping[str, Any]:
        """Return the arguments with which `subprocess.Popen` starts a process as this user."""
        if self.is_me:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": ()}

    def reaches(self, folder: Path) -> bool:
        """Tell whether this user may pass through a folder and all above it."""
        return self.is_me or all(map(self._may_pass, (folder, *folder.parents)))

    def take(self, folder: Path) -> None:
        """Make a folder of ours this user's alone, with all that is in it; links are not followed.

        Its mode becomes 0700.
        """
        if not self.is_me:
            owned = folder.lstat().st_uid == self.uid
            for path in (*(() if owned else folder.rglob("*")), folder):
                os.chown(path, self.uid, self.gid, follow_symlinks=False)
        folder.chmod(_PRIVATE)

    def write(self, path: Path, text: str) -> None:
        """Write a file that this user alone may read: at once whole, whatever stood there."""
        fresh = path.with_name(path.name + ".new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            if not self.is_me:
                os.fchown(descriptor, self.uid, self.gid)
        fresh.replace(path)

    def _may_pass(self, folder: Path) -> bool:
        found = folder.stat()
        mine, group = found.st_uid == self.uid, found.st_gid == self.gid
        return bool(found.st_mode >> (6 if mine else 3 if group else 0) & 1)


def server_user(name: str) -> ServerUser:
    """Return ourselves, or as root the user `name`, made when it is missing.

    Raises LocalServerError when it is missing and cannot be made.
    """
    me = os.geteuid()
    if me == ROOT:
        found = _found(name) or _created(name)
        return ServerUser(name, found.pw_uid, found.pw_gid, is_me=False)
    return ServerUser(name_of(me), me, os.getegid(), is_me=True)


def name_of(uid: int) -> str:
    """Return a user's name; its number when the system knows no name."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def private_log(path: Path) -> IO[bytes]:
    """Open a log of ours for appending: only we may read it."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.fchmod(descriptor, 0o600)
    return os.fdopen(descriptor, "ab")


def own_folder(folder: Path) -> None:
    """Make a folder, and what is missing above it; what is there keeps its mode.

    Only we may list it; of what root makes, others may pass through. Raises OSError.
    """
    for path in (*reversed(folder.parents), folder):
        if not path.exists():
            path.mkdir(exist_ok=True)
            path.chmod(_PASSABLE if os.geteuid() == ROOT else _PRIVATE)


def private_folder(folder: Path) -> None:
    """Make a folder that only we may enter, or make it so; it must be ours. Raises OSError."""
    own_folder(folder)
    folder.chmod(_PRIVATE)


def data_folder(data: Path, user: ServerUser, elsewhere: Path = ELSEWHERE) -> Path:
    """Return where the data of `data` lie: there, or where the user can reach them.

    Then `data` is a link to a folder below `elsewhere`. What it held is moved as a whole, and a
    move that was cut off is finished. Raises LocalServerError when it would have to be copied.
    """
    link = data.with_name(data.name + ".moved")
    if data.is_symlink():
        return data.resolve()
    if not link.is_symlink():
        if user.reaches(data.parent):
            return data
        place = elsewhere / secrets.token_hex(6)
        own_folder(place)
        link.symlink_to(place / data.name)
    if data.exists():
        _move(data, link.readlink())
    link.rename(data)
    return data.resolve()


def _move(data: Path, place: Path) -> None:
    try:
        data.rename(place)
    except OSError as error:
        raise LocalServerError(
            f"{data} is out of reach of the server's user, and cannot be moved to {place} "
            f"({error.strerror}): set MARI_DATA_DIR to a folder that others may pass through"
        ) from error


def _found(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _created(name: str) -> pwd.struct_passwd:
    """Make a system user that cannot sign in. Raises LocalServerError."""
    command = ("useradd", "--system", "--user-group", "--no-create-home")
    shell = ("--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", name)
    until(lambda: _run((*command, *shell)) or _found(name) is not None, _CREATE_SECONDS)
    found = _found(name)
    if found is None:
        raise LocalServerError(
            f"PostgreSQL refuses root, and the user {name} cannot be made: make it "
            f"(`useradd --system {name}`), or run Mari as an ordinary user"
        )
    return found


def _run(command: Sequence[str]) -> bool:
    """Run a command; tells whether it did what it should. Another one may hold the user list."""
    try:
        done = subprocess.run(command, env=bare_environment(), capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return done.returncode == 0
