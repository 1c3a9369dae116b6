"""What starts stand-ins never runs with production's variables."""

import pytest
from payments_omari.domain import PRODUCTION_URL, UAT_URL
from standalone.folder import StartError
from standalone.settings import StandaloneSettings
from standalone.stand_ins import ProviderAddresses, refuse_production, shared_line


@pytest.mark.parametrize(
    ("variable", "url"),
    [
        ("OMARI_API_BASE_URL", PRODUCTION_URL),
        ("OMARI_API_BASE_URL", PRODUCTION_URL + "/"),
        ("OMARI_API_BASE_URL", "https://omari.v.co.zw:443/anything/else"),
        ("NOTIFIER_GRAPH_BASE_URL", "https://graph.facebook.com"),
    ],
)
def test_a_production_address_refuses_the_start(variable: str, url: str) -> None:
    """One line names the variable; the sandbox would hold production's secrets otherwise."""
    with pytest.raises(StartError, match=variable):
        refuse_production(ProviderAddresses.model_validate({variable: url}))


@pytest.mark.parametrize("url", ["", UAT_URL, "http://127.0.0.1:8100/omari", "http://sandbox:8100"])
def test_a_test_address_is_no_hindrance(url: str) -> None:
    """Unset, Omari's own test address, and stand-ins."""
    refuse_production(ProviderAddresses.model_validate({"OMARI_API_BASE_URL": url}))


@pytest.mark.parametrize("name", ["WHATSAPP_APP_SECRET", "MARI_API_KEY"])
def test_a_chosen_secret_is_said_to_be_shared_with_the_stand_ins(name: str) -> None:
    """One line with the variable and what to do; never the value."""
    told = shared_line(StandaloneSettings.model_validate({name: "a-production-secret"}))

    assert f"use {name} too" in told
    assert 1 == told.count("\n")
    assert "a-production-secret" not in told


def test_nothing_is_said_where_nothing_was_chosen() -> None:
    """This machine makes its own."""
    assert "" == shared_line(StandaloneSettings.model_validate({}))
