"""The world as a queue of moments: every step may be repeated, delayed or cut off by a crash."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final
from uuid import UUID

from common.contracts.payments import PaymentCancelled, PaymentEvent, PaymentExpired, PaymentFailed
from common.payments.domain import (
    CLOSED,
    Call,
    CallKind,
    CallState,
    Outcome,
    Payment,
    PaymentStatus,
    Turn,
    claims,
    record,
    requests,
    timeouts,
)
from common.testing.simulation.calls import Calls
from common.testing.simulation.check import Report
from common.testing.simulation.claim_check import beside_a_young_prompt, wrong_at_claim
from common.testing.simulation.customer import Customer
from common.testing.simulation.habits import Habits
from common.testing.simulation.house import House, Intent
from common.testing.simulation.moments import END, START, Moments
from common.testing.simulation.returns import Returns
from common.testing.simulation.shapes import HEALS_AT, PROVIDERS, policy_for
from common.testing.simulation.staff import Staff
from common.testing.simulation.store import Store
from common.testing.simulation.wallet import Movement

_LASTS: Final = (0.1, 0.3, 1.0, 12.0, 35.0)
_ANSWER_AGE: Final = max(_LASTS) / 2
"""Seconds by which an answer may be older than what is decided by it."""
_LEASE: Final = 85.0
_MOST_PAYMENTS: Final = 4
_ROLLS_BACK, _DIES, _TWO_RUN, _WAKES_UP = 0.02, 0.03, 0.03, 0.3
"""Chances: a commit that fails, a process that dies, two runners, a frozen one."""
_UNPAID: Final = (PaymentFailed, PaymentCancelled, PaymentExpired)
_TOKENS: Final = [UUID(int=n) for n in range(1, 5000)]

Act = Callable[[Turn], Any]


class World(Moments):
    """One order, its customer, the payments service, the provider, and faults until it heals."""

    def __init__(self, seed: int, house: House, shape: str, habits: Habits | None = None) -> None:
        super().__init__(seed)
        self.habits = habits or Habits()
        self.report = Report(
            Store(compares=self.habits.compares_versions),
            PROVIDERS[shape](self.random, HEALS_AT),
            house,
        )
        self.policy = policy_for(shape, self.report.provider)
        self._customer = Customer(self.random, self)
        self._calls = Calls(self.report.provider, self.random)
        self._staff = Staff(self.random, self)
        self._returns = Returns(self, self.report)
        self._events = self._wishes = 0
        self._pokes: dict[UUID, float] = {}
        self._busy: dict[UUID, UUID] = {}
        self._codes: dict[UUID, bool] = {}
        self._accepted: set[int] = set()

    def run(self) -> Report:
        """Let the order be paid, and everything come to rest."""
        self.plan(0.0, self.pay)
        self.pass_by()
        return self.report

    def pay(self) -> None:
        """Open an intent, if the house lets us, and ask for the payment (at least once)."""
        house = self.report.house
        if len(house.intents) >= _MOST_PAYMENTS:
            return
        intent = house.open(UUID(int=self.random.getrandbits(128), version=5))
        if intent is None:
            return
        for delay in self.deliveries():
            self.plan(delay, self._accept, intent)

    def pay_later(self, seconds: float) -> None:
        """Ask to pay after a while."""
        self.plan(seconds, self.pay)

    def later(self, seconds: float, what: str, payment_id: UUID) -> None:
        """Ask something of a payment after a while, over a network that may repeat it."""
        key = self._wishes = self._wishes + 1
        for delay in self.deliveries():
            self.plan(seconds + delay, self._request, key, what, payment_id)

    def _accept(self, intent: Intent) -> None:
        payment = Payment(
            id=intent.payment_id,
            provider="sim",
            method="sim",
            amount_minor=intent.amount_minor,
            currency=intent.currency,
            masked_msisdn="",
            created_at=self.now,
            expires_at=self.now + self.policy.new_expires_after,
        )
        turn = Turn(payment, self.now, self.policy)
        requests.open_payment(turn)
        if self.report.store.add(payment):
            self._settle_down(turn)

    def _request(self, key: int, what: str, payment_id: UUID) -> None:
        if key in self._accepted:
            return
        if what == "visit":
            self._calls.visit(self.report.store.read(payment_id), self.at)
            return
        act = {
            "cancel": requests.cancel, "resend": requests.resend, "check": requests.check,
        }.get(what, requests.submit_otp)  # fmt: skip
        done = self.turn(payment_id, act)
        if done is None:
            self.plan(1.0, self._request, key, what, payment_id)
            return
        self._accepted.add(key)
        if isinstance(done, Call):
            self._codes[done.id] = what == "code"

    def turn(self, payment_id: UUID, act: Act) -> Any:  # noqa: ANN401 - whatever the act returns
        """Run one decision in one transaction; None: it rolled back."""
        payment, version = self.report.store.load(payment_id)
        turn = Turn(payment, self.now, self.policy)
        result = act(turn)
        if self.chance(_ROLLS_BACK) or not self.report.store.commit(payment, version):
            return None
        self._settle_down(turn)
        return result or True

    def _settle_down(self, turn: Turn) -> None:
        """Do what a commit sets off: events go out, calls come due, time runs."""
        self.report.turns += 1
        payment = turn.payment
        for event in turn.events:
            self._send(payment, event)
        if not self.habits.sweeps:
            self._poke(payment, sweeping=False)
            return
        self._poke(payment, sweeping=True)
        if payment.status in (PaymentStatus.NEW, PaymentStatus.AWAITING_CUSTOMER):
            wait = (payment.expires_at - self.now).total_seconds()
            self.plan(max(wait, 5.0), self._tick, payment.id, timeouts.expire)

    def _tick(self, payment_id: UUID, act: Act) -> None:
        if self.report.store.read(payment_id).status in CLOSED:
            return
        if self.turn(payment_id, act) is None:
            self.plan(5.0, self._tick, payment_id, act)

    def _send(self, payment: Payment, event: PaymentEvent) -> None:
        is_given_up = isinstance(event, PaymentFailed) and event.code == "released"
        is_unpaid = isinstance(event, _UNPAID) and not is_given_up
        if is_unpaid and self._calls.was_charged(payment, self.at - _ANSWER_AGE):
            self.report.wrong.append(f"{event.TYPE} was said of a payment that was charged")
        if isinstance(event, _UNPAID) and payment.may_be_charged():
            self.report.wrong.append(f"{event.TYPE} was said while it may still be paid")
        self._returns.said(event)
        self._events += 1
        if not self.habits.sends_by_outbox and self.chance(_DIES):
            return
        for delay in self.deliveries():
            self.plan(delay, self._hear, self._events, event)

    def _hear(self, event_id: int, event: PaymentEvent) -> None:
        self.report.house.hear(event_id, event)
        self._customer.told(event)
        self._staff.told(event)
        self._returns.told(event)

    def moved(self, payment: Payment) -> list[Movement]:
        """Return what the provider took by a payment until now."""
        return self._calls.moved(payment, self.at)

    def come(self, seconds: float, payment_id: UUID) -> None:
        """Have a person look at a payment after a while, and judge what was held of its order."""
        self.plan(seconds, self._judge, payment_id)

    def _judge(self, payment_id: UUID) -> None:
        is_done = self.turn(payment_id, self._staff.judge) is not None
        left = self.report.store.read(payment_id)
        if not is_done or (left.needs_staff and left.status not in CLOSED):
            self.plan(600.0, self._judge, payment_id)
        else:
            self.report.house.judge(payment_id)

    def _poke(self, payment: Payment, *, sweeping: bool) -> None:
        due = [
            call.next_at
            for call in payment.calls
            if call.state is CallState.DUE and (sweeping or call.kind is not CallKind.QUERY)
        ]
        if not due:
            return
        at = max((min(due) - START).total_seconds(), self.at)
        if self._pokes.get(payment.id, END) > at:
            self._pokes[payment.id] = at
            self.plan(at - self.at, self._call, payment.id)

    def _call(self, payment_id: UUID) -> None:
        self._pokes.pop(payment_id, None)
        if payment_id in self._busy:
            return
        runners = 2 if self.chance(_TWO_RUN) else 1
        claims = [self._claim(payment_id) for _ in range(runners)]
        for payment, version, call in claims:
            if call is None:
                continue
            if not self.habits.writes_before_calling:
                self._make(payment_id, call)
            elif self.report.store.commit(payment, version):
                self.report.wrong += self._wrong(payment, call)
                self._make(payment_id, call)

    def _wrong(self, payment: Payment, call: Call) -> list[str]:
        store, lives = self.report.store, partial(self._calls.lives, at=self.at)
        beside = beside_a_young_prompt(store, call, self.now, lives)
        return wrong_at_claim(store, payment, call, self.now) + beside

    def _claim(self, payment_id: UUID) -> tuple[Payment, int, Call | None]:
        payment, version = self.report.store.load(payment_id)
        turn = Turn(payment, self.now, self.policy)
        return payment, version, claims.begin(turn, self.random.choice(_TOKENS))

    def _make(self, payment_id: UUID, call: Call) -> None:
        """Make a call; its process may die before it, or before its answer is written."""
        self._busy[payment_id] = call.id
        if self.chance(_DIES):
            self.plan(self._patience(), self._lose, payment_id, call)
            return
        lasts = self.random.choice(_LASTS)
        right, payment = self._codes.get(call.id, True), self.report.store.read(payment_id)
        outcome = self._calls.answer(payment, call, right=right, at=self.at + lasts / 2)
        self._expect_hints(payment_id, call)
        if call.moves_money and self.habits.sweeps:
            self.plan(10.0, self._tick, payment_id, timeouts.announce)
        if self.chance(_DIES):
            self.plan(lasts + self._patience(), self._lose, payment_id, call)
            if self.chance(_WAKES_UP):
                self.plan(lasts + _LEASE + 5.0, self._record, payment_id, call, outcome)
        else:
            self.plan(lasts, self._record, payment_id, call, outcome)

    def _expect_hints(self, payment_id: UUID, call: Call) -> None:
        for wait in self._calls.callbacks_after(call, self.at):
            self.plan(wait, self.hint, payment_id, call.attempt_id)

    def hint(self, payment_id: UUID, attempt_id: UUID) -> None:
        """Let a callback come."""

        def act(turn: Turn) -> None:
            requests.hint(turn, turn.payment.attempt_by_id(attempt_id))

        if self.turn(payment_id, act) is None:
            self.plan(5.0, self.hint, payment_id, attempt_id)

    def _record(self, payment_id: UUID, call: Call, outcome: Outcome) -> None:
        def act(turn: Turn) -> None:
            mine = turn.payment.call_by_id(call.id)
            if self.habits.writes_before_calling:
                if mine is not None:  # a question that was given up is not even looked for
                    record.record(turn, mine, outcome, call.token)
                return
            mine = mine or call
            if mine.state is CallState.DUE:
                mine.state, mine.token, mine.started_at = call.state, call.token, call.started_at
                if turn.payment.status is PaymentStatus.NEW:
                    turn.move(PaymentStatus.SENDING)
            record.record(turn, mine, outcome, call.token)

        if self.turn(payment_id, act) is None:
            self.plan(0.5, self._record, payment_id, call, outcome)
        else:
            self._free(payment_id, call)

    def _lose(self, payment_id: UUID, call: Call) -> None:
        if self.turn(payment_id, record.lose) is None:
            self.plan(1.0, self._lose, payment_id, call)
        else:
            self._free(payment_id, call)

    def _free(self, payment_id: UUID, call: Call) -> None:
        if self._busy.get(payment_id) == call.id:
            del self._busy[payment_id]
        self._poke(self.report.store.read(payment_id), sweeping=self.habits.sweeps)

    def _patience(self) -> float:
        return self.random.choice((1.0, _LEASE))
