"""Each service reads its own variables: the same fields, under its name."""

from typing import Any

import pytest
from common.settings import SealedSettings, variables_of, what_to_set
from common.testing.identities import PUBLIC_KEYS, key_text_of
from common.testing.plugin import BUS_KEY, STORAGE_KEY
from pydantic import ValidationError


class _Toy(SealedSettings, alias_generator=variables_of("TOY_ROOM")):
    pass


KEYS: dict[str, Any] = {"MARI_BUS_KEYS": BUS_KEY, "MARI_PUBLIC_KEYS": PUBLIC_KEYS}
OWN: dict[str, Any] = {
    "TOY_ROOM_DATABASE_URL": "postgresql+asyncpg://toy",
    "TOY_ROOM_STORAGE_KEYS": STORAGE_KEY,
    "TOY_ROOM_SIGNING_KEY": key_text_of("notifier"),
}


def test_a_service_s_own_variables_begin_with_its_name() -> None:
    """What all share keeps its one name; database, bus and storage keys are each service's own."""
    named = {name: field.validation_alias for name, field in _Toy.model_fields.items()}

    assert named["database_pool_size"] == "TOY_ROOM_DATABASE_POOL_SIZE"
    assert named["amqp_url"] == "TOY_ROOM_AMQP_URL"
    assert named["bus_keys"] == "MARI_BUS_KEYS"


def test_they_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable is read, and another service's is not."""
    for name, value in (KEYS | OWN).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OTHER_ROOM_DATABASE_POOL_SIZE", "3")
    monkeypatch.setenv("TOY_ROOM_DATABASE_POOL_SIZE", "7")

    found = _Toy.model_validate({})

    assert (found.database_url, found.database_pool_size) == ("postgresql+asyncpg://toy", 7)


def test_a_missing_one_is_named_by_its_variable() -> None:
    """Whoever must set it reads its name, not the field's."""
    with pytest.raises(ValidationError) as caught:
        _Toy.model_validate(KEYS | {"TOY_ROOM_STORAGE_KEYS": STORAGE_KEY})

    assert "TOY_ROOM_DATABASE_URL" in what_to_set(caught.value)
