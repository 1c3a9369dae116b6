"""Moving a delivery on: the one place that changes its state, and tells of what failed for good."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from common.contracts import MessageFailed
from common.contracts.base import MONEY, Address
from common.lanes.api import UnitOfWork
from common.log import get_logger

from notifier.domain.progress import Cause, Heard, Next, Standing
from notifier.domain.state import State, Times
from notifier.domain.verdicts import NOT_DELIVERED, log_name
from notifier.models import DeliveryRow, NotificationRow
from notifier.repository import deliveries as repository
from notifier.repository.moving import Moving
from notifier.service.house import WORTH_SENDING

log = get_logger(__name__)

_ENDS = frozenset({State.HELD, State.FAILED})


@dataclass(frozen=True, slots=True)
class Advance:
    """A locked delivery and the rule that says what comes next."""

    row: Moving
    rule: Callable[[Standing], Next | None]
    may_fail: bool
    """Whether the rule may end in a failure; saves a query for what goes well."""


async def advance(uow: UnitOfWork, advances: Sequence[Advance]) -> None:
    """Apply the rules; notifications of money that may fail are locked in order of id."""
    risky = {a.row.notification_id for a in advances if a.may_fail and a.row.priority == MONEY}
    notes: dict[object, NotificationRow] = {}
    if risky:
        notes |= await repository.get_notifications(uow.session, risky, for_update=True)
    for one in advances:
        note = notes.get(one.row.notification_id)
        following = one.rule(await _standing(uow, one.row, note))
        if following is not None:
            move(uow, one.row, following, note)


def move(uow: UnitOfWork, row: Moving, following: Next, note: NotificationRow | None) -> None:
    """Give a delivery its next state; tells once of a money notification that failed."""
    row.state, row.next_at, row.code = following.state, following.at, following.code
    row.token = None
    _count(uow, row, following)
    if following.state in _ENDS:
        log.warning(
            "notification.failed",
            notification_id=str(row.notification_id),
            code=log_name(following.code),
            held=following.state is State.HELD,
        )
        if note is not None:
            report(uow, note, following.code or NOT_DELIVERED)


def report(uow: UnitOfWork, note: NotificationRow, code: str) -> None:
    """Say once that a money message failed for good."""
    if note.reported_at is not None or note.kind != "money":
        return
    note.reported_at = uow.now
    recipient = Address(user_id=note.user_id, phone=note.phone)
    failed = MessageFailed(
        id=note.id,
        phone_number_id=note.phone_number_id,
        recipient=recipient,
        order_reference=note.order_reference,
        code=code,
        at=uow.now,
    )
    uow.send(failed, key=recipient.key())


def heard_of(row: Moving) -> Heard:
    """Return what the statuses of a delivery say together."""
    return Heard(times_of(row).summary, row.code or NOT_DELIVERED)


def times_of(row: Moving | DeliveryRow) -> Times:
    """Return when each status of a delivery happened."""
    return Times(row.sent_at, row.delivered_at, row.read_at, row.failed_at)


async def _standing(uow: UnitOfWork, row: Moving, note: NotificationRow | None) -> Standing:
    wrote_at = None if note is None else await repository.last_wrote_at(uow.session, note)
    return Standing(
        state=State(row.state),
        is_money=row.priority == MONEY,
        doubts=row.doubts,
        refusals=row.refusals,
        holds=row.holds,
        called_at=row.called_at or uow.now,
        give_up_at=row.give_up_at,
        is_window_new=bool(wrote_at and row.window_at and wrote_at > row.window_at),
    )


def _count(uow: UnitOfWork, row: Moving, following: Next) -> None:
    match following.cause:
        case Cause.TAKEN:
            row.refusals = 0
        case Cause.DOUBT:
            row.doubts += 1
        case Cause.PASSING:
            row.refusals += 1
        case Cause.HOLD:
            row.holds += 1
            row.doubts = row.refusals = 0
            row.give_up_at = uow.now + WORTH_SENDING
        case Cause.END:
            pass
