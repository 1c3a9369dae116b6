"""What flow-engine refuses to start with, and how it says so."""

from typing import Any

import pytest
from common.settings import what_to_set
from common.testing.identities import signing_variables
from common.testing.plugin import BUS_KEY, STORAGE_KEY
from flow_engine.settings import Settings, smallest
from pydantic import ValidationError


def _settings(**changes: Any) -> Settings:
    values: dict[str, Any] = {
        "FLOW_ENGINE_DATABASE_URL": "postgresql+asyncpg://nobody@127.0.0.1/none",
        "FLOW_ENGINE_STORAGE_KEYS": STORAGE_KEY,
        "MARI_BUS_KEYS": BUS_KEY,
        "MARI_API_KEY": "mk-7Hq2mZ0xW9dLr4VtQ8vLx3Jd",
        **signing_variables("flow-engine"),
    }
    return Settings.model_validate(values | changes)


@pytest.mark.parametrize(
    ("variable", "value", "rule"),
    [
        ("FLOW_ENGINE_METHODS", "paypal", "of these only: omari"),
        ("FLOW_ENGINE_METHODS", "omari,paypal", "of these only: omari"),
        ("FLOW_ENGINE_MINIMUMS", "USD", "like USD=1.00"),
        ("FLOW_ENGINE_MINIMUMS", "USD=one", "like USD=1.00"),
        ("FLOW_ENGINE_MINIMUMS", "USD=NaN", "like USD=1.00"),
        ("FLOW_ENGINE_MINIMUMS", "USD=1.005", "like USD=1.00"),
        ("FLOW_ENGINE_MINIMUMS", "XYZ=1.00", "like USD=1.00"),
        ("FLOW_ENGINE_MINIMUMS", "USD=0.00", "above zero"),
        ("FLOW_ENGINE_MINIMUMS", "USD=-1.00", "above zero"),
        ("FLOW_ENGINE_MINIMUMS", "USD=1.00,USD=2.00", "for each currency"),
        ("MERCHANT_ZONE", "Mars/X", "like Africa/Harare"),
        ("MERCHANT_ZONE", "", "like Africa/Harare"),
        ("MERCHANT_ZONE", "../etc/passwd", "like Africa/Harare"),
        ("MERCHANT_ZONE", "Africa", "like Africa/Harare"),
        ("FLOW_ENGINE_DATABASE_URL", "mysql://here", "like postgresql+asyncpg://"),
        ("FLOW_ENGINE_DATABASE_URL", "nonsense", "like postgresql+asyncpg://"),
        ("FLOW_ENGINE_DATABASE_URL", "postgresql+asyncpg://a@b:port/c", "like postgresql+asyncpg"),
        ("FLOW_ENGINE_AMQP_URL", "rabbit", "like amqp://"),
        ("MARI_LOG_LEVEL", "LOUD", "DEBUG, INFO"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_variables_name(
    variable: str, value: str, rule: str
) -> None:
    """Before anything is built: the line names the variable and what it may be."""
    with pytest.raises(ValidationError) as caught:
        _settings(**{variable: value})
    said = what_to_set(caught.value)

    assert said.startswith(f"Correct these variables: {variable}: ")
    assert rule in said
    assert "\n" not in said


def test_what_may_be_is_taken() -> None:
    """No way to pay, another zone, and a currency without cents."""
    found = _settings(
        FLOW_ENGINE_METHODS="", MERCHANT_ZONE="UTC", FLOW_ENGINE_MINIMUMS="JPY=5, USD=0.01"
    )

    assert ((), "UTC") == (found.methods, found.merchant_zone)
    assert [("JPY", 5), ("USD", 1)] == [smallest(text) for text in found.minimums]
