"""What a process keeps is out of the collector's sight, and only for as long as it says."""

import gc

from common.lasting import kept_to_the_end


def test_what_was_made_before_is_skipped_until_the_end() -> None:
    """A house that is closed again leaves nothing that is never collected."""
    before = gc.get_freeze_count()
    with kept_to_the_end():
        during = gc.get_freeze_count()

    assert during > before
    assert gc.get_freeze_count() == 0
