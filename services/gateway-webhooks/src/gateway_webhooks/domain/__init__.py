"""How a signed body falls into items: pure, and total over any JSON."""

from gateway_webhooks.domain.dedupe import message_dedupe, status_dedupe
from gateway_webhooks.domain.envelope import split
from gateway_webhooks.domain.item import ARCHIVE, Item, Policy, Reception
from gateway_webhooks.domain.replay import MOST, REMEMBERED, Fate, Found, Selection
from gateway_webhooks.domain.verification import answer_challenge
from gateway_webhooks.domain.whole import Keep, Source, whole

__all__ = [
    "ARCHIVE",
    "MOST",
    "REMEMBERED",
    "Fate",
    "Found",
    "Item",
    "Keep",
    "Policy",
    "Reception",
    "Selection",
    "Source",
    "answer_challenge",
    "message_dedupe",
    "split",
    "status_dedupe",
    "whole",
]
