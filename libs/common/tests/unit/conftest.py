"""What stories of payments begin with."""

import pytest
from common.payments.domain import (
    PUSH,
    Approve,
    CallKind,
    EnterCode,
    Held,
    Policy,
    Started,
    Unknown,
)
from common.testing.story import PaymentStory


@pytest.fixture
def story() -> PaymentStory:
    """Give a new payment."""
    return PaymentStory()


@pytest.fixture
def opened(story: PaymentStory) -> PaymentStory:
    """Give a payment that waits for its code."""
    assert story.made(CallKind.START, Started(EnterCode("ETDC"))) == ["otp_requested"]
    return story


@pytest.fixture
def unknown(opened: PaymentStory) -> PaymentStory:
    """Give a payment whose charge got no answer."""
    opened.do("submit_otp")
    assert opened.made(CallKind.CHARGE, Unknown("read_timeout")) == ["unknown"]
    return opened


@pytest.fixture
def held(opened: PaymentStory) -> PaymentStory:
    """Give a payment of which a part arrived, and nobody knows how much."""
    opened.do("submit_otp")
    assert ["held"] == opened.made(CallKind.CHARGE, Held("010"))
    return opened


@pytest.fixture
def prompted() -> PaymentStory:
    """Give a prompt that is on its customer's phone."""
    story = PaymentStory(Policy(shape=PUSH))
    story.made(CallKind.START, Started(Approve("Enter your PIN", None)))
    return story
