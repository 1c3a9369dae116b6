"""A provider that gives a page: one session for a reference however often it is asked for."""

from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from common.money import Money
from common.payments.domain import (
    Declined,
    Done,
    NotFound,
    NotSent,
    NotSupported,
    OpenLink,
    Outcome,
    Paid,
    Pending,
    Started,
    Unknown,
)
from common.testing.simulation.page_returns import PageReturns
from common.testing.simulation.wallet import Fates, Movement, fate_of

_STARTS: Fates = (
    (0.05, "not_sent"), (0.08, "refused"), (0.13, "lost_before"), (0.21, "lost_after"),
)  # fmt: skip
_QUERIES: Fates = ((0.08, "unreachable"), (0.12, "refused"))
_CANCELS: Fates = ((0.08, "lost_before"), (0.16, "lost_after"), (0.2, "refused"))
_LIVES = 86_400.0


@dataclass(slots=True)
class Session:
    """One page; open until it is paid, closed by us, or a day old."""

    money: Money
    since: float
    state: str = "open"


@dataclass(slots=True)
class PageProvider:
    """Takes one payment for each page, from whoever has its link."""

    random: Random
    heals_at: float
    sessions: dict[UUID, Session] = field(default_factory=dict[UUID, Session])
    movements: list[Movement] = field(default_factory=list[Movement])
    back: PageReturns = field(init=False)

    def __post_init__(self) -> None:
        self.back = PageReturns(self.random, self.heals_at)

    def knew(self, reference: UUID, at: float) -> bool:
        """Tell whether it was paid by then."""
        return any(m.reference == reference and m.at <= at for m in self.movements)

    def pay(self, reference: UUID, at: float) -> None:
        """Pay on the page, as its visitor; in a second tab it says that it is paid."""
        session = self.sessions.get(reference)
        if session is not None and self._state(session, at) == "open":
            session.state = "paid"
            self.movements.append(Movement(reference, session.money, at, at))

    def start(self, reference: UUID, money: Money, at: float) -> Outcome:
        """Make a page, or give the one that this key has."""
        fate = fate_of(self.random, _STARTS, at, self.heals_at)
        if fate == "not_sent":
            return NotSent("connect_error")
        if fate == "refused" and reference not in self.sessions:
            return Declined("invalid_request", "400")
        if fate == "lost_before":
            return Unknown("read_timeout")
        self.sessions.setdefault(reference, Session(money, at))
        if fate == "lost_after":
            return Unknown("http_500")
        return Started(OpenLink(f"https://pay.example/{reference}"), facts={"session": "cs_1"})

    def charge(self, reference: UUID, money: Money, *, right: bool, at: float) -> Outcome:
        """Refuse: no code is taken."""
        del reference, money, right, at
        return NotSupported()

    def query(self, reference: UUID, at: float) -> Outcome:
        """Tell of the session."""
        fate = fate_of(self.random, _QUERIES, at, self.heals_at)
        if fate:
            return Unknown("read_timeout" if fate == "unreachable" else "401")
        session = self.sessions.get(reference)
        if session is None:
            return NotFound("404")
        state = self._state(session, at)
        if state == "paid":
            refunds, disputes = self.back.seen(reference, at)
            name = f"P-{reference}"
            return Paid(session.money, name, refunds=refunds, disputes=disputes)
        return Pending("open") if state == "open" else Declined("not_charged", "expired")

    def cancel(self, reference: UUID, at: float) -> Outcome:
        """Close the page; one that is paid cannot be closed."""
        fate = fate_of(self.random, _CANCELS, at, self.heals_at)
        if fate in ("lost_before", "refused"):
            return Unknown("read_timeout" if fate == "lost_before" else "401")
        session = self.sessions.get(reference)
        if session is None or self._state(session, at) == "paid":
            return Declined("already_complete", "400")
        session.state = "expired"
        return Unknown("read_timeout") if fate == "lost_after" else Done("expired")

    def _state(self, session: Session, at: float) -> str:
        is_old = session.state == "open" and at - session.since > _LIVES
        return "expired" if is_old else session.state
