"""One turn of the protocol: a payment, the moment, its method's policy, and what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from common.contracts.payments import (
    PaymentActionRequired,
    PaymentEvent,
    PaymentOtpRequested,
    PaymentStateReported,
)
from common.ids import derived_id
from common.payments.domain.actions import Approve, OpenLink, ShowCode
from common.payments.domain.calls import Call, CallKind, CallState, Verdict
from common.payments.domain.payment import Attempt, Payment
from common.payments.domain.policy import Policy
from common.payments.domain.shape import StartAgain
from common.payments.domain.status import PaymentStatus, checked

_PRIORITY: Final = {
    CallKind.CHARGE: 0, CallKind.START: 1, CallKind.REFUND: 2, CallKind.REFUND_QUERY: 2,
    CallKind.QUERY: 3, CallKind.CANCEL: 5,
}  # fmt: skip
ASKED_PRIORITY: Final = 0
HINT_PRIORITY: Final = 2


@dataclass(slots=True)
class Turn:
    """Changes one payment in memory; whoever holds its row saves it.

    `events` are to be sent, and `facts` to be sealed with their attempts, in the same commit.
    The rules are functions over this: `requests`, `claims`, `answers`, `queries`, `voids`.
    """

    payment: Payment
    now: datetime
    policy: Policy
    events: list[PaymentEvent] = field(default_factory=list[PaymentEvent])
    facts: dict[UUID, Mapping[str, str]] = field(default_factory=dict[UUID, Mapping[str, str]])

    def move(self, to: PaymentStatus) -> None:
        """Change the state: the one door. Raises IllegalTransitionError."""
        self.payment.status = checked(self.payment.status, to)
        self.payment.updated_at = self.now

    def say(self, event: type[PaymentEvent], /, **fields: object) -> None:
        """Report a fact when the turn is saved."""
        payment = self.payment
        values = {"payment_id": payment.id, "provider": payment.provider, "at": self.now}
        self.events.append(event.model_validate(values | fields))

    def add_call(
        self,
        attempt: Attempt,
        kind: CallKind,
        *,
        at: datetime,
        priority: int | None = None,
        refund_id: UUID | None = None,
    ) -> Call:
        """Write down a call that is to be made."""
        payment, shape = self.payment, self.policy.shape
        payment.calls_made += 1
        call = Call(
            id=derived_id(str(payment.id), "call", str(payment.calls_made)),
            attempt_id=attempt.id,
            kind=kind,
            priority=_PRIORITY[kind] if priority is None else priority,
            next_at=at,
            created_at=self.now,
            moves_money=shape.start_charges if kind is CallKind.START else kind in shape.charging,
            refund_id=refund_id,
        )
        payment.calls.append(call)
        return call

    def add_attempt(self, *, at: datetime | None = None) -> Attempt:
        """Open an attempt under a reference of its own and write down its start."""
        payment = self.payment
        number = len(payment.attempts) + 1
        attempt = Attempt(self._reference(number), number, self.now)
        payment.attempts.append(attempt)
        self.add_call(attempt, CallKind.START, at=at or self.now)
        return attempt

    def ask(
        self, attempt: Attempt, *, at: datetime, priority: int | None = None, anew: bool = False
    ) -> None:
        """See to it that the provider is asked about the attempt at `at`, or sooner.

        A question that is under way is enough, unless it may be older than the news (`anew`).
        """
        for call in self.payment.calls:
            if call.kind is not CallKind.QUERY or call.attempt_id != attempt.id:
                continue
            if call.state is CallState.DUE:
                call.next_at = min(call.next_at, at)
                if priority is not None:
                    call.priority = min(call.priority, priority)
                return
            if call.state is CallState.CALLING and not anew:
                return
        self.add_call(attempt, CallKind.QUERY, at=at, priority=priority)

    def drop(self, *kinds: CallKind) -> None:
        """Let go of calls that were written down and not made."""
        for call in self.payment.calls:
            if call.state is CallState.DUE and call.kind in kinds:
                call.state = CallState.DROPPED
                call.finished_at = self.now
                call.verdict = Verdict.NOT_SENT

    def watch(self, attempt: Attempt) -> None:
        """Keep asking about a closed attempt: a late success must not be lost."""
        attempt.watch_until = self.now + self.policy.watch_for
        at = self.policy.next_watch(attempt.watch_until, self.now)
        if at is not None:
            self.ask(attempt, at=at)

    def await_code(self, attempt: Attempt, *, lives: timedelta | None = None) -> None:
        """Wait for the customer's code of this attempt, and ask for it."""
        payment = self.payment
        self._await(lives)
        self.say(
            PaymentOtpRequested,
            otp_reference=attempt.otp_reference or "",
            masked_msisdn=payment.masked_msisdn,
            tries_left=attempt.tries_left,
            test=payment.test,
        )

    def await_action(self, attempt: Attempt, action: Approve | ShowCode | OpenLink) -> None:
        """Wait for what the customer does elsewhere, tell him what, and ask whether he did."""
        self._await(self.policy.expires_after)
        payment = self.payment
        if not self.policy.shape.cancel_is_final:
            payment.expires_at = max(payment.expires_at, attempt.action_until or payment.expires_at)
        said = _said(action) | {"method": payment.method, "test": payment.test}
        until = self.open_until() or payment.expires_at
        self.say(PaymentActionRequired, expires_at=until, **said)
        self.ask(attempt, at=self.policy.next_poll(self.now, self.now) or self.now)

    def report(self, asked: str) -> None:
        """Answer a check or a cancel with the state as it stands."""
        self.say(
            PaymentStateReported,
            status=self.payment.status.value,
            asked="cancel" if asked == "cancel" else "check",
            until=self.open_until(),
        )

    def open_until(self) -> datetime | None:
        """Return until when what the customer must do elsewhere may still be done, if it may."""
        attempt = self.payment.attempt
        if self.policy.shape.takes_codes or attempt is None:
            return None
        charge = self.payment.charge_in_doubt(attempt.id)
        if charge is None:
            return None
        if self.policy.shape.cancel_is_final:
            ends_at = self.payment.expires_at  # then it is closed by us
            return min(ends_at, attempt.action_until or ends_at)
        return attempt.action_until or (charge.started_at or self.now) + self.policy.dead_after

    def is_repeated(self) -> bool:
        """Whether a start of this method is made again under the same key until it answers."""
        return self.policy.shape.start_again is StartAgain.REPEAT

    def _await(self, lives: timedelta | None) -> None:
        self.move(PaymentStatus.AWAITING_CUSTOMER)
        if lives is not None:
            self.payment.expires_at = self.now + lives

    def _reference(self, number: int) -> UUID:
        payment = self.payment
        if number == 1 and payment.merchant_reference is not None:
            return payment.merchant_reference
        return derived_id(str(payment.id), "attempt", str(number))


def _said(action: Approve | ShowCode | OpenLink) -> dict[str, object]:
    match action:
        case Approve():
            return {"kind": "approve", "text": action.text}
        case ShowCode():
            return {"kind": "show_code", "text": action.text, "code": action.code}
        case OpenLink():
            return {"kind": "link", "url": action.url}
