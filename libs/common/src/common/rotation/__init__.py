"""Rotating keys: everything stored under an old key is sealed anew under the first one."""

from common.rotation.columns import CREDENTIALS, LANES, SealedColumn
from common.rotation.router import rotation_router
from common.rotation.run import Counts, Rotation, Step

__all__ = [
    "CREDENTIALS",
    "LANES",
    "Counts",
    "Rotation",
    "SealedColumn",
    "Step",
    "rotation_router",
]
