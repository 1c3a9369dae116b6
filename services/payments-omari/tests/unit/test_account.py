"""Whose address may be called, and what never shows."""

import pytest
from payments_omari.domain import PRODUCTION_URL, UAT_URL, Account, is_test
from payments_omari.provider import OmariClient
from payments_omari.settings import Settings

KEY = "merchant-key-of-the-tests"


@pytest.mark.parametrize("url", [PRODUCTION_URL, UAT_URL, "http://127.0.0.1:8100/omari"])
def test_omaris_own_addresses_and_this_machine_are_allowed(url: str) -> None:
    """Over https, or loopback."""
    assert Account(url, KEY).configured


@pytest.mark.parametrize(
    "url",
    [
        "http://omari.v.co.zw/x",
        "https://omari.v.co.zw.evil.test/x",
        "https://evil.test/omari.v.co.zw",
        "https://user:pw@omari.v.co.zw/x",
        "https://omari.v.co.zw:5311/x",
        "https://omari.v.co.zw/x?a=b",
        "https://169.254.169.254/x",
        "file:///etc/passwd",
        "",
    ],
)
def test_any_other_address_is_refused_at_start(url: str) -> None:
    """The merchant key is never sent elsewhere."""
    with pytest.raises(ValueError, match="OMARI_API_BASE_URL"):
        Account(url, KEY)


@pytest.mark.parametrize("key", ["a\r\nX-Other: b", "a b", "ключ"])
def test_a_key_that_would_break_the_header_is_refused(key: str) -> None:
    """No header can be smuggled in by configuration."""
    with pytest.raises(ValueError, match="OMARI_MERCHANT_KEY"):
        Account(UAT_URL, key)


def test_only_production_is_no_test() -> None:
    """Everything else says TEST."""
    assert not is_test(PRODUCTION_URL)
    assert not is_test(PRODUCTION_URL + "/")
    assert is_test(UAT_URL)


def test_the_default_address_is_the_test_one() -> None:
    """Nobody moves real money by forgetting a variable."""
    assert Settings.model_fields["api_base_url"].default == UAT_URL


def test_the_key_never_shows() -> None:
    """W-O20: not in a repr of the account, nor of the client."""
    account = Account(UAT_URL, KEY)

    assert KEY not in repr(account)
    assert KEY not in repr(OmariClient(account))
