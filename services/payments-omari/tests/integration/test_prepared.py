"""What a start is sent with is fixed when its attempt is opened; what comes back is kept."""

from datetime import timedelta

import pytest
from common.crypto import Keyring
from common.db import Database
from common.payments.domain import LINK, PUSH, Approve, OpenLink, Policy, Started, Unknown
from common.payments.provider import AccountKey
from common.testing.hand_run import HandRun, ScriptedProvider, generous_limits
from common.testing.plugin import STORAGE_KEY
from payments_omari.service import payment_service

pytestmark = pytest.mark.database

PAGE = Started(OpenLink("https://pay.example/1"), facts={"session": "cs_1"})
LOST = Unknown("read_timeout")
_ATTEMPTS = "select account, key_id, facts_sealed from attempt order by number"
_PAYMENT = "select p.status, needs_staff, hold_code from payment p"
_VERDICTS = "select code, state from provider_call where started_at is not null order by seq"


def a_kit(database: Database, provider: ScriptedProvider, policy: Policy) -> HandRun:
    """Build the kit over a provider."""
    service = payment_service(provider, Keyring([STORAGE_KEY]), policy, generous_limits())
    return HandRun(database, service)


async def test_a_start_that_is_repeated_is_sent_with_exactly_the_same(database: Database) -> None:
    """The provider answers a key once; another body under it is refused, or opens another page."""
    provider = ScriptedProvider([LOST, LOST, PAGE, Unknown("open")])
    kit = a_kit(database, provider, Policy(shape=LINK))
    await kit.open()
    (before,) = await kit.rows(_ATTEMPTS)
    for _ in range(4):
        await kit.call()
        kit.after += timedelta(seconds=15)

    first, again, last, query = provider.orders
    assert 1 == provider.prepared
    assert {"text": "350 cents, no. 1"} == first.facts == again.facts == last.facts
    assert AccountKey("a1", "k1") == first.account == query.account
    assert {**first.facts, "session": "cs_1"} == query.facts
    assert ("a1", "k1") == before[:2]
    assert b"cents" not in before[2]


async def test_more_facts_than_can_be_kept_leave_the_payment_to_a_person(
    database: Database,
) -> None:
    """The outcome is recorded all the same: a prompt may stand on the phone."""
    many = Started(Approve(), facts={"poll": "x" * 4096})
    kit = a_kit(database, ScriptedProvider([many]), Policy(shape=PUSH))
    await kit.open()
    await kit.call()

    assert [("unknown", True, "facts_too_large")] == await kit.rows(_PAYMENT)
    assert [("facts_too_large", "done")] == await kit.rows(_VERDICTS)


async def test_an_attempt_whose_body_cannot_be_kept_is_nobodys(database: Database) -> None:
    """It is opened, so that nothing before it is lost, and never started."""
    provider = ScriptedProvider([], facts={"text": "x" * 4096})
    kit = a_kit(database, provider, Policy(shape=PUSH))
    await kit.open()

    assert [("", "", None)] == await kit.rows(_ATTEMPTS)


async def test_the_most_that_can_be_kept_fits(database: Database) -> None:
    """Four kilobytes of a start's body, and as many of what the provider hands out."""
    most = Started(Approve(), facts={"poll": "x" * 4080})
    provider = ScriptedProvider([most], facts={"more": "y" * 4020})
    kit = a_kit(database, provider, Policy(shape=PUSH))
    await kit.open()
    await kit.call()

    assert [("awaiting_customer", False, None)] == await kit.rows(_PAYMENT)
