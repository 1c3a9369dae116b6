"""The one door by which an intent ends."""

from common.lanes.api import UnitOfWork

from flow_engine.domain.intents import IntentStatus
from flow_engine.domain.secrets import AFTER_WAIT
from flow_engine.models import IntentRow
from flow_engine.service.loading import loaded


def close_intent(
    uow: UnitOfWork, intent: IntentRow, status: IntentStatus, code: str | None = None
) -> None:
    """End an intent, however it ended; digits of its customer stay secret for an hour more."""
    intent.status, intent.code, intent.closed_at = status, code, uow.now
    contact = loaded(uow.session).contacts.get(intent.contact_id) if intent.contact_id else None
    if contact is not None:
        contact.secret_until = uow.now + AFTER_WAIT
