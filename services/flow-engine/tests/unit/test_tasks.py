"""What a person may decide about each kind of task."""

import pytest
from flow_engine.domain.tasks import BY_TWO_PEOPLE, Action, TaskKind, actions_of
from flow_engine.service.resolving import RESOLVERS

UNCLEAR = {Action.ENTER_AMOUNT, Action.NOTHING_ARRIVED, Action.RELEASE_ORDER}


def test_every_action_is_done_by_something() -> None:
    """Nothing is offered that nobody can do."""
    assert set(RESOLVERS) == set(Action)


@pytest.mark.parametrize("kind", TaskKind)
@pytest.mark.parametrize("is_settled", [True, False])
def test_what_a_task_offers_can_be_done(kind: TaskKind, *, is_settled: bool) -> None:
    """Each kind has its actions, in the order in which they are shown; none comes twice."""
    offered = actions_of(kind, is_settled=is_settled)

    assert len(set(offered)) == len(offered)
    assert set(offered) <= set(Action)


def test_money_that_arrived_is_never_called_nothing() -> None:
    """Where a settlement is known, nobody can say that nothing arrived or give the payment up."""
    for kind in TaskKind:
        if kind is not TaskKind.PAYMENT_UNKNOWN:
            assert not UNCLEAR & set(actions_of(kind, is_settled=True)), kind


@pytest.mark.parametrize("kind", [TaskKind.PAYMENT_HELD, TaskKind.PAYMENT_UNKNOWN])
def test_a_payment_nobody_is_sure_of_can_always_be_ended(kind: TaskKind) -> None:
    """No order waits for ever: a person says what arrived, that nothing did, or gives it up."""
    assert set(actions_of(kind, is_settled=False)) == UNCLEAR


def test_what_gives_money_up_or_back_takes_two_people() -> None:
    """Above the limit; putting money where it belongs takes one."""
    assert BY_TWO_PEOPLE == {
        Action.ENTER_AMOUNT,
        Action.RELEASE_ORDER,
        Action.KEEP_OVERPAID,
        Action.NOTHING_ARRIVED,
        Action.REFUND,
        Action.REFUNDED,
    }


def test_a_kind_of_another_release_offers_nothing() -> None:
    """While two releases run side by side one meets tasks that it does not know."""
    assert actions_of("of_tomorrow", is_settled=True) == ()
