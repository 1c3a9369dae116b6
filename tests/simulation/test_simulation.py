"""Random faults against the real money protocol: no promise is broken, and no guard is idle."""

from collections import Counter
from collections.abc import Callable

import pytest
from common.payments.domain import CLOSED, PaymentStatus
from common.testing.simulation import Habits, House, World, violations
from common.testing.simulation.mutants import RULES

pytestmark = pytest.mark.simulation

MUTANT_SEEDS = 400
SHARES = 8
"""Each takes its part of the seeds, so that they can run side by side."""
MakeHouse = Callable[..., House]


def first_violation(make_world: Callable[[int], World]) -> tuple[int, list[str]] | None:
    """Return the first seed that breaks a promise."""
    for seed in range(MUTANT_SEEDS):
        found = violations(make_world(seed).run())
        if found:
            return seed, found
    return None


@pytest.mark.parametrize("share", range(SHARES))
def test_no_fault_breaks_a_promise_about_money(
    request: pytest.FixtureRequest, make_house: MakeHouse, share: int
) -> None:
    """Charges equal credits, at most one charge for a payment, all comes to rest, all are told."""
    runs = int(str(request.config.getoption("--simulation-runs")))
    ends: Counter[PaymentStatus] = Counter()
    for seed in range(share, runs, SHARES):
        report = World(seed, make_house()).run()
        found = violations(report)
        assert not found, f"seed {seed}: {found}"
        ends.update(report.store.read(payment_id).status for payment_id in report.store.ids())

    assert set(CLOSED) <= set(ends)


def test_a_seed_always_tells_the_same_story(make_house: MakeHouse) -> None:
    """A failing seed can be run again, step for step."""
    first, again = (World(7, make_house()).run() for _ in range(2))

    assert first.turns == again.turns
    assert first.wallet.movements == again.wallet.movements


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_without_its_guard_is_caught(name: str, make_house: MakeHouse) -> None:
    """Each guard of the protocol that is removed on purpose shows within 400 seeds."""
    assert first_violation(lambda seed: World(seed, make_house(), RULES[name]))


@pytest.mark.parametrize(
    "habit", ["writes_before_calling", "compares_versions", "sends_by_outbox", "sweeps"]
)
def test_an_edge_without_its_habit_is_caught(habit: str, make_house: MakeHouse) -> None:
    """Row before call, compare and set, outbox and sweeper: without one of them money is lost."""
    habits = Habits(**{habit: False})

    assert first_violation(lambda seed: World(seed, make_house(), habits=habits))


@pytest.mark.parametrize("guard", ["guards_intents", "dedupes"])
def test_an_owner_without_its_guard_is_caught(guard: str, make_house: MakeHouse) -> None:
    """One open intent for an order, and one credit for a payment, are needed both."""
    assert first_violation(lambda seed: World(seed, make_house(**{guard: False})))
