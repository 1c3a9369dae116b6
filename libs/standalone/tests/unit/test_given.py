"""A sandbox that stands apart is given its keys and where the services are."""

from common.settings import ServiceSettings
from standalone.given import Addresses, GivenSettings


def test_a_sandbox_stays_on_loopback_unless_told() -> None:
    """Its pages have no sign-in, so no other machine sees them by accident."""
    assert "127.0.0.1" == GivenSettings.model_validate({}).host


def test_given_keys_replace_the_folders() -> None:
    """Services and sandbox have the same keys when both get the same secrets."""
    given = GivenSettings.model_validate({"OMARI_MERCHANT_KEY": "m", "WHATSAPP_ACCESS_TOKEN": ""})

    assert {"merchant_key": "m"} == given.keys()


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

    assert folder == GivenSettings.model_config.get("secrets_dir")
