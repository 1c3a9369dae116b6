"""A conversation's session at rest: sealed, and bound to its contact."""

from common.crypto import Keyring
from pydantic import TypeAdapter

from flow_engine.domain.conversation import Session
from flow_engine.models import ContactRow

_SESSION = TypeAdapter(Session)


def open_session(contact: ContactRow, storage: Keyring) -> Session | None:
    """Return the session of a conversation. Raises SealError if it was sealed elsewhere."""
    if contact.session is None:
        return None
    return _SESSION.validate_json(storage.open(contact.session, _place(contact)))


def store_session(contact: ContactRow, session: Session | None, storage: Keyring) -> None:
    """Put the session into its contact, pinned to its flow version."""
    if session is None:
        contact.session = contact.flow = contact.flow_version = None
        return
    contact.session = storage.seal(_SESSION.dump_json(session), _place(contact))
    contact.flow, contact.flow_version = session.flow, session.version


def _place(contact: ContactRow) -> str:
    return f"contact:session:{contact.id}"
