"""A sandbox that stands apart is given its keys and where the services are."""

from pathlib import Path

import pytest
from common.settings import ServiceSettings
from pydantic_settings import SettingsConfigDict
from standalone.given import Addresses, GivenSettings, MountedKeys


def test_a_sandbox_stays_on_loopback_unless_told() -> None:
    """Its pages have no sign-in, so no other machine sees them by accident."""
    assert "127.0.0.1" == GivenSettings.model_validate({}).host


def test_mounted_keys_replace_the_folders(tmp_path: Path) -> None:
    """Services and sandbox have the same keys when both get the same secrets."""
    (tmp_path / "OMARI_MERCHANT_KEY").write_text("m\n")
    (tmp_path / "WHATSAPP_ACCESS_TOKEN").write_text("")

    class Mounted(MountedKeys):
        model_config = SettingsConfigDict(secrets_dir=tmp_path)

    assert {"merchant_key": "m"} == Mounted().keys()


def test_a_sandbox_takes_no_key_from_the_environment_nor_from_a_file_of_variables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a person has there may be a provider's: a stand-in never signs with it."""
    monkeypatch.setenv("WHATSAPP_APP_SECRET", "exported-0123456789abcdef")
    (tmp_path / ".env").write_text("OMARI_MERCHANT_KEY=from-a-production-env\n")
    monkeypatch.chdir(tmp_path)

    assert {} == MountedKeys().keys()


def test_given_addresses_replace_the_origin() -> None:
    """In a network of containers each service has a name of its own."""
    given = GivenSettings.model_validate({
        "MARI_SANDBOX_WEBHOOK_URL": "http://gateway-webhooks:8000/webhooks/whatsapp",
        "MARI_SANDBOX_API_URL": "http://flow-engine:8000/api/",
    })  # fmt: skip

    assert given.addresses("http://127.0.0.1:8000") == Addresses(
        "http://gateway-webhooks:8000/webhooks/whatsapp", "http://flow-engine:8000/api/tasks"
    )


def test_without_addresses_everything_is_at_the_origin() -> None:
    """`make sandbox` beside `make run` needs no setting."""
    assert GivenSettings.model_validate({}).addresses("http://127.0.0.1:8000") == Addresses(
        "http://127.0.0.1:8000/webhooks/whatsapp", "http://127.0.0.1:8000/api/tasks"
    )


def test_the_sandbox_and_the_services_read_the_same_folder() -> None:
    """A secret that is mounted for one is spelt as for the other."""
    folder = ServiceSettings.model_config.get("secrets_dir")

    assert folder == MountedKeys.model_config.get("secrets_dir")
