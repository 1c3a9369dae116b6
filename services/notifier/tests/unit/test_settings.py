"""What the notifier refuses to start with."""

from typing import Any

import pytest
from common.testing.identities import signing_variables
from common.testing.plugin import BUS_KEY, STORAGE_KEY
from notifier.settings import Settings
from pydantic import ValidationError


def _settings(**changes: Any) -> Settings:
    values: dict[str, Any] = {
        "NOTIFIER_DATABASE_URL": "postgresql+asyncpg://nobody@127.0.0.1/none",
        "NOTIFIER_STORAGE_KEYS": STORAGE_KEY,
        "MARI_BUS_KEYS": BUS_KEY,
        **signing_variables("notifier"),
    }
    return Settings.model_validate(values | changes)


@pytest.mark.parametrize("version", ["v22.0", "v18.0", "v9.0", "23.0", "v23", "latest", ""])
def test_an_expired_version_of_the_graph_api_is_refused(version: str) -> None:
    """Facts: WhatsApp, section 4.6: before v23.0 behaviour changes unseen."""
    with pytest.raises(ValidationError):
        _settings(WHATSAPP_API_VERSION=version)


@pytest.mark.parametrize("version", ["v23.0", "v25.0", "v26.0", "v100.1"])
def test_a_living_version_is_taken(version: str) -> None:
    """The version is configuration."""
    assert version == _settings(WHATSAPP_API_VERSION=version).api_version


@pytest.mark.parametrize(
    "url",
    [
        "http://graph.facebook.com",
        "https://graph.facebook.com.example.org",
        "https://graph.facebook.com:8443",
        "https://user@graph.facebook.com",
        "https://example.org/graph",
        "http://192.168.0.7/graph",
        "http://127.0.0.1/graph?x=1",
        "ftp://127.0.0.1/graph",
        "graph.facebook.com",
    ],
)
def test_the_token_is_sent_to_meta_or_to_this_machine_only(url: str) -> None:
    """A mistyped address would hand the token to a stranger."""
    with pytest.raises(ValidationError):
        _settings(NOTIFIER_GRAPH_BASE_URL=url)


@pytest.mark.parametrize(
    "url", ["https://graph.facebook.com", "http://127.0.0.1:8100/graph", "http://[::1]:81/graph"]
)
def test_meta_and_a_stand_in_on_this_machine_are_taken(url: str) -> None:
    """A slash at the end is the same address."""
    assert url == _settings(NOTIFIER_GRAPH_BASE_URL=f"{url}/").graph_base_url


def test_another_stand_in_must_be_named() -> None:
    """`MARI_SANDBOX_HOSTS` lists it; then it is taken, and all of this is a TEST."""
    url = "http://sandbox:8100/graph"
    with pytest.raises(ValidationError, match="MARI_SANDBOX_HOSTS"):
        _settings(NOTIFIER_GRAPH_BASE_URL=url)

    named = _settings(NOTIFIER_GRAPH_BASE_URL=url, MARI_SANDBOX_HOSTS="other,sandbox")
    assert url == named.graph_base_url


def test_the_default_is_meta_itself() -> None:
    """v25.0 at graph.facebook.com, and no token."""
    settings = _settings()

    assert settings.graph_base_url == "https://graph.facebook.com"
    assert settings.api_version == "v25.0"
