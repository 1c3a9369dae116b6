"""The private broker in a folder whose name has signs of URLs, lists and shells."""

import tempfile
from pathlib import Path

import pytest
from common.local.rabbitmq import PrivateRabbit

pytestmark = pytest.mark.broker


def test_the_broker_works_in_a_folder_whose_name_needs_quoting() -> None:
    """Its files, its process and its port mapper are found again, and it ends."""
    with tempfile.TemporaryDirectory(prefix="mari-") as root:
        broker = PrivateRabbit(Path(root) / "dä t,a & b+c%41;d=e?f#g:h@i$j\\k")
        broker.start()
        try:
            assert broker.pid is not None
            broker.try_queue("/")
        finally:
            broker.discard()

        assert broker.pid is None
