"""The rules of refunds: never more than arrived, from whom, and what follows on what."""

from datetime import timedelta
from uuid import UUID

import pytest
from common.ids import new_id
from common.testing.clock import NOON
from flow_engine.domain.approval import is_same_person, needs_second
from flow_engine.domain.refunds import (
    COUNTED,
    KnownPart,
    Refundable,
    RefundStatus,
    Share,
    TooMuchError,
    next_status,
    part_told,
    split,
    status_of_request,
)
from hypothesis import given
from hypothesis import strategies as st

A, B, C = (UUID(int=n) for n in (1, 2, 3))
LIMITS = {"USD": 10_000, "ZWG": 300_000}
STATUSES = st.sampled_from(list(RefundStatus))
SETTLEMENTS = st.lists(
    st.builds(
        Refundable,
        settlement_id=st.builds(new_id),
        arrived_minor=st.integers(1, 10**9),
        gone_minor=st.integers(0, 2 * 10**9),
        can_refund=st.booleans(),
        arrived_at=st.integers(0, 10).map(lambda n: NOON + timedelta(minutes=n)),
    ),
    max_size=6,
)


def settled(
    name: UUID, arrived: int, *, gone: int = 0, can_refund: bool = True, minutes: int = 0
) -> Refundable:
    """Return a settlement that arrived so many minutes after noon."""
    return Refundable(name, arrived, gone, can_refund, NOON + timedelta(minutes=minutes))


@given(SETTLEMENTS, st.integers(1, 5 * 10**9))
def test_no_split_gives_back_more_than_is_left(found: list[Refundable], amount: int) -> None:
    """The shares sum to what was asked for, each within its settlement; else what is left."""
    left = {one.settlement_id: one.left_minor for one in found}
    if amount > sum(left.values()):
        with pytest.raises(TooMuchError) as caught:
            split(amount, found)
        assert caught.value.left_minor == sum(left.values())
        return
    shares = split(amount, found)

    assert sum(share.amount_minor for share in shares) == amount
    assert all(0 < share.amount_minor <= left[share.settlement_id] for share in shares)
    assert len({share.settlement_id for share in shares}) == len(shares)


@given(SETTLEMENTS, st.lists(st.integers(1, 10**9), max_size=8))
def test_refunds_one_after_another_never_exceed_what_arrived(
    found: list[Refundable], wishes: list[int]
) -> None:
    """However many refunds follow one another, no settlement gives more than arrived of it."""
    gone = {one.settlement_id: 0 for one in found}
    for wish in wishes:
        present = [
            Refundable(o.settlement_id, o.arrived_minor, gone[o.settlement_id], o.can_refund, NOON)
            for o in found
        ]
        try:
            shares = split(wish, present)
        except TooMuchError:
            continue
        for share in shares:
            gone[share.settlement_id] += share.amount_minor

    assert all(gone[one.settlement_id] <= one.arrived_minor for one in found)


def test_the_newest_gives_first_and_by_hand_comes_last() -> None:
    """Of those whose provider takes refunds the newest gives first; by hand only the rest."""
    found = [
        settled(A, 100, minutes=1),
        settled(B, 100, minutes=2),
        settled(C, 100, minutes=3, can_refund=False),
    ]
    shares = split(250, found)

    assert shares == (
        Share(B, 100, by_hand=False),
        Share(A, 100, by_hand=False),
        Share(C, 50, by_hand=True),
    )


def test_a_settlement_that_is_named_gives_alone() -> None:
    """With a settlement named, no other gives, though others have more left."""
    found = [settled(A, 100, gone=60), settled(B, 500)]

    assert split(40, found, A) == (Share(A, 40, by_hand=False),)
    with pytest.raises(TooMuchError) as caught:
        split(41, found, A)
    assert caught.value.left_minor == 40


def test_what_more_went_back_than_arrived_leaves_nothing() -> None:
    """A provider that gave back more than we counted leaves nothing, not less than nothing."""
    assert settled(A, 100, gone=150).left_minor == 0


