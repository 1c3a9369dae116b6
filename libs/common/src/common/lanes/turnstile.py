"""How many batches of this process are in the database at once.

All loops of a process share one interpreter. If each begins whenever something has come, many small
batches run side by side and each pays its fixed price; if few are let in at a time, in the order
they came, whoever waits finds more to take. Nobody waits by the clock: an idle process lets in at
once. Two, so that one computes while the other's commit is written.
"""

import asyncio
from typing import Final
from weakref import WeakKeyDictionary

MOST_AT_ONCE: Final = 2

_of_loops: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def turnstile() -> asyncio.Semaphore:
    """Return the running event loop's turnstile; nobody may wait for the network inside."""
    loop = asyncio.get_running_loop()
    if loop not in _of_loops:
        _of_loops[loop] = asyncio.Semaphore(MOST_AT_ONCE)
    return _of_loops[loop]
