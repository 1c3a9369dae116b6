"""What the gateway hears from the other services."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from common.contracts import SecretConsumed
from common.lanes.api import BatchSchedule, Delivery, HandlerSet, UnitOfWork
from common.log import get_logger

from gateway_webhooks import repository, service

log = get_logger(__name__)

AGE_OUT_EVERY: Final = timedelta(hours=1)


async def on_secrets_consumed(uow: UnitOfWork, deliveries: Sequence[Delivery]) -> None:
    """Erase the archived copy of each message that carried a secret."""
    consumed = [d.message for d in deliveries if isinstance(d.message, SecretConsumed)]
    await service.erase_secrets(uow.session, consumed)
    log.info("archive.erased", items=len(consumed))


async def on_secret_consumed(uow: UnitOfWork, delivery: Delivery) -> None:
    """Erase the archived copy of one message, when its sender gave the news a key."""
    await on_secrets_consumed(uow, [delivery])


HANDLERS: Final = HandlerSet(
    handlers={SecretConsumed.TYPE: on_secret_consumed},
    bulk={SecretConsumed.TYPE: on_secrets_consumed},
)


def age_out_schedule(*, days: int) -> BatchSchedule[int]:
    """Return the sweep that lets old items go."""

    async def find(uow: UnitOfWork, most: int) -> Sequence[int]:
        before = uow.now - timedelta(days=days)
        return await repository.find_old(uow.session, before=before, limit=most)

    async def drop(uow: UnitOfWork, seqs: Sequence[int]) -> int:
        return await repository.drop(uow.session, seqs)

    return BatchSchedule("archive.age_out", AGE_OUT_EVERY, find, drop, most=5000)
