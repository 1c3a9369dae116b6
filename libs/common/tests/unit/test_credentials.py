"""Which credential is in force, and what is said when there is none."""

from collections.abc import Mapping
from typing import Any

import orjson
import pytest
import structlog
from common.credentials import Credentials, KeyInForce
from common.credentials.fingerprint import fingerprint
from common.credentials.repository import place
from common.crypto import Keyring
from common.errors import InvalidError
from common.testing.kept import NEW, OLD, SPECS, a_book
from structlog.testing import capture_logs


def _row(
    scope: str, values: Mapping[str, str], key: str = OLD, prints: str = "{}"
) -> tuple[Any, ...]:
    sealed = Keyring([key]).seal(orjson.dumps(dict(values)), place("wallet", scope))
    return (f"wallet:{scope}", "wallet", scope, sealed, prints, None, "tendai")


def test_the_database_wins_over_the_environment_field_by_field() -> None:
    """What is not kept still comes from its variable."""
    book = a_book({"merchant_key": "from-env", "account": "7"})
    book.take([_row("default", {"merchant_key": "kept"})])

    assert ("database", "kept") == book.source("wallet", "merchant_key")
    assert ("environment", "7") == book.source("wallet", "account")
    assert ("none", "") == book.source("wallet", "secret")


def test_what_is_removed_falls_back_to_the_environment() -> None:
    """Without a restart."""
    book = a_book({"merchant_key": "from-env"})
    book.take([_row("default", {"merchant_key": "kept"})])
    book.take([])

    assert "from-env" == book.get("wallet", "merchant_key")


def test_a_scope_of_its_own_wins_over_the_default() -> None:
    """An account for each currency; one that has none uses the default one."""
    book = a_book({"merchant_key": "from-env"})
    book.take([_row("default", {"merchant_key": "any"}), _row("ZWG", {"merchant_key": "zwg"})])

    assert "zwg" == book.get("wallet", "merchant_key", "ZWG")
    assert "any" == book.get("wallet", "merchant_key", "USD")
    assert ("any", "zwg") == book.every("wallet", "merchant_key")


def test_an_account_is_called_by_its_first_key_and_says_nothing_of_it() -> None:
    """The same key is the same account wherever it is set; a new one that was insisted on too."""
    key_id = fingerprint("key-one-of-the-tests", "wallet:merchant_key")
    given = a_book({"merchant_key": "key-one-of-the-tests"}).in_force("wallet", "merchant_key")
    book = a_book()
    prints = '{"merchant_key": "b2", "merchant_key:account": "a1"}'
    book.take([_row("default", {"merchant_key": "kept"}, prints=prints)])
    kept = book.in_force("wallet", "merchant_key", "USD")

    assert (key_id, key_id) == (given.key_id, given.account)
    assert ("kept", "b2", "a1") == (kept.value, kept.key_id, kept.account)
    assert "key-one" not in repr(given)


def test_without_a_key_that_opens_there_is_no_account() -> None:
    """Nothing that was opened under an account is asked about without its key."""
    book = a_book({"merchant_key": "from-env"})
    prints = '{"merchant_key": "b2"}'
    book.take([_row("default", {"merchant_key": "kept"}, NEW, prints)])

    assert KeyInForce("", "", "") == book.in_force("wallet", "merchant_key")
    assert KeyInForce("", "", "") == a_book().in_force("wallet", "merchant_key")


def test_one_account_for_one_currency_configures_that_currency_only() -> None:
    """The provider is on, and offered where it has an account."""
    book = a_book()
    book.take([_row("ZWG", {"merchant_key": "zwg"})])

    assert book.is_configured("wallet")
    assert book.is_configured("wallet", "ZWG")
    assert not book.is_configured("wallet", "USD")


def test_what_does_not_open_is_never_replaced_by_the_environment() -> None:
    """It might be another account's: the provider is down, and says which key is missing."""
    book = a_book({"merchant_key": "from-env"})
    book.take([_row("default", {"merchant_key": "kept"}, key=NEW)])
    part = book.part("wallet")

    assert "" == book.get("wallet", "merchant_key")
    assert part is not None
    assert ("down", True) == (part.state, "storage key" in part.detail)


def test_a_row_that_is_moved_to_another_scope_does_not_open() -> None:
    """Whoever can write to the table cannot give one account another one's key."""
    book = a_book()
    stolen = _row("ZWG", {"merchant_key": "zwg"})
    book.take([("wallet:USD", "wallet", "USD", *stolen[3:])])

    assert "" == book.get("wallet", "merchant_key", "USD")


def test_a_provider_without_credentials_is_off_and_warned_of_once() -> None:
    """However often the table is read; and again only when it was on meanwhile."""
    book = a_book()
    with capture_logs() as logs:
        for _ in range(3):
            book.take([])
        book.take([_row("default", {"merchant_key": "kept"})])
        book.take([])
    said = [(line["log_level"], line["event"]) for line in logs]

    assert said == [
        ("warning", "provider.not_configured"),
        ("info", "provider.configured"),
        ("warning", "provider.not_configured"),
    ]
    assert "WALLET_MERCHANT_KEY" == logs[0]["variable"]


def test_a_provider_with_credentials_is_not_spoken_of() -> None:
    """No line at a start that is as it should be."""
    structlog.reset_defaults()
    with capture_logs() as logs:
        a_book({"merchant_key": "from-env"}).take([])

    assert logs == []


@pytest.mark.parametrize("value", ["a\r\nX-Other: b", "a b", "ключ", "x" * 5000])
def test_a_variable_that_would_break_a_header_refuses_the_start(value: str) -> None:
    """The line names it and does not show it."""
    with pytest.raises(ValueError, match="WALLET_MERCHANT_KEY") as error:
        Credentials(SPECS, {"wallet": {"merchant_key": value}}, Keyring([OLD]))

    assert value not in str(error.value)


def test_a_fingerprint_tells_values_apart_and_is_bound_to_its_place() -> None:
    """The same value under another name cannot be recognised."""
    one = fingerprint("a-merchant-key", "wallet:merchant_key")

    assert one == fingerprint("a-merchant-key", "wallet:merchant_key")
    assert len({one, fingerprint("other", "wallet:merchant_key"), ""}) == 3
    assert one != fingerprint("a-merchant-key", "wallet:secret")
    assert "" == fingerprint("", "wallet:merchant_key")


@pytest.mark.parametrize("value", ["x", "1234567"])
def test_what_is_too_short_for_a_secret_is_refused(value: str) -> None:
    """A slip of the keyboard does not become the key that charges are made with."""
    with pytest.raises(InvalidError, match="merchant_key is too short: 8 characters") as caught:
        SPECS[0].check_values({"merchant_key": value})
    SPECS[0].check_values({"merchant_key": "", "account": "7"})

    assert "credentials:weak" == caught.value.code
