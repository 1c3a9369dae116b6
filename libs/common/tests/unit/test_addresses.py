"""Where a provider's credentials may be sent."""

import pytest
from common.addresses import checked_address, is_stand_in

HOSTS = {"graph.facebook.com"}
SANDBOXES = ("sandbox", "10.1.2.3")


@pytest.mark.parametrize(
    "url",
    [
        "https://graph.facebook.com",
        "https://graph.facebook.com:443/",
        "http://127.0.0.1:8100/graph",
        "http://[::1]:8100/graph",
        "http://localhost:8100/graph",
        "http://sandbox:8100/graph",
        "https://10.1.2.3/graph",
    ],
)
def test_the_providers_own_host_a_stand_in_and_this_machine_are_taken(url: str) -> None:
    """A stand-in must be named; this machine need not."""
    assert url.rstrip("/") == checked_address(url, HOSTS, SANDBOXES)


@pytest.mark.parametrize(
    "url",
    [
        "http://graph.facebook.com",
        "https://graph.facebook.com:8443",
        "https://graph.facebook.com:0",
        "https://graph.facebook.com:99999",
        "https://graph.facebook.com.evil.test",
        "https://evil.test/graph.facebook.com",
        "https://user:pw@graph.facebook.com",
        "https://:pw@graph.facebook.com",
        "https://graph.facebook.com/?a=b",
        "https://graph.facebook.com/#a",
        "http://169.254.169.254/latest",
        "http://[fe80::1]/",
        "http://other:8100",
        "file:///etc/passwd",
        "ftp://sandbox/",
        "",
        "https://",
        "http://[::1",
    ],
)
def test_any_other_address_is_refused(url: str) -> None:
    """Not a look-alike, not the cloud's metadata, not another scheme or port."""
    with pytest.raises(ValueError):  # noqa: PT011 - some are the parser's own words
        checked_address(url, HOSTS, SANDBOXES)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8100/graph", True),
        ("https://localhost/graph", True),
        ("https://[::1]/graph", True),
        ("https://10.9.8.7/omari", True),
        ("https://sandbox/omari", True),
        ("https://tests.example.com/omari", True),
        ("http://graph.facebook.com", True),
        ("https://graph.facebook.com", False),
        ("https://omari.v.co.zw/uat/vsuite", False),
    ],
)
def test_a_stand_in_is_one_whether_it_is_named_or_not(url: str, expected: bool) -> None:  # noqa: FBT001 - a case
    """This machine, a private network, no TLS, a bare name; and what is named."""
    assert is_stand_in(url, ("tests.example.com",)) is expected
