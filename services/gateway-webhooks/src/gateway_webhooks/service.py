"""What the gateway does: splits what was signed, and erases what was secret."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from common.contracts import SecretConsumed
from common.credentials import Credentials, Field, ProviderSpec
from common.errors import StartRefusedError
from common.ids import new_id
from common.lanes.api import OutboxRow
from common.lanes.store import erase_lanes
from common.strict_json import parse_json
from sqlalchemy.ext.asyncio import AsyncSession

from gateway_webhooks import repository
from gateway_webhooks.domain import (
    ARCHIVE,
    Found,
    Item,
    Policy,
    Reception,
    Selection,
    Source,
    message_dedupe,
    split,
)

_NUMBER_ID: Final = re.compile("[0-9]{1,32}")
WHATSAPP: Final = "whatsapp"
CREDENTIALS: Final = ProviderSpec(
    WHATSAPP,
    {
        "app_secret": Field(
            "WHATSAPP_APP_SECRET", is_needed=True, earlier="app_secret_previous", shortest=16
        ),
        "app_secret_previous": Field("WHATSAPP_APP_SECRET_PREVIOUS"),
        "verify_token": Field("WHATSAPP_WEBHOOK_VERIFY_TOKEN"),
        "phone_number_id": Field(
            "WHATSAPP_PHONE_NUMBER_ID",
            is_secret=False,
            pattern=_NUMBER_ID,
            rule="the digits of a phone number id",
        ),
    },
)
"""What the door needs of WhatsApp: the secrets of signatures and of the verification."""


def rows_of(raw: bytes, policy: Policy, *, received_at: datetime) -> list[OutboxRow]:
    """Return one outbox row per item of a signed body. Raises InvalidError when it is no JSON."""
    reception = Reception(received_at, hashlib.sha256(raw).hexdigest())
    return [row_of(item) for item in split(parse_json(raw), reception, policy)]


def row_of(item: Item) -> OutboxRow:
    """Return the outbox row of one item."""
    return OutboxRow(
        id=new_id(),
        target=item.target,
        type=item.type,
        body=item.body,
        key=item.key,
        priority=item.priority,
        dedupe=item.dedupe,
    )


def kept_only(row: OutboxRow, source: Source) -> OutboxRow:
    """Return the archive's row for one that the database refuses: the same body, a plain key."""
    dedupe = f"{source.prefix}-x:{hashlib.sha256(row.body).hexdigest()}"
    type_ = f"{source.name}.unreadable.v1"
    return replace(row, target=ARCHIVE, type=type_, key=None, dedupe=dedupe)


async def erase_secrets(session: AsyncSession, consumed: Sequence[SecretConsumed]) -> None:
    """Erase the archived copies of messages whose secret was used."""
    dedupes = {message_dedupe(secret.phone_number_id, secret.message_id) for secret in consumed}
    await repository.erase(session, dedupes)


async def erase_senders(session: AsyncSession, keys: Sequence[str]) -> int:
    """Empty what is archived of these people, by number or user id; returns how many items."""
    return (await erase_lanes(session, keys))["sent"]


async def find_events(session: AsyncSession, selection: Selection, *, now: datetime) -> list[Found]:
    """Return how many archived items match, by type and by what a replay can do with them."""
    return await repository.matching(session, selection, now=now)


async def resend_events(session: AsyncSession, selection: Selection, *, now: datetime) -> int:
    """Let the matching items leave again, the oldest first, up to the limit; returns how many.

    Each goes in its own envelope as before, so a receiver that has had it does nothing.
    """
    return await repository.resend(session, selection, now=now)


def app_secrets(credentials: Credentials) -> tuple[str, ...]:
    """Return every app secret in force: of each scope, and the ones before them."""
    names = ("app_secret", "app_secret_previous")
    found = (value for name in names for value in credentials.every(WHATSAPP, name))
    return tuple(dict.fromkeys(found))


def check_door(credentials: Credentials, numbers: Sequence[str]) -> None:
    """Refuse to start with a number whose webhooks nobody could verify.

    Raises StartRefusedError.
    """
    number = credentials.get(WHATSAPP, "phone_number_id")
    if (number or numbers) and not credentials.every(WHATSAPP, "app_secret"):
        raise StartRefusedError(
            "WHATSAPP_APP_SECRET is missing, and a phone number is configured: copy it from the "
            "app's basic settings at Meta."
        )
