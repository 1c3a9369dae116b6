"""docs/how-to/add-a-channel.md, followed: messages also leave by SMS."""

from typing import Any

import pytest

pytestmark = pytest.mark.database
Workshop = Any


def test_a_channel_is_one_module(workshop: Workshop) -> None:
    """SMS goes out by the sender's name, WhatsApp as before, and the tree keeps its shape."""
    passed = workshop.follow("add-a-channel.md")

    assert "passed" in passed
    assert "NOTIFIER_SMS_KEY" in (workshop.root / ".env.example").read_text()
