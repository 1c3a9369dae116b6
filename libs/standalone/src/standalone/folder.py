"""The data folder: one run at a time, with the keys that were made for it."""

import fcntl
import json
import os
import secrets
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from common.clock import to_z, utc_now
from common.local.server_user import own_folder

from standalone.principals import OPERATOR, PRINCIPALS, key_name_of


class StartError(Exception):
    """Mari cannot start; the text is one line that says what to do."""


@contextmanager
def held(folder: Path, *, lock: str = "run.lock") -> Generator[Path]:
    """Hold the folder for one run. Raises StartError when it cannot be used or is in use."""
    folder = folder.expanduser().resolve()
    if any(sign < " " for sign in str(folder)):
        raise StartError(
            f"MARI_DATA_DIR is {str(folder)!r}: choose a name without line breaks and tabs."
        )
    try:
        own_folder(folder)
        file = (folder / lock).open("a+")
    except OSError as error:
        raise StartError(
            f"Cannot write to {folder} ({error.strerror}): set MARI_DATA_DIR to a folder of yours."
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StartError(
                f"Another run uses {folder}: stop it, or set MARI_DATA_DIR to another folder."
            ) from error
        yield folder


KEY_NAMES = (
    "api_key",
    "app_secret",
    "verify_token",
    "merchant_key",
    "access_token",
    "bus_key",
    "storage_key",
    *map(key_name_of, PRINCIPALS),
)
"""What a data folder's keys are called."""
UNSIGNED_UNTIL: Final = "unsigned_until"
_UNSIGNED_DAYS: Final = 1


def keys_of(folder: Path, names: Sequence[str] = KEY_NAMES) -> dict[str, str]:
    """Return the folder's keys, made at random the first time and readable by its owner only."""
    path = folder / "keys.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in names if name not in known]
    if missing:
        if known and key_name_of(OPERATOR) in missing:
            # The version before signed no parcels, and some may lie in the folder's broker.
            known[UNSIGNED_UNTIL] = to_z(utc_now() + timedelta(days=_UNSIGNED_DAYS))
        known |= {name: secrets.token_urlsafe(32) for name in missing}
        fresh = path.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(known, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    return known
