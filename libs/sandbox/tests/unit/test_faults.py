"""Which calls a switch reaches, and how it is read."""

from typing import Any

import pytest
from sandbox.faults import BEHAVIOURS, Behaviour, Fault, UnknownNameError, read_fault


@pytest.mark.parametrize(
    ("provider", "operation", "behaviour", "call", "fires"),
    [
        ("omari", "request", "decline", "request", True),
        ("omari", "request", "decline", "auth", False),
        ("omari", "*", "decline", "void", True),
        ("omari", "*", "wrong_otp", "auth", False),
        ("omari", "*", "wrong_otp", "request", True),
        ("omari", "*", "insufficient_funds", "auth", False),
        ("omari", "auth", "insufficient_funds", "auth", True),
        ("omari", "*", "not_found", "request", False),
        ("omari", "*", "not_found", "query", True),
        ("omari", "*", "lost_webhooks", "request", False),
        ("graph", "*", "lost_webhooks", "messages", True),
        ("graph", "messages", "wrong_otp", "messages", False),
        ("graph", "*", "garbage", "messages", True),
    ],
)
def test_a_switch_reaches_the_calls_that_it_names(
    provider: str, operation: str, behaviour: str, call: str, *, fires: bool
) -> None:
    """`*` reaches every operation that can misbehave like that, a name only its own."""
    assert Fault(provider, operation, Behaviour(behaviour)).fires_at(call) is fires


def test_every_behaviour_has_a_sentence() -> None:
    """The page and GET can explain each switch."""
    assert set(BEHAVIOURS) == set(Behaviour)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"provider": "paypal"}, "provider"),
        ({"operation": "refund"}, "operation"),
        ({"behaviour": "explode"}, "behaviour"),
        ({"behaviour": None}, "behaviour"),
        ({"provider": ["omari"]}, "provider"),
        ({"times": 0}, "times"),
        ({"times": True}, "times"),
        ({"times": "3"}, "times"),
    ],
)
def test_an_unknown_name_is_refused_with_the_known_ones(change: dict[str, Any], field: str) -> None:
    """Whoever mistypes is told what there is."""
    with pytest.raises(UnknownNameError) as refusal:
        read_fault({"provider": "omari", "operation": "*", "behaviour": "slow", **change})

    assert refusal.value.field == field
    assert refusal.value.known
