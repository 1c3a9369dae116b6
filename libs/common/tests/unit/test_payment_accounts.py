"""Whose key may speak of an attempt, and what of a provider's facts can be kept."""

from datetime import timedelta

import pytest
from common.payments.domain import (
    OTHER_ACCOUNT,
    Approve,
    CallKind,
    EnterCode,
    Held,
    NotSent,
    Pending,
    Started,
    Unknown,
)
from common.payments.orders import MOST_FACTS, bounded
from common.payments.provider import AccountKey, foreign_url
from common.testing.story import PaymentStory
from hypothesis import given
from hypothesis import strategies as st

MINUTE = timedelta(minutes=1)
MINE = AccountKey("a1", "k1")
HOSTS = {"www.pay.example"}
POLL = "https://www.pay.example/Interface/CheckPayment/?guid=c7cb8c40"


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (AccountKey("a1", "k1"), True),
        (AccountKey("a1", "k0"), True),
        (AccountKey("a0", "k1"), True),
        (AccountKey("a0", "k0"), False),
        (AccountKey("", ""), False),
    ],
)
def test_a_key_speaks_for_its_account_and_for_what_it_began(
    other: AccountKey, *, is_same: bool
) -> None:
    """And for nobody's attempts, which were opened without a key."""
    assert is_same is MINE.speaks_for(other)
    assert not AccountKey("", "").speaks_for(other)


def test_facts_of_up_to_4_kb_are_kept_whatever_their_script() -> None:
    """Counted as they are kept."""
    fits = Started(Approve(), facts={"poll": "é" * 2000})

    assert fits == bounded(fits)


@pytest.mark.parametrize("facts", [{"poll": "é" * 2048}, {str(n): "x" for n in range(999)}])
def test_more_facts_than_can_be_kept_leave_the_outcome_to_a_person(facts: dict[str, str]) -> None:
    """Without them nobody could ask about it; an outcome that is not recorded would be worse."""
    assert len(str(facts)) > MOST_FACTS / 2
    assert Held("facts_too_large") == bounded(Started(Approve(), facts=facts))


def test_other_outcomes_are_what_they_are() -> None:
    """A bound on facts touches nothing else."""
    assert Pending("sent") == bounded(Pending("sent"))


@pytest.mark.parametrize("is_learnt", [True, False])
def test_a_charge_whose_account_has_no_key_any_more_goes_to_a_person_in_its_time(
    unknown: PaymentStory, *, is_learnt: bool
) -> None:
    """Not before it would have been dead; also when its own account once said unpaid so far."""
    unknown.wait(MINUTE)
    unknown.made(CallKind.QUERY, Pending("pending") if is_learnt else Unknown("read_timeout"))
    unknown.wait(10 * MINUTE)
    early = unknown.made(CallKind.QUERY, Unknown(OTHER_ACCOUNT))
    unknown.wait(6 * MINUTE)
    late = unknown.made(CallKind.QUERY, Unknown(OTHER_ACCOUNT))

    assert ([], ["unknown"]) == (early, late)
    assert (True, "unknown") == (unknown.payment.needs_staff, unknown.status)


def test_a_start_that_another_accounts_key_would_make_is_tried_again_and_fails(
    story: PaymentStory,
) -> None:
    """A key that was set wrongly may be right in a moment; no second attempt is opened."""
    assert [] == story.made(CallKind.START, NotSent(OTHER_ACCOUNT))
    story.wait(2 * timedelta(seconds=1))

    assert ["otp_requested"] == story.made(CallKind.START, Started(EnterCode("ETDC")))
    assert 1 == len(story.payment.attempts)


@pytest.mark.parametrize(
    "url", [POLL, "https://www.pay.example:443/c/pay/cs_1#fid", "http://sandbox:8100/poll?a=1"]
)
def test_a_url_of_the_providers_own_host_is_followed(url: str) -> None:
    """Or of its stand-in's, where one is in use."""
    assert foreign_url(url, HOSTS, {"sandbox"}) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://www.pay.example/poll",
        "https://www.pay.example:8443/poll",
        "https://www.pay.example.evil.test/poll",
        "https://evil.test/?https://www.pay.example",
        "https://www.pay.example@evil.test/poll",
        "https://a:b@www.pay.example/poll",
        "https://:@www.pay.example/poll",
        "https://www.pay.example\\@evil.test/",
        "https://www.pay.example/a b",
        "https://www.pay.example/\n",
        "http://127.0.0.1:5432/",
        "http://169.254.169.254/latest",
        "http://localhost:8100/poll",
        "file:///etc/passwd",
        "//www.pay.example/poll",
        "",
        "https://",
        "https://[::1",
        "https://www.pay.example/" + "a" * 2048,
    ],
)
def test_any_other_url_that_a_provider_hands_out_is_never_called(url: str) -> None:
    """Whoever writes its answers could have us call anybody, this machine first."""
    assert Unknown("foreign_url") == foreign_url(url, HOSTS, {"sandbox"})


@given(st.text())
def test_no_text_breaks_the_check_of_a_url(url: str) -> None:
    """What a provider sends is not ours."""
    assert foreign_url(url, HOSTS) in (None, Unknown("foreign_url"))
