"""How a signed body falls into items: pure, and total over any JSON."""

from gateway_webhooks.domain.archive import UNREADABLE
from gateway_webhooks.domain.dedupe import message_dedupe, status_dedupe
from gateway_webhooks.domain.envelope import split
from gateway_webhooks.domain.item import ARCHIVE, Item, Policy, Reception
from gateway_webhooks.domain.replay import MOST, REMEMBERED, Fate, Found, Selection
from gateway_webhooks.domain.verification import answer_challenge

__all__ = [
    "ARCHIVE",
    "MOST",
    "REMEMBERED",
    "UNREADABLE",
    "Fate",
    "Found",
    "Item",
    "Policy",
    "Reception",
    "Selection",
    "answer_challenge",
    "message_dedupe",
    "split",
    "status_dedupe",
]
