"""What a process keeps until it ends, and the garbage collector need not look at again."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def kept_to_the_end() -> Generator[None]:
    """Let the collector skip, during the block, what was made before it.

    Routes, models and statements are hundreds of thousands of objects; to look through them all
    again and again costs a turn two hundredths of its time.
    """
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
