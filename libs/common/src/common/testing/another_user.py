"""Another user of this machine, for tests that run as root."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

import pytest

STRANGER: Final = 65534
"""`nobody`, as every system has it."""

as_root: Final = pytest.mark.root
"""Only root can become another user: others do not collect such a test."""


@contextmanager
def another_user(uid: int = STRANGER) -> Generator[None]:
    """Be another user, without root's rights and groups, for the time of the block."""
    groups = os.getgroups()
    os.setgroups([])
    os.setegid(uid)
    os.seteuid(uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)
