"""Python's cycle collector, set for a process that has loaded everything and now serves for weeks.

Left alone it looks through what it will never free again and again: a turn of a conversation took
a tenth more CPU time so, and more the longer the process ran (docs/performance.md).
"""

import gc
from typing import Final

_THRESHOLDS: Final = (10_000, 20, 50)
"""New objects before the young are looked at; such looks before the next older ones are."""


def settle() -> None:
    """Take what is there now for permanent, and look for cycles less often.

    Called once, when everything is open. Whatever is in no cycle is freed at once, as before.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
