"""What stories of payments begin with."""

import pytest
from common.payments.domain import CallKind, EnterCode, Started, Unknown
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
