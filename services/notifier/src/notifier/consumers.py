"""What the notifier does with each message that it reads, and what time does to its own."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final, TypeVar

from common.contracts import CustomerWrote, Message, SendMessage, WhatsAppStatusReceived
from common.lanes.api import BatchSchedule, Delivery, HandlerSet, UnitOfWork

from notifier.service.house import House
from notifier.service.intake import note_writing, preload, take_command
from notifier.service.retention import Kept, retention_schedules
from notifier.service.statuses import find_crossed, merge_crossed, merge_statuses

M = TypeVar("M", bound=Message)

CROSSED_EVERY: Final = timedelta(seconds=5)


class Consumers:
    """The handlers of one process, over one house."""

    def __init__(self, house: House) -> None:
        self._house = house

    def handlers(self) -> HandlerSet:
        """Return every handler by message type."""
        return HandlerSet(
            handlers={
                SendMessage.TYPE: self.send_message,
                CustomerWrote.TYPE: self.on_customer_wrote,
            },
            bulk={WhatsAppStatusReceived.TYPE: self.on_statuses_received},
            preload=self.preload,
        )

    async def preload(self, uow: UnitOfWork, deliveries: Sequence[Delivery]) -> None:
        """Read what a whole batch needs."""
        await preload(uow, deliveries, house=self._house)

    async def send_message(self, uow: UnitOfWork, delivery: Delivery) -> None:
        """Take one command."""
        await take_command(uow, _as(delivery, SendMessage), house=self._house)

    async def on_customer_wrote(self, uow: UnitOfWork, delivery: Delivery) -> None:
        """Note that a window has opened."""
        await note_writing(uow, _as(delivery, CustomerWrote), house=self._house)

    async def on_statuses_received(self, uow: UnitOfWork, deliveries: Sequence[Delivery]) -> None:
        """Merge statuses together."""
        await merge_statuses(uow, [_as(one, WhatsAppStatusReceived) for one in deliveries])


def notifier_schedules(kept: Kept) -> list[BatchSchedule[Any]]:
    """Return what time does: crossed statuses are merged, old rows go."""
    return [
        BatchSchedule(
            "statuses.merge_crossed", CROSSED_EVERY, find_crossed, merge_crossed, most=200
        ),
        *retention_schedules(kept),
    ]


def _as(delivery: Delivery, kind: type[M]) -> M:
    message = delivery.message
    if not isinstance(message, kind):
        raise TypeError(f"{message.TYPE} is handled as {kind.__name__}")
    return message
