"""Settings of a service: weak keys refuse the start in one line, and files may hold them."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from common.settings import (
    SECRETS_FOLDER,
    SealedSettings,
    ServiceSettings,
    reveal,
    variables_of,
    what_to_set,
)
from common.testing.identities import PUBLIC_KEYS, identity_of, key_text_of
from common.testing.plugin import BUS_KEY, SERVICE_KEY, STORAGE_KEY
from pydantic import Field, SecretStr, ValidationError

GOOD = {"MARI_BUS_KEYS": BUS_KEY, "MARI_PUBLIC_KEYS": PUBLIC_KEYS}


class Shop(ServiceSettings):
    """A service with a secret that a person chose."""

    api_key: SecretStr = Field(default=SecretStr(""), validation_alias="SHOP_API_KEY")

    def chosen(self) -> Mapping[str, SecretStr]:
        """Name it."""
        return {"SHOP_API_KEY": self.api_key}


def _refusal(**values: str) -> str:
    with pytest.raises(ValidationError) as error:
        Shop.model_validate({**GOOD, "SHOP_API_KEY": "pk-7Hq2mZ0xW9dLr4Vt", **values})
    return what_to_set(error.value)


def test_a_weak_key_refuses_the_start_and_is_named() -> None:
    """The line says which variable, what is wrong, and how to make a key."""
    said = _refusal(MARI_BUS_KEYS="x" * 40)

    assert said.startswith("Correct these variables: MARI_BUS_KEYS: repeats too few characters")
    assert "mari secrets new" in said
    assert "x" * 40 not in said


def test_every_key_of_a_list_is_judged() -> None:
    """The old key of a rotation opens what is stored: it counts as much as the new one."""
    assert "MARI_BUS_KEYS: is too short" in _refusal(MARI_BUS_KEYS=f"{BUS_KEY},short")


def test_a_list_without_keys_refuses_the_start() -> None:
    """An empty variable is a missing one."""
    assert "MARI_BUS_KEYS: is missing" in _refusal(MARI_BUS_KEYS=" , ")
    assert "MARI_PUBLIC_KEYS: is missing" in _refusal(MARI_PUBLIC_KEYS=" , ")


def test_a_missing_key_says_how_to_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever starts for the first time reads what to do."""
    for name in GOOD:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ValidationError) as error:
        Shop.model_validate({"SHOP_API_KEY": "pk-7Hq2mZ0xW9dLr4Vt"})

    assert what_to_set(error.value).count("is missing; make ") == 2


def test_one_value_for_two_purposes_refuses_the_start() -> None:
    """Whoever learned one would hold both."""
    assert "same value as MARI_BUS_KEYS" in _refusal(MARI_SERVICE_KEYS=BUS_KEY)


@pytest.mark.parametrize("entry", ["notifier", "notifier=short", "notifier=" + "x" * 44, "=,="])
def test_a_public_key_that_is_none_refuses_the_start(entry: str) -> None:
    """The line says how an entry looks, and repeats none."""
    said = _refusal(MARI_PUBLIC_KEYS=f"{PUBLIC_KEYS},{entry}")

    assert "MARI_PUBLIC_KEYS: name=key entries, each as `mari secrets pair` prints it" in said
    assert "x" * 44 not in said


class _Signing(SealedSettings, alias_generator=variables_of("NOTIFIER")):
    """A service that signs."""


def _signing(**values: str) -> _Signing:
    own = {
        "NOTIFIER_DATABASE_URL": "postgresql+asyncpg://toy",
        "NOTIFIER_STORAGE_KEYS": STORAGE_KEY,
        "NOTIFIER_SIGNING_KEY": key_text_of("notifier"),
    }
    return _Signing.model_validate(GOOD | own | values)


def test_a_service_that_nobody_would_believe_does_not_start() -> None:
    """A key that is not listed under its name: the line has the entry that is missing."""
    settings = _signing(NOTIFIER_SIGNING_KEY=key_text_of("flow-engine"))
    public = identity_of("flow-engine").key.public

    with pytest.raises(ValueError, match=f"does not list notifier={public}"):
        settings.identity("notifier")


def test_the_version_before_is_believed_only_until_a_time_that_is_set() -> None:
    """Nothing, or an empty variable: it is not believed; its keys alone change nothing."""
    assert not _signing().identity("notifier").trust.believes_old
    left = _signing(MARI_SERVICE_KEYS=SERVICE_KEY, MARI_UNSIGNED_UNTIL="")
    assert not left.identity("notifier").trust.believes_old
    over = _signing(MARI_SERVICE_KEYS=SERVICE_KEY, MARI_UNSIGNED_UNTIL="2020-01-01T00:00:00Z")
    assert not over.identity("notifier").trust.believes_old
    now = _signing(MARI_SERVICE_KEYS=SERVICE_KEY, MARI_UNSIGNED_UNTIL="2999-01-01T00:00:00Z")
    assert now.identity("notifier").trust.believes_old


def test_a_weak_chosen_secret_refuses_the_start_unless_all_is_a_test() -> None:
    """With stand-ins for the providers nobody can lose money by a short key."""
    assert "SHOP_API_KEY is too short" in _refusal(SHOP_API_KEY="the-key")
    test = {**GOOD, "SHOP_API_KEY": "the-key", "MARI_SANDBOX_HOSTS": "127.0.0.1"}

    assert Shop.model_validate(test).sandbox_hosts == ("127.0.0.1",)


def test_a_secret_may_stand_in_a_file_of_the_variables_name(tmp_path: Path) -> None:
    """`/run/secrets/MARI_BUS_KEYS` is the variable of that name; its last line end is no part."""
    (tmp_path / "MARI_BUS_KEYS").write_text(BUS_KEY + "\n")
    (tmp_path / "MARI_PUBLIC_KEYS").write_text(PUBLIC_KEYS)
    found = ServiceSettings(_secrets_dir=tmp_path, _env_file=None)  # pyright: ignore[reportCallIssue] - values come from the files

    assert (BUS_KEY,) == reveal(found.bus_keys)


def test_the_secrets_folder_is_asked_only_where_there_is_one() -> None:
    """A machine without containers has none, and no warning about it."""
    expected = SECRETS_FOLDER if SECRETS_FOLDER.is_dir() else None

    assert expected == ServiceSettings.model_config.get("secrets_dir")
