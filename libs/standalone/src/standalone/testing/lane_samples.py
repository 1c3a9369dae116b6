"""A call of each function that gives the lanes' tables a statement, as the loops make it."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from common.clock import utc_now
from common.crypto import Keyring
from common.lanes import doorbell, figures, timeline
from common.lanes.api import Orphan, OutboxRow
from common.lanes.names import WORKER
from common.lanes.store import driver, erasing, inbox, lane, outbox, parked, sweeping
from common.wiring import Envelope
from sqlalchemy.ext.asyncio import AsyncSession

from standalone.testing.million import id_of

Sample = Callable[[AsyncSession], Awaitable[Any]]
_DAYS: Final = timedelta(days=8)
_KEYS: Final = [f"k{n}" for n in range(0, 5000, 500)]
_SEQS: Final = [500, 1000, 1500]
_RING: Final = Keyring(["bus-key-of-the-plans-0123456789abcdef"])


def _row(number: int) -> OutboxRow:
    return OutboxRow(id_of(2_000_000 + number), "payments", "note.v1", b"{}", dedupe=f"new{number}")


async def _insert(session: AsyncSession) -> None:
    written = outbox.insertion([_row(n) for n in range(3)], _RING, notify=(None, None))
    await driver.fetch(session, written.statement, *written.values)


def _asked(statement: str, *values: object) -> Sample:
    return lambda s: driver.fetch(s, statement, *values)


def lane_samples() -> Mapping[str, Sample]:
    """Return the calls by module and function; what the doorbell asks has names of its own."""
    token, now = id_of(5001), utc_now()
    envelopes = [Envelope(f"new{n}", "x", "note.v1", "", f"k{n}", 5, b"x") for n in range(3)]
    return {
        "doorbell.poll": _asked(doorbell.POLL, [WORKER, "graph", "provider"]),
        "relay.rows": _asked(outbox.BUS_ROWS, 200),
        "http.heads": _asked(outbox.HTTP_HEADS, ["http:payments-omari"], ["k0"], 32),
        "unit.insert": _insert,
        "inbox.receive": lambda s: inbox.receive(s, envelopes),
        "inbox.heads": lambda s: inbox.heads(s, _KEYS, each=2),
        "inbox.claim_free": lambda s: inbox.claim_free(s, most=200),
        "inbox.claim_free_one": lambda s: inbox.claim_free_one(s, 500),
        "inbox.finish": lambda s: inbox.finish(s, _SEQS),
        "inbox.park": lambda s: inbox.park(s, [(500, "x")]),
        "inbox.count_attempt": lambda s: inbox.count_attempt(s, 500),
        "inbox.postpone": lambda s: inbox.postpone(s, 500, _DAYS, "x"),
        "lane.wake": lambda s: lane.wake(s, loop=WORKER, key="k1", priority=5),
        "lane.write_wakes": lambda s: lane.write_wakes(s, [lane.Wake("graph", "k1", 5)]),
        "lane.lock_lane": lambda s: lane.lock_lane(s, key="k1"),
        "lane.lock_lanes": lambda s: lane.lock_lanes(s, _KEYS),
        "lane.claim": lambda s: lane.claim(s, "graph", most=64),
        "lane.claim oldest": lambda s: lane.claim(s, "graph", most=64, oldest_first=True),
        "lane.claim patient": lambda s: lane.claim(s, "graph", most=16, from_priority=2),
        "lane.claim patient oldest": lambda s: lane.claim(
            s, "graph", most=16, from_priority=2, oldest_first=True
        ),
        "lane.claim_these": lambda s: lane.claim_these(s, "graph", _KEYS),
        "lane.finish_work": lambda s: lane.finish_work(s, _KEYS, _SEQS),
        "lane.lease": lambda s: lane.lease(s, "graph", _KEYS, token, lasts=_DAYS),
        "lane.set_aside": lambda s: lane.set_aside(s, "graph", "k1", "x", wait=_DAYS),
        "lane.lock_claimed": lambda s: lane.lock_claimed(s, "graph", _KEYS, [token]),
        "lane.give_back": lambda s: lane.give_back(s, "graph", {"k1": (now, 5), "k2": None}),
        "lane.replay": lambda s: lane.replay(s, 5004),
        "outbox.mark_sent": lambda s: outbox.mark_sent(s, _SEQS),
        "outbox.park": lambda s: outbox.park(s, 500, "x"),
        "outbox.close": lambda s: outbox.close(s, [(500, None)]),
        "outbox.retry": lambda s: outbox.retry(s, [outbox.Retry(500, _DAYS, "x", in_doubt=False)]),
        "erasing.erase_lanes": lambda s: erasing.erase_lanes(s, _KEYS),
        "outbox.erase_sent": lambda s: outbox.erase_sent(s, ["wa:1:500"]),
        "parked.rows": lambda s: parked.rows(s, after=0, limit=100),
        "parked.lock": lambda s: parked.lock(s, 5004),
        "parked.replay_outbox": lambda s: parked.replay_outbox(s, 5004),
        "parked.discard": lambda s: parked.discard(s, 5004, "x", keep_body=True),
        "sweeping.rewake": sweeping.rewake,
        "sweeping.tokens": sweeping.tokens,
        "sweeping.let_go": lambda s: sweeping.let_go(s, [token]),
        "sweeping.old_inbox": lambda s: sweeping.old_inbox(s, 1000, age=_DAYS),
        "sweeping.old_outbox": lambda s: sweeping.old_outbox(s, 1000, age=_DAYS, dedupe_age=_DAYS),
        "sweeping.old_parked": lambda s: sweeping.old_parked(s, 1000, box="inbox", age=_DAYS),
        "sweeping.old_parked outbox": lambda s: sweeping.old_parked(
            s, 1000, box="outbox", age=_DAYS
        ),
        "sweeping.drop": lambda s: sweeping.drop(s, _SEQS, box="inbox"),
        "sweeping.drop outbox": lambda s: sweeping.drop(s, _SEQS, box="outbox"),
        "sweeping.idle_lanes": lambda s: sweeping.idle_lanes(s, 1000),
        "sweeping.drop_lanes": lambda s: sweeping.drop_lanes(s, [("graph", "k1"), (WORKER, "k3")]),
        "sweeping.rescue": lambda s: sweeping.rescue(s, "graph", [Orphan("k1", 5, now)]),
        "sweeping.unjudged": lambda s: sweeping.unjudged(s, 200, types=["note.v1"], age=_DAYS),
        "sweeping.bodies": lambda s: sweeping.bodies(s, _SEQS),
        "sweeping.judge": lambda s: sweeping.judge(s, [(500, True)]),
        "sweeping.waiting_secrets": lambda s: sweeping.waiting_secrets(s, 1000, age=_DAYS),
        "sweeping.empty": lambda s: sweeping.empty(s, _SEQS),
        "figures.read_figures": figures.read_figures,
        "figures.read_rates": figures.read_rates,
        "timeline.rows": lambda s: timeline.rows(s, after=0, limit=100),
        "timeline.rows after": lambda s: timeline.rows(s, after=5000, limit=100),
    }
