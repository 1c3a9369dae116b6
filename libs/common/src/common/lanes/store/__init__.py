"""Every SQL statement of the lanes, each a function on the session of its transaction."""

from common.lanes.store.erasing import erase_lanes
from common.lanes.store.lane import (
    Wake,
    WakeBook,
    lock_lane,
    lock_lanes,
    replay,
    wake,
    write_wakes,
)
from common.lanes.store.outbox import erase_sent

__all__ = [
    "Wake",
    "WakeBook",
    "erase_lanes",
    "erase_sent",
    "lock_lane",
    "lock_lanes",
    "replay",
    "wake",
    "write_wakes",
]
