"""What an open payment's customer must do outside the chat, at rest: sealed, and bound to it."""

import json

from common.crypto import Keyring

from flow_engine.domain.required_action import RequiredAction, from_data, to_data
from flow_engine.models import IntentRow


def open_action(intent: IntentRow, storage: Keyring) -> RequiredAction | None:
    """Return it; None when nothing must be done. Raises SealError if it was sealed elsewhere."""
    if intent.action_sealed is None:
        return None
    return from_data(json.loads(storage.open(intent.action_sealed, _place(intent))))


def store_action(intent: IntentRow, action: RequiredAction, storage: Keyring) -> None:
    """Keep it while the payment is open: closing the intent forgets it."""
    data = json.dumps(to_data(action)).encode()
    intent.action_sealed = storage.seal(data, _place(intent))


def _place(intent: IntentRow) -> str:
    return f"payment_intent:action_sealed:{intent.payment_id}"
