"""A key is called by its account: what is kept of it when the key changes."""

from collections.abc import AsyncGenerator

import pytest
from common.credentials import CredentialDesk, KeyInForce
from common.credentials.desk import Wish
from common.db import Database
from common.testing.kept import a_book, keeping_service, rows
from common.testing.plugin import MakeDatabase

pytestmark = pytest.mark.database

KEY = "c0ffee-merchant-key-canary"
LATER = "1ater-merchant-key-canary"


@pytest.fixture
async def database(make_database: MakeDatabase) -> AsyncGenerator[Database]:
    """Give the toy service's database."""
    async with keeping_service(await make_database([])) as found:
        yield found


@pytest.fixture
async def desk(database: Database) -> CredentialDesk:
    """Give a service with a key from its environment."""
    return CredentialDesk(database, a_book({"merchant_key": "key-of-the-environment"}))


async def keep(desk: CredentialDesk, *, is_forced: bool = False, **values: str) -> KeyInForce:
    """Keep values, and return the key that is then in force."""
    wish = Wish("wallet", "default", "tendai", "operator", is_forced=is_forced)
    await desk.put(wish, values)
    return in_force(desk)


def in_force(desk: CredentialDesk, scope: str = "default") -> KeyInForce:
    """Return the merchant key with its account."""
    return desk.credentials.in_force("wallet", "merchant_key", scope)


async def test_a_new_key_is_another_accounts_unless_a_person_insists(desk: CredentialDesk) -> None:
    """Nothing else can tell; a chain of keys that were insisted on is one account."""
    first = in_force(desk)
    second = await keep(desk, merchant_key=KEY, is_forced=True)
    third = await keep(desk, merchant_key=LATER, is_forced=True)
    stranger = await keep(desk, merchant_key=KEY)

    assert 3 == len({first.key_id, second.key_id, third.key_id})
    assert first.account == second.account == third.account == first.key_id
    assert stranger.account == stranger.key_id == second.key_id


async def test_the_same_key_stays_the_same_account(desk: CredentialDesk) -> None:
    """Kept again, or beside another field that changed, or taken from the environment."""
    first = in_force(desk)
    moved = await keep(desk, merchant_key=first.value)
    renewed = await keep(desk, merchant_key=KEY, is_forced=True)
    again = await keep(desk, merchant_key=KEY)
    beside = await keep(desk, account="7")

    assert first == moved
    assert renewed == again == beside
    assert first.account == beside.account


async def test_an_account_of_a_currency_begins_with_the_one_that_served_it(
    desk: CredentialDesk,
) -> None:
    """Its first own key, insisted on, speaks for what the default one began."""
    first = in_force(desk, "USD")
    wish = Wish("wallet", "USD", "tendai", "operator", is_forced=True)
    await desk.put(wish, {"merchant_key": KEY})

    assert first.account == in_force(desk, "USD").account
    assert first == in_force(desk)


async def test_what_is_removed_leaves_the_environments_own_account(desk: CredentialDesk) -> None:
    """Nobody can say any more whose key it is."""
    first = in_force(desk)
    await keep(desk, merchant_key=KEY)
    await desk.remove(Wish("wallet", "default", "tendai", "operator", is_forced=True))

    assert first == in_force(desk)


async def test_the_audit_shows_what_was_said_of_an_account(
    desk: CredentialDesk, database: Database
) -> None:
    """Beside the fingerprints; no value is in it."""
    first = in_force(desk)
    await keep(desk, merchant_key=KEY, is_forced=True)
    await keep(desk, merchant_key=LATER)
    said = await rows(database, "select after from credential_audit order by seq")

    assert [first.account, None] == [row.after.get("merchant_key:account") for row in said]
    assert KEY not in str(said)
