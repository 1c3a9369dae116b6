"""The use cases of a payments service: each takes a unit of work and changes one payment."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from common.contracts.requests import NOT_THERE
from common.crypto import Keyring, SealError
from common.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from common.lanes.api import UnitOfWork
from common.lanes.store import lock_lane
from common.lanes.waking import wake_lane
from common.log import get_logger
from common.payments.domain import CallState, Payment, PaymentStatus, Policy, Turn, requests
from common.payments.limits import LimitBook, Limits, PayerIs, Subjects, Use
from common.payments.orders import code_place, keep_facts, payer_place, prepare
from common.payments.provider import PaymentProvider
from common.payments.repository import Opened, PaymentRepository
from common.payments.tables import PaymentColumns, Tables
from common.payments.wishes import PaymentWish
from common.phones import mask_msisdn

log = get_logger(__name__)

LOOP = "provider"


@dataclass(frozen=True, slots=True)
class KitParts:
    """What a payments service is made of."""

    provider: PaymentProvider
    tables: Tables
    keyring: Keyring
    policy: Policy
    limits: Limits
    requests_per_minute: int = 0
    """How many requests the provider takes, from all replicas together; 0: as many as there are."""


class PaymentService:
    """Locks the payment's lane, then its row; what is decided is saved and sent together."""

    def __init__(self, parts: KitParts) -> None:
        self.parts = parts

    def repository(self, uow: UnitOfWork) -> PaymentRepository:
        """Return the repository on this unit of work."""
        return PaymentRepository(uow.session, self.parts.tables)

    async def start(self, uow: UnitOfWork, wish: PaymentWish, key: str | None) -> None:
        """Accept a payment; the same one twice is one. Raises ConflictError for another body."""
        await lock_lane(uow.session, key=str(wish.payment_id), loop=LOOP)
        known = await self.repository(uow).get(wish.payment_id)
        if known is not None:
            if not self._is_same(known, wish):
                raise ConflictError(
                    "This payment exists with other details.", code="payments:other_body"
                )
            return
        await self._check_wish(uow, wish)
        await self._use(uow, self.parts.limits.start(self._subjects(wish)))
        await self._remember(uow, wish.payment_id, key)
        await self._open(uow, wish)

    async def submit_otp(
        self, uow: UnitOfWork, payment_id: UUID, otp: str, key: str | None
    ) -> None:
        """Take the customer's code, sealed until the call that carries it is claimed."""
        opened = await self.accept(uow, payment_id, key)
        if opened is None:
            return
        if opened.payment.status is PaymentStatus.AWAITING_CUSTOMER:
            await self._use(uow, self.parts.limits.code(_subjects_of(opened)))
        turn = self.turn(uow, opened)
        call = requests.submit_otp(turn)
        await self.save(uow, opened, turn)
        if call is not None:
            sealed = self.parts.keyring.seal(otp.encode(), code_place(call.id))
            opened.calls[call.id].otp_sealed = sealed

    async def resend(self, uow: UnitOfWork, payment_id: UUID, key: str | None) -> None:
        """Have another code sent, once the last attempt is known unpaid."""
        opened = await self.accept(uow, payment_id, key)
        if opened is None:
            return
        if opened.payment.status is PaymentStatus.AWAITING_CUSTOMER:
            await self._use(uow, self.parts.limits.start(_subjects_of(opened)))
        turn = self.turn(uow, opened)
        requests.resend(turn)
        await self.save(uow, opened, turn)

    async def cancel(self, uow: UnitOfWork, payment_id: UUID, key: str | None) -> None:
        """Cancel, or have the provider asked first; the answer comes as an event."""
        opened = await self.accept(uow, payment_id, key)
        if opened is not None:
            turn = self.turn(uow, opened)
            requests.cancel(turn)
            await self.save(uow, opened, turn)

    async def check(self, uow: UnitOfWork, payment_id: UUID, key: str | None) -> None:
        """Have the provider asked now; the answer comes as an event."""
        opened = await self.accept(uow, payment_id, key)
        if opened is not None:
            turn = self.turn(uow, opened)
            requests.check(turn)
            await self.save(uow, opened, turn)

    async def enter_amount(
        self, uow: UnitOfWork, payment_id: UUID, entered: requests.Entered, key: str | None
    ) -> None:
        """Settle what a person read in the provider's portal. Raises what the rule does."""
        opened = await self.accept(uow, payment_id, key)
        if opened is None:
            return
        turn = self.turn(uow, opened)
        self._check_currency(entered.money.currency)
        await self._check_movement(uow, opened, entered)
        requests.enter_amount(turn, entered)
        await self.save(uow, opened, turn)
        log.info("payment.amount_entered", payment_id=str(payment_id))

    async def release(
        self, uow: UnitOfWork, payment_id: UUID, key: str | None, *, nothing_arrived: bool
    ) -> None:
        """Close what a person was called to; it is watched on. Raises what the rule does."""
        opened = await self.accept(uow, payment_id, key)
        if opened is None:
            return
        turn = self.turn(uow, opened)
        requests.release(turn, nothing_arrived=nothing_arrived)
        await self.save(uow, opened, turn)
        log.info("payment.released", payment_id=str(payment_id), nothing_arrived=nothing_arrived)

    def turn(self, uow: UnitOfWork, opened: Opened) -> Turn:
        """Return the rules for one payment at this moment."""
        return Turn(opened.payment, uow.now, self.parts.policy)

    async def save(self, uow: UnitOfWork, opened: Opened, turn: Turn) -> None:
        """Save what was decided, send its events, and wake the caller for what is due."""
        if opened.payment.needs_staff and not opened.row.needs_staff:
            log.warning("payment.needs_staff", payment_id=str(opened.payment.id))
        new = [one.id for one in opened.payment.attempts if one.id not in opened.attempts]
        self.repository(uow).save(opened)
        for attempt_id in new:
            prepare(self.parts.provider, self.parts.keyring, opened, attempt_id)
        for attempt_id, facts in turn.facts.items():
            keep_facts(self.parts.keyring, opened.attempts[attempt_id], facts)
        for event in turn.events:
            uow.send(event, key=opened.row.partition_key)
            log.info(event.TYPE.removesuffix(".v1"), payment_id=str(opened.payment.id))
        due = [c for c in opened.payment.calls if c.state is CallState.DUE]
        if due:
            await wake_lane(
                uow.session,
                loop=LOOP,
                key=str(opened.payment.id),
                priority=min(c.urgency for c in due),
                due_at=min(c.next_at for c in due),
            )

    def _check_currency(self, currency: str) -> None:
        known = self.parts.provider.currencies
        if currency not in known:
            taken = ", ".join(sorted(known))
            raise InvalidError(f"The currency is one of {taken}.", code="payments:currency")

    async def _check_movement(
        self, uow: UnitOfWork, opened: Opened, entered: requests.Entered
    ) -> None:
        """Raise ConflictError when another payment was settled by the movement that is entered."""
        provider, shape = opened.payment.provider, self.parts.policy.shape
        keys = {
            (row.account or "", key)
            for row in opened.attempts.values()
            if (key := shape.movement_of(row.id, entered.provider_reference)) is not None
        }
        owners = set((await self.repository(uow).find_movements(provider, keys)).values())
        if owners - {opened.payment.id}:
            raise ConflictError(
                "Another payment was settled by this movement: see the reference again.",
                code="payments:movement_of_another",
            )

    async def accept(self, uow: UnitOfWork, payment_id: UUID, key: str | None) -> Opened | None:
        """Lock a payment for a request; None when its key was accepted before."""
        await lock_lane(uow.session, key=str(payment_id), loop=LOOP)
        opened = (await self.repository(uow).lock([payment_id])).get(payment_id)
        if opened is None:
            raise NotFoundError("There is no such payment.", code=NOT_THERE)
        return opened if await self._remember(uow, payment_id, key) else None

    async def _remember(self, uow: UnitOfWork, payment_id: UUID, key: str | None) -> bool:
        if key is None:
            return True
        table = self.parts.tables.accepted_request
        statement = (
            insert(table)
            .values(key=key, payment_id=payment_id, accepted_at=uow.now)
            .on_conflict_do_nothing()
            .returning(table.key)
        )
        return (await uow.session.execute(statement)).first() is not None

    async def _check_wish(self, uow: UnitOfWork, wish: PaymentWish) -> None:
        provider = self.parts.provider
        if not provider.configured:
            raise RefusedError("This way to pay is not configured.", code="payments:not_configured")
        self._check_currency(wish.money.currency)
        reference = wish.merchant_reference
        if reference and await self.repository(uow).attempt_exists(reference):
            raise ConflictError(
                "This reference belongs to another payment.", code="payments:reference_used"
            )

    async def _open(self, uow: UnitOfWork, wish: PaymentWish) -> None:
        policy, now = self.parts.policy, uow.now
        payment = Payment(
            id=wish.payment_id,
            provider=self.parts.provider.name,
            method=self.parts.provider.name,
            amount_minor=wish.money.minor,
            currency=wish.money.currency,
            masked_msisdn=mask_msisdn(wish.payer_msisdn),
            created_at=now,
            expires_at=now + policy.new_expires_after,
            test=self.parts.provider.test,
            merchant_reference=wish.merchant_reference,
        )
        turn = Turn(payment, now, policy)
        requests.open_payment(turn)
        opened = self.repository(uow).add(payment, self._hidden(wish))
        await self.save(uow, opened, turn)

    def _hidden(self, wish: PaymentWish) -> dict[str, object]:
        """Return the columns that the rules do not see."""
        subjects = self._subjects(wish)
        return {
            "order_reference": wish.order_reference,
            "description": wish.description,
            "partition_key": wish.partition_key,
            "channel": wish.channel,
            "contact_digest": subjects.contact,
            "payer_digest": subjects.payer,
            "payer_is": wish.payer_is,
            "payer_sealed": self.parts.keyring.seal(
                wish.payer_msisdn.encode(), payer_place(wish.payment_id)
            ),
        }

    def _is_same(self, row: PaymentColumns, wish: PaymentWish) -> bool:
        """Compare all that decides about money; whose limits count may change with a merge.

        What is forgotten of a payment, or of its customer by whoever asks, tells nothing.
        """
        expected = {
            "amount_minor": wish.money.minor,
            "currency": wish.money.currency,
            "order_reference": wish.order_reference,
            "channel": wish.channel,
            "merchant_reference": wish.merchant_reference,
            "masked_msisdn": mask_msisdn(wish.payer_msisdn),
        }
        if row.payer_sealed and row.description:
            expected |= {"description": wish.description, "partition_key": wish.partition_key}
        same = all(getattr(row, name) == value for name, value in expected.items())
        return same and self._payer_of(row) in (None, wish.payer_msisdn)

    def _payer_of(self, row: PaymentColumns) -> str | None:
        """Return the whole number; None once it was forgotten, or no key opens it any more.

        It is opened, not digested: a digest changes with the first key, and a request that is
        repeated after a rotation is still the same.
        """
        if not row.payer_sealed:
            return None
        try:
            return self.parts.keyring.open(row.payer_sealed, payer_place(row.id)).decode()
        except SealError:
            return None

    async def _use(self, uow: UnitOfWork, uses: Sequence[Use]) -> None:
        await LimitBook(uow.session, self.parts.tables.limit_use).use(uses, uow.now)

    def _subjects(self, wish: PaymentWish) -> Subjects:
        named = wish.payer_msisdn
        if wish.payer_is is not PayerIs.OWNER:
            named = f"{wish.payer_is}:{named}"
        return Subjects(self._digest(wish.contact), self._digest(named), wish.payer_is)

    def _digest(self, text: str) -> bytes:
        return self.parts.keyring.digest(text.encode(), "limits")


def _subjects_of(opened: Opened) -> Subjects:
    row = opened.row
    return Subjects(row.contact_digest, row.payer_digest, PayerIs(row.payer_is))
