"""Keys that processes sign with: how they are made, kept in a data folder, and told."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from common.clock import utc_now
from common.signing import PublicKeys, SigningKey
from standalone.commands.failing import CommandError
from standalone.commands.secrets.pairing import pairs
from standalone.environment import Place, environment
from standalone.folder import KEY_NAMES, UNSIGNED_UNTIL, keys_of
from standalone.principals import OPERATOR, PRINCIPALS, SERVICES, variable_of
from standalone.settings import StandaloneSettings

OF_THE_VERSION_BEFORE = (
    *("api_key", "app_secret", "verify_token", "merchant_key", "access_token", "bus_key"),
    *("service_key", "storage_key"),
)


def _lines(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.splitlines())


@pytest.mark.parametrize("name", [None, *SERVICES, OPERATOR])
def test_a_pair_is_a_private_key_and_the_entry_that_belongs_to_it(name: str | None) -> None:
    """What is printed can be pasted: the list knows every key beside it."""
    made = _lines(pairs(name))
    keys = PublicKeys.read(made.pop("MARI_PUBLIC_KEYS").split(","))
    names = (*SERVICES, OPERATOR) if name is None else (name,)

    assert {variable_of(one) for one in names} == set(made)
    assert all(keys.has(one, SigningKey(made[variable_of(one)]).public) for one in names)


def test_nobody_else_signs() -> None:
    """Status 2, and who could be meant."""
    with pytest.raises(CommandError, match="flow-engine") as told:
        pairs("paynow")

    assert 2 == told.value.status


def test_a_folder_of_the_version_before_gets_what_it_lacks(tmp_path: Path) -> None:
    """Nobody is asked: keys are added, what was there stays, and the old is believed for a day."""
    old = {name: f"{name}-of-a-folder" for name in OF_THE_VERSION_BEFORE}
    (tmp_path / "keys.json").write_text(json.dumps(old))
    found = keys_of(tmp_path)

    assert old == {name: found[name] for name in old}
    assert set(KEY_NAMES) <= set(found)
    until = datetime.fromisoformat(found[UNSIGNED_UNTIL])
    assert utc_now() < until <= utc_now() + timedelta(days=1)
    assert found == keys_of(tmp_path)


def test_a_new_folder_believes_nobody_unsigned(tmp_path: Path) -> None:
    """There never was a version before."""
    keys = keys_of(tmp_path)
    variables = environment(Place(StandaloneSettings(), tmp_path, keys, ""))

    assert "MARI_UNSIGNED_UNTIL" not in variables
    listed = PublicKeys.read(variables["MARI_PUBLIC_KEYS"].split(","))
    assert all(
        listed.has(name, SigningKey(variables[variable_of(name)]).public) for name in PRINCIPALS
    )
