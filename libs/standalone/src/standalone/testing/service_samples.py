"""A call of each function that gives a service's own tables a statement."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, Final

from common import idempotency
from common.clock import utc_now
from common.idempotency import Answer
from common.lanes.store import driver, erasing
from common.payments.budget import RequestBudget
from common.payments.domain import PaymentStatus
from common.payments.due import DuePayments
from common.payments.limits import Limit, LimitBook, Use
from common.payments.repository import PaymentRepository
from flow_engine.repository import (
    erasure,
    flows,
    ledger,
    orders,
    people,
    refunds,
    tasks,
    tours,
    upgrading,
)
from gateway_webhooks import repository as archive
from gateway_webhooks.domain import Selection
from notifier.models import NotificationRow
from notifier.repository import deliveries, history, lanes, moving, statuses
from payments_omari.repository import TABLES, count_in_doubt, find_watched
from sqlalchemy.ext.asyncio import AsyncSession

from standalone.testing.lane_samples import Sample
from standalone.testing.million import id_of

_IDS: Final = [id_of(500), id_of(1000), id_of(1500)]
_LANES: Final = ["k500", "k1000"]
_TEN: Final = timedelta(minutes=10)


def notifier_samples() -> Mapping[str, Sample]:
    """Return the calls on deliveries, statuses, windows and paces."""
    now, token = utc_now(), id_of(1)
    note = NotificationRow(id=id_of(500), phone_number_id="1", user_id="u500", phone="p500")
    item = statuses.StatusItem("w500", "read", now, None, id_of(500))
    windows = partial(history.drop_windows, days=1)

    async def write(session: AsyncSession) -> None:
        found = await moving.lock(session, _IDS)
        await moving.write(session, [replace(one, code="x") for one in found.values()])

    return {
        "deliveries.move_windows": lambda s: deliveries.move_windows(s, [("1", "u1", now)]),
        "deliveries.list_known": lambda s: deliveries.list_known(s, _IDS),
        "deliveries.list_held_lanes": lambda s: deliveries.list_held_lanes(s, _LANES),
        "deliveries.lock_held": lambda s: deliveries.lock_held(s, _LANES),
        "deliveries.find_by_callback": lambda s: deliveries.find_by_callback(s, _IDS, ["w500"]),
        "deliveries.get_notifications": lambda s: deliveries.get_notifications(s, _IDS),
        "deliveries.last_wrote_at": lambda s: deliveries.last_wrote_at(s, note),
        "lanes.list_next": lambda s: lanes.list_next(s, _LANES),
        "lanes.list_orphans": lambda s: lanes.list_orphans(s, "graph", 1000),
        "lanes.take": lambda s: lanes.take(s, token, [lanes.Taken(id_of(501), now, 1)]),
        "lanes.set_paces": lambda s: lanes.set_paces(s, [("k500", now)]),
        "lanes.set_blocks": lambda s: lanes.set_blocks(s, [("k500", now, 1)]),
        "moving.lock": lambda s: moving.lock(s, _IDS),
        "moving.lock_sending": lambda s: moving.lock_sending(s, _LANES),
        "moving.write": write,
        "statuses.insert": lambda s: statuses.insert(s, [item]),
        "statuses.claim_early": lambda s: statuses.claim_early(s, {"w1": id_of(1)}),
        "statuses.list_early": lambda s: statuses.list_early(s, 200),
        "history.old_contents": lambda s: history.old_contents(s, 1000, days=30),
        "history.empty_contents": lambda s: history.empty_contents(s, _IDS),
        "history.old_notifications": lambda s: history.old_notifications(s, 1000, days=100),
        "history.drop_notifications": lambda s: history.drop_notifications(s, _IDS),
        "history.old_statuses": lambda s: history.old_statuses(s, 1000, days=100),
        "history.drop_statuses": lambda s: history.drop_statuses(s, [("w500", "sent")]),
        "history.old_windows": lambda s: history.old_windows(s, 1000, days=100),
        "history.drop_windows": lambda s: windows(s, [("1", "u500")]),
        "history.idle_paces": lambda s: history.idle_paces(s, 1000),
        "history.drop_paces": lambda s: history.drop_paces(s, _LANES),
        "history.erase_contents": lambda s: history.erase_contents(s, "u500"),
        "history.list_notifications": lambda s: history.list_notifications(s, "u500", limit=20),
        "history.list_deliveries": lambda s: history.list_deliveries(s, _IDS),
        "history.list_statuses": lambda s: history.list_statuses(s, _IDS),
    }


def gateway_samples() -> Mapping[str, Sample]:
    """Return the calls on the archive."""
    now = utc_now()
    one, some = Selection(id="wa:1:500"), Selection(since=now - _TEN)
    return {
        "repository.erase": lambda s: archive.erase(s, ["wa:1:500"]),
        "archive.erase_lanes": lambda s: driver.fetch(s, erasing.SENT, _LANES),
        "repository.find_old": lambda s: archive.find_old(s, before=now - _TEN, limit=1000),
        "repository.drop": lambda s: archive.drop(s, [500, 1000]),
        "repository.matching": lambda s: archive.matching(s, one, now=now),
        "repository.matching some": lambda s: archive.matching(s, some, now=now),
        "repository.resend": lambda s: archive.resend(s, one, now=now),
        "repository.resend some": lambda s: archive.resend(s, some, now=now),
    }


def payments_samples() -> Mapping[str, Sample]:
    """Return the calls on payments, attempts, calls, accepted keys and limits."""
    now, limit = utc_now(), Limit("start.payer", 5, timedelta(days=1))

    async def take(session: AsyncSession) -> None:
        budget = RequestBudget(session, TABLES.budget)
        await budget.save("omari", await budget.lock("omari", 600, now))

    def of(name: str, *values: Any) -> Sample:  # noqa: ANN401 - any method's own
        return lambda s: getattr(PaymentRepository(s, TABLES), name)(*values)

    def due(name: str, *values: Any) -> Sample:  # noqa: ANN401 - any method's own
        return lambda s: getattr(DuePayments(s, TABLES), name)(*values)

    return {
        "repository.get": of("get", id_of(500)),
        "repository.has_accepted": of("has_accepted", id_of(500), "r500"),
        "repository.attempt_exists": of("attempt_exists", id_of(500)),
        "repository.current_attempt": of("current_attempt", id_of(500)),
        "repository.list_rows": of("list_rows", None, 100),
        "repository.list_rows status": of("list_rows", PaymentStatus.UNKNOWN, 100),
        "repository.lock": of("lock", _IDS),
        "repository.find_movements": of("find_movements", "omari", [("a", "m500")]),
        "repository.list_settlements": of("list_settlements", id_of(500)),
        "repository.list_refunds": of("list_refunds", id_of(500)),
        "repository.list_disputes": of("list_disputes", id_of(500)),
        "repository.owner_of_refund": of("owner_of_refund", id_of(500)),
        "due.next_due": due("next_due", _IDS, _TEN),
        "due.list_orphans": due("list_orphans", "provider", _TEN, 1000),
        "due.list_expired": due("list_expired", now, 100),
        "due.list_silent": due("list_silent", now, 100),
        "due.list_unasked": due("list_unasked", now, 100),
        "due.list_slow_starts": due("list_slow_starts", now, 100),
        "due.list_stale_codes": due("list_stale_codes", now, 100),
        "repository.count_in_doubt": count_in_doubt,
        "repository.find_watched": find_watched,
        "budget.take": take,
        "limits.use": lambda s: LimitBook(s, TABLES.limit_use).use([Use(limit, b"s500")], now),
    }


def flow_samples() -> Mapping[str, Sample]:
    """Return the calls on customers, orders, money, tasks and remembered answers."""
    now, known = utc_now(), ("phone", "p500")

    async def remember(session: AsyncSession) -> None:
        async def run() -> Answer:
            return Answer(200, {})

        await idempotency.remembered(session, scope="omari", key="new", print_=b"", run=run)

    async def list_orders(session: AsyncSession) -> None:
        after = await orders.get_order(session, id_of(5000))
        await orders.list_orders(session, after=after, limit=20)

    return {
        "erasure.list_lane_keys": lambda s: erasure.list_lane_keys(s, id_of(500)),
        "erasure.list_identities": lambda s: erasure.list_identities(s, id_of(500)),
        "erasure.list_payments": lambda s: erasure.list_payments(s, id_of(500)),
        "erasure.forget_said": lambda s: erasure.forget_said(s, id_of(500), _LANES),
        "erasure.has_open_intent": lambda s: erasure.has_open_intent(s, id_of(500)),
        "erasure.erase_customer": lambda s: erasure.erase_customer(s, id_of(500)),
        "flows.list_versions": flows.list_versions,
        "flows.add_version": lambda s: flows.add_version(s, "x", {}, "0"),
        "ledger.find_movements": lambda s: ledger.find_movements(s, _IDS),
        "ledger.list_credits": lambda s: ledger.list_credits(s, _IDS),
        "ledger.count_placed": lambda s: ledger.count_placed(s, id_of(500), id_of(500)),
        "ledger.sum_placed": lambda s: ledger.sum_placed(s, _IDS),
        "orders.find_places": lambda s: orders.find_places(s, _IDS),
        "orders.lock_orders": lambda s: orders.lock_orders(s, customer_ids=_IDS, order_ids=_IDS),
        "orders.lock_intents": lambda s: orders.lock_intents(s, order_ids=_IDS, payment_ids=_IDS),
        "orders.lock_intents_of": lambda s: orders.lock_intents_of(s, _IDS),
        "orders.get_intents": lambda s: orders.get_intents(s, _IDS),
        "orders.get_by_merchant_reference": lambda s: orders.get_by_merchant_reference(
            s, id_of(500)
        ),
        "orders.get_order": lambda s: orders.get_order(s, id_of(500)),
        "orders.get_order reference": lambda s: orders.get_order(s, "r500"),
        "orders.find_by_references": lambda s: orders.find_by_references(s, ["r500"]),
        "orders.list_orders": list_orders,
        "orders.list_orders first": lambda s: orders.list_orders(s, after=None, limit=20),
        "orders.get_orders": lambda s: orders.get_orders(s, _IDS),
        "people.find_owners": lambda s: people.find_owners(s, [known]),
        "people.lock_customers": lambda s: people.lock_customers(s, _IDS),
        "people.lock_lane": lambda s: people.lock_lane(s, "k500"),
        "people.move_identity": lambda s: people.move_identity(s, known, id_of(500)),
        "people.forget_identity": lambda s: people.forget_identity(s, known),
        "people.merge_customer": lambda s: people.merge_customer(s, id_of(1), id_of(2)),
        "people.list_contacts_of": lambda s: people.list_contacts_of(s, _IDS),
        "people.find_by_lane_keys": lambda s: people.find_by_lane_keys(s, _LANES),
        "people.get_customers": lambda s: people.get_customers(s, _IDS),
        "people.get_contact": lambda s: people.get_contact(s, id_of(500)),
        "refunds.lock_settlements_of": lambda s: refunds.lock_settlements_of(s, id_of(500)),
        "refunds.lock_settlement": lambda s: refunds.lock_settlement(s, id_of(500)),
        "refunds.sum_gone": lambda s: refunds.sum_gone(s, _IDS),
        "refunds.sum_alone": lambda s: refunds.sum_alone(s, id_of(500), _IDS, "USD"),
        "refunds.list_of_settlements": lambda s: refunds.list_of_settlements(s, _IDS),
        "refunds.find_done_under": lambda s: refunds.find_done_under(s, "omari", "R500", but=None),
        "refunds.lock_refund": lambda s: refunds.lock_refund(s, id_of(500)),
        "refunds.lock_refunds_of": lambda s: refunds.lock_refunds_of(s, _IDS),
        "refunds.lock_disputes_of": lambda s: refunds.lock_disputes_of(s, _IDS),
        "refunds.get_refunds": lambda s: refunds.get_refunds(s, _IDS),
        "refunds.list_refunds": lambda s: refunds.list_refunds(s, _IDS),
        "refunds.list_disputes": lambda s: refunds.list_disputes(s, _IDS),
        "refunds.has_open_refund": lambda s: refunds.has_open_refund(s, id_of(500)),
        "tasks.read_open": tasks.read_open,
        "tasks.lock_of_payments": lambda s: tasks.lock_of_payments(s, _IDS),
        "tasks.close_of_refunds": lambda s: tasks.close_of_refunds(s, _IDS, now, "withdrawn"),
        "tasks.reopen": lambda s: tasks.reopen(s, id_of(500), 100),
        "tasks.list_open": lambda s: tasks.list_open(s, limit=100),
        "tasks.has_open_money": lambda s: tasks.has_open_money(s, id_of(500)),
        "tasks.list_of_orders": lambda s: tasks.list_of_orders(s, _IDS),
        "tasks.move_of_orders": lambda s: tasks.move_of_orders(s, _IDS, id_of(1), id_of(2)),
        "tasks.get_task": lambda s: tasks.get_task(s, id_of(500)),
        "tasks.release_persons": lambda s: tasks.release_persons(s, id_of(500), now),
        "tasks.find_unanswered": lambda s: tasks.find_unanswered(s, "note.v1", 1000),
        "tasks.claim_unanswered": lambda s: tasks.claim_unanswered(s, ["i500"]),
        "tasks.find_old_apologies": lambda s: tasks.find_old_apologies(s, 1000),
        "tasks.forget_apologies": lambda s: tasks.forget_apologies(s, ["i500"]),
        "tasks.release_one": lambda s: tasks.release_one(s, id_of(500), now),
        "tours.list_tours": tours.list_tours,
        "tours.get_tour_by_code": lambda s: tours.get_tour_by_code(s, "x"),
        "upgrading.mark_transactions": lambda s: upgrading.mark_transactions(s, id_of(500), 500),
        "idempotency.remembered": remember,
        "idempotency.find_old": lambda s: idempotency.find_old(s, 1000, days=7),
        "idempotency.forget": lambda s: idempotency.forget(s, [("omari", "key500")]),
    }
