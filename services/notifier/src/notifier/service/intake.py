"""Taking commands: each becomes one notification, however often it comes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

import orjson
from common.contracts import CustomerWrote, SendMessage
from common.contracts.base import CHAT, MONEY, Address
from common.errors import InvalidError
from common.ids import derived_id
from common.lanes.api import Delivery, UnitOfWork
from common.lanes.store import lock_lane
from common.lanes.waking import wake_lane
from common.log import get_logger
from sqlalchemy.ext.asyncio import AsyncSession

from notifier.domain.content import Content, ContentError, bodies_of
from notifier.domain.state import State
from notifier.models import DeliveryRow, NotificationRow
from notifier.repository import deliveries as repository
from notifier.repository.deliveries import NewDelivery
from notifier.service.advancing import report
from notifier.service.house import LOOP, WORTH_SENDING, House, lane_of

log = get_logger(__name__)

_LOADED: Final = "notifier.loaded"
_NUMBER: Final = re.compile(r"[0-9]{6,20}")
_NUMBER_ID: Final = re.compile(r"[0-9A-Za-z_]{1,64}")


@dataclass(slots=True)
class Loaded:
    """What a batch of commands meets: notifications known already, and what is held back."""

    known: set[UUID] = field(default_factory=set[UUID])
    held: dict[str, list[DeliveryRow]] = field(default_factory=dict[str, list[DeliveryRow]])


async def preload(uow: UnitOfWork, deliveries: Sequence[Delivery], *, house: House) -> None:
    """Move windows, and read what the whole batch needs; lanes are locked before deliveries."""
    session, loaded = uow.session, Loaded()
    session.info[_LOADED] = loaded
    commands = [d.message for d in deliveries if isinstance(d.message, SendMessage)]
    wrote = [one for d in deliveries for one in _wrote(d, house)]
    await repository.move_windows(session, wrote)
    if commands:
        loaded.known = await repository.list_known(session, {one.id for one in commands})
    lanes = {lane_of(number, name) for number, name, _ in wrote}
    held = await repository.list_held_lanes(session, lanes) if lanes else []
    if held:
        addressed = {lane for one in commands if (lane := _lane(one, house))}
        for lane in sorted({*held, *addressed}):
            await lock_lane(session, key=lane, loop=LOOP)
        for row in await repository.lock_held(session, held):
            loaded.held.setdefault(row.lane, []).append(row)


async def take_command(uow: UnitOfWork, command: SendMessage, *, house: House) -> None:
    """Store what is to be sent and wake the recipient's lane.

    Raises InvalidError for a command that names nobody. Content that WhatsApp would refuse
    fails at once: it is recorded, and reported when it is about money.
    """
    command = _addressed(command, house)
    if command.customer_wrote_at is not None:
        at = command.customer_wrote_at
        await release(uow, (command.phone_number_id, command.recipient), at)
    loaded = _loaded(uow.session)
    if command.id in loaded.known:
        return
    loaded.known.add(command.id)
    try:
        bodies = bodies_of(command.content)
    except ContentError as error:
        _refuse(uow, command, error.code)
        return
    repository.add_notification(uow, _notification(command, uow.now))
    for part, body in enumerate(bodies):
        repository.add_delivery(uow, _delivery(uow, command, part, body, house=house))
    lane = lane_of(command.phone_number_id, command.recipient.key())
    await wake_lane(uow.session, loop=LOOP, key=lane, priority=_priority(command))


async def note_writing(uow: UnitOfWork, wrote: CustomerWrote, *, house: House) -> None:
    """Send what was held back for a customer who has written."""
    number = wrote.phone_number_id or house.phone_number_id
    await release(uow, (number, _known_by(wrote.recipient)), wrote.at)


async def release(uow: UnitOfWork, whom: tuple[str, Address], wrote_at: datetime) -> None:
    """Let held money messages go that were last sent before the customer wrote."""
    number, recipient = whom
    for name in _names(recipient):
        lane = lane_of(number, name)
        for row in _loaded(uow.session).held.get(lane, ()):
            is_newer = row.window_at is None or row.window_at < wrote_at
            if row.state == State.HELD and is_newer:
                log.info("notification.released", notification_id=str(row.notification_id))
                row.doubts = row.refusals = 0
                row.state, row.next_at = State.WAITING, uow.now
                row.give_up_at = uow.now + WORTH_SENDING
                await wake_lane(uow.session, loop=LOOP, key=lane, priority=MONEY)


def _addressed(command: SendMessage, house: House) -> SendMessage:
    number = command.phone_number_id or house.phone_number_id
    if not _NUMBER_ID.fullmatch(number):
        raise InvalidError("The command names no number of ours.", code="notifier:no_number")
    recipient = _known_by(command.recipient)
    if not _names(recipient):
        raise InvalidError("The command names no recipient.", code="notifier:no_recipient")
    return command.model_copy(update={"phone_number_id": number, "recipient": recipient})


def _known_by(recipient: Address) -> Address:
    """Return the names that can be written to: a number is digits, without its plus."""
    digits = (recipient.phone or "").removeprefix("+")
    phone = digits if _NUMBER.fullmatch(digits) else None
    return Address(user_id=recipient.user_id or None, phone=phone)


def _lane(command: SendMessage, house: House) -> str | None:
    try:
        found = _addressed(command, house)
    except InvalidError:
        return None
    return lane_of(found.phone_number_id, found.recipient.key())


def _names(recipient: Address) -> list[str]:
    return [name for name in (recipient.user_id, recipient.phone) if name]


def _wrote(delivery: Delivery, house: House) -> list[repository.Wrote]:
    match delivery.message:
        case SendMessage(customer_wrote_at=datetime() as at) as one:
            number, recipient = one.phone_number_id, one.recipient
        case CustomerWrote(at=at) as one:
            number, recipient = one.phone_number_id, one.recipient
        case _:
            return []
    names = _names(_known_by(recipient))
    return [(number or house.phone_number_id, name, at) for name in names]


def _loaded(session: AsyncSession) -> Loaded:
    return session.info[_LOADED]


def _priority(command: SendMessage) -> int:
    return MONEY if command.kind == "money" else CHAT


def _notification(command: SendMessage, now: datetime) -> NotificationRow:
    return NotificationRow(
        id=command.id,
        phone_number_id=command.phone_number_id,
        user_id=command.recipient.user_id,
        phone=command.recipient.phone,
        kind=command.kind,
        order_reference=command.order_reference,
        created_at=now,
        reported_at=None,
    )


def _delivery(
    uow: UnitOfWork, command: SendMessage, part: int, body: Content, *, house: House
) -> NewDelivery:
    part_id = derived_id("part", str(command.id), str(part)) if part else command.id
    sealed = house.seal(part_id, orjson.dumps(body))
    return _new(uow, command, part_id, State.WAITING, content=sealed)


def _refuse(uow: UnitOfWork, command: SendMessage, code: str) -> None:
    log.warning("notification.refused", notification_id=str(command.id), code=code)
    note = _notification(command, uow.now)
    report(uow, note, code)
    repository.add_notification(uow, note)
    repository.add_delivery(uow, _new(uow, command, command.id, State.FAILED, code=code))


def _new(
    uow: UnitOfWork,
    command: SendMessage,
    part_id: UUID,
    state: State,
    *,
    content: bytes | None = None,
    code: str | None = None,
) -> NewDelivery:
    return NewDelivery(
        id=part_id,
        notification_id=command.id,
        lane=lane_of(command.phone_number_id, command.recipient.key()),
        priority=_priority(command),
        state=state,
        created_at=uow.now,
        give_up_at=uow.now + WORTH_SENDING,
        content=content,
        code=code,
    )
