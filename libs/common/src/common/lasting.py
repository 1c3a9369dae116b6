"""What a process keeps until it ends, and the garbage collector need not look at again."""

import gc
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

_SELDOM: Final = (50_000, 20, 20)
"""How much is made before the collector looks: what a turn makes is gone before."""


@contextmanager
def kept_to_the_end() -> Generator[None]:
    """Let the collector skip, during the block, what was made before it, and look seldom.

    Routes, models and statements are hundreds of thousands of objects; to look through them all
    again and again costs a turn two hundredths of its time.
    """
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