@pytest.mark.parametrize("present", list(RefundStatus))
def test_done_wins_over_whatever_was_believed(present: RefundStatus) -> None:
    """What the provider gave back is done, also after an answer that said no."""
    assert next_status(present, RefundStatus.DONE) is RefundStatus.DONE


@pytest.mark.parametrize(
    ("present", "told", "after"),
    [
        ("wished", "unknown", "unknown"),
        ("sent", "unknown", "unknown"),
        ("wished", "failed", "failed"),
        ("unknown", "failed", "failed"),
        ("done", "failed", "failed"),
        ("done", "unknown", "done"),
        ("failed", "unknown", "failed"),
        ("manual", "failed", "manual"),
        ("manual", "unknown", "manual"),
        ("waiting_for_second", "failed", "waiting_for_second"),
    ],
)
def test_what_follows_on_what(present: str, told: str, after: str) -> None:
    """Unknown never follows an end; done fails when the money came back; by hand hears no no."""
    assert next_status(RefundStatus(present), RefundStatus(told)) == after


@given(STATUSES, STATUSES)
def test_a_fact_that_comes_twice_changes_nothing_more(
    present: RefundStatus, told: RefundStatus
) -> None:
    """The same fact again leaves the status where its first coming put it."""
    once = next_status(present, told)

    assert next_status(once, told) is once


def test_only_what_failed_does_not_count() -> None:
    """Whatever may have gone back or may still go counts against what arrived."""
    assert set(RefundStatus) - COUNTED == {RefundStatus.FAILED}


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        (["done", "done"], "done"),
        (["done", "failed"], "failed"),
        (["failed", "wished"], "wished"),
        (["done", "manual"], "manual"),
        (["unknown", "sent"], "unknown"),
        (["waiting_for_second"], "waiting_for_second"),
    ],
)
def test_a_refund_is_open_while_a_part_of_it_is(parts: list[str], status: str) -> None:
    """Nobody reads done or failed while a part is still on its way."""
    assert status_of_request([RefundStatus(part) for part in parts]) == status


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (10_000, "USD", False),
        (10_001, "USD", True),
        (300_000, "ZWG", False),
        (300_001, "ZWG", True),
        (1, "ZAR", True),
    ],
)
def test_two_people_agree_above_the_limit(amount: int, currency: str, *, expected: bool) -> None:
    """Above the limit, and always in a currency that has none, one person is not enough."""
    assert needs_second(amount, currency, LIMITS) is expected


def test_a_refund_that_a_person_made_is_not_counted_twice() -> None:
    """What the provider tells without our id is the manual part that somebody did meanwhile."""
    manual = KnownPart(A, 500, RefundStatus.MANUAL, None)
    written = KnownPart(B, 500, RefundStatus.DONE, "re_1")
    other = KnownPart(C, 400, RefundStatus.MANUAL, None)

    assert part_told(C, "re_9", 500, [manual, other]) == C
    assert part_told(new_id(), "re_1", 500, [manual, written]) == B
    assert part_told(new_id(), "re_2", 500, [other, manual, written]) == A
    assert part_told(new_id(), "re_2", 300, [other, manual, written]) is None
    assert part_told(new_id(), "", 300, [KnownPart(A, 5, RefundStatus.DONE, "")]) is None


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Rudo", "rudo ", True),
        ("Rudo Moyo", "RUDO  MOYO", True),
        ("Rudo", "Ru-do", True),
        ("Zoë", "Zoe", True),
        ("Rudo", "\u211budo", True),
        ("Rudo", "\U0001d411udo", True),
        ("Rudo", "\u24c7udo", True),
        ("Rudo", "Rud\u043e", True),
        ("Rudo", "Tariro", False),
    ],
)
def test_a_name_spelled_otherwise_is_no_second_person(
    first: str, second: str, *, expected: bool
) -> None:
    """Case, spaces, accents, other forms of a letter and other scripts do not make two of one."""
    assert is_same_person(first, second) is expected
