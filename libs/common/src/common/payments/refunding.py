"""The use case of giving money back: taken here, and sent by the caller after the commit."""

from uuid import UUID

from common.errors import ConflictError
from common.lanes.api import UnitOfWork
from common.log import get_logger
from common.payments.domain import RefundWish, refunds
from common.payments.service import PaymentService

log = get_logger(__name__)


async def refund(
    service: PaymentService, uow: UnitOfWork, payment_id: UUID, wish: RefundWish, key: str | None
) -> None:
    """Take a refund of one settlement; the same one twice is one.

    Raises NotFoundError for no payment, and what the rule does; ConflictError for an id that
    another payment's refund has.
    """
    opened = await service.accept(uow, payment_id, key)
    if opened is None:
        return
    owner = await service.repository(uow).owner_of_refund(wish.refund_id)
    if owner not in (None, payment_id):
        raise ConflictError("This refund is another payment's.", code="payments:other_body")
    turn = service.turn(uow, opened)
    refunds.wish(turn, wish)
    await service.save(uow, opened, turn)
    log.info("payment.refund_wished", payment_id=str(payment_id), refund_id=str(wish.refund_id))
