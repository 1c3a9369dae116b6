"""The cycle collector of a process that serves: rare looks, never at what is there to stay."""

import gc
import subprocess
import sys

PROBE = """
import gc, weakref
from common.process.garbage import settle
class Ring:
    def __init__(self): self.me = self
settle()
frozen, thresholds = gc.get_freeze_count(), gc.get_threshold()
gone = weakref.ref(Ring())
gc.collect()
print(frozen > 1000, thresholds, gone() is None)
"""


def test_what_was_loaded_is_permanent_and_later_cycles_are_still_found() -> None:
    """A process of its own: what is frozen here would never be freed between tests."""
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)

    assert "True (10000, 20, 50) True" == done.stdout.strip()
    assert gc.get_threshold()[0] < 10_000, "this process is left as it was"
